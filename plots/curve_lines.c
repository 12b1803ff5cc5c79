/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/curve_lines.h"

#include "analysis/stopping.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- points ----------------------------------------------------------------------------------- */

static struct table_value value_in(const struct table_row *row, enum measure measure)
{
    if (row == NULL || !row->is_usable)
        return (struct table_value){NAN, NAN, NAN};
    return measure == MEASURE_FAILURE   ? row->failure
           : measure == MEASURE_SUCCESS ? row->success
                                        : row->messengers;
}

/* Importance sampling knows more of failure than Monte Carlo, and nothing of all else. */
const struct table_row *curve_sampled_row(const struct table_point *point, enum measure measure)
{
    const struct table_row *row = point->row[METHOD_IMPORTANCE];
    if (measure == MEASURE_FAILURE && row != NULL && row->is_usable)
        return row;
    row = point->row[METHOD_MONTE_CARLO];
    return row != NULL && row->is_usable ? row : NULL;
}

struct table_value curve_value(const struct curve_point *point)
{
    if (isnan(point->exact))
        return point->sampled;
    return (struct table_value){point->exact, point->exact, point->exact};
}

static bool is_short(const struct table_row *row)
{
    return row != NULL && strcmp(row->status, status_name(STATUS_COMPLETE)) != 0;
}

/* On a logarithmic axis there is no 0. */
static bool can_be_drawn(const struct curve_point *point, enum measure measure)
{
    if (measure != MEASURE_FAILURE)
        return !isnan(point->exact) || !isnan(point->sampled.value);
    return point->exact > 0.0 || (isnan(point->exact) && point->sampled.high > 0.0);
}

struct curve_point curve_point_read(const struct table_point *point, const char *x,
                                    enum measure measure)
{
    const struct table_row *row = curve_sampled_row(point, measure);
    const struct table_value sampled = value_in(row, measure);
    struct curve_point read = {
        .x = table_setting(point, x),
        .sampled = sampled,
        .exact = value_in(point->row[METHOD_EXACT], measure).value,
        .is_seen = measure != MEASURE_FAILURE || sampled.value > 0.0,
        .trials = row != NULL ? row->trials : 0,
        .is_incomplete = is_short(row),
    };
    read.is_drawn = can_be_drawn(&read, measure);
    return read;
}

/* --- lines ------------------------------------------------------------------------------------ */

struct ordering {
    const struct table *table;
    const struct swept *sweep;
    const char *x;
};

static int compare_settings(const struct ordering *ordering, size_t a, size_t b)
{
    const struct swept *sweep = ordering->sweep;
    for (size_t i = 0; i < sweep->dimension_count; i++) {
        const char *name = sweep->dimension[i].name;
        const double p = table_setting(&ordering->table->point[a], name);
        const double q = table_setting(&ordering->table->point[b], name);
        if ((p < q || p > q) && strcmp(name, ordering->x) != 0)
            return p < q ? -1 : 1;
    }
    return 0;
}

static int compare_points(const void *left, const void *right, void *context)
{
    const struct ordering *ordering = context;
    const size_t a = *(const size_t *)left, b = *(const size_t *)right;
    const int order = compare_settings(ordering, a, b);
    const double p = table_setting(&ordering->table->point[a], ordering->x);
    const double q = table_setting(&ordering->table->point[b], ordering->x);
    return order != 0 ? order : (p > q) - (p < q);
}

bool curve_point_is_known(const struct curve_point *point)
{
    return !isnan(point->exact) || !isnan(point->sampled.value);
}

/* A curve has two points at least. */
static bool is_drawable(struct lines *lines, const struct line *line)
{
    size_t drawn = 0, known = 0;
    for (size_t i = 0; i < line->count; i++) {
        const struct curve_point point =
            curve_point_read(&lines->table->point[line->point[i]], lines->x, lines->measure);
        drawn += point.is_drawn;
        known += curve_point_is_known(&point);
    }
    lines->hidden += drawn < 2 && known > 0;
    return drawn >= 2;
}

/* Adds the lines of a sweep, whose points take their place in `point`. */
static void add_lines(struct lines *lines, const struct swept *sweep, size_t *point)
{
    struct ordering ordering = {lines->table, sweep, lines->x};
    memcpy(point, sweep->point, sweep->count * sizeof *point);
    qsort_r(point, sweep->count, sizeof *point, compare_points, &ordering);
    for (size_t at = 0, end; at < sweep->count; at = end) {
        for (end = at + 1; end < sweep->count; end++)
            if (compare_settings(&ordering, point[at], point[end]) != 0)
                break;
        const struct line line = {sweep, point + at, end - at, false, 0, 0};
        if (is_drawable(lines, &line))
            lines->line[lines->count++] = line;
    }
}

bool curve_lines_find(struct lines *lines, const struct swept *const *sweeps, size_t count,
                      struct error *error)
{
    size_t points = 0;
    for (size_t i = 0; i < count; i++)
        points += sweeps[i]->count;
    lines->point = malloc((points + 1) * sizeof *lines->point);
    lines->line = malloc((points + 1) * sizeof *lines->line);
    if (lines->point == NULL || lines->line == NULL)
        return error_no_memory(error);
    for (size_t i = 0, at = 0; i < count; at += sweeps[i++]->count)
        add_lines(lines, sweeps[i], lines->point + at);
    return true;
}

double curve_line_setting(const struct lines *lines, const struct line *line, const char *name)
{
    return table_setting(&lines->table->point[line->point[0]], name);
}
