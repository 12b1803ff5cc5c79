/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/curve_lines.h"

#include <string.h>

/* Is number `at` of `count` one of `most` that are spread evenly, both ends among them? */
bool curves_are_spread(size_t at, size_t count, size_t most)
{
    if (count <= most)
        return true;
    if (most < 2)
        return at == 0;
    const size_t nearest = (at * (most - 1) + (count - 1) / 2) / (count - 1);
    return (nearest * (count - 1) + (most - 1) / 2) / (most - 1) == at;
}

/* The settings of a sweep but x, those with most values first. */
static size_t other_dimensions(const struct swept *sweep, const char *x,
                               const struct dimension *other[SWEEP_DIMENSIONS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < sweep->dimension_count; i++)
        if (strcmp(sweep->dimension[i].name, x) != 0)
            other[count++] = &sweep->dimension[i];
    return count;
}

/* Do two lines agree in all settings from the third on? */
static bool is_same_rest(const struct lines *lines, const struct dimension *const *other,
                         size_t count, const struct line *a, const struct line *b)
{
    for (size_t i = 2; i < count; i++) {
        const double p = curve_line_setting(lines, a, other[i]->name);
        const double q = curve_line_setting(lines, b, other[i]->name);
        if (p < q || p > q)
            return false;
    }
    return true;
}

/* The line with whose rest most others agree. A few candidates are enough: sweeps are grids. */
static const struct line *most_common_rest(const struct lines *lines,
                                           const struct dimension *const *other, size_t count)
{
    enum { CANDIDATES = 64 };
    const struct line *best = &lines->line[0];
    size_t most = 0;
    for (size_t i = 0; i < lines->count && i < CANDIDATES; i++) {
        size_t same = 0;
        for (size_t j = 0; j < lines->count; j++)
            same += is_same_rest(lines, other, count, &lines->line[i], &lines->line[j]);
        if (same > most) {
            most = same;
            best = &lines->line[i];
        }
    }
    return best;
}

enum { NO_GROUP = -1 };

/* A group for each value of the setting with fewer values. */
static void group_by_settings(struct lines *lines, const struct dimension *const *other,
                              size_t count)
{
    const struct line *rest = most_common_rest(lines, other, count);
    const struct dimension *panel = other[1];
    for (size_t i = 0; i < lines->count; i++) {
        struct line *line = &lines->line[i];
        const double value = curve_line_setting(lines, line, panel->name);
        long group = 0;
        while ((size_t)group + 1 < panel->count && panel->value[group] < value)
            group++;
        line->group = is_same_rest(lines, other, count, rest, line) ? group : NO_GROUP;
    }
}

/* A group for each strategy. */
static void group_by_strategies(struct lines *lines)
{
    for (size_t i = 1; i < lines->count; i++)
        lines->line[i].group =
            lines->line[i - 1].group + (lines->line[i].sweep != lines->line[i - 1].sweep);
}

static size_t count_in_group(const struct lines *lines, long group)
{
    size_t count = 0;
    for (size_t i = 0; i < lines->count; i++)
        count += lines->line[i].group == group;
    return count;
}

static size_t panels_for(size_t curves)
{
    return (curves + CURVES_IN_PANEL - 1) / CURVES_IN_PANEL;
}

/* Gives the lines of a group their panels, from `first` on: all of them, or six in one. Returns how
 * many panels they take. */
static size_t place_group(struct lines *lines, long group, size_t first, bool all)
{
    const size_t count = count_in_group(lines, group);
    const size_t panels = all ? panels_for(count) : count > 0;
    for (size_t i = 0, at = 0; i < lines->count; i++) {
        struct line *line = &lines->line[i];
        if (line->group != group)
            continue;
        if (all || curves_are_spread(at, count, CURVES_IN_PANEL)) {
            line->is_chosen = true;
            line->panel = first + at * panels / count;
            lines->chosen++;
        }
        at++;
    }
    return panels;
}

void curve_lines_place(struct lines *lines, const struct swept *sweep, size_t strategies,
                       struct curves *curves)
{
    const struct dimension *other[SWEEP_DIMENSIONS_MAX];
    const size_t others = other_dimensions(sweep, lines->x, other);
    if (lines->count == 0)
        return;
    if (strategies > 1 && lines->count > CURVES_IN_PANEL)
        group_by_strategies(lines);
    else if (strategies == 1 && others > 1 && lines->count > CURVES_IN_PANEL)
        group_by_settings(lines, other, others);
    size_t needed = 0;
    long groups = 0;
    for (size_t i = 0; i < lines->count; i++)
        groups = lines->line[i].group >= groups ? lines->line[i].group + 1 : groups;
    for (long group = 0; group < groups && needed <= CURVES_PANELS_MAX; group++)
        needed += panels_for(count_in_group(lines, group));
    const bool all = needed <= CURVES_PANELS_MAX;
    for (long group = 0; group < groups; group++)
        if (all || curves_are_spread((size_t)group, (size_t)groups, CURVES_PANELS_MAX))
            curves->panel_count += place_group(lines, group, curves->panel_count, all);
}
