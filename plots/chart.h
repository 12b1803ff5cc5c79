/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_CHART_H
#define GENERALS_PLOTS_CHART_H

/* Charts that tell a story of their own. Each is described by one `const struct chart`
 * (plots/charts.c) and drawn by one gnuplot file (plots/NAME.gp) that a person can read and edit,
 * from the results of a folder (results.csv, counters.csv and adversary.csv, if they are there).
 * What no such chart shows is drawn as what was swept says (plots/sweep_charts.h).
 *
 * To add a chart: 1) describe it in plots/charts.c, 2) write plots/NAME.gp, 3) name it in
 * CMakeLists.txt. */

#include "engine/error.h"
#include "engine/point.h"
#include "plots/drawing.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    CHART_COLUMNS_MAX = 10,
    CHART_STRATEGIES_MAX = 6,
    CHART_SERIES_MAX = 12,
    CHART_PANELS_MAX = 3,
    CHART_FILE_SIZE = 64
};

/* A column of NAME.csv after those that say which point a row is. */
struct chart_column {
    const char *name;   /* NULL ends the list */
    const char *source; /* a column of results.csv or one derived from them (chart_record.c);
                           COUNTER.COLUMN of counters.csv; adversary.COLUMN of adversary.csv */
};

/* A chart draws points that differ in three dimensions at most and in nothing else:
 * along x, from curve to curve (series), and from panel to panel. A dimension is a parameter
 * ("attempts"; "attempts|messengers": whichever the strategy has), a parameter of the channel
 * ("channel.length"), "loss", "strategy" (its number in the list below, from 1), or NULL.
 *
 * Points may differ in more. Then those that agree in all the rest are drawn, of which there are
 * most curves, then most points; the script knows the rest as at_NAME (at_loss, at_retries). */
struct chart {
    const char *name;
    const char *caption; /* what there is to see */
    const char *problem; /* "NAME", "NAME|NAME" */
    /* "NAME PARAMETER=VALUE ...": rows of this strategy with these parameters; a VALUE may be the
     * name of another parameter, to which it must be equal. */
    const char *strategy[CHART_STRATEGIES_MAX + 1];
    const char *channel; /* memoryless or burst, and parameters that it must have */
    const char *x, *series, *panel;
    size_t least_x;      /* curves of fewer points are left out */
    size_t least_series; /* fewer curves draw nothing */
    size_t most_series;  /* more draw nothing; 0: 6, of which no more can be told apart */
    struct chart_column column[METHOD_COUNT][CHART_COLUMNS_MAX + 1]; /* from rows of a method */
};

/* All charts; a NULL name ends the list. */
extern const struct chart charts[];

enum { CHART_WHY_SIZE = 160 };

/* Do the folder's results hold its points? If there are too many of them, `why` says so; else it is
 * "". */
bool chart_can_be_drawn(const struct chart *chart, const char *directory, bool *can,
                        char why[CHART_WHY_SIZE], struct error *error);

/* Draws a chart that can be drawn. */
bool chart_draw(const struct chart *chart, struct drawing *drawing, struct error *error);

/* May points of this strategy, on a channel of this name, be in the chart? */
bool chart_is_of(const struct chart *chart, const char *problem, const char *strategy,
                 const char *channel);

#endif
