/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_REPORT_CHARTS_H
#define GENERALS_PLOTS_REPORT_CHARTS_H

/* The charts of a report: each belongs to the first of its problems that the results have. */

#include "plots/drawing.h"
#include "plots/report.h"

/* Reads the pictures that were drawn. One that cannot stand in a page is there without. */
bool report_charts_read(struct report *report, const struct drawing *drawing, struct error *error);
void report_chart_release(struct report_chart *chart);

#endif
