/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_BOUNDED_MEAN_H
#define GENERALS_ANALYSIS_BOUNDED_MEAN_H

/* Confidence interval for the mean of a count that lies between 0 and a known most, which holds for
 * every number of trials and every distribution: for who is to answer for it. Student's t
 * (analysis/interval.h) is narrower, and right only for so many trials that nobody can say how
 * many.
 *
 * Two intervals, of which each may miss with half of the error; what lies in both is the result.
 *
 * - Empirical Bernstein, on the sums over batches of 64 trials: with B batches, whose sums lie in
 *   [0, 64 most] and have the sample variance V, and l = log(3 / error),
 *
 *       |mean of the sums - its expectation| <= sqrt(2 V l / B) + 7/3 64 most l / (B - 1).
 *
 *   A. Maurer and M. Pontil, COLT 2009, theorem 4, which needs three events for its two sides.
 *   It is the narrower where trials differ little, or the mean is large.
 * - Chernoff and Hoeffding, on all n trials: with x the mean share of the most, the expected share
 * m has n KL(x, m) <= log(2 / error), KL(x, m) = x log(x/m) + (1-x) log((1-x)/(1-m)). W. Hoeffding,
 *   J. Amer. Statist. Assoc. 58 (1963) 13-30, theorem 1. It is the narrower where hardly any trial
 *   counts anything. */

#include "analysis/interval.h"
#include "engine/tally.h"

#include <stdbool.h>
#include <stdint.h>

/* `sum` is one of the tally's, of what a trial adds at most `most` to. False, and nothing set,
 * without trials or unless 0 < level < 1. Thread-safe. */
bool bounded_mean_interval(const struct tally *tally, const struct tally_sum *sum, uint64_t most,
                           double level, struct interval *result);

#endif
