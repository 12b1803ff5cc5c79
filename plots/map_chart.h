/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_MAP_CHART_H
#define GENERALS_PLOTS_MAP_CHART_H

/* Failure over two settings of a sweep, those with most values: a cell for each point, coloured by
 * powers of ten, and lines where failure is 10^-k. More than 60 values a side are thinned out
 * evenly. */

#include "plots/drawing.h"
#include "plots/sweep.h"

#include <stdbool.h>

/* `drawn` is false if no cell can be drawn. */
bool map_chart_draw(struct drawing *drawing, const char *name, const struct table *table,
                    const struct swept *sweep, bool *drawn, struct error *error);

#endif
