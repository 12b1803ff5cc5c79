/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_TESTS_ANALYSIS_SAMPLED_H
#define GENERALS_TESTS_ANALYSIS_SAMPLED_H

/* Points measured by importance sampling, set against what is known of them. */

#include "analysis/experiment.h"

#include <stddef.h>
#include <stdint.h>

/* The experiment of these points, each by its own method, run by two threads. The caller releases
 * it; its points stay in their order. */
struct experiment sampled(const struct point *points, size_t count, uint64_t trials, uint64_t seed);

/* How many standard errors the target's value is above the known one; 0 if both are the same. */
double sampled_deviation(const struct experiment *experiment, size_t index, double known);

#endif
