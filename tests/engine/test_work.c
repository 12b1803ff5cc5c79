/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who does which block never matters: whatever the threads, their schedule and the other points,
 * every point's tally is that of its blocks one after the other. Nothing is asserted while threads
 * run: what they hand in is kept and looked at afterwards. */

#include "engine/work.h"
#include "strategies/strategies.h"
#include "tests/engine/coins.h"
#include "tests/engine/odd.h"
#include "tests/engine/tallies.h"

#include <omp.h>
#include <stdatomic.h>

enum { POINTS = 6, SEED = 4, TRIALS = 300001 };

/* Of 1 to 37 blocks each. */
static void make_points(struct point points[POINTS])
{
    const struct strategy *retransmit = strategy_find("retransmit");
    const struct strategy *ack_chain = strategy_find("ack-chain");
    const struct point all[POINTS] = {
        {retransmit, {200, 1}, {0.9, 0.8}, METHOD_MONTE_CARLO},
        {ack_chain, {3, 1}, {0.1, 0.1}, METHOD_MONTE_CARLO},
        {&coins_strategy, {90, 0.7, 0.25}, {0.95, 0.99}, METHOD_MONTE_CARLO},
        {retransmit, {500, 1}, {0.99, 0.9}, METHOD_MONTE_CARLO},
        {ack_chain, {3, 1}, {0.0, 0.0}, METHOD_MONTE_CARLO},
        {ack_chain, {100, 2}, {0.004, 0.05}, METHOD_MONTE_CARLO},
    };
    memcpy(points, all, sizeof all);
}

struct progress {
    atomic_int calls;
    _Atomic uint64_t trials;
    atomic_size_t points;
    atomic_bool backwards;
    atomic_bool by_others; /* called by another thread than the first of the team */
};

/* What the work handed in. */
struct handed {
    struct tally tally[POINTS];
    atomic_int times[POINTS];
    atomic_int finished;
    atomic_int threads; /* of the team */
    int fail_at;        /* the number of the call of `finished` that fails; 0: none */
    int halt_at;        /* the number of the question whether to halt that is answered yes */
    atomic_int asked;
    atomic_bool no_memory;
    struct progress progress;
};

static bool take(void *context, size_t point, struct outcome outcome, struct error *error)
{
    struct handed *handed = context;
    atomic_fetch_add(&handed->times[point], 1);
    atomic_store(&handed->threads, omp_get_num_threads());
    if (!tally_copy(&handed->tally[point], outcome.tally))
        atomic_store(&handed->no_memory, true);
    if (atomic_fetch_add(&handed->finished, 1) + 1 == handed->fail_at)
        return error_set(error, "the disk is full at point %zu", point);
    return true;
}

/* Adds what several runs hand in. */
static bool gather(void *context, size_t point, struct outcome outcome, struct error *error)
{
    struct handed *handed = context;
    atomic_fetch_add(&handed->times[point], 1);
    return tally_gather(&handed->tally[point], outcome.tally, error);
}

static bool halt(void *context)
{
    struct handed *handed = context;
    return atomic_fetch_add(&handed->asked, 1) + 1 >= handed->halt_at;
}

static void note_progress(void *context, const struct work_done *done, uint64_t blocks)
{
    struct progress *progress = &((struct handed *)context)->progress;
    if (done->trials < atomic_load(&progress->trials) ||
        done->points < atomic_load(&progress->points) || done->blocks > blocks)
        atomic_store(&progress->backwards, true);
    atomic_store(&progress->trials, done->trials);
    atomic_store(&progress->points, done->points);
    if (omp_get_thread_num() != 0)
        atomic_store(&progress->by_others, true);
    atomic_fetch_add(&progress->calls, 1);
}

static struct work work_of(const struct point *points, size_t count, int threads,
                           struct handed *handed)
{
    return (struct work){.points = points,
                         .point_count = count,
                         .trials = TRIALS,
                         .seed = SEED,
                         .threads = threads,
                         .context = handed,
                         .finished = take,
                         .progress = note_progress};
}

static void release(struct handed *handed)
{
    for (size_t i = 0; i < POINTS; i++)
        tally_release(&handed->tally[i]);
}

/* Runs the points and compares the tally of points[i] with expected[which[i]]. */
static void check_run(const struct point *points, const size_t *which, size_t count, int threads,
                      const struct tally *expected)
{
    struct handed handed = {.fail_at = 0};
    const struct work work = work_of(points, count, threads, &handed);
    struct error error;
    if (!work_run(&work, &error))
        fail_msg("%s", error.message);
    assert_false(handed.no_memory);
    assert_int_equal(handed.threads, threads);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(handed.times[i], 1);
        assert_tallies_equal(&handed.tally[i], &expected[which[i]]);
    }
    assert_false(handed.progress.backwards);
    assert_false(handed.progress.by_others);
    assert_true(handed.progress.trials <= TRIALS * count);
    assert_true(handed.progress.points <= count);
    if (threads == 1) {
        assert_int_equal(handed.progress.trials, TRIALS * count);
        assert_int_equal(handed.progress.points, count);
    }
    release(&handed);
}

static int make_expected(void **state)
{
    struct point points[POINTS];
    struct tally *expected = calloc(POINTS, sizeof *expected);
    assert_non_null(expected);
    make_points(points);
    for (size_t i = 0; i < POINTS; i++)
        expected[i] = tally_of_trials(&points[i], SEED, TRIALS);
    *state = expected;
    return 0;
}

static int release_expected(void **state)
{
    struct tally *expected = *state;
    for (size_t i = 0; i < POINTS; i++)
        tally_release(&expected[i]);
    free(expected);
    return 0;
}

static const size_t in_order[POINTS] = {0, 1, 2, 3, 4, 5};

/* 1, 2, 3 and 7 threads, with the schedule that comes by default or from the environment. */
static void threads_do_not_matter(void **state)
{
    struct point points[POINTS];
    make_points(points);
    const int threads[] = {1, 2, 3, 7};
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        check_run(points, in_order, POINTS, threads[i], *state);
}

/* OpenMP's schedules: what OMP_SCHEDULE would have set at the start of the program. */
static void schedules_do_not_matter(void **state)
{
    const omp_sched_t kinds[] = {omp_sched_static, omp_sched_dynamic, omp_sched_guided};
    struct point points[POINTS];
    make_points(points);
    assert_int_equal(setenv("OMP_SCHEDULE", "set below", 1), 0);
    for (size_t i = 0; i < COUNT_OF(kinds); i++) {
        for (int chunk = 1; chunk <= 5; chunk += 4) {
            omp_set_schedule(kinds[i], chunk);
            check_run(points, in_order, POINTS, 3, *state);
        }
    }
    assert_int_equal(unsetenv("OMP_SCHEDULE"), 0);
}

/* A point's numbers are its own: other points before, after or missing change nothing. */
static void other_points_do_not_matter(void **state)
{
    const size_t choices[][POINTS] = {
        {5, 4, 3, 2, 1, 0}, {2, 0, 4, 1, 5, 3}, {3, 1}, {2, 2, 2}, {5}};
    const size_t counts[] = {6, 6, 2, 3, 1};
    struct point points[POINTS], chosen[POINTS];
    make_points(points);
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        for (size_t j = 0; j < counts[i]; j++)
            chosen[j] = points[choices[i][j]];
        check_run(chosen, choices[i], counts[i], 2, *state);
    }
}

/* No point is no work; fewer trials than threads have blocks is work all the same. */
static void little_work_is_done(void **state)
{
    (void)state;
    struct point points[POINTS];
    make_points(points);
    struct handed handed = {.fail_at = 0};
    struct work work = work_of(points, 0, 2, &handed);
    struct error error;
    assert_true(work_run(&work, &error));
    assert_int_equal(handed.finished, 0);
    work.point_count = 1;
    work.trials = 1;
    work.threads = 7;
    work.progress = NULL;
    assert_true(work_run(&work, &error));
    assert_int_equal(handed.times[0], 1);
    assert_int_equal(handed.tally[0].trials, 1);
    release(&handed);
}

/* An error of `finished` ends the work with its message, and no other point is begun by one thread.
 */
static void error_of_finished_ends_work(void **state)
{
    (void)state;
    struct point points[POINTS];
    make_points(points);
    for (int threads = 1; threads <= 3; threads++) {
        struct handed handed = {.fail_at = 2};
        const struct work work = work_of(points, POINTS, threads, &handed);
        struct error error = {"nothing"};
        assert_false(work_run(&work, &error));
        assert_memory_equal(error.message, "the disk is full at point ", 26);
        assert_int_not_equal(error.message[26], '\0');
        if (threads == 1) {
            assert_string_equal(error.message, "the disk is full at point 1");
            assert_int_equal(handed.finished, 2);
        }
        release(&handed);
    }
}

/* A strategy that misbehaves in the middle of the list ends the work with its message; its point is
 * never finished. */
static void misbehaviour_ends_work(void **state)
{
    (void)state;
    struct point points[POINTS];
    make_points(points);
    points[3] = odd_point(ODD_MORE_EVENTS, 2); /* after the plan's dry run and one of a thread */
    for (int threads = 1; threads <= 3; threads++) {
        struct handed handed = {.fail_at = 0};
        const struct work work = work_of(points, POINTS, threads, &handed);
        struct error error = {"nothing"};
        odd_restart();
        assert_false(work_run(&work, &error));
        assert_string_equal(error.message,
                            "strategy 'odd' is not straight-line code: its messages, coins, counts "
                            "or decisions differ between two runs with the same parameters");
        assert_int_equal(handed.times[3], 0);
        release(&handed);
    }
}

/* A strategy that cannot run ends the work before anything is finished, wherever it stands. */
static void plan_fails_before_work(void **state)
{
    (void)state;
    struct point points[POINTS];
    make_points(points);
    points[POINTS - 1] = odd_point(ODD_NO_COPIES, 0);
    struct handed handed = {.fail_at = 0};
    const struct work work = work_of(points, POINTS, 2, &handed);
    struct error error = {"nothing"};
    assert_false(work_run(&work, &error));
    assert_string_equal(
        error.message,
        "strategy 'odd' sends 'order' in 0 copies; between 1 and 1048576 are possible");
    assert_int_equal(handed.finished, 0);
    assert_int_equal(handed.progress.calls, 0);
}

/* A point that is run in portions, some empty, with other points between, ends with the tally of
 * all its trials, also where one ends in the midst of a block at last. */
static void portions_add_up(void **state)
{
    struct point points[POINTS];
    uint64_t block[POINTS];
    struct error error;
    make_points(points);
    assert_true(work_block_trials(points, POINTS, block, &error));
    struct handed handed = {.fail_at = 0};
    for (uint64_t turn = 0; turn < 4; turn++) {
        struct portion portions[POINTS];
        for (uint64_t i = 0; i < POINTS; i++) {
            const uint64_t blocks = TRIALS / block[i]; /* whole ones */
            const uint64_t first = turn * blocks / 3 + (turn == 3 && i % 2 == 0);
            portions[i] = (struct portion){first, (turn + 1) * blocks / 3 * block[i]};
            if (turn == 2) /* the last trials at once, or, for odd points, in a turn of their own */
                portions[i].trials = i % 2 == 0 ? TRIALS : blocks * block[i];
            if (turn == 3)
                portions[i] = i % 2 == 0 ? (struct portion){TRIALS / block[i] + 1, TRIALS}
                                         : (struct portion){blocks, TRIALS};
        }
        struct work work = work_of(points, POINTS, 2, &handed);
        work.portions = portions;
        work.finished = gather;
        work.progress = NULL;
        if (!work_run(&work, &error))
            fail_msg("%s", error.message);
    }
    const struct tally *expected = *state;
    for (size_t i = 0; i < POINTS; i++)
        assert_tallies_equal(&handed.tally[i], &expected[i]);
    release(&handed);
}

/* Of a point without trials nothing is run, or finished; nor of one that ends before it begins. */
static void empty_portions_are_left_out(void **state)
{
    (void)state;
    struct point points[POINTS];
    make_points(points);
    struct portion portions[POINTS] = {{0, 0}, {0, 1}, {0, 0}, {9, 0}, {1, 5}, {0, 0}};
    struct handed handed = {.fail_at = 0};
    struct work work = work_of(points, POINTS, 2, &handed);
    work.portions = portions;
    struct error error;
    assert_true(work_run(&work, &error));
    assert_int_equal(handed.finished, 1);
    assert_int_equal(handed.times[1], 1);
    assert_int_equal(handed.tally[1].trials, 1);
    release(&handed);
}

/* By one thread, halted work has done the blocks before the question that was answered yes: whole
 * ones, of points in order, of which the last is unfinished. */
static void halted_work_keeps_whole_blocks(void **state)
{
    const struct tally *expected = *state;
    struct point points[POINTS];
    uint64_t block[POINTS];
    struct error error;
    make_points(points);
    assert_true(work_block_trials(points, POINTS, block, &error));
    const uint64_t blocks = (TRIALS - 1) / block[0] + 1, next = (TRIALS - 1) / block[1] + 1;
    assert_true(blocks > 3);
    for (uint64_t done = 0; done <= blocks + next; done++) {
        struct handed handed = {.halt_at = (int)done + 1};
        struct work work = work_of(points, POINTS, 1, &handed);
        work.halt = halt;
        assert_true(work_run(&work, &error));
        assert_int_equal(handed.finished, (done > 0) + (done > blocks));
        if (done < blocks) {
            assert_int_equal(handed.tally[0].trials, done * block[0]);
        } else {
            assert_tallies_equal(&handed.tally[0], &expected[0]);
            const uint64_t rest = (done - blocks) * block[1];
            assert_int_equal(handed.tally[1].trials, rest < TRIALS ? rest : TRIALS);
        }
        release(&handed);
    }
}

/* Several threads: fewer blocks than were asked for, no point twice, and nothing lost or doubled.
 */
static void threads_can_be_halted(void **state)
{
    (void)state;
    struct point points[POINTS];
    uint64_t block[POINTS];
    struct error error;
    make_points(points);
    assert_true(work_block_trials(points, POINTS, block, &error));
    uint64_t all = 0;
    for (size_t i = 0; i < POINTS; i++)
        all += (TRIALS - 1) / block[i] + 1;
    for (int at = 1; at < 60; at += 7) {
        struct handed handed = {.halt_at = at};
        struct work work = work_of(points, POINTS, 3, &handed);
        work.halt = halt;
        work.progress = NULL;
        assert_true(work_run(&work, &error));
        uint64_t blocks = 0;
        for (size_t i = 0; i < POINTS; i++) {
            const uint64_t trials = handed.tally[i].trials;
            assert_true(handed.times[i] == (trials > 0));
            assert_true(trials % block[i] == 0 || trials % block[i] == TRIALS % block[i]);
            blocks += (trials + block[i] - 1) / block[i];
        }
        assert_int_equal(blocks, (uint64_t)at - 1 < all ? (uint64_t)at - 1 : all);
        release(&handed);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(schedules_do_not_matter),
        cmocka_unit_test(other_points_do_not_matter),
        cmocka_unit_test(little_work_is_done),
        cmocka_unit_test(error_of_finished_ends_work),
        cmocka_unit_test(misbehaviour_ends_work),
        cmocka_unit_test(plan_fails_before_work),
        cmocka_unit_test(portions_add_up),
        cmocka_unit_test(empty_portions_are_left_out),
        cmocka_unit_test(halted_work_keeps_whole_blocks),
        cmocka_unit_test(threads_can_be_halted),
    };
    return cmocka_run_group_tests(tests, make_expected, release_expected);
}
