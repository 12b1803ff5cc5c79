/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The p-values that compare Monte Carlo with exact, against sums of binomial probabilities in long
 * double. */

#include "analysis/agreement.h"

#include "strategies/strategies.h"
#include "tests/testing.h"

#include <string.h>

/* --- p-values --------------------------------------------------------------------------------- */

/* P(X = k) */
static long double probability_of(uint64_t k, uint64_t n, long double p)
{
    const long double failures = (long double)(n - k), successes = (long double)k;
    return expl(lgammal((long double)n + 1.0L) - lgammal(successes + 1.0L) -
                lgammal(failures + 1.0L) + successes * logl(p) + failures * log1pl(-p));
}

/* The p-value of every k from 0 to n, each tail summed from its end, where the terms are small. */
static void sum_p_values(uint64_t n, double p, long double *p_value)
{
    long double sum = 0.0L;
    for (uint64_t k = 0; k <= n && (double)k <= (double)n * p; k++) {
        sum += probability_of(k, n, p);
        p_value[k] = fminl(1.0L, 2.0L * sum);
    }
    sum = 0.0L;
    for (uint64_t k = n; (double)k > (double)n * p; k--) {
        sum += probability_of(k, n, p);
        p_value[k] = fminl(1.0L, 2.0L * sum);
    }
}

/* Each k in turn: incomplete beta functions all of them. Below 1e-300 they may underflow. */
static void p_values_equal_sums(void **state)
{
    (void)state;
    const uint64_t trials[] = {1, 2, 3, 7, 10, 64, 100, 511, 1000, 2000};
    const double rates[] = {1e-12, 1e-6, 0.001, 0.01, 0.125, 0.3, 0.5, 0.7, 0.9, 0.999, 0.999999};
    static long double expected[2001];
    for (size_t i = 0; i < COUNT_OF(trials); i++) {
        for (size_t j = 0; j < COUNT_OF(rates); j++) {
            const uint64_t n = trials[i];
            sum_p_values(n, rates[j], expected);
            for (uint64_t k = 0; k <= n; k++) {
                const double actual = agreement_binomial_p_value(k, n, rates[j]);
                if (expected[k] < 1e-300L ? actual >= 0.0 && actual < 1.1e-300
                                          : fabsl(actual - expected[k]) <= 1e-9L * expected[k])
                    continue;
                fail_msg("k = %zu, n = %zu, p = %g: p-value %.15g, not %.15Lg", (size_t)k,
                         (size_t)n, rates[j], actual, expected[k]);
            }
        }
    }
}

/* Both tails of large counts near their mean: the terms up to 12 standard deviations away. */
static long double tail_p_value(uint64_t k, uint64_t n, double p)
{
    const double deviation = sqrt((double)n * p * (1.0 - p));
    const uint64_t reach = (uint64_t)(12.0 * deviation);
    long double sum = 0.0L;
    if ((double)k > (double)n * p)
        for (uint64_t i = k + reach < n ? k + reach : n; i >= k; i--)
            sum += probability_of(i, n, p);
    else
        for (uint64_t i = k > reach ? k - reach : 0; i <= k; i++)
            sum += probability_of(i, n, p);
    return fminl(1.0L, 2.0L * sum);
}

/* Within a standard deviation by an expansion, beyond by beta functions. */
static void p_values_of_large_counts_equal_sums(void **state)
{
    (void)state;
    const struct {
        uint64_t n;
        double p;
    } cases[] = {{100000, 0.5},  {100000, 0.2},     {200000, 0.7},   {300000, 0.05},
                 {1000000, 0.9}, {1000000, 0.0102}, {1000000, 0.985}};
    const double deviations[] = {-3,   -1.5, -1.01, -0.99, -0.7, -0.4, -0.1, -0.02, 0,
                                 0.02, 0.1,  0.4,   0.7,   0.99, 1.01, 1.5,  3};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const double mean = (double)cases[i].n * cases[i].p;
        const double deviation = sqrt(mean * (1.0 - cases[i].p));
        for (size_t j = 0; j < COUNT_OF(deviations); j++) {
            const uint64_t k = (uint64_t)(mean + deviations[j] * deviation);
            assert_close(agreement_binomial_p_value(k, cases[i].n, cases[i].p),
                         tail_p_value(k, cases[i].n, cases[i].p), 1e-3);
        }
    }
}

/* Is it a probability, at most the one before (but for what an expansion and a beta function differ
 * by), and near the normal one where that is good? */
static bool plausible(double p_value, double before, double z, double deviation)
{
    const double normal = 2.0 * gsl_cdf_ugaussian_Q(fabs(z) - 0.5 / deviation);
    return p_value >= 0.0 && p_value <= before * (1.0 + 1e-3) &&
           (deviation < 3.0 || fabs(p_value - fmin(1.0, normal)) < 0.2 / deviation + 2e-3);
}

/* From one trial to 1e12, at the mean and up to 8 standard deviations from it. */
static void p_values_are_numbers_everywhere(void **state)
{
    (void)state;
    for (int decade = 0; decade <= 12; decade++) {
        const uint64_t n = (uint64_t)llround(pow(10.0, decade));
        for (int i = -24; i <= 24; i++) {
            const double p = i == 0  ? 0.5
                             : i < 0 ? pow(10.0, 0.5 * (double)i)
                                     : 1.0 - pow(10.0, -0.5 * (double)i);
            const double mean = (double)n * p, deviation = sqrt(mean * (1.0 - p));
            for (int side = -1; side <= 1; side += 2) {
                double before = 1.0;
                for (int step = 0; step <= 160; step++) {
                    const double count = round(mean + side * 0.05 * (double)step * deviation);
                    const uint64_t k = (uint64_t)fmin(fmax(count, 0.0), (double)n);
                    const double p_value = agreement_binomial_p_value(k, n, p);
                    if (!plausible(p_value, before, ((double)k - mean) / deviation, deviation))
                        fail_msg("k = %.0f, n = 1e%d, p = %.15g: p-value %g after %g", (double)k,
                                 decade, p, p_value, before);
                    before = (count > mean) == (side > 0) ? p_value : 1.0;
                }
            }
        }
    }
}

/* Counting what did not happen is the same, to as many digits as the header says. The probabilities
 * are such that 1 - p is exact. */
static void p_values_are_symmetric(void **state)
{
    (void)state;
    const double rates[] = {0.5, 0.25, 0.375, 0.0078125, 0x1p-20, 0x1p-30};
    const uint64_t trials[] = {1, 5, 100, 2001, 100000, 3000000000};
    for (size_t i = 0; i < COUNT_OF(rates); i++) {
        for (size_t j = 0; j < COUNT_OF(trials); j++) {
            const uint64_t n = trials[j];
            const double mean = (double)n * rates[i], deviation = sqrt(mean * (1.0 - rates[i]));
            for (int step = -16; step <= 16; step++) {
                const double count = fmax(0.0, round(mean + 0.25 * (double)step * deviation));
                const uint64_t k = count > (double)n ? n : (uint64_t)count;
                assert_close(agreement_binomial_p_value(k, n, rates[i]),
                             agreement_binomial_p_value(n - k, n, 1.0 - rates[i]),
                             n > 1000000 ? 1e-4 : 1e-9);
            }
        }
    }
}

static void impossible_counts_have_p_value_0(void **state)
{
    (void)state;
    const uint64_t trials[] = {1, 2, 1000, 1000000000000};
    for (size_t i = 0; i < COUNT_OF(trials); i++) {
        const uint64_t n = trials[i];
        assert_true(agreement_binomial_p_value(0, n, 0.0) == 1.0);
        assert_true(agreement_binomial_p_value(1, n, 0.0) == 0.0);
        assert_true(agreement_binomial_p_value(n, n, 0.0) == 0.0);
        assert_true(agreement_binomial_p_value(n, n, 1.0) == 1.0);
        assert_true(agreement_binomial_p_value(n - 1, n, 1.0) == 0.0);
        assert_true(agreement_binomial_p_value(0, n, 1.0) == 0.0);
    }
}

/* --- experiments ------------------------------------------------------------------------------ */

enum { POINTS = 5 };

struct made {
    struct point points[POINTS];
    struct estimate estimates[POINTS];
    struct experiment experiment;
};

/* A pair that agrees, a Monte Carlo point without its exact one, and a pair for another loss rate
 * that agrees less: 10000 trials each. */
static void make(struct made *made)
{
    const struct strategy *strategy = strategy_find("await-reply");
    const struct estimate exact = {.trials = 3, .probability = {0.2, 0.0, 0.16, 0.64}};
    const struct estimate near = {.trials = 10000, .count = {2010, 0, 1590, 6400}};
    const struct estimate farther = {.trials = 10000, .count = {2090, 0, 1600, 6310}};
    *made = (struct made){
        .points = {{strategy, {1}, {0.2, 0.2}, METHOD_MONTE_CARLO},
                   {strategy, {1}, {0.2, 0.2}, METHOD_EXACT},
                   {strategy, {1}, {0.2, 0.25}, METHOD_MONTE_CARLO},
                   {strategy, {2}, {0.2, 0.2}, METHOD_MONTE_CARLO},
                   {strategy, {2}, {0.2, 0.2}, METHOD_EXACT}},
        .estimates = {near, exact, near, farther, exact},
        .experiment = {.method = {METHOD_MONTE_CARLO, METHOD_EXACT},
                       .method_count = 2,
                       .point_count = POINTS,
                       .trials = 10000},
    };
    made->experiment.points = made->points;
    made->experiment.estimates = made->estimates;
}

/* The smallest of the cells', times three: the cell that is impossible is not one of them. */
static void p_value_of_a_point_is_that_of_its_cells(void **state)
{
    (void)state;
    struct made made;
    make(&made);
    const double farthest = agreement_binomial_p_value(2090, 10000, 0.2);
    assert_close(agreement_of_point(&made.experiment, 3), 3.0 * farthest, 1e-15);
    assert_close(agreement_of_point(&made.experiment, 0), 1.0, 0.0); /* 3 times 0.79 */
    assert_true(isnan(agreement_of_point(&made.experiment, 1)));
    assert_true(isnan(agreement_of_point(&made.experiment, 2)));
    assert_true(isnan(agreement_of_point(&made.experiment, 4)));
    /* At the third of several looks it has a twelfth of the chance to be small. */
    made.experiment.stopping.precision = PRECISION_RELATIVE;
    made.estimates[3].look = 3;
    assert_close(agreement_of_point(&made.experiment, 3), 36.0 * farthest, 1e-15);
    made.experiment.stopping.precision = PRECISION_NONE;

    const struct agreement agreement = agreement_of_all(&made.experiment);
    const double smallest = 3.0 * farthest;
    assert_int_equal(agreement.points, 2);
    assert_close(agreement.smallest, smallest, 1e-15);
    assert_close(agreement.overall, 1.0 - (1.0 - smallest) * (1.0 - smallest), 1e-12);
}

/* Points whose parameters, rates or methods differ are no pair. */
static void only_the_same_point_is_compared(void **state)
{
    (void)state;
    struct made made;
    make(&made);
    made.points[1].parameter[0] = 3;
    assert_true(isnan(agreement_of_point(&made.experiment, 0)));
    make(&made);
    made.points[1].channel.loss = 0.3;
    assert_true(isnan(agreement_of_point(&made.experiment, 0)));
    make(&made);
    made.points[1].channel.loss_back = 0.3;
    assert_true(isnan(agreement_of_point(&made.experiment, 0)));
    make(&made);
    made.points[1].strategy = strategy_find("always-attack");
    assert_true(isnan(agreement_of_point(&made.experiment, 0)));
    make(&made);
    made.points[4].method = METHOD_MONTE_CARLO;
    assert_true(isnan(agreement_of_point(&made.experiment, 4))); /* the last one */
    assert_true(isnan(agreement_of_point(&made.experiment, 3)));
    made.experiment.point_count = 0;
    const struct agreement none = agreement_of_all(&made.experiment);
    assert_int_equal(none.points, 0);
    assert_true(none.overall == 1.0);
}

/* Any wrong exact cell is noticed, and a trial in a cell that is impossible, however many trials
 * all else agrees in. */
static void wrong_exact_values_are_noticed(void **state)
{
    (void)state;
    for (int cell = 0; cell < CELL_COUNT; cell++) {
        struct made made;
        make(&made);
        made.estimates[1].probability[cell] += 0.04;
        assert_true(agreement_of_point(&made.experiment, 0) < 1e-9);
        assert_true(agreement_of_all(&made.experiment).overall < 1e-9);
    }
    struct made made;
    make(&made);
    made.estimates[0].count[CELL_FIRST_ONLY]++;
    made.estimates[0].count[CELL_BOTH]--;
    assert_true(agreement_of_point(&made.experiment, 0) == 0.0);
    assert_true(agreement_of_all(&made.experiment).overall == 0.0);
}

int main(void)
{
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(p_values_equal_sums),
        cmocka_unit_test(p_values_of_large_counts_equal_sums),
        cmocka_unit_test(p_values_are_numbers_everywhere),
        cmocka_unit_test(p_values_are_symmetric),
        cmocka_unit_test(impossible_counts_have_p_value_0),
        cmocka_unit_test(p_value_of_a_point_is_that_of_its_cells),
        cmocka_unit_test(only_the_same_point_is_compared),
        cmocka_unit_test(wrong_exact_values_are_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
