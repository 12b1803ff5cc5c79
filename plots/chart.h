/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_CHART_H
#define GENERALS_PLOTS_CHART_H

/* Charts. Each is described by one `const struct chart` (plots/charts.c) and drawn by one gnuplot
 * file (plots/NAME.gp) that a person can read and edit. From the results of a folder (results.csv,
 * counters.csv and adversary.csv, if they are there), a chart makes
 *
 *     NAME.csv   exactly what is drawn
 *     NAME.gp    a few variables, plots/style.gp and plots/NAME.gp in one complete script
 *
 * and gnuplot, if it is there, makes NAME.svg and NAME.png.
 *
 * To add a chart: 1) describe it in plots/charts.c, 2) write plots/NAME.gp, 3) name it in
 * CMakeLists.txt. */

#include "engine/error.h"
#include "engine/point.h"

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

/* Makes every chart for which the folder's results hold the points, and removes the files of
 * the others, which belong to earlier results. Without gnuplot, data and scripts are made. `remark`
 * gets remarks for the user: that gnuplot is missing, or why a chart is left out. `made` is how
 * many there are. */
bool charts_make(const char *directory, void (*remark)(const char *text), size_t *made,
                 struct error *error);

/* Removes the files of all charts. */
bool charts_remove(const char *directory, struct error *error);

/* Does the folder hold results to draw? */
bool charts_check(const char *directory, struct error *error);

/* Is there a file in the directory that a chart would replace? If so, its name. */
bool charts_find(const char *directory, char name[CHART_FILE_SIZE]);

#endif
