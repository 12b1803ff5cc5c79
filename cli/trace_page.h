/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_TRACE_PAGE_H
#define GENERALS_CLI_TRACE_PAGE_H

/* The page of one trial: what happened, what each party saw and did, how it ended. At most 80
 * columns, unless names are long. */

#include "analysis/testimony.h"
#include "engine/error.h"
#include "engine/point.h"
#include "engine/replay.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct trace_page {
    const struct point *point;
    const struct replay *replay;
    const struct testimony *testimony;
    bool searched; /* the trial is the first from `first` on that fails */
    uint64_t first;
};

bool trace_page_print(FILE *stream, const struct trace_page *page, struct error *error);

#endif
