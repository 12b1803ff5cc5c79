/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The worst that an adversary can do: against all choices with lists of single histories, and what
 * is known of some strategies. */

#include "analysis/worst_cases.h"

#include "engine/worst.h"
#include "strategies/strategies.h"
#include "tests/analysis/adversary.h"
#include "tests/analysis/fragile.h"
#include "tests/analysis/honest.h"
#include "tests/analysis/small_points.h"
#include "tests/engine/coins.h"
#include "tests/testing.h"

#include <string.h>

static void expect(bool good, const struct point *point, const char *what)
{
    if (!good)
        fail_msg("%s: %s", point_words(point), what);
}

static struct worst find(const struct point *point, int threads)
{
    struct worst worst = {0};
    struct error error;
    if (!worst_check(point, &error) || !worst_find(&worst, point, threads, &error))
        fail_msg("%s: %s", point_words(point), error.message);
    return worst;
}

static bool near(long double a, long double b)
{
    return fabsl(a - b) <= 1e-12L * fabsl(b);
}

/* --- against the reference -------------------------------------------------------------------- */

/* What is told is the most that any choice can force, with as few captures, and what it forces. */
static void compare(const struct point *point)
{
    struct worst worst = find(point, 1);
    const struct adversary adversary = adversary_try_all(point);
    const struct choice choice = adversary_try(point, worst.event, worst.event_count);
    expect(near(worst.failure, adversary.failure), point, "failure");
    expect(worst.captured == adversary.captured, point, "captured");
    expect(near(worst.failure, choice.failure), point, "failure of the choice that is told");
    expect(worst.captured == choice.captured, point, "captured in the choice that is told");
    expect(choice.unsent == 0, point, "a capture is told of what is not sent");
    expect(adversary.on_average <= worst.failure * (1.0L + 1e-12L), point,
           "chance is worse than the adversary");
    worst_release(&worst);
}

static void worst_of_small_points(void **state)
{
    const struct channel channels[] = {{0.3, 0.01},  {0.5, 0.5}, {0.0, 0.25}, {0.2, 0.0},
                                       {0.999, 1.0}, {1.0, 0.4}, {0.0, 0.0},  {1.0, 1.0}};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(channels); i++)
        for_small_points(channels[i], 10, compare);
}

static void worst_of_strategies_with_coins(void **state)
{
    const struct point points[] = {
        {&two_coins_strategy, {0}, {0.1, 0.1}},
        {&hesitant_strategy, {3, 0.75, 0.25}, {0.1, 0.3}},
        {&hesitant_strategy, {4, 0.0625, 0.5}, {0.9, 0.3}},
        {&coins_strategy, {3, 0.75, 0.25}, {0.1, 0.3}},
        {&coins_strategy, {3, 1e-9, 0.999}, {0.1, 0.3}},
        {&coins_strategy, {3, 0.5, 1e-30}, {0.1, 0}},
        {strategy_find("refund"), {2, 2, 0.375, 1}, {0.1, 0.3}},
        {strategy_find("refund"), {3, 0, 1e-20, 1}, {0, 0.3}},
        {strategy_find("reconcile"), {2, 2, 0.375, 1}, {0.1, 0.3}},
        {strategy_find("reconcile"), {2, 3, 0.9, 1}, {0.1, 1}},
        {strategy_find("signed-messages"), {4, 1, 1}, {0.1, 0.1}},
        {strategy_find("oral-messages"), {4, 1, 1, 1}, {0.2, 0.2}},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(points); i++)
        compare(&points[i]);
}

static void worst_of_others(void **state)
{
    (void)state;
    for (size_t i = 0; honest_strategies[i] != NULL; i++)
        compare(&(struct point){.strategy = honest_strategies[i], .channel = {0.1, 0.2}});
}

/* More captures than a table takes, and so many nodes that blocks share them. */
static void worst_of_large_trees(void **state)
{
    const struct point points[] = {
        {strategy_find("random-attack"), {7}, {0.1, 0.3}},
        {strategy_find("refund"), {5, 4, 0.375, 1}, {0.1, 0.3}},
        {&two_ways_strategy, {1, 20, 3, 1}, {0.1, 0.3}},
        {&two_ways_strategy, {2, 20, 3, 2}, {0.1, 0.3}},
        {&two_ways_strategy, {5, 70, 2, 1}, {0.1, 0.3}},
        {strategy_find("reconcile"), {6, 7, 0.375, 1}, {0.1, 0.3}},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(points); i++)
        compare(&points[i]);
}

/* --- what is known ---------------------------------------------------------------------------- */

static void random_attack_fails_with_1_over_r(void **state)
{
    const struct channel channels[] = {{0.1, 0.1}, {0.001, 0.9}};
    (void)state;
    for (int rounds = 1; rounds <= 10; rounds++)
        for (size_t i = 0; i < COUNT_OF(channels); i++) {
            const struct point point =
                point_named("random-attack", rounds, 0, channels[i].loss, channels[i].loss_back);
            struct worst worst = find(&point, 1);
            expect(fabs(worst.failure * rounds - 1.0) <= 1e-15 * rounds, &point, "not 1/r");
            expect(worst.captured == 1, &point, "captured");
            worst_release(&worst);
        }
}

static void check(struct point point, double failure, uint64_t captured, size_t events)
{
    struct worst worst = find(&point, 1);
    expect(worst.failure == failure, &point, "failure");
    expect(worst.captured == captured, &point, "captured");
    expect(worst.event_count == events, &point, "events");
    worst_release(&worst);
}

static void without_coins_failure_is_certain(void **state)
{
    (void)state;
    check(point_named("level-threshold", 5, 2, 0.1, 0.1), 1, 4,
          4); /* all but one of one general's */
    check(point_named("always-attack", 1, 0, 1e-300, 0.1), 1, 1, 1);
    check(point_named("always-attack", 20, 1, 0.1, 0.1), 1, 20, 20);
    check(point_named("always-attack", 100000, 0, 0.5, 0.1), 1, 100000, 1); /* copies count each */
    check(point_named("await-reply", 7, 0, 0.1, 0.1), 1, 7, 1);
    check(point_named("retransmit", 12, 1, 0.1, 0.1), 1, 12, 12);
    check(point_named("ack-chain", 1000, 2, 0.1, 0.1), 1, 2, 1);
}

static void certain_messengers_are_not_chosen(void **state)
{
    (void)state;
    check(point_named("await-reply", 1, 0, 0.5, 0), 0, 0, 0);
    check(point_named("await-reply", 1, 0, 0.5, 1), 1, 0, 0);
    check(point_named("await-reply", 1, 0, 1, 0.5), 0, 0, 0);
    check(point_named("always-attack", 400, 1, 1, 0.1), 1, 0, 0);
    check((struct point){.strategy = &sends_nothing_strategy, .channel = {0.1, 0.1}}, 0, 0, 0);
}

/* The last acknowledgement alone decides. */
static void the_captured_message_is_told(void **state)
{
    const struct point point = point_named("ack-chain", 9, 1, 0.1, 0.1);
    struct worst worst = find(&point, 1);
    (void)state;
    assert_int_equal(worst.event_count, 1);
    assert_int_equal(worst.event[0], 8);
    worst_release(&worst);
}

/* The adversary finds the only choice that makes it fail. */
static void one_choice_of_many_is_found(void **state)
{
    const unsigned patterns[] = {0,        1,        0xffffff, 0x555555, 0xaaaaaa,
                                 0x800000, 0x000fff, 0xfff000, 0x123456, 0xfedcba};
    (void)state;
    for (size_t i = 0; i < COUNT_OF(patterns); i++) {
        const struct point point = {&lock_strategy, {24, patterns[i], 2}, {0.1, 0.1}};
        struct worst worst = find(&point, 2);
        unsigned told = 0;
        for (size_t j = 0; j < worst.event_count; j++)
            told |= 1U << (worst.event[j] - 2); /* the coins come first */
        assert_int_equal(told, patterns[i]);
        assert_int_equal(worst.captured, __builtin_popcount(patterns[i]));
        assert_true(worst.failure == 0.25);
        worst_release(&worst);
    }
}

static void too_many_choices_are_refused(void **state)
{
    const struct point point = {&lock_strategy, {29, 1, 9}, {0.1, 0.1}};
    struct error error = {"nothing was said"};
    (void)state;
    assert_false(worst_check(&point, &error));
    assert_string_equal(error.message,
                        "strategy 'lock' has too many choices of captures and coins with these "
                        "parameters to find the worst case: more than 2^36 trials; choose smaller "
                        "parameters, or leave the adversary out");
}

static void threads_do_not_matter(void **state)
{
    const struct point points[] = {
        {strategy_find("reconcile"), {6, 7, 0.375, 1}, {0.1, 0.3}},
        {strategy_find("random-attack"), {8}, {0.1, 0.3}},
    };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(points); i++) {
        struct worst one = find(&points[i], 1), three = find(&points[i], 3);
        assert_memory_equal(&one.failure, &three.failure, sizeof one.failure);
        assert_int_equal(one.event_count, three.event_count);
        assert_memory_equal(one.event, three.event, one.event_count * sizeof *one.event);
        worst_release(&one);
        worst_release(&three);
    }
}

/* --- the points of an experiment -------------------------------------------------------------- */

/* Loss rates do not matter, as long as they are neither 0 nor 1, and bursts do not. */
static void points_alike_are_told_alike(void **state)
{
    struct point points[] = {
        point_named("await-reply", 2, 0, 0, 0.5),      point_named("await-reply", 2, 0, 0.1, 0.1),
        point_named("await-reply", 2, 0, 0.1, 0.1),    point_named("await-reply", 2, 0, 0.1, 1),
        point_named("await-reply", 2, 0, 0.7, 1e-300), point_named("await-reply", 2, 0, 0.2, 0.2),
        point_named("await-reply", 3, 0, 0.1, 0.1),
    };
    struct {
        size_t point;
        uint64_t captured;
        const char *words;
    } expected[] = {{0, 2, "reply@2"}, {2, 2, "reply@2"}, {3, 0, ""},
                    {4, 2, "reply@2"}, {5, 2, "reply@2"}, {6, 3, "reply@2"}};
    for (size_t i = 0; i < COUNT_OF(points); i++)
        points[i].method = i == 1 ? METHOD_MONTE_CARLO : METHOD_EXACT;
    points[5].channel = channel_burst;
    points[5].channel.loss = points[5].channel.loss_back = 0.2;
    const struct experiment experiment = {
        .points = points, .point_count = COUNT_OF(points), .threads = 1};
    struct worst_cases cases;
    struct error error;
    (void)state;
    assert_true(worst_cases_check(&experiment, &error));
    assert_true(worst_cases_find(&cases, &experiment, &error));
    assert_int_equal(cases.count, COUNT_OF(expected));
    for (size_t i = 0; i < cases.count; i++) {
        assert_int_equal(cases.list[i].point, expected[i].point);
        assert_true(cases.list[i].failure == 1.0);
        assert_int_equal(cases.list[i].captured, expected[i].captured);
        assert_string_equal(cases.list[i].words, expected[i].words);
    }
    worst_cases_release(&cases);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(worst_of_small_points),
        cmocka_unit_test(worst_of_strategies_with_coins),
        cmocka_unit_test(worst_of_others),
        cmocka_unit_test(worst_of_large_trees),
        cmocka_unit_test(random_attack_fails_with_1_over_r),
        cmocka_unit_test(without_coins_failure_is_certain),
        cmocka_unit_test(certain_messengers_are_not_chosen),
        cmocka_unit_test(the_captured_message_is_told),
        cmocka_unit_test(one_choice_of_many_is_found),
        cmocka_unit_test(too_many_choices_are_refused),
        cmocka_unit_test(threads_do_not_matter),
        cmocka_unit_test(points_alike_are_told_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
