/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/rare.h"

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <math.h>

static const double dominates = 0.02; /* this part of the sum is one weight's */
static const double disagrees = 4.5;  /* standard errors between the estimates of both searches */
static const double spare = 1.2;      /* times the trials that a first sample asks for */

/* Sums in units of the grid, of the components from..to-1. */
struct sums {
    double trials, sum, squares;
    double variance; /* of the sum: stratified */
};

static double as_squares(uint128 squares)
{
    return ldexp((double)squares, 2 * WEIGHTS_SQUARE_DROP);
}

static struct sums add_up(const struct weighted_tally *tally, const struct tilt *tilt,
                          const struct weight_sum *weights, size_t from, size_t to)
{
    struct sums sums = {0.0, 0.0, 0.0, 0.0};
    const double shares = tilt_shares(tilt);
    for (size_t c = from; c < to; c++) {
        const double trials = (double)tally->trials * tilt->share[c] / shares;
        const double sum = (double)weights[c].sum, squares = as_squares(weights[c].squares);
        sums.trials += trials;
        sums.sum += sum;
        sums.squares += squares;
        sums.variance += fmax(0.0, squares - sum * (sum / trials)) * trials / (trials - 1.0);
    }
    return sums;
}

/* Beyond this shape GSL's search does not always converge; there the cube root of a gamma variable
 * is normal (Wilson and Hilferty 1931), within a thousandth of a tail of 0.5 %. */
static const double large_shape = 500.0;

/* The lower or upper quantile of the gamma distribution of this mean and variance. */
static double gamma_quantile(double tail, bool upper, double mean, double variance)
{
    const double shape = mean * (mean / variance), scale = variance / mean;
    if (shape < large_shape)
        return upper ? gsl_cdf_gamma_Qinv(tail, shape, scale)
                     : gsl_cdf_gamma_Pinv(tail, shape, scale);
    const double z = upper ? gsl_cdf_ugaussian_Qinv(tail) : gsl_cdf_ugaussian_Pinv(tail);
    return mean * pow(1.0 - 1.0 / (9.0 * shape) + z / (3.0 * sqrt(shape)), 3.0);
}

static bool both_halves_disagree(const struct weighted_tally *tally, const struct tilt *tilt)
{
    if (tilt->first_half == tilt->components || tally->beyond_half > 0)
        return tally->beyond_half > 0;
    const struct sums first = add_up(tally, tilt, tally->half, 0, tilt->first_half);
    const struct sums second = add_up(tally, tilt, tally->half, tilt->first_half, tilt->components);
    const double apart = first.sum / first.trials - second.sum / second.trials;
    const double variance = first.variance / first.trials / first.trials +
                            second.variance / second.trials / second.trials;
    return fabs(apart) > disagrees * sqrt(variance);
}

static enum status judge(const struct weighted_tally *tally, const struct tilt *tilt,
                         const struct sums *all, double effective)
{
    if (tally->hits == 0 || !(all->sum > 0.0))
        return STATUS_UNSEEN;
    if (both_halves_disagree(tally, tilt))
        return STATUS_TILTS_DISAGREE;
    if (tally->beyond > 0 || (double)tally->largest > dominates * all->sum)
        return STATUS_DOMINATED;
    return effective < RARE_EFFECTIVE_MIN ? STATUS_FEW_EFFECTIVE : STATUS_COMPLETE;
}

bool rare_estimate(const struct weighted_tally *tally, const struct found_tilt *found, double level,
                   struct rare *rare, struct error *error)
{
    const struct sums all = add_up(tally, &found->tilt, tally->all, 0, found->tilt.components);
    const double tail = (1.0 - level) / 2.0, most = (double)tally->largest;
    const double scale = 1.0 / all.trials;
    *rare = (struct rare){.interval = {0.0, INFINITY}};
    rare->effective = all.sum > 0.0 ? all.sum * (all.sum / all.squares) : 0.0;
    rare->status = judge(tally, &found->tilt, &all, rare->effective);
    if (rare->status == STATUS_UNSEEN)
        return true;
    const double variance = fmax(all.variance, 4.0 * most * most);
    const double low = gamma_quantile(tail, false, all.sum, variance);
    const double high = gamma_quantile(tail, true, all.sum + most, all.variance + most * most);
    rare->mean = ldexp(all.sum * scale, found->grid);
    rare->interval =
        (struct interval){ldexp(low * scale, found->grid), ldexp(high * scale, found->grid)};
    rare->deviation = ldexp(sqrt(variance) * scale, found->grid);
    if (rare->status == STATUS_COMPLETE && rare->interval.low < DBL_MIN)
        rare->status = STATUS_TOO_SMALL;
    return (isfinite(high) && low >= 0.0) ||
           error_set(error, "cannot compute the interval of a sum of %.15g weights",
                     (double)tally->hits);
}

double rare_trials_needed(const struct rare *first_stage, uint64_t trials, double level,
                          double half_width)
{
    const double z = gsl_cdf_ugaussian_Pinv(0.5 + level / 2.0);
    const double ratio = z * first_stage->deviation / half_width;
    return spare * ratio * ratio * (double)trials;
}
