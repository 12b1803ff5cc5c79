/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/agreement.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

/* P(X >= k) for k above the mean: a normal tail at k - 1/2, corrected for skewness. */
static double edgeworth_tail(double k, double n, double p)
{
    const double deviation = sqrt(n * p * (1.0 - p));
    const double z = (k - 0.5 - n * p) / deviation;
    const double skewness = (1.0 - 2.0 * p) / deviation;
    return gsl_cdf_ugaussian_Q(z) + skewness / 6.0 * (z * z - 1.0) * gsl_ran_ugaussian_pdf(z);
}

/* P(X >= k) for k above the mean. */
static double upper_tail(double k, double n, double p)
{
    const double deviation = sqrt(n * p * (1.0 - p));
    if (deviation > 100.0 && k - n * p < deviation)
        return edgeworth_tail(k, n, p);
    return gsl_cdf_beta_P(p, k, n - k + 1.0);
}

double agreement_binomial_p_value(uint64_t k, uint64_t n, double probability)
{
    if (probability <= 0.0 || probability >= 1.0)
        return k == (probability <= 0.0 ? 0 : n) ? 1.0 : 0.0;
    const double mean = (double)n * probability, count = (double)k, trials = (double)n;
    /* Below the mean, what did not happen is above its own. */
    const double tail = count > mean ? upper_tail(count, trials, probability)
                                     : upper_tail(trials - count, trials, 1.0 - probability);
    return fmin(1.0, 2.0 * tail);
}

static bool same_point(const struct point *a, const struct point *b)
{
    return a->strategy == b->strategy &&
           memcmp(a->parameter, b->parameter, sizeof a->parameter) == 0 &&
           a->channel.loss == b->channel.loss && a->channel.loss_back == b->channel.loss_back;
}

double agreement_of_point(const struct experiment *experiment, size_t index)
{
    const struct point *point = &experiment->points[index];
    /* In canonical order its exact twin follows. */
    if (point->method != METHOD_MONTE_CARLO || index + 1 == experiment->point_count ||
        point[1].method != METHOD_EXACT || !same_point(point, &point[1]))
        return NAN;
    const struct estimate *estimate = &experiment->estimates[index], *exact = estimate + 1;
    double smallest = 1.0;
    unsigned tests = 0;
    for (int cell = 0; cell < CELL_COUNT; cell++) {
        const double p = agreement_binomial_p_value(estimate->count[cell], estimate->trials,
                                                    exact->probability[cell]);
        tests += exact->probability[cell] > 0.0;
        smallest = p < smallest || isnan(p) ? p : smallest;
    }
    return fmin(1.0, tests * smallest);
}

struct agreement agreement_of_all(const struct experiment *experiment)
{
    struct agreement agreement = {.smallest = 1.0, .overall = 1.0};
    for (size_t i = 0; i < experiment->point_count; i++) {
        const double p = agreement_of_point(experiment, i);
        if (isnan(p))
            continue;
        agreement.points++;
        agreement.smallest = fmin(p, agreement.smallest);
    }
    if (agreement.points > 0 && agreement.smallest < 1.0)
        agreement.overall = -expm1((double)agreement.points * log1p(-agreement.smallest));
    return agreement;
}
