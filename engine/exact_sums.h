/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_EXACT_SUMS_H
#define GENERALS_ENGINE_EXACT_SUMS_H

/* What the histories of a point, or of a part of them, add up to. */

#include "engine/error.h"
#include "engine/schedule.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Probabilities, or parts of them. A product of many small ones may be rounded to 0, and what it
 * would add to a sum, all histories together, is below 1e-319; so it is noted what is possible. */
struct exact_sums {
    uint64_t histories;
    long double cell[CELL_COUNT];
    long double messengers;            /* mean number sent */
    long double counter[COUNTERS_MAX]; /* mean of each counter of the strategy */
    unsigned possible_cells;           /* bit i: some history ends in cell i */
    unsigned possible_counters;        /* bit i: counter i counts in some history */
    size_t round_count;                /* rounds in which something may be sent, in order */
    struct exact_round {
        unsigned round;
        long double reached; /* P(a trial's last messenger is sent in this round or later) */
    } * rounds;
};

bool exact_sums_init(struct exact_sums *sums, const struct schedule *schedule, struct error *error);
void exact_sums_release(struct exact_sums *sums);

/* Adds `from`, sums of the same schedule. */
void exact_sums_add(struct exact_sums *to, const struct exact_sums *from);

#endif
