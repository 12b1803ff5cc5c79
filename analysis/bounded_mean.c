/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/bounded_mean.h"

#include <gsl/gsl_sf_log.h>
#include <math.h>

enum { BATCH = 64 }; /* trials */

/* t - log(1 + t), with all its digits near 0 too; infinite at -1. */
static double above_logarithm(double t)
{
    if (t <= -1.0)
        return INFINITY;
    gsl_sf_result value;
    return gsl_sf_log_1plusx_mx_e(t, &value) == 0 ? -value.val : NAN;
}

/* KL(share, share + distance). The two logarithms nearly cancel; what is left when their linear
 * parts are taken away, which do so entirely, is a sum of positive terms. */
static double divergence(double share, double distance)
{
    const double rest = 1.0 - share;
    const double first = share > 0.0 ? share * above_logarithm(distance / share) : distance;
    const double second = rest > 0.0 ? rest * above_logarithm(-distance / rest) : -distance;
    return first + second;
}

enum { HALVINGS = 100 };

/* The distance from `share` towards `end` at which the divergence gets to `most`. What is returned
 * is never nearer. */
static double chernoff_distance(double share, double end, double most)
{
    double inside = 0.0, outside = end - share;
    for (int i = 0; i < HALVINGS; i++) {
        const double middle = inside + (outside - inside) / 2.0;
        *(divergence(share, middle) <= most ? &inside : &outside) = middle;
    }
    return outside;
}

static struct interval chernoff(const struct tally *tally, const struct tally_sum *sum, double most,
                                double error)
{
    const double trials = (double)tally->trials, divergence_max = log(2.0 / error) / trials;
    const double share = (double)sum->total / (trials * most);
    return (struct interval){most * (share + chernoff_distance(share, 0.0, divergence_max)),
                             most * (share + chernoff_distance(share, 1.0, divergence_max))};
}

static struct interval bernstein(const struct tally *tally, const struct tally_sum *sum,
                                 double most, double error)
{
    if (tally->batches < 2)
        return (struct interval){0.0, most};
    const double batches = (double)tally->batches, scale = log(3.0 / error);
    const double variance = tally_sum_deviations(sum, tally->batches) / (batches - 1.0);
    const double half_width =
        sqrt(2.0 * variance * scale / batches) + 7.0 / 3.0 * BATCH * most * scale / (batches - 1.0);
    const double mean = (double)sum->batch_total / batches;
    return (struct interval){fmax(0.0, (mean - half_width) / BATCH),
                             fmin(most, (mean + half_width) / BATCH)};
}

bool bounded_mean_interval(const struct tally *tally, const struct tally_sum *sum, uint64_t most,
                           double level, struct interval *result)
{
    if (tally->trials == 0 || !(level > 0.0 && level < 1.0))
        return false;
    if (most == 0) {
        *result = (struct interval){0.0, 0.0};
        return true;
    }
    const double error = (1.0 - level) / 2.0;
    const struct interval a = chernoff(tally, sum, (double)most, error);
    const struct interval b = bernstein(tally, sum, (double)most, error);
    *result = (struct interval){fmax(a.low, b.low), fmin(a.high, b.high)};
    return true;
}
