/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_TESTS_TESTING_H
#define GENERALS_TESTS_TESTING_H

/* What the tests share: cmocka with the headers that it needs, a comparison of doubles (cmocka's
 * own compares as float) and the tails of the distributions that statistical tests use.
 *
 * A statistical test states the probability that it fails although nothing is wrong. Each of its
 * p-values is compared with that probability divided by the number of p-values (Bonferroni). */

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>

/* With sanitizers everything takes ten times as long: they look for other mistakes, and find them
 * with fewer trials and smaller parameters. */
#if defined __has_feature /* clang */
#define SANITIZED (__has_feature(address_sanitizer) || __has_feature(thread_sanitizer))
#elif defined __SANITIZE_ADDRESS__ || defined __SANITIZE_THREAD__
#define SANITIZED 1
#else
#define SANITIZED 0
#endif
#define FEWER_IF_SANITIZED(usual, fewer) (SANITIZED ? (fewer) : (usual))

#define COUNT_OF(array) (sizeof(array) / sizeof(array)[0])

static inline void check_close(long double actual, long double expected, long double relative,
                               const char *file, int line)
{
    if (fabsl(actual - expected) <= relative * fabsl(expected)) /* false for NaN */
        return;
    print_error("%.20Lg is not %.20Lg within %.3Lg of it\n", actual, expected, relative);
    _fail(file, line);
}

/* Do the numbers differ by at most `relative` times the expected one? 0 is close to 0 alone. */
#define assert_close(actual, expected, relative) \
    check_close((actual), (expected), (relative), __FILE__, __LINE__)

/* GSL aborts at a tail that underflows; the tests look at the value instead. */
static inline void let_tails_underflow(void)
{
    gsl_set_error_handler_off();
}

/* P(a binomial count is at least as far from the mean, on its side, as `count`), times two; NaN if
 * GSL cannot tell. Within one standard deviation it is 1: there GSL fails when trials are many. */
static inline double binomial_p_value(uint64_t count, uint64_t trials, double probability)
{
    const double n = (double)trials, k = (double)count, mean = n * probability;
    if (count > trials)
        return 0.0;
    if (fabs(k - mean) <= sqrt(mean * (1.0 - probability)))
        return 1.0;
    if (probability <= 0.0 || probability >= 1.0)
        return 0.0;
    const double tail = k > mean ? gsl_cdf_beta_P(probability, k, n - k + 1.0)
                                 : gsl_cdf_beta_Q(probability, k + 1.0, n - k);
    return tail > 0.5 ? 1.0 : 2.0 * tail;
}

/* A bound on P(|sum - mean of the sum| >= distance) for a sum of independent terms, each at most
 * `reach` from its mean (Bernstein's inequality): no normal approximation is needed. */
static inline double bernstein_p_value(double distance, double variance_of_sum, double reach)
{
    if (distance <= 0.0)
        return 1.0;
    return 2.0 * exp(-distance * distance / (2.0 * (variance_of_sum + reach * distance / 3.0)));
}

/* Pearson's test of `classes` counts against the probabilities of the classes. */
static inline double chi_square_p_value(const uint64_t *counts, const double *probabilities,
                                        size_t classes)
{
    double total = 0.0, chi_square = 0.0;
    for (size_t i = 0; i < classes; i++)
        total += (double)counts[i];
    for (size_t i = 0; i < classes; i++) {
        const double expected = total * probabilities[i];
        const double beyond = (double)counts[i] - expected;
        chi_square += beyond * beyond / expected;
    }
    return gsl_cdf_chisq_Q(chi_square, (double)(classes - 1));
}

#endif
