/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_CHART_DATA_H
#define GENERALS_PLOTS_CHART_DATA_H

/* The points of a chart, chosen from the results of a folder. */

#include "analysis/experiment.h"
#include "plots/chart.h"
#include "plots/chart_record.h"

#include <stdint.h>

struct chart_data {
    struct chart_point *points; /* by panel, series, then x; no two alike */
    size_t count, capacity;
    /* Where they are: `count` is how many different ones there are, also if they are more than are
     * kept. */
    struct {
        double value[CHART_SERIES_MAX];
        size_t count;
    } series, panels;
    const char *rest;             /* what all points have in common: "retries=3 loss=0.1" */
    bool measured[METHOD_COUNT];  /* is any point measured by this method? */
    bool has_rows[CHART_SOURCES]; /* did any point come from this file? */
    char interval[EXPERIMENT_INTERVAL_SIZE]; /* of Monte Carlo, as in results.csv */
    bool counted, weighted; /* are there such, of Monte Carlo; of importance sampling? */
    double level;
    void *rests; /* for tsearch: every text that is a point's `rest` */
};

/* Reads what the chart draws, of the points that are in results.csv. What the other files say of
 * them is added; they need not be there. */
bool chart_data_read(struct chart_data *data, const struct chart *chart, const char *directory,
                     struct error *error);
void chart_data_release(struct chart_data *data);

#endif
