/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_CURVES_CHART_H
#define GENERALS_PLOTS_CURVES_CHART_H

/* Curves as a chart: drawn by plots/curves.gp, or in characters by plots/curves-text.gp. */

#include "plots/curves.h"
#include "plots/drawing.h"

/* Of curves there is at least one. `in_text` is for a terminal. */
bool curves_chart_draw(struct drawing *drawing, const char *name, const struct curves *curves,
                       bool in_text, struct error *error);

#endif
