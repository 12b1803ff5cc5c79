/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Estimated numbers of histories, for strategies of which it is known how many they have. The walks
 * are the same in every run: what is tested here holds always, or never. */

#include "engine/tree_size.h"

#include "strategies/strategies.h"
#include "tests/engine/reference_histories.h"
#include "tests/testing.h"

static struct point point_of(const char *strategy, double first, double second)
{
    return (struct point){.strategy = strategy_find(strategy),
                          .parameter = {first, second},
                          .channel = {0.5, 0.25},
                          .method = METHOD_EXACT};
}

static struct tree_size estimate(const struct point *point, double enough)
{
    struct tree_size size;
    struct error error;
    if (!tree_size_estimate(point, enough, &size, &error))
        fail_msg("%s", error.message);
    return size;
}

static void check(const struct point *point, double histories, double low, double high)
{
    const struct tree_size size = estimate(point, INFINITY);
    if (!(size.histories >= low * histories && size.histories <= high * histories))
        fail_msg("%s(%g, %g): %g histories, not about %g", point->strategy->name,
                 point->parameter[0], point->parameter[1], size.histories, histories);
}

/* All draws matter in every trial: 2^n, and that for certain. */
static void even_trees_are_counted(void **state)
{
    (void)state;
    for (int messengers = 1; messengers <= 100; messengers++) {
        const struct point point = point_of("always-attack", messengers, 1);
        const struct tree_size size = estimate(&point, INFINITY);
        assert_true(size.even);
        assert_true(size.histories == ldexp(1.0, messengers));
    }
    struct point certain = point_of("always-attack", 100, 1); /* without a draw, one history */
    certain.channel = (struct channel){0.0, 1.0};
    assert_true(estimate(&certain, INFINITY).even);
    assert_true(estimate(&certain, INFINITY).histories == 1.0);
}

/* Chains of k messages have k + 1 histories: a walk to the end of one is rare, and stands for many.
 */
static void chains_are_not_overestimated(void **state)
{
    (void)state;
    for (int messages = 2; messages <= 1000; messages += messages < 60 ? 1 : 47) {
        const struct point point = point_of("ack-chain", messages, 1);
        check(&point, messages + 1.0, 0.0, 8.0);
        assert_false(estimate(&point, INFINITY).even);
    }
}

/* An attempt ends without the order, without the answer, or with both, which is the end: h(r) =
 * 2 h(r - 1) + 1 histories with h(0) = 1, so h(r) = 2^(r + 1) - 1. */
static double retransmit_histories(int attempts)
{
    return ldexp(1.0, attempts + 1) - 1.0;
}

static void retransmit_has_so_many_histories(void **state)
{
    (void)state;
    for (int attempts = 1; attempts <= 8; attempts++) {
        const struct point point = point_of("retransmit", attempts, 1);
        struct reference_histories histories;
        reference_histories_make(&point, &histories);
        assert_true((double)histories.count == retransmit_histories(attempts));
        reference_histories_release(&histories);
    }
}

/* Well enough where it has to be known whether there are more than 2^36. Of much larger trees the
 * walks lose sight of some parts. */
static void branching_trees_are_estimated(void **state)
{
    (void)state;
    for (int attempts = 1; attempts <= 200; attempts += attempts < 50 ? 1 : 10) {
        const struct point point = point_of("retransmit", attempts, 1);
        check(&point, retransmit_histories(attempts), attempts <= 50 ? 0.25 : 0.01, 4.0);
        assert_false(estimate(&point, INFINITY).even);
    }
}

/* Beyond what is enough, nothing more is counted; and the estimate is beyond it. */
static void counting_stops_when_it_is_enough(void **state)
{
    (void)state;
    const struct point point = point_of("always-attack", 1000, 1);
    const struct tree_size size = estimate(&point, 1e6);
    assert_true(size.histories > 1e6);
    assert_true(size.histories < 1e9);
    assert_true(estimate(&point, 0.0).histories == 1.0);
}

/* The number of histories does not depend on how probable they are. */
static void probabilities_do_not_matter(void **state)
{
    (void)state;
    struct point point = point_of("retransmit", 20, 1);
    const double histories = estimate(&point, INFINITY).histories;
    point.channel = (struct channel){1e-9, 0.999};
    assert_true(estimate(&point, INFINITY).histories == histories);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(even_trees_are_counted),
        cmocka_unit_test(chains_are_not_overestimated),
        cmocka_unit_test(retransmit_has_so_many_histories),
        cmocka_unit_test(branching_trees_are_estimated),
        cmocka_unit_test(counting_stops_when_it_is_enough),
        cmocka_unit_test(probabilities_do_not_matter),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
