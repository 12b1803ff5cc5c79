/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_FAILURE_H
#define GENERALS_ANALYSIS_FAILURE_H

/* How failure happens: the fewest captured messengers that lead to it. If m captures are needed and
 * both loss rates are p, failure is about c p^m for small p: on logarithmic axes a line of slope m.
 */

#include "engine/error.h"
#include "engine/histories.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct failure_ways {
    bool possible;      /* false: no history fails */
    uint64_t captured;  /* the fewest; captures that are certain (loss 1) do not count */
    uint64_t histories; /* that fail with so many captured */
    size_t likeliest;   /* of them: index in the histories */
    bool gave_up;       /* it would have taken too long to find out */
};

/* Finds the fewest captures, and leaves one of the likeliest histories with so few behind in
 * `histories`, which the caller releases in any case. False, with the reason, if it gave up or
 * failed. */
bool failure_find(struct failure_ways *ways, struct histories *histories, const struct point *point,
                  int threads, struct error *error);

/* The slope of log failure against log loss between `loss` and loss / 10, found by exact
 * enumeration, with both loss rates alike. `loss` is 1e-4, or larger where failure would be too
 * rare to be held. False if the histories are too many, if failure is impossible, or if a loss rate
 * of the point is 0 or 1, since then they cannot be alike, or in bursts; and at once where memory
 * runs out, which is for error_is_no_memory to tell. */
bool failure_slope(double *slope, double *loss, const struct point *point, int threads,
                   struct error *error);

#endif
