/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_CHART_RECORD_H
#define GENERALS_PLOTS_CHART_RECORD_H

/* What a chart takes from one record of results.csv, counters.csv or adversary.csv. */

#include "plots/chart.h"
#include "plots/csv.h"

#include <stdint.h>

enum chart_source { CHART_RESULTS, CHART_COUNTERS, CHART_ADVERSARY, CHART_SOURCES };

/* What sampling and the exact method say of one point, side by side. What importance sampling found
 * stands for Monte Carlo, of which it knows more. */
struct chart_point {
    double panel, series, x; /* a strategy is its number in the chart's list, from 1 */
    double loss;
    const char *rest;            /* what else it depends on; see chart_data.h */
    bool measured[METHOD_COUNT]; /* is it in results.csv, by this method? */
    uint64_t trials;             /* of Monte Carlo; 0: not measured by it */
    bool weighted;               /* what stands for Monte Carlo comes from importance sampling */
    bool incomplete;             /* less was measured than was asked for */
    double value[METHOD_COUNT][CHART_COLUMNS_MAX]; /* NaN: not measured, or not estimated */
};

enum { CHART_REST_SIZE = 512 };

/* The file's name, and the names of its columns with commas between. */
const char *chart_source_file(enum chart_source source);
const char *chart_source_columns(enum chart_source source);

/* Which file a column of a chart comes from. */
enum chart_source chart_column_source(const struct chart_column *column);

/* Does a column of this method come from the file? */
bool chart_uses(const struct chart *chart, enum method method, enum chart_source source);

/* Is the name one of those in "NAME|NAME"? In NULL there is none. */
bool chart_is_one_of(const char *names, const char *name);

/* 1: the record belongs to the chart and is in `point`, whose `rest` is in the text; 0: it does
 * not; -1: it cannot be read. */
int chart_record_read(const struct chart *chart, enum chart_source source,
                      const struct csv_reader *reader, struct chart_point *point,
                      char rest[CHART_REST_SIZE], struct error *error);

#endif
