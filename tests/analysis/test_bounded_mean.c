/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/bounded_mean.h"

#include "tests/testing.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

static struct interval interval_of(const struct tally *tally, uint64_t most, double level)
{
    struct interval interval;
    assert_true(bounded_mean_interval(tally, &tally->messengers, most, level, &interval));
    return interval;
}

/* A tally of so many trials in whole batches that each count `each`, or, every second, 2 more. */
static struct tally batches_of(uint64_t batches, uint64_t each)
{
    struct tally tally = {.trials = 64 * batches, .batches = batches};
    for (uint64_t i = 0; i < batches; i++) {
        const uint64_t count = each + 2 * (i % 2);
        tally_sum_add(&tally.messengers, &count, 1, 1);
    }
    return tally;
}

/* Nothing counted: KL(0, m) = -log(1 - m). Everything counted: the same from above. */
static void ends_have_a_closed_form(void **state)
{
    (void)state;
    const uint64_t trials[] = {1, 100, 1000000, 1000000000000000};
    for (size_t i = 0; i < COUNT_OF(trials); i++) {
        const double bound = -expm1(-log(80.0) / (double)trials[i]);
        struct tally tally = {.trials = trials[i]};
        struct interval interval = interval_of(&tally, 3, 0.95);
        assert_close(interval.low, 0.0, 0.0);
        assert_close(interval.high, 3.0 * bound, 1e-12);
        tally.messengers.total = (uint128)3 * trials[i];
        interval = interval_of(&tally, 3, 0.95);
        assert_close(interval.high, 3.0, 0.0);
        assert_close(3.0 - interval.low, 3.0 * bound, trials[i] > 1000000 ? 0.1 : 1e-9);
    }
}

static long double divergence(long double x, long double m)
{
    return x * logl(x / m) + (1.0L - x) * logl((1.0L - x) / (1.0L - m));
}

/* Between the ends: what the bound says, put into its definition. */
static void few_counts_have_the_chernoff_bound(void **state)
{
    (void)state;
    const double shares[] = {0.001, 0.25, 0.5, 0.99};
    for (size_t i = 0; i < COUNT_OF(shares); i++) {
        struct tally tally = {.trials = 100000};
        tally.messengers.total = (uint128)(shares[i] * 4.0 * 1e5 + 0.5);
        const struct interval interval = interval_of(&tally, 4, 0.9);
        assert_close(1e5L * divergence(shares[i], interval.low / 4.0), logl(40.0L), 1e-9);
        assert_close(1e5L * divergence(shares[i], interval.high / 4.0), logl(40.0L), 1e-9);
        assert_true(interval.low / 4.0 < shares[i] && shares[i] < interval.high / 4.0);
    }
}

/* Batches of 640 and 642 in turn have the sample variance B / (B - 1). */
static void equal_trials_have_the_bernstein_bound(void **state)
{
    (void)state;
    const double batches = 10000.0, scale = log(3.0 / 0.025);
    const struct tally tally = batches_of(10000, 640);
    const struct interval interval = interval_of(&tally, 20, 0.95);
    const double half_width =
        sqrt(2.0 / (batches - 1.0) * scale) + 7.0 * 64.0 * 20.0 * scale / (3.0 * (batches - 1.0));
    assert_close(interval.low, (641.0 - half_width) / 64.0, 1e-12);
    assert_close(interval.high, (641.0 + half_width) / 64.0, 1e-12);
}

static void what_is_known_or_not_is_said(void **state)
{
    (void)state;
    const struct tally tally = {.trials = 5}, none = {0};
    struct interval interval = interval_of(&tally, 0, 0.95);
    assert_close(interval.low, 0.0, 0.0);
    assert_close(interval.high, 0.0, 0.0);
    assert_false(bounded_mean_interval(&none, &none.messengers, 1, 0.95, &interval));
    assert_false(bounded_mean_interval(&tally, &tally.messengers, 1, 1.0, &interval));
    assert_false(bounded_mean_interval(&tally, &tally.messengers, 1, 0.0, &interval));
}

/* How often the interval misses the mean: trials count `most` with this probability, else what
 * remains of it. */
static double misses(gsl_rng *random, double probability, uint64_t most, uint64_t batches,
                     double level, int experiments)
{
    const double mean = probability * (double)most;
    int missed = 0;
    for (int i = 0; i < experiments; i++) {
        struct tally tally = {.trials = 64 * batches, .batches = batches};
        for (uint64_t j = 0; j < batches; j++) {
            const uint64_t count = most * gsl_ran_binomial(random, probability, 64);
            tally_sum_add(&tally.messengers, &count, 1, 1);
        }
        const struct interval interval = interval_of(&tally, most, level);
        missed += mean < interval.low || mean > interval.high;
    }
    return (double)missed / experiments;
}

/* The most spread that there can be, at a level that many experiments can tell. */
static void level_is_kept(void **state)
{
    (void)state;
    const double probabilities[] = {0.5, 0.1, 0.001, 0.999}, level = 0.8;
    const int experiments = FEWER_IF_SANITIZED(4000, 400);
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    assert_non_null(random);
    for (size_t i = 0; i < COUNT_OF(probabilities); i++)
        for (uint64_t batches = 1; batches <= 100; batches *= 10) {
            const double rate = misses(random, probabilities[i], 5, batches, level, experiments);
            /* 5 standard errors: a false alarm with probability 3e-7. */
            assert_true(rate <= 0.2 + 5.0 * sqrt(0.16 / experiments));
        }
    gsl_rng_free(random);
}

int main(void)
{
    let_tails_underflow();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_have_a_closed_form),
        cmocka_unit_test(few_counts_have_the_chernoff_bound),
        cmocka_unit_test(equal_trials_have_the_bernstein_bound),
        cmocka_unit_test(what_is_known_or_not_is_said),
        cmocka_unit_test(level_is_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
