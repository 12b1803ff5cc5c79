/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_EXACT_SUMS_H
#define GENERALS_ENGINE_EXACT_SUMS_H

/* What the histories of a point, or of a part of them, add up to. */

#include "engine/error.h"
#include "engine/schedule.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Probabilities, or parts of them. */
struct exact_sums {
    uint64_t histories;
    long double cell[CELL_COUNT];
    long double messengers;            /* mean number sent */
    long double counter[COUNTERS_MAX]; /* mean of each counter of the strategy */
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
