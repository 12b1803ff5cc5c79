/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/agreement.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>

/* The upper tail at k, or the lower one: a normal tail half a count nearer the mean, corrected for
 * skewness. `sign` is 1 or -1. */
static double edgeworth_tail(double k, double n, double p, double sign)
{
    const double deviation = sqrt(n * p * (1.0 - p));
    const double z = (sign * (k - n * p) - 0.5) / deviation;
    const double skewness = sign * (1.0 - 2.0 * p) / deviation;
    return gsl_cdf_ugaussian_Q(z) + skewness / 6.0 * (z * z - 1.0) * gsl_ran_ugaussian_pdf(z);
}

/* P(X >= k) for k above the mean, else P(X <= k). GSL's beta functions fail near the mean where n
 * is large, and lose digits further out where it is very large. */
static double tail_of(double k, double n, double p)
{
    const double deviation = sqrt(n * p * (1.0 - p));
    const double z = fabs(k - n * p) / deviation;
    const bool upper = k > n * p;
    if ((deviation > 100.0 && z < 1.0) || (deviation > 1e3 && z < 6.0))
        return edgeworth_tail(k, n, p, upper ? 1.0 : -1.0);
    if (n > 1e10 && p < 1e-6) /* Poisson's distribution differs by less than p */
        return upper ? gsl_cdf_gamma_P(n * p, k, 1.0) : gsl_cdf_gamma_Q(n * p, k + 1.0, 1.0);
    return upper ? gsl_cdf_beta_P(p, k, n - k + 1.0) : gsl_cdf_beta_Q(p, k + 1.0, n - k);
}

double agreement_binomial_p_value(uint64_t k, uint64_t n, double probability)
{
    if (probability <= 0.0 || probability >= 1.0)
        return k == (probability <= 0.0 ? 0 : n) ? 1.0 : 0.0;
    const double p_value = 2.0 * tail_of((double)k, (double)n, probability);
    return p_value > 1.0 ? 1.0 : p_value; /* NaN stays NaN */
}

static bool same_point(const struct point *a, const struct point *b)
{
    return a->strategy == b->strategy && point_same_parameters(a, b) &&
           a->channel.loss == b->channel.loss && a->channel.loss_back == b->channel.loss_back;
}

/* A cell whose probability is 1 but for rounding is tested by the trials that end elsewhere. What
 * GSL cannot compute is no agreement. */
static double cell_p_value(const struct estimate *estimate, const struct estimate *exact, int cell)
{
    double elsewhere = 0.0;
    for (int i = 0; i < CELL_COUNT; i++)
        elsewhere += i != cell ? exact->probability[i] : 0.0;
    const uint64_t k = estimate->count[cell], n = estimate->trials;
    const double p = exact->probability[cell] >= 1.0
                         ? agreement_binomial_p_value(n - k, n, elsewhere)
                         : agreement_binomial_p_value(k, n, exact->probability[cell]);
    return isnan(p) ? 0.0 : p;
}

/* The estimate of the point's exact twin, or NULL. In canonical order it follows Monte Carlo and
 * comes before importance sampling, of one target or several. */
static const struct estimate *exact_twin(const struct experiment *experiment, size_t index)
{
    const struct point *point = &experiment->points[index];
    size_t twin = index;
    while (twin > 0 && experiment->points[twin].method == METHOD_IMPORTANCE)
        twin--;
    if (point->method == METHOD_MONTE_CARLO)
        twin++;
    return twin < experiment->point_count && experiment->points[twin].method == METHOD_EXACT &&
                   same_point(point, &experiment->points[twin])
               ? &experiment->estimates[twin]
               : NULL;
}

/* A sum of many weights is normal. */
static double weighted_p_value(const struct point *point, const struct estimate *estimate,
                               const struct estimate *exact)
{
    const double truth = estimate_target(point->target, exact).value;
    const double apart = fabs(estimate_target(point->target, estimate).value - truth);
    /* An interval from 0 to 1 tests nothing, nor does a number that is too small to be held. */
    if (estimate->status == STATUS_UNSEEN || estimate->status == STATUS_TOO_SMALL)
        return NAN;
    if (apart <= 1e-12 * truth)
        return 1.0;
    return estimate->deviation > 0.0 ? 2.0 * gsl_cdf_ugaussian_Q(apart / estimate->deviation) : 0.0;
}

double agreement_of_point(const struct experiment *experiment, size_t index)
{
    const struct point *point = &experiment->points[index];
    const struct estimate *estimate = &experiment->estimates[index];
    const struct estimate *exact = exact_twin(experiment, index);
    if (point->method == METHOD_EXACT || exact == NULL || estimate->trials == 0)
        return NAN;
    if (point->method == METHOD_IMPORTANCE)
        return weighted_p_value(point, estimate, exact);
    double smallest = 1.0;
    unsigned tests = 0;
    for (int cell = 0; cell < CELL_COUNT; cell++) {
        const double p = cell_p_value(estimate, exact, cell);
        tests += exact->probability[cell] > 0.0;
        smallest = p < smallest ? p : smallest;
    }
    if (tests == 2) /* one cell's count is what is left by the other's: one test */
        tests = 1;
    /* Who stops where it pleases finds a small p-value more often: each look has its share of them.
     */
    const bool sequential = experiment->stopping.precision != PRECISION_NONE;
    return fmin(1.0, tests * smallest / (sequential ? stopping_share(estimate->look) : 1.0));
}

struct agreement agreement_of_all(const struct experiment *experiment)
{
    struct agreement agreement = {.smallest = 1.0, .overall = 1.0};
    for (size_t i = 0; i < experiment->point_count; i++) {
        const double p = agreement_of_point(experiment, i);
        if (isnan(p))
            continue;
        agreement.points++;
        agreement.importance |= experiment->points[i].method == METHOD_IMPORTANCE;
        agreement.smallest = fmin(p, agreement.smallest);
    }
    if (agreement.points > 0 && agreement.smallest < 1.0)
        agreement.overall = -expm1((double)agreement.points * log1p(-agreement.smallest));
    return agreement;
}
