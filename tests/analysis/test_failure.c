/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The fewest captured messengers that lead to failure, and the slope that follows: against
 * histories that are worked out one at a time, and what is known of some strategies. */

#include "analysis/failure.h"

#include "tests/analysis/honest.h"
#include "tests/analysis/small_points.h"
#include "tests/engine/reference_histories.h"
#include "tests/testing.h"

#include <string.h>

static void expect(bool good, const struct point *point, const char *what)
{
    if (!good)
        fail_msg("%s: %s", point_words(point), what);
}

static struct failure_ways find(const struct point *point, struct histories *histories)
{
    struct failure_ways ways;
    struct error error;
    if (!failure_find(&ways, histories, point, 2, &error))
        fail_msg("%s: %s", point_words(point), error.message);
    return ways;
}

/* --- against the reference -------------------------------------------------------------------- */

static unsigned captured_by_chance(const struct reference_histories *reference, size_t history)
{
    unsigned captured = 0;
    for (size_t i = 0; i < reference->schedule.event_count; i++) {
        const struct reference_step step = reference->history[history].step[i];
        if (step.happened && step.chance && event_is_draw(&reference->schedule.events[i]))
            captured += reference->schedule.events[i].copies;
    }
    return captured;
}

/* The same from the reference; `most` is the largest probability of such a history. */
static struct failure_ways reference_ways(const struct point *point, long double *most)
{
    struct reference_histories reference;
    struct failure_ways ways = {.possible = false};
    reference_histories_make(point, &reference);
    *most = 0.0L;
    for (size_t i = 0; i < reference.count; i++) {
        const struct reference_history *history = &reference.history[i];
        const unsigned captured = captured_by_chance(&reference, i);
        if (point->strategy->problem->cell[reference_cell(history)].verdict != VERDICT_FAILURE)
            continue;
        if (!ways.possible || captured < ways.captured) {
            ways = (struct failure_ways){.possible = true, .captured = captured};
            *most = 0.0L;
        }
        if (captured > ways.captured)
            continue;
        ways.histories++;
        *most = fmaxl(*most, history->weight);
    }
    reference_histories_release(&reference);
    return ways;
}

static void compare(const struct point *point)
{
    long double most;
    const struct failure_ways expected = reference_ways(point, &most);
    struct histories histories;
    const struct failure_ways ways = find(point, &histories);
    expect(ways.possible == expected.possible, point, "is failure possible?");
    if (ways.possible) {
        const struct history *likeliest = &histories.history[ways.likeliest];
        expect(ways.captured == expected.captured, point, "captured");
        expect(ways.histories == expected.histories, point, "histories");
        expect(likeliest->captured == ways.captured, point, "captured in the likeliest");
        expect(point->strategy->problem->cell[likeliest->cell].verdict == VERDICT_FAILURE, point,
               "the likeliest does not fail");
        expect(fabsl(likeliest->probability - most) <= 1e-12L * most, point,
               "the likeliest is not");
    }
    histories_release(&histories);
}

static void fewest_captures_equal_reference(void **state)
{
    (void)state;
    for (size_t i = 0; i < small_channel_count; i++)
        for_small_points(small_channels[i], FEWER_IF_SANITIZED(12, 8), compare);
}

static void others_equal_reference(void **state)
{
    (void)state;
    for (size_t i = 0; honest_strategies[i] != NULL; i++)
        for (size_t j = 0; j < small_channel_count; j++)
            compare(
                &(struct point){.strategy = honest_strategies[i], .channel = small_channels[j]});
}

/* --- what is known ---------------------------------------------------------------------------- */

static void check(struct point point, uint64_t captured, uint64_t count)
{
    struct histories histories;
    const struct failure_ways ways = find(&point, &histories);
    expect(ways.possible, &point, "failure should be possible");
    expect(ways.captured == captured, &point, "captured");
    expect(ways.histories == count, &point, "histories");
    histories_release(&histories);
}

static void orders_must_all_be_captured(void **state)
{
    (void)state;
    for (int n = 1; n <= 12; n++) {
        check(point_named("always-attack", n, 1, 0.1, 0.1), (unsigned)n, 1);
        check(point_named("always-attack", n, 0, 0.1, 0.1), (unsigned)n, 1);
    }
    check(point_named("always-attack", 100000, 0, 0.999, 0.1), 100000, 1);
}

/* A chain fails only at its last message, of which all copies are captured. */
static void copies_count_each(void **state)
{
    (void)state;
    check(point_named("ack-chain", 3, 2, 0.1, 0.1), 2, 1);
    check(point_named("ack-chain", 4, 5, 0.1, 0.1), 5, 1);
    check(point_named("await-reply", 7, 0, 0.1, 0.1), 7, 1);
}

/* In each attempt the order or the answer is captured, but not the order in all of them. */
static void many_histories_fail_alike(void **state)
{
    (void)state;
    for (int attempts = 1; attempts <= 6; attempts++)
        check(point_named("retransmit", attempts, 1, 0.1, 0.1), (unsigned)attempts,
              ((uint64_t)1 << attempts) - 1);
}

/* As many histories as can be enumerated in a second or two. */
static void many_captures_can_be_needed(void **state)
{
    (void)state;
    const unsigned messengers = FEWER_IF_SANITIZED(30, 22);
    const unsigned attempts = FEWER_IF_SANITIZED(24, 15);
    check(point_named("always-attack", messengers, 1, 0.1, 0.1), messengers, 1);
    check(point_named("retransmit", attempts, 1, 0.1, 0.1), attempts,
          ((uint64_t)1 << attempts) - 1);
}

/* Long schedules with few histories. */
static void long_schedules_are_no_trouble(void **state)
{
    (void)state;
    check(point_named("ack-chain", 1000, 1, 0.1, 0.1), 1, 1);
    check(point_named("always-attack", 400, 1, 1, 0.1), 0, 1); /* certain captures do not count */
}

static void too_many_captures_are_refused(void **state)
{
    (void)state;
    const struct point point = point_named("always-attack", 2000, 1, 0.1, 0.1);
    struct failure_ways ways;
    struct histories histories;
    struct error error = {"nothing was said"};
    assert_false(failure_find(&ways, &histories, &point, 2, &error));
    assert_true(ways.gave_up);
    assert_string_equal(error.message,
                        "strategy 'always-attack' has too many histories in which few messengers "
                        "are captured to go through them; choose smaller parameters");
    histories_release(&histories);
}

static void failure_can_be_impossible(void **state)
{
    (void)state;
    const struct point points[] = {
        point_named("always-attack", 3, 1, 0, 0.5),
        point_named("ack-chain", 5, 1, 0, 0),
        point_named("await-reply", 1, 0, 0.3, 0),
        point_named("await-reply", 1, 0, 1, 1),
        {.strategy = &never_acts_strategy, .channel = {0.1, 0.1}},
        {.strategy = &acts_untold_strategy, .channel = {0.1, 0.1}},
        {.strategy = &sends_nothing_strategy, .channel = {0.1, 0.1}},
    };
    for (size_t i = 0; i < COUNT_OF(points); i++) {
        struct histories histories;
        expect(!find(&points[i], &histories).possible, &points[i], "failure should be impossible");
        histories_release(&histories);
    }
}

/* --- the slope -------------------------------------------------------------------------------- */

static void check_slope(struct point point, double expected)
{
    double slope, loss;
    struct error error;
    if (!failure_slope(&slope, &loss, &point, 1, &error))
        fail_msg("%s: %s", point_words(&point), error.message);
    if (!(fabs(slope - expected) <= 1e-3))
        fail_msg("%s: slope %g, not %g", point_words(&point), slope, expected);
}

static void slopes_are_the_fewest_captures(void **state)
{
    (void)state;
    for (int n = 1; n <= 8; n++) {
        check_slope(point_named("always-attack", n, 1, 0.1, 0.1), n);
        check_slope(point_named("always-attack", n, 0, 0.7, 0.1), n);
        check_slope(point_named("ack-chain", n, 2, 0.1, 0.3), 2);
        check_slope(point_named("retransmit", n, 1, 0.1, 0.9), n);
    }
    check_slope(point_named("await-reply", 40, 0, 0.1, 0.1), 40); /* failure 1e-200 */
    check_slope((struct point){.strategy = &two_coins_strategy, .channel = {0.1, 0.1}}, 1);
    check_slope((struct point){.strategy = &hesitant_strategy,
                               .parameter = {2, 0.75, 0.25},
                               .channel = {0.1, 0.1}},
                0);
}

static void slopes_that_do_not_exist(void **state)
{
    (void)state;
    const struct point points[] = {
        point_named("always-attack", 3, 1, 0, 0.5), /* loss rates that are certain */
        point_named("always-attack", 3, 1, 1, 0.1),
        point_named("await-reply", 3, 0, 0.1, 0),
        {.strategy = &acts_untold_strategy, .channel = {0.1, 0.1}},
        point_named("retransmit", 200, 1, 0.5, 0.5), /* too many histories */
    };
    for (size_t i = 0; i < COUNT_OF(points); i++) {
        double slope, loss;
        struct error error = {"nothing was said"};
        expect(!failure_slope(&slope, &loss, &points[i], 1, &error), &points[i],
               "a slope of nothing");
        assert_string_not_equal(error.message, "nothing was said");
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fewest_captures_equal_reference),
        cmocka_unit_test(others_equal_reference),
        cmocka_unit_test(orders_must_all_be_captured),
        cmocka_unit_test(copies_count_each),
        cmocka_unit_test(many_histories_fail_alike),
        cmocka_unit_test(many_captures_can_be_needed),
        cmocka_unit_test(long_schedules_are_no_trouble),
        cmocka_unit_test(too_many_captures_are_refused),
        cmocka_unit_test(failure_can_be_impossible),
        cmocka_unit_test(slopes_are_the_fewest_captures),
        cmocka_unit_test(slopes_that_do_not_exist),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
