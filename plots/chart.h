/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_CHART_H
#define GENERALS_PLOTS_CHART_H

/* Charts. Each is described by one `const struct chart` (plots/charts.c) and drawn by one gnuplot
 * file (plots/NAME.gp) that a person can read and edit. From the results of a folder, a chart makes
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

enum { CHART_COLUMNS_MAX = 10, CHART_SERIES_MAX = 6, CHART_FILE_SIZE = 64 };

/* A column of NAME.csv after `series`, the x column and `trials`. */
struct chart_column {
    const char *name;   /* NULL ends the list */
    const char *source; /* a column of results.csv, or one of the derived ones in chart_data.c */
};

struct chart {
    const char *name;
    const char *strategy[3]; /* if there are several, each is a series; else each loss rate is */
    const char *fixed;       /* "name=value" that the parameters must have; NULL: none */
    const char *channel;     /* as in results.csv */
    const char *x;           /* a parameter, or "loss" */
    size_t least_x;          /* fewer different x draw nothing */
    struct chart_column column[METHOD_COUNT][CHART_COLUMNS_MAX + 1]; /* from rows of a method */
};

/* All charts; a NULL name ends the list. */
extern const struct chart charts[];

/* Makes every chart for which the folder's results.csv holds the points, and removes the files of
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
