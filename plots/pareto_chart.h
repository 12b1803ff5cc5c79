/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_PARETO_CHART_H
#define GENERALS_PLOTS_PARETO_CHART_H

/* The charts pareto-messengers and pareto-rounds: failure against what a strategy costs, the line
 * of those that nobody beats in both, and what is off it. Both are drawn by plots/pareto.gp.
 *
 * They show the problem, channel and task of which there are most points to draw, and of its loss
 * rates at most three: the lowest, the middle and the highest of those with at least half as many
 * points as the one that has most. */

#include "engine/error.h"
#include "plots/comparison_rows.h"
#include "plots/drawing.h"

#include <stdbool.h>

/* Draws both, or removes their files where there is nothing to draw. */
bool pareto_charts_make(struct drawing *drawing, const struct comparison_rows *rows,
                        struct error *error);

bool pareto_charts_remove(const char *directory, struct error *error);

/* Is there a file of theirs in the directory? If so, its name. */
bool pareto_charts_find(const char *directory, char file[DRAWING_NAME_SIZE]);

#endif
