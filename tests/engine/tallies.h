/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_TESTS_ENGINE_TALLIES_H
#define GENERALS_TESTS_ENGINE_TALLIES_H

/* What tests do with tallies: make one of some blocks of a point, compare two. */

#include "engine/simulate.h"
#include "tests/testing.h"

#include <stdlib.h>
#include <string.h>

static inline void assert_sums_equal(const struct tally_sum *a, const struct tally_sum *b)
{
    assert_int_equal(a->total, b->total);
    assert_int_equal(a->batch_total, b->batch_total);
    assert_true(a->batch_squares == b->batch_squares);
}

static inline void assert_tallies_equal(const struct tally *a, const struct tally *b)
{
    assert_int_equal(a->trials, b->trials);
    assert_int_equal(a->batches, b->batches);
    for (int i = 0; i < CELL_COUNT; i++)
        assert_int_equal(a->cell[i], b->cell[i]);
    assert_sums_equal(&a->messengers, &b->messengers);
    for (int i = 0; i < COUNTERS_MAX; i++)
        assert_sums_equal(&a->counter[i], &b->counter[i]);
    assert_int_equal(a->round_count, b->round_count);
    for (size_t i = 0; i < a->round_count; i++) {
        assert_int_equal(a->rounds[i].round, b->rounds[i].round);
        assert_int_equal(a->rounds[i].reached, b->rounds[i].reached);
    }
}

static inline struct simulation *simulation_of(const struct point *point, uint64_t seed,
                                               const struct kernels *kernels)
{
    struct error error;
    struct simulation *simulation = simulation_create(point, seed, kernels, &error);
    if (simulation == NULL)
        fail_msg("%s", error.message);
    return simulation;
}

static inline struct tally tally_of(struct simulation *simulation)
{
    struct tally tally;
    struct error error;
    assert_true(tally_init(&tally, simulation_schedule(simulation), &error));
    return tally;
}

static inline void run_block(struct simulation *simulation, uint64_t block, uint64_t trials,
                             struct tally *tally)
{
    struct error error;
    if (!simulation_run_block(simulation, block, trials, tally, &error))
        fail_msg("%s", error.message);
}

/* The first `trials` trials of the point, block after block. */
static inline struct tally tally_of_trials(const struct point *point, uint64_t seed,
                                           uint64_t trials)
{
    struct simulation *simulation = simulation_of(point, seed, NULL);
    struct tally tally = tally_of(simulation);
    const uint64_t block = simulate_block_trials(simulation_schedule(simulation)->chance_count);
    for (uint64_t i = 0; i * block < trials; i++)
        run_block(simulation, i, trials - i * block < block ? trials - i * block : block, &tally);
    simulation_destroy(simulation);
    return tally;
}

/* To keep what a tally says beyond its life; NULL for no memory. */
static inline bool tally_copy(struct tally *to, const struct tally *from)
{
    *to = *from;
    to->rounds = malloc((from->round_count + 1) * sizeof *to->rounds);
    if (to->rounds != NULL && from->round_count > 0)
        memcpy(to->rounds, from->rounds, from->round_count * sizeof *to->rounds);
    return to->rounds != NULL;
}

#endif
