/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_PLUGIN_H
#define GENERALS_ENGINE_PLUGIN_H

/* What a shared object says of itself that brings strategies (include/generals/strategy.h): one
 * symbol, generals_plugin. It needs no symbol of the program: what it calls in a dry run are the
 * pointers of struct recorder. Exported symbols would bind every plug-in to names that no version
 * number guards; what follows is all that they share, and is numbered.
 *
 * No vector crosses the border. Rows are aligned and padded for vectors of 64 bytes, whatever the
 * program is compiled for, so that code which steps through them by 16, 32 or 64 bytes gives the
 * same bits. */

#include "engine/build_features.h"
#include "engine/error.h"
#include "engine/lanes.h"
#include "engine/panel.h"
#include "engine/strategy.h"

#include <stdint.h>

#define PLUGIN_MARK "generals plugin" /* 16 bytes with its end */

/* Raised with whatever changes for a plug-in: the structures of these headers, what a value in them
 * means, what the strategy's code does with a panel. */
enum { PLUGIN_INTERFACE = 1 };

/* A word that tells sizes of the structures apart, in case that a compiler lays them out in another
 * way, or that the number above was forgotten. */
#define PLUGIN_LAYOUT                                                                  \
    ((uint32_t)(sizeof(struct strategy) + 10007 * sizeof(struct problem) +             \
                20011 * sizeof(struct parameter) + 30011 * sizeof(struct panel) +      \
                40009 * sizeof(struct panel_event) + 50021 * sizeof(struct recorder) + \
                60013 * sizeof(struct error) + 70001 * sizeof(enum verdict) +          \
                80021 * sizeof(bool)))

struct plugin {
    char mark[16];      /* PLUGIN_MARK; this and the next are here in every version */
    uint32_t interface; /* PLUGIN_INTERFACE: if it is another one, no more is read */
    uint32_t layout;    /* PLUGIN_LAYOUT */
    uint32_t features;  /* BUILD_FEATURES_OF_FLAGS: the processor needs them */
    uint32_t step;      /* LANES_BYTES: of a row that its code takes at a time */
    const struct strategy *const *strategies; /* NULL ends the list */
};

#endif
