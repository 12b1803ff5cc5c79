/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_TALLY_H
#define GENERALS_ENGINE_TALLY_H

/* What a block or a point has counted: integers only, so that adding tallies in any order gives the
 * same. A batch is 64 neighbouring trials (one word of a row): sums and squares of whole batches
 * give means their standard errors, at no cost per trial. */

#include "engine/error.h"
#include "engine/schedule.h"
#include "engine/wide.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Sums of a count X per trial. */
struct tally_sum {
    uint128 total;         /* over all trials */
    uint128 batch_total;   /* over the whole batches only */
    uint128 batch_squares; /* sum over whole batches of (sum of X over the batch)^2 */
};

/* Trials whose last messenger was sent in `round` or later. */
struct tally_round {
    unsigned round;
    uint64_t reached;
};

struct tally {
    uint64_t trials;
    uint64_t batches;                   /* whole ones */
    uint64_t cell[CELL_COUNT];          /* how the trials ended */
    uint64_t messengers_max;            /* the most that one trial can send */
    uint64_t counter_max[COUNTERS_MAX]; /* the most that one trial can add to each counter */
    struct tally_sum messengers;
    struct tally_sum counter[COUNTERS_MAX];
    size_t round_count;
    struct tally_round *rounds; /* the rounds in which something may be sent, in order */
};

/* An empty tally with the rounds of the schedule. */
bool tally_init(struct tally *tally, const struct schedule *schedule, struct error *error);
void tally_release(struct tally *tally);

/* Empties it; its rounds stay. */
void tally_clear(struct tally *tally);

/* Adds `from`, a tally of the same schedule. */
void tally_add(struct tally *to, const struct tally *from);

/* The same, where `to` may still be zeroed, and then gets the rounds of `from`. False without
 * memory. */
bool tally_gather(struct tally *to, const struct tally *from, struct error *error);

/* Takes `from`, which is a part of `to`, away again. */
void tally_subtract(struct tally *to, const struct tally *from);

/* Adds `from` so many times. */
void tally_add_times(struct tally *to, const struct tally *from, uint64_t times);

/* Adds counts per batch: `count` batches, of which the first `whole` are whole. */
void tally_sum_add(struct tally_sum *sum, const uint64_t *batches, size_t count, size_t whole);

/* Sum over so many whole batches, at least one, of (their count - the mean count)^2. */
double tally_sum_deviations(const struct tally_sum *sum, uint64_t batches);

#endif
