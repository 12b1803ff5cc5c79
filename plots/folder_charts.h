/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_FOLDER_CHARTS_H
#define GENERALS_PLOTS_FOLDER_CHARTS_H

/* All charts of a folder with results: those that tell a story of their own (plots/chart.h), those
 * of what was swept (plots/sweep_charts.h), and failure against cost (plots/pareto_chart.h). */

#include "engine/error.h"
#include "plots/comparison_record.h"
#include "plots/drawing.h"

#include <stdbool.h>

struct chart_request {
    const char *names;   /* "NAME,NAME"; NULL: what suits the results */
    const char *formats; /* "svg png" */
    comparison_of_task *of_task;
};

/* Draws the charts into the drawing's folder, and removes the files of all others, which belong to
 * earlier results. Without gnuplot, data and scripts are made. drawing_release in any case. */
bool folder_charts_make(struct drawing *drawing, const struct chart_request *request,
                        struct error *error);

/* Can the results be read, and have they the points of all charts that are named? NULL names none.
 */
bool folder_charts_check(const char *directory, const char *names, struct error *error);

/* Is the name one of "NAME,NAME"? */
bool folder_charts_is_named(const char *names, const char *name);

/* Tells every chart that the results have the points for, and whether it is drawn if nobody asks
 * for others. */
typedef void folder_charts_teller(const char *name, bool is_usual, const char *what, void *context);
bool folder_charts_list(const char *directory, folder_charts_teller *tell, void *context,
                        struct error *error);

/* Removes the files of all charts. */
bool folder_charts_remove(const char *directory, struct error *error);

/* Is there a file in the directory that a chart would replace? If so, its name. */
bool folder_charts_find(const char *directory, char name[DRAWING_NAME_SIZE]);

#endif
