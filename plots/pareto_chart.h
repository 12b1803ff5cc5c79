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

#include <stdbool.h>

/* Makes NAME.csv, NAME.gp, NAME.svg and NAME.png of both, or removes them where there is nothing to
 * draw. `remark` gets remarks for the user. */
bool pareto_charts_make(const char *directory, const struct comparison_rows *rows,
                        void (*remark)(const char *text), struct error *error);

bool pareto_charts_remove(const char *directory, struct error *error);

#endif
