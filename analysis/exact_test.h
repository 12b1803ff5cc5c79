/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_EXACT_TEST_H
#define GENERALS_ANALYSIS_EXACT_TEST_H

/* Tests without approximation of whether two probabilities are the same: of two counts (Fisher), or
 * of a count and a known probability (binomial).
 *
 * The p-value is twice the smaller tail, at most 1: P(a result at least as far from what is
 * expected, on its side), times two for not having known on which side to look. So each tail is a
 * valid test of "not less" or "not greater", too. (R's fisher.test and SciPy's add up all results
 * that are no likelier than the one that was seen, which is another two-sided test of the same
 * hypothesis.)
 *
 * R. A. Fisher, J. Roy. Statist. Soc. 98 (1935) 39-82. Probabilities are computed as in C. Loader,
 * "Fast and accurate computation of binomial probabilities" (2000), which loses no digits where
 * counts are large. Right to 1e-8 of themselves for up to 1e15 trials; below 1e-307 they are 0.
 *
 * NaN if a count is larger than its trials, there are no trials, or GSL fails. Thread-safe. */

#include <stdint.h>

/* Of `a` among `trials_a` and `b` among `trials_b`, given a + b. */
double exact_test_fisher(uint64_t a, uint64_t trials_a, uint64_t b, uint64_t trials_b);

/* Of `k` among `trials`, where each has this probability. */
double exact_test_binomial(uint64_t k, uint64_t trials, double probability);

#endif
