/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A strategy that is not straight-line code is caught, and said to be so: never a wrong number,
 * never a crash. */

#include "engine/work.h"
#include "tests/engine/odd.h"
#include "tests/engine/tallies.h"

static const char not_straight[] = "strategy 'odd' is not straight-line code: its messages, coins, "
                                   "counts or decisions differ between two "
                                   "runs with the same parameters";

/* Runs 20000 trials of a block: some 40 calls at the widest lanes. True if nothing was wrong. */
static bool run(const struct point *point, struct error *error)
{
    odd_restart();
    struct simulation *simulation = simulation_create(point, 1, NULL, error);
    if (simulation == NULL)
        return false;
    struct tally tally = tally_of(simulation);
    const bool good = simulation_run_block(simulation, 0, 20000, &tally, error);
    tally_release(&tally);
    simulation_destroy(simulation);
    return good;
}

/* Without a fault, or with one that comes too late, all is well: it is the fault that is caught. */
static void good_strategy_runs(void **state)
{
    (void)state;
    struct error error;
    const struct point good = odd_point(ODD_NONE, 0), late = odd_point(ODD_FEWER_EVENTS, 1000000);
    assert_true(run(&good, &error));
    assert_true(run(&late, &error));
}

/* Any difference from the dry run is caught: from the first call on, later on, or in one call among
 * many. */
static void difference_from_dry_run_is_caught(void **state)
{
    (void)state;
    for (int fault = ODD_NONE + 1; fault < ODD_FAULTS; fault++) {
        const struct point points[] = {
            odd_point((enum odd_fault)fault, 1),
            odd_point((enum odd_fault)fault, 20),
            odd_point_for((enum odd_fault)fault, 7, 1),
        };
        for (size_t i = 0; i < COUNT_OF(points); i++) {
            struct error error = {"nothing"};
            assert_false(run(&points[i], &error));
            assert_string_equal(error.message, not_straight);
        }
    }
}

/* A fault in the dry run alone is a difference too. */
static void difference_in_dry_run_is_caught(void **state)
{
    (void)state;
    const enum odd_fault possible[] = {
        ODD_FEWER_EVENTS,   ODD_MORE_EVENTS,       ODD_NO_EVENTS,        ODD_OTHER_COPIES,
        ODD_OTHER_SENDER,   ODD_OTHER_RECEIVER,    ODD_OTHER_ROUND,      ODD_OTHER_ORDER,
        ODD_OTHER_FLIPPER,  ODD_OTHER_PROBABILITY, ODD_NEXT_PROBABILITY, ODD_SENDS_FOR_FLIP,
        ODD_FLIPS_FOR_SEND,
    };
    for (size_t i = 0; i < COUNT_OF(possible); i++) {
        const struct point point = odd_point_for(possible[i], 0, 1);
        struct error error = {"nothing"};
        assert_false(run(&point, &error));
        assert_string_equal(error.message, not_straight);
    }
}

/* What the dry run itself refuses stops before any trial, through the simulation and the work. */
static void what_is_impossible_does_not_start(void **state)
{
    (void)state;
    static const struct {
        enum odd_fault fault;
        const char *expected;
    } cases[] = {
        {ODD_NEVER_DECIDES, "strategy 'odd' decides 0 times; once is right"},
        {ODD_DECIDES_TWICE, "strategy 'odd' decides 2 times; once is right"},
        {ODD_NO_COPIES,
         "strategy 'odd' sends 'order' in 0 copies; between 1 and 1048576 are possible"},
        {ODD_TOO_MANY_COPIES,
         "strategy 'odd' sends 'order' in 1048577 copies; between 1 and 1048576 are possible"},
        {ODD_NO_PROBABILITY, "strategy 'odd' flips a coin of probability nan"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct point point = odd_point(cases[i].fault, 0);
        const struct work work = {
            .points = &point, .point_count = 1, .trials = 1000, .seed = 1, .threads = 2};
        struct error error = {"nothing"}, checked = {"nothing"}, worked = {"nothing"};
        assert_false(run(&point, &error));
        assert_string_equal(error.message, cases[i].expected);
        assert_false(work_check(&work, &checked));
        assert_string_equal(checked.message, cases[i].expected);
        assert_false(work_run(&work, &worked));
        assert_string_equal(worked.message, cases[i].expected);
    }
}

static bool never_finished(void *context, size_t point, struct outcome outcome, struct error *error)
{
    (void)context;
    (void)outcome;
    return error_set(error, "point %zu is finished", point);
}

/* The work stops with the same message; two dry runs come first, one of the plan, one of the
 * thread. */
static void work_stops_at_a_difference(void **state)
{
    (void)state;
    for (int fault = ODD_NONE + 1; fault < ODD_FAULTS; fault++) {
        const struct point point = odd_point((enum odd_fault)fault, 2);
        const struct work work = {.points = &point,
                                  .point_count = 1,
                                  .trials = 20000,
                                  .seed = 1,
                                  .threads = 1,
                                  .finished = never_finished};
        struct error error = {"nothing"};
        odd_restart();
        assert_true(work_check(&work, &error));
        odd_restart();
        assert_false(work_run(&work, &error));
        assert_string_equal(error.message, not_straight);
    }
}

/* Two dry runs that differ, one of the plan and one of a thread, would make blocks of other sizes:
 * too few or too many trials. */
static void plan_and_run_must_agree(void **state)
{
    (void)state;
    const struct point points[] = {odd_point_for(ODD_NO_EVENTS, 0, 1),
                                   odd_point(ODD_MORE_EVENTS, 1)};
    for (size_t i = 0; i < COUNT_OF(points); i++) {
        const struct work work = {.points = &points[i],
                                  .point_count = 1,
                                  .trials = 20000,
                                  .seed = 1,
                                  .threads = 1,
                                  .finished = never_finished};
        struct error error = {"nothing"};
        odd_restart();
        assert_false(work_run(&work, &error));
        assert_string_equal(
            error.message,
            "strategy 'odd' is not straight-line code: its messages and coins differ "
            "between two runs with the same parameters");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_strategy_runs),
        cmocka_unit_test(difference_from_dry_run_is_caught),
        cmocka_unit_test(difference_in_dry_run_is_caught),
        cmocka_unit_test(what_is_impossible_does_not_start),
        cmocka_unit_test(work_stops_at_a_difference),
        cmocka_unit_test(plan_and_run_must_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
