/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/curve_lines.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *measure_name(enum measure measure)
{
    static const char *const names[] = {"failure", "success", "messengers"};
    return names[measure];
}

static void note_evidence(struct curves *curves, const struct table_point *point)
{
    const struct table_row *row = curve_sampled_row(point, curves->measure);
    if (row == NULL)
        return;
    const bool weighted = row == point->row[METHOD_IMPORTANCE];
    curves->is_weighted = curves->is_weighted || weighted;
    curves->is_counted = curves->is_counted || !weighted;
    if (curves->evidence == NULL || !weighted)
        curves->evidence = row;
}

/* Takes the points of a line; returns whether some were left out. */
static bool fill_curve(const struct lines *lines, const struct line *line, struct curves *curves)
{
    struct curve *curve = &curves->curve[curves->curve_count++];
    *curve = (struct curve){.strategy = line->sweep->strategy, .panel = line->panel};
    curve->first = curves->point_count;
    curve_line_label(lines, line, curves, curve);
    for (size_t i = 0; i < line->count; i++) {
        const struct table_point *point = &lines->table->point[line->point[i]];
        const struct curve_point read = curve_point_read(point, lines->x, curves->measure);
        if (!curves_are_spread(i, line->count, CURVES_X_MAX) || !curve_point_is_known(&read))
            continue;
        if (read.is_drawn)
            note_evidence(curves, point);
        curves->point[curves->point_count++] = read;
    }
    curve->count = curves->point_count - curve->first;
    return line->count > CURVES_X_MAX;
}

static bool fill(const struct lines *lines, size_t count, struct curves *curves,
                 struct error *error)
{
    curves->point = malloc(CURVES_MAX * CURVES_X_MAX * sizeof *curves->point);
    if (curves->point == NULL)
        return error_no_memory(error);
    bool thinned = false;
    for (size_t panel = 0; panel < curves->panel_count; panel++)
        for (size_t i = 0; i < lines->count; i++) {
            const struct line *line = &lines->line[i];
            if (!line->is_chosen || line->panel != panel)
                continue;
            thinned = fill_curve(lines, line, curves) || thinned;
            curve_panel_label(lines, line, count > 1 && !curve_lines_have_strategies(lines, panel),
                              curves->panel[panel]);
        }
    if (curves->curve_count > 0)
        curves_write_subject(lines, count > 1, curves);
    curves_write_left_out(lines, thinned, curves);
    return true;
}

bool curves_of_sweeps(struct curves *curves, const struct table *table,
                      const struct swept *const *sweeps, size_t count, const char *x,
                      enum measure measure, struct error *error)
{
    struct lines lines = {.table = table, .x = x, .measure = measure};
    *curves = (struct curves){.measure = measure, .problem = sweeps[0]->problem};
    snprintf(curves->x, sizeof curves->x, "%s", x);
    const struct dimension *along = sweep_dimension(sweeps[0], x);
    curves->is_x_logarithmic = is_better_logarithmic(along->value, along->count);
    bool good = curve_lines_find(&lines, sweeps, count, error);
    if (good) {
        curve_lines_place(&lines, sweeps[0], count, curves);
        good = fill(&lines, count, curves, error);
    }
    free(lines.point);
    free(lines.line);
    return good;
}

void curves_release(struct curves *curves)
{
    free(curves->point);
    curves->point = NULL;
}
