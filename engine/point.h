/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_POINT_H
#define GENERALS_ENGINE_POINT_H

/* A point: one strategy with its parameters on one channel. One row of the results. */

#include "engine/channel.h"
#include "engine/strategy.h"

#include <stddef.h>

struct point {
    const struct strategy *strategy;
    double parameter[PARAMETERS_MAX]; /* in the order of the descriptor */
    struct channel channel;
};

enum { POINT_KEY_SIZE = 1024 };

/* The text that keys the point's random streams: problem, strategy, parameters, channel and rates
 * (the bits of the numbers, not decimals), method and phase. Nothing else decides the numbers. */
void point_key_text(const struct point *point, const char *method, const char *phase,
                    char text[POINT_KEY_SIZE]);

#endif
