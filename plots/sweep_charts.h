/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_SWEEP_CHARTS_H
#define GENERALS_PLOTS_SWEEP_CHARTS_H

/* Which charts what was swept asks for:
 *
 *     failure-STRATEGY, success-STRATEGY, messengers-STRATEGY   one setting or more: curves
 *     map-STRATEGY                                              two or more: failure, as a map
 *     compare-PROBLEM                                           failure of several strategies
 *
 * with -burst behind the name on that channel. */

#include "plots/curves.h"
#include "plots/drawing.h"
#include "plots/sweep.h"

#include <stdbool.h>

enum sweep_chart_kind { SWEEP_CURVES, SWEEP_MAP, SWEEP_COMPARISON };

enum { SWEEP_STRATEGIES_MAX = 64 };

struct sweep_chart {
    char name[DRAWING_NAME_SIZE];
    enum sweep_chart_kind kind;
    enum measure measure;
    const struct swept *sweep[SWEEP_STRATEGIES_MAX];
    size_t sweep_count;
    char x[SWEEP_NAME_SIZE]; /* of curves */
    bool is_usual;           /* drawn if nobody asks for others */
};

struct sweep_charts {
    struct sweep_chart *chart;
    size_t count, capacity;
};

/* Does a chart that tells a story of its own show the sweep? */
typedef bool sweep_is_shown(const struct swept *sweep, const void *context);

/* All charts of the sweeps; of those that are `shown` already, none is usual. Free `chart`. */
bool sweep_charts_find(struct sweep_charts *charts, const struct sweeps *sweeps,
                       sweep_is_shown *shown, const void *context, struct error *error);

/* Draws it, unless it has nothing that can be drawn: then `drawn` is false. */
bool sweep_chart_draw(const struct sweep_chart *chart, const struct table *table,
                      struct drawing *drawing, bool in_text, bool *drawn, struct error *error);

/* Is this the name of such a chart, of whatever strategy? */
bool sweep_chart_is_name(const char *name);

#endif
