/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_RARE_H
#define GENERALS_ANALYSIS_RARE_H

/* From the weights of importance sampling (engine/weights.h) to a mean with its interval, and to
 * whether the weights can be trusted.
 *
 * Mean y: the sum of weights over the number of trials. Its variance v is stratified: each
 * component of the tilt has a fixed part of the trials, so only what varies within components
 * counts. The interval is that of M. P. Fay and E. J. Feuer (Statistics in Medicine 16 (1997)
 * 791-801) for weighted sums of rare counts: quantiles of gamma distributions with mean y and
 * variance v, at the upper end with one more hit of the largest weight that was seen. It keeps its
 * level where hits are few and their weights differ. Elsewhere v is taken as at least that of four
 * hits: where all trials hit with the same weight, there may be others.
 *
 * Effective sample size: (sum of weights)^2 / (sum of their squares): so many hits of equal weight
 * would tell as much. */

#include "analysis/interval.h"
#include "analysis/stopping.h"
#include "engine/tilt_search.h"
#include "engine/weights.h"

enum { RARE_EFFECTIVE_MIN = 100 };

struct rare {
    double mean;
    struct interval interval;
    double deviation;   /* standard error of the mean */
    double effective;   /* sample size */
    enum status status; /* STATUS_COMPLETE: nothing speaks against the weights */
};

/* Of a tally of at least one trial. What was never hit has mean 0 and an upper end of infinity: the
 * tilt may not serve it. */
bool rare_estimate(const struct weighted_tally *tally, const struct found_tilt *found, double level,
                   struct rare *rare, struct error *error);

/* Trials that make the half width of the interval `half_width`, with something to spare, as far as
 * a first sample tells. */
double rare_trials_needed(const struct rare *first_stage, uint64_t trials, double level,
                          double half_width);

#endif
