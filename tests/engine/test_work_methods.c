/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Points of several methods in one work: every point's numbers are those that it has alone, bit for
 * bit, whatever the threads. Nothing is asserted while threads run: what they hand in is kept and
 * looked at afterwards. */

#include "engine/work.h"
#include "strategies/strategies.h"
#include "tests/engine/coins.h"
#include "tests/engine/exact_sums.h"
#include "tests/engine/odd.h"
#include "tests/engine/tallies.h"

#include <stdatomic.h>

enum { POINTS = 8, SEED = 6, TRIALS = 100001 };

/* Exact points of 1 and of 256 blocks, and Monte Carlo points among them. */
static void make_points(struct point points[POINTS])
{
    const struct strategy *retransmit = strategy_find("retransmit");
    const struct strategy *ack_chain = strategy_find("ack-chain");
    const struct point all[POINTS] = {
        {retransmit, {14, 1}, {0.9, 0.8}, METHOD_EXACT},
        {retransmit, {14, 1}, {0.9, 0.8}, METHOD_MONTE_CARLO},
        {ack_chain, {3, 1}, {0.1, 0.2}, METHOD_EXACT},
        {&coins_strategy, {6, 0.7, 0.25}, {0.95, 0.6}, METHOD_EXACT},
        {&coins_strategy, {90, 0.7, 0.25}, {0.95, 0.99}, METHOD_MONTE_CARLO},
        {ack_chain, {3, 1}, {0.0, 1.0}, METHOD_EXACT},
        {ack_chain, {200, 1}, {0.05, 0.03}, METHOD_MONTE_CARLO},
        {ack_chain, {200, 1}, {0.05, 0.03}, METHOD_EXACT},
    };
    memcpy(points, all, sizeof all);
}

/* What a work handed in, or what it should. */
struct handed {
    struct tally tally[POINTS];
    struct exact_sums exact[POINTS];
    atomic_int times[POINTS];
    atomic_bool wrong; /* no memory, or not what the point's method finds */
    const struct point *points;
    _Atomic uint64_t trials, histories;
};

static bool take(void *context, size_t point, struct outcome outcome, struct error *error)
{
    (void)error;
    struct handed *handed = context;
    const bool exact = handed->points[point].method == METHOD_EXACT;
    atomic_fetch_add(&handed->times[point], 1);
    if ((outcome.exact != NULL) != exact || (outcome.tally != NULL) == exact ||
        !(exact ? exact_sums_copy(&handed->exact[point], outcome.exact)
                : tally_copy(&handed->tally[point], outcome.tally)))
        atomic_store(&handed->wrong, true);
    return true;
}

static void note_progress(void *context, const struct work_done *done, uint64_t blocks)
{
    (void)blocks;
    struct handed *handed = context;
    atomic_store(&handed->trials, done->trials);
    atomic_store(&handed->histories, done->histories);
}

static void release(struct handed *handed)
{
    for (size_t i = 0; i < POINTS; i++) {
        tally_release(&handed->tally[i]);
        exact_sums_release(&handed->exact[i]);
    }
}

static bool run(const struct point *points, size_t count, int threads, struct handed *handed,
                struct error *error)
{
    handed->points = points;
    const struct work work = {.points = points,
                              .point_count = count,
                              .trials = TRIALS,
                              .seed = SEED,
                              .threads = threads,
                              .context = handed,
                              .finished = take,
                              .progress = note_progress};
    return work_run(&work, error);
}

static int make_expected(void **state)
{
    struct point points[POINTS];
    struct handed *expected = calloc(1, sizeof *expected);
    assert_non_null(expected);
    make_points(points);
    for (size_t i = 0; i < POINTS; i++) {
        if (points[i].method == METHOD_EXACT)
            expected->exact[i] = exact_sums_of(&points[i], NULL);
        else
            expected->tally[i] = tally_of_trials(&points[i], SEED, TRIALS);
    }
    *state = expected;
    return 0;
}

static int release_expected(void **state)
{
    release(*state);
    free(*state);
    return 0;
}

/* Runs points[choice[i]] and compares each with what is expected of it. */
static void check_run(const size_t *choice, size_t count, int threads,
                      const struct handed *expected)
{
    struct point all[POINTS], points[POINTS];
    make_points(all);
    for (size_t i = 0; i < count; i++)
        points[i] = all[choice[i]];
    struct handed handed = {.wrong = false};
    struct error error;
    if (!run(points, count, threads, &handed, &error))
        fail_msg("%s", error.message);
    assert_false(handed.wrong);
    uint64_t trials = 0, histories = 0;
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(handed.times[i], 1);
        if (points[i].method == METHOD_EXACT)
            assert_true(exact_sums_same(&handed.exact[i], &expected->exact[choice[i]]));
        else
            assert_tallies_equal(&handed.tally[i], &expected->tally[choice[i]]);
        histories += handed.exact[i].histories;
        trials += handed.tally[i].trials;
    }
    if (threads == 1) { /* the last report tells of all */
        assert_int_equal(handed.trials, trials);
        assert_int_equal(handed.histories, histories);
    }
    release(&handed);
}

static void threads_do_not_matter(void **state)
{
    const size_t in_order[POINTS] = {0, 1, 2, 3, 4, 5, 6, 7};
    const int threads[] = {1, 2, 3, 7};
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        check_run(in_order, POINTS, threads[i], *state);
}

static void other_points_do_not_matter(void **state)
{
    const size_t choices[][POINTS] = {{7, 6, 5, 4, 3, 2, 1, 0}, {3, 3, 3}, {0}, {4, 0, 1}};
    const size_t counts[] = {8, 3, 1, 3};
    for (size_t i = 0; i < COUNT_OF(counts); i++)
        check_run(choices[i], counts[i], 2, *state);
}

/* An exact point whose strategy misbehaves in the middle of the list ends the work with the message
 * that says so, and is never finished. */
static void check_misbehaviour(struct point odd, const char *message)
{
    struct point all[POINTS];
    make_points(all);
    odd.method = METHOD_EXACT;
    const struct point points[] = {all[2], all[7], odd, all[3], all[6]};
    for (int threads = 1; threads <= 3; threads++) {
        struct handed handed = {.wrong = false};
        struct error error = {"nothing"};
        odd_restart();
        assert_false(run(points, COUNT_OF(points), threads, &handed, &error));
        assert_string_equal(error.message, message);
        assert_int_equal(handed.times[2], 0);
        assert_false(handed.wrong);
        release(&handed);
    }
}

/* The calls before are the plan's dry run, and one of a thread. */
static void misbehaviour_ends_work(void **state)
{
    (void)state;
    const enum odd_fault faults[] = {ODD_MORE_EVENTS,       ODD_FEWER_EVENTS,  ODD_OTHER_COPIES,
                                     ODD_OTHER_PROBABILITY, ODD_OTHER_ROUND,   ODD_OTHER_COUNTER,
                                     ODD_NEVER_DECIDES,     ODD_DECIDES_TWICE, ODD_SENDS_FOR_FLIP};
    for (size_t i = 0; i < COUNT_OF(faults); i++)
        check_misbehaviour(
            odd_point(faults[i], 2),
            "strategy 'odd' is not straight-line code: its messages, coins, counts or decisions "
            "differ between two runs with the same parameters");
}

static void another_dry_run_ends_work(void **state)
{
    (void)state;
    check_misbehaviour(odd_point(ODD_MORE_EVENTS, 1),
                       "strategy 'odd' is not straight-line code: its messages and coins differ "
                       "between two runs with the same parameters");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(other_points_do_not_matter),
        cmocka_unit_test(misbehaviour_ends_work),
        cmocka_unit_test(another_dry_run_ends_work),
    };
    return cmocka_run_group_tests(tests, make_expected, release_expected);
}
