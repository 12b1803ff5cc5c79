/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/exact_test.h"

#include <gsl/gsl_integration.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_sf_gamma.h>
#include <gsl/gsl_sf_log.h>
#include <math.h>
#include <stdbool.h>

__extension__ typedef unsigned __int128 product;

/* Only upper tails are computed: the lower tail of successes is the upper one of failures. */

/* A number of successes: of `trials` that succeed with `p` each; or, if `others` is not 0, given
 * that `successes` of `trials` and `others` together succeed. Counts are whole numbers. */
struct law {
    double trials, p, q; /* q = 1 - p, with all its digits */
    double others, successes;
};

/* log of x! over Stirling's formula without its series. */
static double stirling_error(double x)
{
    return x > 0.0 ? log(gsl_sf_gammastar(x)) : 0.0;
}

/* x log(x / mean) + mean - x, without cancellation. */
static double deviance(double x, double mean)
{
    return x > 0.0 ? -x * gsl_sf_log_1plusx_mx((mean - x) / x) : mean;
}

/* log P(x successes in n trials), for real x between 0 and n. */
static double log_binomial(double x, double n, double p, double q)
{
    if (x <= 0.0)
        return p < 0.5 ? n * log1p(-p) : n * log(q);
    if (x >= n)
        return q < 0.5 ? n * log1p(-q) : n * log(p);
    return stirling_error(n) - stirling_error(x) - stirling_error(n - x) - deviance(x, n * p) -
           deviance(n - x, n * q) + 0.5 * log(n / (2.0 * M_PI * x * (n - x)));
}

static double log_probability(const struct law *law, double x)
{
    const double own = log_binomial(x, law->trials, law->p, law->q);
    if (!(law->others > 0.0))
        return own;
    return own + log_binomial(law->successes - x, law->others, law->p, law->q) -
           log_binomial(law->successes, law->trials + law->others, law->p, law->q);
}

/* P(x + 1) / P(x) */
static double ratio_after(const struct law *law, double x)
{
    if (!(law->others > 0.0))
        return (law->trials - x) / (x + 1.0) * (law->p / law->q);
    return (law->trials - x) / (x + 1.0) *
           ((law->successes - x) / (law->others - law->successes + x + 1.0));
}

static double deviation(const struct law *law)
{
    const double all = law->trials + law->others;
    const double share = law->others > 0.0 ? law->others / (all - 1.0) : 1.0;
    return sqrt(law->trials * law->p * law->q * share);
}

static double highest(const struct law *law)
{
    return law->others > 0.0 ? fmin(law->trials, law->successes) : law->trials;
}

/* P(X >= k) / P(X = k), term by term. */
static double sum_of_terms(const struct law *law, double k)
{
    double sum = 1.0, term = 1.0, ratio = 1.0;
    for (double x = k; x < highest(law) && (ratio >= 1.0 || term > 1e-17 * sum); x++) {
        ratio = ratio_after(law, x);
        term *= ratio;
        sum += term;
    }
    return sum;
}

struct tail {
    const struct law *law;
    double from, log_first, step;
};

static double relative_probability(double t, void *context)
{
    const struct tail *tail = context;
    return exp(log_probability(tail->law, tail->from + t * tail->step) - tail->log_first);
}

/* The same by the formula of Euler and Maclaurin: the sum is the integral, and half the first term,
 * and a twelfth of how fast it falls. In standard deviations, the logarithm of the probability
 * falls by about z t + t^2/2; 84/2 powers of e are enough. */
static double integral_of_terms(const struct law *law, double k)
{
    const double step = deviation(law), z = fmax(0.0, (k - law->trials * law->p) / step);
    const double far = fmin(1.2 * 84.0 / (sqrt(z * z + 84.0) + z), (highest(law) - k) / step);
    struct tail tail = {law, k, log_probability(law, k), step};
    gsl_function function = {relative_probability, &tail};
    gsl_integration_glfixed_table *table = gsl_integration_glfixed_table_alloc(96);
    if (table == NULL)
        return NAN;
    const double integral = step * gsl_integration_glfixed(&function, 0.0, far, table);
    gsl_integration_glfixed_table_free(table);
    const double slope = log_probability(law, k + 0.5) - log_probability(law, k - 0.5);
    return integral + 0.5 - slope / 12.0;
}

/* P(X >= k), k not below the mean. Where terms are many they change slowly, and an integral does.
 */
static double upper_tail(const struct law *law, double k)
{
    const bool few = deviation(law) < 1000.0 || ratio_after(law, k) < 0.999;
    return exp(log_probability(law, k)) * (few ? sum_of_terms(law, k) : integral_of_terms(law, k));
}

static double two_sided(double tail)
{
    return tail >= 0.5 ? 1.0 : 2.0 * tail; /* NaN stays NaN */
}

double exact_test_fisher(uint64_t a, uint64_t trials_a, uint64_t b, uint64_t trials_b)
{
    if (trials_a == 0 || trials_b == 0 || a > trials_a || b > trials_b)
        return NAN;
    const product left = (product)a * trials_b, right = (product)b * trials_a;
    if (left == right)
        return 1.0;
    if (left < right) { /* failures instead */
        a = trials_a - a;
        b = trials_b - b;
    }
    const double successes = (double)a + (double)b, all = (double)trials_a + (double)trials_b;
    const struct law law = {(double)trials_a, successes / all, (all - successes) / all,
                            (double)trials_b, successes};
    return two_sided(upper_tail(&law, (double)a));
}

double exact_test_binomial(uint64_t k, uint64_t trials, double probability)
{
    if (trials == 0 || k > trials || !(probability >= 0.0 && probability <= 1.0))
        return NAN;
    if (probability <= 0.0 || probability >= 1.0)
        return k == (probability <= 0.0 ? 0 : trials) ? 1.0 : 0.0;
    const double n = (double)trials;
    if ((double)k >= n * probability)
        return two_sided(
            upper_tail(&(struct law){n, probability, 1.0 - probability, 0.0, 0.0}, (double)k));
    return two_sided(upper_tail(&(struct law){n, 1.0 - probability, probability, 0.0, 0.0},
                                (double)(trials - k)));
}
