/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What tallies add up to, and the numbers that a stream version stands for. */

#include "strategies/strategies.h"
#include "tests/engine/coins.h"
#include "tests/engine/tallies.h"

static struct point point_of(const char *strategy, double first, double second, double loss,
                             double loss_back)
{
    return (struct point){.strategy = strategy != NULL ? strategy_find(strategy) : &coins_strategy,
                          .parameter = {first, second, 0.25},
                          .channel = {loss, loss_back}};
}

/* Tallies of blocks, whole and in part, added in any order, and straight into one. */
static void order_of_adding_does_not_matter(void **state)
{
    (void)state;
    enum { BLOCKS = 5 };
    const size_t orders[][BLOCKS] = {{0, 1, 2, 3, 4}, {4, 3, 2, 1, 0}, {2, 0, 4, 1, 3}};
    const uint64_t trials[BLOCKS] = {5000, 64, 1, 8193, 777};
    const struct point point = point_of(NULL, 4, 0.8, 0.3, 0.2);
    struct simulation *simulation = simulation_of(&point, 1, NULL);
    struct tally part[BLOCKS], straight = tally_of(simulation);
    for (size_t i = 0; i < BLOCKS; i++) {
        part[i] = tally_of(simulation);
        run_block(simulation, i, trials[i], &part[i]);
        run_block(simulation, i, trials[i], &straight);
    }
    assert_int_equal(straight.trials, 14035);
    assert_int_equal(straight.batches, 78 + 1 + 0 + 128 + 12);
    for (size_t i = 0; i < COUNT_OF(orders); i++) {
        struct tally sum = tally_of(simulation);
        for (size_t j = 0; j < BLOCKS; j++)
            tally_add(&sum, &part[orders[i][j]]);
        assert_tallies_equal(&sum, &straight);
        tally_release(&sum);
    }
    for (size_t i = 0; i < BLOCKS; i++)
        tally_release(&part[i]);
    tally_release(&straight);
    simulation_destroy(simulation);
}

/* Blocks, seeds and points are different trials: no two give the same counts. */
static void other_blocks_seeds_and_points_are_other_trials(void **state)
{
    (void)state;
    const struct point point = point_of("ack-chain", 3, 1, 0.4, 0.4);
    const struct point other = point_of("ack-chain", 3, 1, 0.4, nextafter(0.4, 1.0));
    const struct {
        const struct point *point;
        uint64_t seed, block;
    } runs[] = {{&point, 1, 0}, {&point, 1, 1}, {&point, 2, 0}, {&other, 1, 0}};
    struct tally tally[COUNT_OF(runs)];
    for (size_t i = 0; i < COUNT_OF(runs); i++) {
        struct simulation *simulation = simulation_of(runs[i].point, runs[i].seed, NULL);
        tally[i] = tally_of(simulation);
        run_block(simulation, runs[i].block, 1000000, &tally[i]);
        for (size_t j = 0; j < i; j++)
            assert_memory_not_equal(tally[i].cell, tally[j].cell, sizeof tally[i].cell);
        simulation_destroy(simulation);
    }
    for (size_t i = 0; i < COUNT_OF(runs); i++)
        tally_release(&tally[i]);
}

/* Sums of whole batches are kept apart from those of the trials left over. */
static void sums_keep_whole_batches_apart(void **state)
{
    (void)state;
    const uint64_t batches[] = {3, 0, 5, 7, 100};
    struct tally_sum sum = {.total = 1, .batch_total = 2, .batch_squares = 3};
    tally_sum_add(&sum, batches, 5, 3);
    assert_int_equal(sum.total, 1 + 3 + 5 + 7 + 100);
    assert_int_equal(sum.batch_total, 2 + 3 + 5);
    assert_true(sum.batch_squares == 3 + 9 + 25);
    tally_sum_add(&sum, batches, 0, 0);
    assert_int_equal(sum.total, 116);
}

/* The most messengers that a trial may send, in a whole block: squares need more than 64 bits. */
static void large_sums_do_not_overflow(void **state)
{
    (void)state;
    const struct point point = point_of("always-attack", 1000000, 0, 0.999, 0.999);
    const uint64_t trials = simulate_block_trials(1), batches = trials / 64;
    struct tally tally = tally_of_trials(&point, 1, trials);
    assert_int_equal(tally.messengers.total, trials * 1000000);
    assert_int_equal(tally.messengers.batch_total, trials * 1000000);
    assert_true(tally.messengers.batch_squares == (uint128)batches * 64000000 * 64000000);
    assert_true(tally.messengers.batch_squares > UINT64_MAX);
    tally_release(&tally);
}

/* A tally lists the rounds in which something may be sent. */
static void rounds_are_those_of_the_schedule(void **state)
{
    (void)state;
    const struct point point = point_of("retransmit", 3, 7, 0.0, 1.0);
    struct tally tally = tally_of_trials(&point, 1, 100);
    assert_int_equal(tally.round_count, 3);
    for (unsigned i = 0; i < 3; i++) {
        assert_int_equal(tally.rounds[i].round, 1 + 7 * i);
        assert_int_equal(tally.rounds[i].reached, 100);
    }
    tally_release(&tally);
}

/* Block sizes decide the numbers: these belong to the stream version. */
static void blocks_have_their_sizes(void **state)
{
    (void)state;
    const struct {
        size_t draws;
        uint64_t trials;
    } sizes[] = {{0, 1 << 22},    {1, 1 << 22},    {4, 1 << 22},      {5, 1 << 21},
                 {8, 1 << 21},    {9, 1 << 20},    {16, 1 << 20},     {100, 1 << 17},
                 {1000, 1 << 14}, {32768, 1 << 9}, {1000000, 1 << 9}, {1 << 20, 1 << 9}};
    assert_int_equal(STREAM_VERSION, 2);
    for (size_t i = 0; i < COUNT_OF(sizes); i++)
        assert_int_equal(simulate_block_trials(sizes[i].draws), sizes[i].trials);
}

/* The stream version gives these counts for seed 1, on every machine, for ever. If this fails
 * because the numbers have changed on purpose, raise STREAM_VERSION and write down the new ones. */
static void stream_version_gives_its_numbers(void **state)
{
    (void)state;
    const struct {
        struct point point;
        uint64_t cell[CELL_COUNT], messengers;
    } golden[] = {
        {point_of("always-attack", 1, 0, 0.1, 0.1), {0, 500795, 0, 4499205}, 5000000},
        {point_of("await-reply", 2, 0, 0.001, 0.7), {3, 0, 2449730, 2550267}, 19999994},
        {point_of("ack-chain", 20, 1, 0.05, 0.003), {2086570, 0, 8825, 2904605}, 77294849},
        {point_of("retransmit", 3, 1, 0.9, 1.0 / 3.0), {3645212, 0, 420595, 934193}, 15424312},
        {point_of("ack-chain", 5, 1, 1e-4, 2e-4), {3009, 457, 0, 4996534}, 24993038},
        {point_of("retransmit", 3, 1, 0.0003, 0.9999), {0, 0, 4998504, 1496}, 29992400},
        {point_of(NULL, 3, 0.6, 1e-5, 0.999), {0, 2992495, 2000648, 6857}, 24731783},
    };
    assert_int_equal(STREAM_VERSION, 2);
    for (size_t i = 0; i < COUNT_OF(golden); i++) {
        struct tally tally = tally_of_trials(&golden[i].point, 1, 5000000);
        for (int j = 0; j < CELL_COUNT; j++)
            assert_int_equal(tally.cell[j], golden[i].cell[j]);
        assert_int_equal(tally.messengers.total, golden[i].messengers);
        tally_release(&tally);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(order_of_adding_does_not_matter),
        cmocka_unit_test(other_blocks_seeds_and_points_are_other_trials),
        cmocka_unit_test(sums_keep_whole_batches_apart),
        cmocka_unit_test(large_sums_do_not_overflow),
        cmocka_unit_test(rounds_are_those_of_the_schedule),
        cmocka_unit_test(blocks_have_their_sizes),
        cmocka_unit_test(stream_version_gives_its_numbers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
