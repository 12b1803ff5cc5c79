/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_BENCHMARKS_MEASURE_H
#define GENERALS_BENCHMARKS_MEASURE_H

/* Time, and what several measurements of one thing say together. A machine is never quiet: what is
 * compared is measured by turns (A B A B ...), and medians are quoted with the extremes. */

#include <stddef.h>

enum { MEASURE_ROUNDS_MAX = 99 };

/* Seconds of a clock that never goes back. */
double measure_now(void);

struct spread {
    double median, minimum, maximum;
};

/* Of 1 to MEASURE_ROUNDS_MAX values, in any order. */
struct spread spread_of(const double *values, size_t count);

/* Of values[i] / others[i]: what changes from one round to the next cancels. */
struct spread spread_of_ratios(const double *values, const double *others, size_t count);

#endif
