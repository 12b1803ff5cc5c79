/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "benchmarks/measure.h"

#include <gsl/gsl_sort.h>
#include <gsl/gsl_statistics_double.h>
#include <string.h>
#include <time.h>

double measure_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

struct spread spread_of(const double *values, size_t count)
{
    double sorted[MEASURE_ROUNDS_MAX];
    memcpy(sorted, values, count * sizeof *sorted);
    gsl_sort(sorted, 1, count);
    return (struct spread){
        .median = gsl_stats_median_from_sorted_data(sorted, 1, count),
        .minimum = sorted[0],
        .maximum = sorted[count - 1],
    };
}

struct spread spread_of_ratios(const double *values, const double *others, size_t count)
{
    double ratios[MEASURE_ROUNDS_MAX];
    for (size_t i = 0; i < count; i++)
        ratios[i] = values[i] / others[i];
    return spread_of(ratios, count);
}
