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
    _Atomic uint64_t trials, failures;
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
    int order_at;       /* the number of the question what to do next that is answered `order` */
    int order_every;    /* and all that many questions later; 0: no more */
    enum work_order order;
    int asked, pauses;
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

static enum work_order give_order(void *context)
{
    struct handed *handed = context;
    const int after = ++handed->asked - handed->order_at;
    const bool now =
        after == 0 || (after > 0 && handed->order_every > 0 && after % handed->order_every == 0);
    return now ? handed->order : WORK_GO_ON;
}

static bool count_pause(void *context, struct error *error)
{
    struct handed *handed = context;
    return ++handed->pauses != handed->fail_at || error_set(error, "the disk is full");
}

static void note_progress(void *context, const struct work_done *done, uint64_t blocks)
{
    struct progress *progress = &((struct handed *)context)->progress;
    if (done->trials < atomic_load(&progress->trials) ||
        done->failures < atomic_load(&progress->failures) ||
        done->points < atomic_load(&progress->points) || done->blocks > blocks)
        atomic_store(&progress->backwards, true);
    atomic_store(&progress->trials, done->trials);
    atomic_store(&progress->failures, done->failures);
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

static uint64_t failures_in(const struct point *points, const struct tally *tally, size_t count)
{
    uint64_t failures = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t cell = 0; cell < CELL_COUNT; cell++)
            if (points[i].strategy->problem->cell[cell].verdict == VERDICT_FAILURE)
                failures += tally[i].cell[cell];
    assert_true(failures > 0);
    return failures;
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
    assert_int_equal(handed.progress.trials, TRIALS * count); /* the last call tells all */
    assert_int_equal(handed.progress.points, count);
    assert_int_equal(handed.progress.failures, failures_in(points, handed.tally, count));
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

/* 1, 2, 3 and 7 threads. */
static void threads_do_not_matter(void **state)
{
    struct point points[POINTS];
    make_points(points);
    const int threads[] = {1, 2, 3, 7};
    for (size_t i = 0; i < COUNT_OF(threads); i++)
        check_run(points, in_order, POINTS, threads[i], *state);
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

/* By one thread, stopped work has done the blocks before the question that was answered so: whole
 * ones, of points in order, of which the last is unfinished. */
static void stopped_work_keeps_whole_blocks(void **state)
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
        struct handed handed = {.order_at = (int)done + 1, .order = WORK_STOP};
        struct work work = work_of(points, POINTS, 1, &handed);
        work.order = give_order;
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

/* Several threads: at most one point is there in part, all before it are whole, none after it has
 * anything. */
static void stopped_threads_leave_no_gaps(void **state)
{
    const struct tally *expected = *state;
    struct point points[POINTS];
    struct error error;
    make_points(points);
    for (int at = 1; at < 60; at += 7) {
        struct handed handed = {.order_at = at, .order = WORK_STOP};
        struct work work = work_of(points, POINTS, 3, &handed);
        work.order = give_order;
        work.progress = NULL;
        assert_true(work_run(&work, &error));
        size_t whole = 0;
        while (whole < POINTS && handed.tally[whole].trials == TRIALS) {
            assert_tallies_equal(&handed.tally[whole], &expected[whole]);
            whole++;
        }
        for (size_t i = whole + 1; i < POINTS; i++)
            assert_int_equal(handed.tally[i].trials, 0);
        release(&handed);
    }
}

/* What a run that pauses again and again hands in, piece by piece, adds up to the whole; and each
 * piece says where the next one begins. */
static void pauses_change_nothing(void **state)
{
    const struct tally *expected = *state;
    struct point points[POINTS];
    struct error error;
    make_points(points);
    for (int threads = 1; threads <= 3; threads++) {
        for (int every = 1; every <= 7; every += 3) {
            struct handed handed = {.order_at = 1, .order_every = every, .order = WORK_PAUSE};
            struct work work = work_of(points, POINTS, threads, &handed);
            work.finished = gather;
            work.order = give_order;
            work.paused = count_pause;
            assert_true(work_run(&work, &error));
            assert_true(handed.pauses > (threads == 1 ? 3 : 0));
            for (size_t i = 0; i < POINTS; i++)
                assert_tallies_equal(&handed.tally[i], &expected[i]);
            release(&handed);
        }
    }
}

static void error_of_a_pause_ends_work(void **state)
{
    (void)state;
    struct point points[POINTS];
    struct error error;
    make_points(points);
    struct handed handed = {.order_at = 1, .order_every = 1, .order = WORK_PAUSE, .fail_at = 3};
    struct work work = work_of(points, POINTS, 2, &handed);
    work.finished = gather;
    work.order = give_order;
    work.paused = count_pause;
    assert_false(work_run(&work, &error));
    assert_string_equal(error.message, "the disk is full");
    assert_int_equal(handed.pauses, 3);
    release(&handed);
}

/* Every block belongs to one shard: together they are the whole; and a shard that is run in two
 * portions is the same as one that is run at once. */
static void shards_add_up(void **state)
{
    const struct tally *expected = *state;
    struct point points[POINTS];
    uint64_t block[POINTS];
    struct error error;
    make_points(points);
    assert_true(work_block_trials(points, POINTS, block, &error));
    for (uint64_t count = 1; count <= 5; count++) {
        struct handed handed = {.fail_at = 0};
        for (uint64_t index = 0; index < count; index++) {
            for (int part = 0; part < 2; part++) {
                struct portion portions[POINTS];
                for (size_t i = 0; i < POINTS; i++) {
                    const uint64_t middle = TRIALS / block[i] / 2;
                    portions[i] = part == 0 ? (struct portion){0, middle * block[i]}
                                            : (struct portion){middle, TRIALS};
                }
                struct work work = work_of(points, POINTS, 2, &handed);
                work.shard = (struct shard){index, count};
                work.portions = portions;
                work.finished = gather;
                work.progress = NULL;
                assert_true(work_run(&work, &error));
            }
        }
        for (size_t i = 0; i < POINTS; i++)
            assert_tallies_equal(&handed.tally[i], &expected[i]);
        release(&handed);
    }
}

static void blocks_of_shards(void **state)
{
    (void)state;
    assert_int_equal(shard_blocks((struct shard){0, 0}, 7, 3, 10), 7);
    assert_int_equal(shard_blocks((struct shard){0, 1}, 7, 3, 10), 7);
    assert_int_equal(shard_blocks((struct shard){0, 1}, 7, 10, 3), 0);
    for (uint64_t from = 0; from < 9; from++) {
        for (uint64_t to = 0; to < 20; to++) {
            for (uint64_t index = 0; index < 4; index++) {
                uint64_t blocks = 0;
                for (uint64_t b = from; b < to; b++)
                    blocks += (6 + b) % 4 == index;
                assert_int_equal(shard_blocks((struct shard){index, 4}, 6, from, to), blocks);
            }
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(other_points_do_not_matter),
        cmocka_unit_test(little_work_is_done),
        cmocka_unit_test(error_of_finished_ends_work),
        cmocka_unit_test(misbehaviour_ends_work),
        cmocka_unit_test(plan_fails_before_work),
        cmocka_unit_test(portions_add_up),
        cmocka_unit_test(empty_portions_are_left_out),
        cmocka_unit_test(stopped_work_keeps_whole_blocks),
        cmocka_unit_test(stopped_threads_leave_no_gaps),
        cmocka_unit_test(pauses_change_nothing),
        cmocka_unit_test(error_of_a_pause_ends_work),
        cmocka_unit_test(shards_add_up),
        cmocka_unit_test(blocks_of_shards),
    };
    return cmocka_run_group_tests(tests, make_expected, release_expected);
}
