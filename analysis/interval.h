/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_INTERVAL_H
#define GENERALS_ANALYSIS_INTERVAL_H

/* Confidence intervals: for a probability from k successes in n trials, and for a mean from
 * batches.
 *
 * Three intervals for a probability. Each puts (1 - level) / 2 on either side.
 *
 * - Clopper-Pearson covers the true probability at least as often as it says, for every n and p,
 *   and so is wider than the others. From quantiles of Beta(k, n - k + 1) and Beta(k + 1, n - k);
 *   C. J. Clopper and E. S. Pearson, Biometrika 26 (1934) 404-413.
 * - Wilson covers as often as it says on average, much less often for some p near 0 and 1. In
 *   closed form; E. B. Wilson, J. Amer. Statist. Assoc. 22 (1927) 209-212.
 * - Jeffreys covers as often as it says on average. Quantiles of Beta(k + 1/2, n - k + 1/2), with
 *   the ends 0 at k = 0 and 1 at k = n as in L. D. Brown, T. T. Cai and A. DasGupta, Statist. Sci.
 *   16 (2001) 101-133. At a level far below one half it need not contain k / n.
 *
 * For all three, low is exactly 0 if and only if k = 0, high is exactly 1 if k = n, and both move
 * up with k. Zero failures still give an upper bound above 0, all failures a lower bound below 1.
 *
 * Accuracy, for 1 <= n <= 1e13 and 0.01 <= level <= 1 - 1e-9: low, 1 - low, high, 1 - high and the
 * distances from k / n are right to 2e-9 of themselves (at levels from 0.1 to 0.99 to 5e-10), or to
 * the last bits of low and high where those are coarser. Beyond, accuracy fades slowly. An interval
 * takes from 0.1 to about 10 microseconds.
 *
 * All functions are thread-safe. They rely on GSL, whose error handler aborts the program unless
 * gsl_set_error_handler_off() was called: call it once, before the first thread starts. */

#include <stdbool.h>
#include <stdint.h>

enum interval_kind { INTERVAL_CLOPPER_PEARSON, INTERVAL_WILSON, INTERVAL_JEFFREYS };

struct interval {
    double low, high; /* both ends belong to the interval */
};

/* "clopper-pearson", "wilson" or "jeffreys", as on the command line and in files; never freed. */
const char *interval_name(enum interval_kind kind);

/* The kind of that name. False, and nothing set, if there is none; `name` may not be NULL. */
bool interval_from_name(const char *name, enum interval_kind *kind);

/* Interval for the probability of success after `k` successes in `n` trials. False, and nothing
 * set, unless 0 <= k <= n, 1 <= n and 0 < level < 1, or when GSL fails. */
bool interval_of_proportion(enum interval_kind kind, uint64_t k, uint64_t n, double level,
                            struct interval *result);

/* Interval for a mean that was estimated from `batches` batches of equal size, of which
 * `standard_error` is the standard deviation of the batch means divided by sqrt(batches):
 * mean +- t * standard_error with t the quantile of Student's distribution with batches - 1 degrees
 * of freedom. False, and nothing set, unless mean and standard_error are finite, standard_error >=
 * 0, batches >= 2 and 0 < level < 1, or when GSL fails or the ends overflow. */
bool interval_of_mean(double mean, double standard_error, uint64_t batches, double level,
                      struct interval *result);

#endif
