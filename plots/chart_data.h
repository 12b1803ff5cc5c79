/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_CHART_DATA_H
#define GENERALS_PLOTS_CHART_DATA_H

/* The points of a chart, chosen from a results.csv. */

#include "analysis/interval.h"
#include "plots/chart.h"

#include <stdint.h>

struct chart_point {
    double series; /* the loss rate, or the number of the strategy from 1 */
    double x;
    double loss;
    uint64_t trials;
    double value[CHART_COLUMNS_MAX]; /* NaN: not estimated */
};

struct chart_data {
    struct chart_point *points; /* by series, then x; no two alike */
    size_t count, capacity;
    double series[CHART_SERIES_MAX];
    size_t series_count; /* how many there are, also if they are more than CHART_SERIES_MAX */
    enum interval_kind interval;
    double level;
};

/* Reads what the chart draws. Series of fewer than least_x points are left out; none may be left.
 */
bool chart_data_read(struct chart_data *data, const struct chart *chart, const char *directory,
                     struct error *error);
void chart_data_release(struct chart_data *data);

#endif
