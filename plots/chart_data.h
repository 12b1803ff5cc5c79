/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_CHART_DATA_H
#define GENERALS_PLOTS_CHART_DATA_H

/* The points of a chart, chosen from a results.csv. */

#include "analysis/interval.h"
#include "plots/chart.h"

#include <stdint.h>

/* What Monte Carlo and the exact method say of one point, side by side. */
struct chart_point {
    double series; /* the loss rate, or the number of the strategy from 1 */
    double x;
    double loss;
    bool measured[METHOD_COUNT];                   /* is there a row of this method? */
    uint64_t trials;                               /* of Monte Carlo; 0: not measured by it */
    double value[METHOD_COUNT][CHART_COLUMNS_MAX]; /* NaN: not measured, or not estimated */
};

struct chart_data {
    struct chart_point *points; /* by series, then x; no two alike */
    size_t count, capacity;
    double series[CHART_SERIES_MAX];
    size_t series_count; /* how many there are, also if they are more than CHART_SERIES_MAX */
    bool measured[METHOD_COUNT]; /* is any point measured by this method? */
    enum interval_kind interval; /* of Monte Carlo, as is the level */
    double level;
};

/* Reads what the chart draws. Series of fewer than least_x points are left out; none may be left.
 */
bool chart_data_read(struct chart_data *data, const struct chart *chart, const char *directory,
                     struct error *error);
void chart_data_release(struct chart_data *data);

#endif
