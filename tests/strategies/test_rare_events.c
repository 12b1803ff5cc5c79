/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Importance sampling against published values, closed forms, and ways to fail that are hard to
 * find. All is drawn from fixed seeds: a test that passes once passes always. */
#include "engine/enumerate.h"
#include "strategies/strategies.h"
#include "tests/analysis/sampled.h"
#include "tests/engine/two_ways.h"
#include "tests/testing.h"

enum { TRIALS = FEWER_IF_SANITIZED(400000, 60000) };

static struct point rare_point(const char *strategy, enum target target, double loss,
                               double loss_back, double first, double second)
{
    struct point point = {.strategy = strategy_find(strategy),
                          .parameter = {first, second},
                          .channel = {.loss = loss, .loss_back = loss_back},
                          .method = METHOD_IMPORTANCE,
                          .target = target};
    assert_non_null(point.strategy);
    return point;
}

/* Known to `digits` of it, and within 5 standard errors, without a warning. */
static void check(struct point point, double known, double precision)
{
    struct experiment experiment = sampled(&point, 1, TRIALS, 1);
    const struct estimate *estimate = &experiment.estimates[0];
    const double deviation = sampled_deviation(&experiment, 0, known);
    if (estimate->status != STATUS_COMPLETE || !(fabs(deviation) < 5.0) ||
        !(estimate->deviation <= precision * known))
        fail_msg("%s %s: %g, not %g: %.2f standard errors of %g; %s", point.strategy->name,
                 target_name(point.strategy, point.target),
                 estimate_target(point.target, estimate).value, known, deviation,
                 estimate->deviation / known, status_name(estimate->status));
    experiment_release(&experiment);
}

/* PRISM's benchmark, exact. 1 % at 95 % is half a per cent of standard error. */
static void published_values_of_the_file_transfer(void **state)
{
    (void)state;
    const enum target not_reported = TARGET_COUNTER, uncertain = TARGET_COUNTER + 1;
    check(rare_point("bounded-retransmission", uncertain, 0.02, 0.01, 16, 2), 2.6453089120221642e-5,
          FEWER_IF_SANITIZED(0.005, 0.05));
    if (SANITIZED)
        return;
    check(rare_point("bounded-retransmission", uncertain, 0.02, 0.01, 64, 5), 7.0032167064e-10,
          0.005);
    check(rare_point("bounded-retransmission", not_reported, 0.02, 0.01, 64, 5), 4.4820587910e-8,
          0.01);
    check(rare_point("bounded-retransmission", uncertain, 0.02, 0.01, 64, 12), 1.4615424472e-20,
          0.005);
}

static void closed_forms(void **state)
{
    (void)state;
    check(rare_point("always-attack", TARGET_FAILURE, 1e-3, 1e-3, 12, 1), 1e-36, 0.005);
    check(rare_point("always-attack", TARGET_FAILURE, 1e-20, 1e-20, 15, 1), 1e-300, 0.005);
    check(rare_point("retransmit", TARGET_FAILURE, 0.1, 0.1, 15, 1), pow(0.19, 15) - pow(0.1, 15),
          0.005);
    /* all of a long chain arrives */
    check(rare_point("ack-chain", TARGET_SUCCESS, 0.5, 0.5, 200, 1), pow(0.5, 200),
          FEWER_IF_SANITIZED(0.05, 0.2));
}

/* --- two ways to fail ------------------------------------------------------------------------- */

static double exact_failure(struct point point)
{
    point.method = METHOD_EXACT;
    point.target = TARGET_FAILURE;
    struct experiment experiment = sampled(&point, 1, 1, 1);
    const double failure = experiment.estimates[0].failure.value;
    experiment_release(&experiment);
    return failure;
}

/* Right, or a warning, whatever the seed. Says how many were right. */
static int seeds_without_warning(struct point point)
{
    const double known = exact_failure(point);
    int right = 0;
    for (uint64_t seed = 1; seed <= FEWER_IF_SANITIZED(5, 2); seed++) {
        struct experiment experiment = sampled(&point, 1, FEWER_IF_SANITIZED(100000, 50000), seed);
        const struct estimate *estimate = &experiment.estimates[0];
        const double deviation = sampled_deviation(&experiment, 0, known);
        if (estimate->status == STATUS_COMPLETE && !(fabs(deviation) < 5.0))
            fail_msg("%s, seed %d: %g without a warning, but it is %g", point.strategy->name,
                     (int)seed, estimate->failure.value, known);
        right += estimate->status == STATUS_COMPLETE;
        experiment_release(&experiment);
    }
    return right;
}

static void a_coin_is_likelier_than_losses(void **state)
{
    (void)state;
    const struct point point = {.strategy = &coin_or_losses_strategy,
                                .parameter = {10, 1e-9},
                                .channel = {.loss = 0.01, .loss_back = 0.01},
                                .method = METHOD_IMPORTANCE};
    assert_true(seeds_without_warning(point) > 0);
}

static void arrivals_are_likelier_than_losses(void **state)
{
    (void)state;
    const struct point point = {.strategy = &arrivals_or_losses_strategy,
                                .parameter = {8, 5},
                                .channel = {.loss = 0.01, .loss_back = 0.99},
                                .method = METHOD_IMPORTANCE};
    assert_true(seeds_without_warning(point) > 0);
}

static void many_short_bursts_are_likelier_than_a_long_one(void **state)
{
    (void)state;
    struct point point = {.strategy = &turns_or_burst_strategy,
                          .parameter = {20, 3},
                          .channel = channel_burst,
                          .method = METHOD_IMPORTANCE};
    point.channel.loss = point.channel.loss_back = 0.001;
    point.channel.length = 1.25;
    assert_true(seeds_without_warning(point) > 0);
}

int main(void)
{
    let_tails_underflow();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(published_values_of_the_file_transfer),
        cmocka_unit_test(closed_forms),
        cmocka_unit_test(a_coin_is_likelier_than_losses),
        cmocka_unit_test(arrivals_are_likelier_than_losses),
        cmocka_unit_test(many_short_bursts_are_likelier_than_a_long_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
