/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_AGREEMENT_H
#define GENERALS_ANALYSIS_AGREEMENT_H

/* Do Monte Carlo and importance sampling agree with exact? Of a Monte Carlo point each of the four
 * cells is tested: its count among n trials is binomial with the exact probability. Of a point of
 * importance sampling the target's value is tested, which is normal but for few effective hits. */

#include "analysis/experiment.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* P(a binomial count is at least as far from the mean as k, on its side), times two, at most 1.
 * Tails are incomplete beta functions, right to 1e-9 where n <= 1e6 and to 1e-4 where n <= 1e10;
 * where GSL's fail, near the mean of a large count or far out in a very large one, an Edgeworth
 * expansion; where n is very large and the probability tiny, Poisson's distribution. */
double agreement_binomial_p_value(uint64_t k, uint64_t n, double probability);

/* The p-value of point `index`, of a run and sorted experiment: the smallest of its cells', times
 * their number (Bonferroni). NaN unless it is a point that is not exact, with trials, and that was
 * measured exactly, too. */
double agreement_of_point(const struct experiment *experiment, size_t index);

struct agreement {
    size_t points;   /* that have a p-value */
    bool importance; /* some of them are of importance sampling */
    double smallest; /* of their p-values */
    double overall;  /* how often the smallest of so many is as small if all is well (Sidak) */
};

struct agreement agreement_of_all(const struct experiment *experiment);

#endif
