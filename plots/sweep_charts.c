/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/sweep_charts.h"

#include "plots/curves_chart.h"
#include "plots/map_chart.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static const char *const prefixes[] = {"failure-", "success-", "messengers-", "map-", "compare-"};

bool sweep_chart_is_name(const char *name)
{
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++)
        if (strncmp(name, prefixes[i], strlen(prefixes[i])) == 0)
            return true;
    return false;
}

/* --- names ------------------------------------------------------------------------------------ */

static bool is_taken(const struct sweep_charts *charts, const char *name)
{
    for (size_t i = 0; i < charts->count; i++)
        if (strcmp(charts->chart[i].name, name) == 0)
            return true;
    return false;
}

/* PREFIX-NAME-CHANNEL. Names are from a file: what is no letter, digit or - becomes one. */
static void name_chart(const struct sweep_charts *charts, struct sweep_chart *chart,
                       const char *prefix, const char *of, const char *channel)
{
    char base[DRAWING_NAME_SIZE - 16];
    const bool usual = strcmp(channel, "memoryless") == 0;
    snprintf(base, sizeof base, "%s%.40s%s%.20s", prefix, of, usual ? "" : "-",
             usual ? "" : channel);
    for (char *at = base; *at != '\0'; at++)
        if (!isalnum((unsigned char)*at))
            *at = '-';
    snprintf(chart->name, sizeof chart->name, "%s", base);
    for (unsigned i = 2; is_taken(charts, chart->name); i++)
        snprintf(chart->name, sizeof chart->name, "%s-%u", base, i);
}

static struct sweep_chart *add(struct sweep_charts *charts, struct error *error)
{
    if (charts->count == charts->capacity) {
        const size_t capacity = charts->capacity > 0 ? 2 * charts->capacity : 32;
        struct sweep_chart *chart = realloc(charts->chart, capacity * sizeof *chart);
        if (chart == NULL) {
            error_no_memory(error);
            return NULL;
        }
        charts->chart = chart;
        charts->capacity = capacity;
    }
    return &charts->chart[charts->count];
}

/* --- charts of one sweep ---------------------------------------------------------------------- */

static bool add_one(struct sweep_charts *charts, const struct swept *sweep,
                    enum sweep_chart_kind kind, enum measure measure, bool usual,
                    struct error *error)
{
    struct sweep_chart *chart = add(charts, error);
    if (chart == NULL)
        return false;
    *chart = (struct sweep_chart){
        .kind = kind, .measure = measure, .sweep = {sweep}, .sweep_count = 1, .is_usual = usual};
    snprintf(chart->x, sizeof chart->x, "%s", sweep->dimension[0].name);
    name_chart(charts, chart, kind == SWEEP_MAP ? "map-" : prefixes[measure], sweep->strategy,
               sweep->channel);
    charts->count++;
    return true;
}

static bool add_charts_of(struct sweep_charts *charts, const struct swept *sweep, bool usual,
                          bool is_compared, struct error *error)
{
    if (sweep->dimension_count == 0)
        return true;
    const bool has_map = sweep->dimension_count > 1;
    return add_one(charts, sweep, SWEEP_CURVES, MEASURE_FAILURE, usual && (has_map || !is_compared),
                   error) &&
           add_one(charts, sweep, SWEEP_CURVES, MEASURE_SUCCESS, false, error) &&
           add_one(charts, sweep, SWEEP_CURVES, MEASURE_MESSENGERS, false, error) &&
           (!has_map || add_one(charts, sweep, SWEEP_MAP, MEASURE_FAILURE, usual, error));
}

/* --- charts of several ------------------------------------------------------------------------ */

static bool is_beside(const struct swept *a, const struct swept *b)
{
    return strcmp(a->problem, b->problem) == 0 && strcmp(a->channel, b->channel) == 0;
}

/* How many strategies beside this one sweep the setting. */
static size_t count_sweeping(const struct sweeps *sweeps, const struct swept *sweep,
                             const char *name)
{
    size_t count = 0;
    for (size_t i = 0; i < sweeps->count; i++)
        count +=
            is_beside(sweep, &sweeps->sweep[i]) && sweep_dimension(&sweeps->sweep[i], name) != NULL;
    return count;
}

/* The setting that most strategies sweep, the loss rate before all others; "" if it is one's
 * alone. */
static const char *common_setting(const struct sweeps *sweeps, const struct swept *first)
{
    const char *best = "";
    size_t most = 1;
    if (count_sweeping(sweeps, first, "loss") > 1)
        return "loss";
    for (size_t i = 0; i < sweeps->count; i++) {
        const struct swept *sweep = &sweeps->sweep[i];
        for (size_t j = 0; is_beside(first, sweep) && j < sweep->dimension_count; j++) {
            const size_t count = count_sweeping(sweeps, first, sweep->dimension[j].name);
            if (count > most) {
                most = count;
                best = sweep->dimension[j].name;
            }
        }
    }
    return best;
}

static bool is_first_beside(const struct sweeps *sweeps, const struct swept *sweep)
{
    const struct swept *first = sweeps->sweep;
    while (!is_beside(first, sweep))
        first++;
    return first == sweep;
}

static bool add_comparison(struct sweep_charts *charts, const struct sweeps *sweeps,
                           const struct swept *first, sweep_is_shown *shown, const void *context,
                           struct error *error)
{
    const char *x = common_setting(sweeps, first);
    struct sweep_chart *chart = add(charts, error);
    if (chart == NULL)
        return false;
    *chart = (struct sweep_chart){.kind = SWEEP_COMPARISON};
    snprintf(chart->x, sizeof chart->x, "%s", x);
    for (size_t i = 0; i < sweeps->count && chart->sweep_count < SWEEP_STRATEGIES_MAX; i++) {
        const struct swept *sweep = &sweeps->sweep[i];
        if (!is_beside(first, sweep) || sweep_dimension(sweep, x) == NULL)
            continue;
        chart->sweep[chart->sweep_count++] = sweep;
        chart->is_usual = chart->is_usual || !shown(sweep, context);
    }
    name_chart(charts, chart, "compare-", first->problem, first->channel);
    charts->count += chart->sweep_count > 1;
    return true;
}

/* Is the sweep in a comparison that is usual? */
static bool is_compared(const struct sweep_charts *charts, const struct swept *sweep)
{
    for (size_t i = 0; i < charts->count; i++)
        for (size_t j = 0; charts->chart[i].is_usual && j < charts->chart[i].sweep_count; j++)
            if (charts->chart[i].sweep[j] == sweep)
                return true;
    return false;
}

bool sweep_charts_find(struct sweep_charts *charts, const struct sweeps *sweeps,
                       sweep_is_shown *shown, const void *context, struct error *error)
{
    *charts = (struct sweep_charts){.count = 0};
    for (size_t i = 0; i < sweeps->count; i++) /* a hostile file may have as many as rows */
        if (i < SWEEP_STRATEGIES_MAX && is_first_beside(sweeps, &sweeps->sweep[i]) &&
            !add_comparison(charts, sweeps, &sweeps->sweep[i], shown, context, error))
            return false;
    for (size_t i = 0; i < sweeps->count && i < SWEEP_STRATEGIES_MAX; i++) {
        const struct swept *sweep = &sweeps->sweep[i];
        if (!add_charts_of(charts, sweep, !shown(sweep, context), is_compared(charts, sweep),
                           error))
            return false;
    }
    return true;
}

/* --- drawing ---------------------------------------------------------------------------------- */

bool sweep_chart_draw(const struct sweep_chart *chart, const struct table *table,
                      struct drawing *drawing, bool in_text, bool *drawn, struct error *error)
{
    if (chart->kind == SWEEP_MAP && !in_text)
        return map_chart_draw(drawing, chart->name, table, chart->sweep[0], drawn, error);
    struct curves curves;
    bool good = curves_of_sweeps(&curves, table, chart->sweep, chart->sweep_count, chart->x,
                                 chart->measure, error);
    *drawn = good && curves.curve_count > 0;
    if (*drawn)
        good = curves_chart_draw(drawing, chart->name, &curves, in_text, error);
    curves_release(&curves);
    return good;
}
