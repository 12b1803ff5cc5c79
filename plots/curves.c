/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/curves.h"

#include "analysis/stopping.h"
#include "plots/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *measure_name(enum measure measure)
{
    static const char *const names[] = {"failure", "success", "messengers"};
    return names[measure];
}

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
static const struct table_row *sampled_row(const struct table_point *point, enum measure measure)
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

static struct curve_point read_point(const struct table_point *point, const char *x,
                                     enum measure measure)
{
    const struct table_row *row = sampled_row(point, measure);
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

/* All points of a sweep that agree in every setting but x. */
struct line {
    const struct swept *sweep;
    const size_t *point; /* of the table, by x */
    size_t count;
    bool is_chosen;
    size_t panel;
    long group; /* whose lines share panels; NO_GROUP: it is not drawn */
};

struct lines {
    const struct table *table;
    const char *x;
    enum measure measure;
    size_t *point; /* of all lines */
    struct line *line;
    size_t count, chosen;
    size_t hidden; /* lines that cannot be drawn, though something is known of them */
};

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

static bool is_known(const struct curve_point *point)
{
    return !isnan(point->exact) || !isnan(point->sampled.value);
}

/* A curve has two points at least. */
static bool is_drawable(struct lines *lines, const struct line *line)
{
    size_t drawn = 0, known = 0;
    for (size_t i = 0; i < line->count; i++) {
        const struct curve_point point =
            read_point(&lines->table->point[line->point[i]], lines->x, lines->measure);
        drawn += point.is_drawn;
        known += is_known(&point);
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

static bool find_lines(struct lines *lines, const struct swept *const *sweeps, size_t count,
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

static double setting_of(const struct lines *lines, const struct line *line, const char *name)
{
    return table_setting(&lines->table->point[line->point[0]], name);
}

/* --- which lines are drawn, and where --------------------------------------------------------- */

/* Is number `at` of `count` one of `most` that are spread evenly, both ends among them? */
static bool is_spread(size_t at, size_t count, size_t most)
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
        const double p = setting_of(lines, a, other[i]->name);
        const double q = setting_of(lines, b, other[i]->name);
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
        const double value = setting_of(lines, line, panel->name);
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
        if (all || is_spread(at, count, CURVES_IN_PANEL)) {
            line->is_chosen = true;
            line->panel = first + at * panels / count;
            lines->chosen++;
        }
        at++;
    }
    return panels;
}

static void place(struct lines *lines, struct curves *curves)
{
    size_t needed = 0;
    long groups = 0;
    for (size_t i = 0; i < lines->count; i++)
        groups = lines->line[i].group >= groups ? lines->line[i].group + 1 : groups;
    for (long group = 0; group < groups && needed <= CURVES_PANELS_MAX; group++)
        needed += panels_for(count_in_group(lines, group));
    const bool all = needed <= CURVES_PANELS_MAX;
    for (long group = 0; group < groups; group++)
        if (all || is_spread((size_t)group, (size_t)groups, CURVES_PANELS_MAX))
            curves->panel_count += place_group(lines, group, curves->panel_count, all);
}

/* --- texts ------------------------------------------------------------------------------------ */

static void append(char *text, size_t size, const char *separator, const char *word, double value)
{
    char number[NUMBER_SIZE];
    const size_t used = strlen(text);
    snprintf(text + used, size - used, "%s%s %s", used > 0 ? separator : "", word,
             number_text(value, number));
}

/* Do the chosen lines differ in the setting? Of one sweep alone, unless that is NULL; of one panel
 * alone, unless that is negative. */
static bool differs(const struct lines *lines, const struct swept *sweep, const char *name,
                    int panel)
{
    double first = NAN;
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->line[i];
        if (!line->is_chosen || (sweep != NULL && line->sweep != sweep) ||
            (panel >= 0 && line->panel != (size_t)panel))
            continue;
        const double value = setting_of(lines, line, name);
        if (isnan(first))
            first = value;
        if (value < first || value > first)
            return true;
    }
    return false;
}

/* Are parameters of the line's strategy its own; and what belongs to no strategy common to all? */
static const struct swept *scope_of(const struct line *line, const char *name)
{
    return strncmp(name, "loss", 4) == 0 || strchr(name, '.') != NULL ? NULL : line->sweep;
}

static bool has_strategies(const struct lines *lines, size_t panel)
{
    const struct swept *first = NULL;
    for (size_t i = 0; i < lines->count; i++) {
        const struct line *line = &lines->line[i];
        if (!line->is_chosen || line->panel != panel)
            continue;
        if (first != NULL && line->sweep != first)
            return true;
        first = line->sweep;
    }
    return false;
}

/* All settings of a line but x: parameters, those of the channel, rates. */
struct settings {
    char name[2 * TABLE_SETTINGS_MAX + 2][SWEEP_NAME_SIZE];
    size_t count;
};

static void add_setting(struct settings *settings, const struct lines *lines, const char *prefix,
                        const char *name)
{
    char *to = settings->name[settings->count];
    snprintf(to, SWEEP_NAME_SIZE, "%s%s", prefix, name);
    settings->count += strcmp(to, lines->x) != 0;
}

static struct settings settings_of(const struct lines *lines, const struct line *line)
{
    const struct table_point *point = &lines->table->point[line->point[0]];
    struct settings settings = {.count = 0};
    for (size_t i = 0; i < point->parameters->count; i++)
        add_setting(&settings, lines, "", point->parameters->setting[i].name);
    for (size_t i = 0; i < point->channel->count; i++)
        add_setting(&settings, lines, "channel.", point->channel->setting[i].name);
    add_setting(&settings, lines, "", "loss");
    if (point->loss < point->loss_back || point->loss > point->loss_back ||
        sweep_dimension(line->sweep, "loss_back") != NULL)
        add_setting(&settings, lines, "", "loss_back");
    return settings;
}

/* Adds ", NAME" to the title of the key, and ", VALUE" to the label. */
static void append_value(char *key, char *label, const char *name, double value)
{
    char word[SWEEP_NAME_SIZE], number[NUMBER_SIZE];
    const char *separator = label[0] != '\0' ? ", " : "";
    const size_t used = strlen(key), length = strlen(label);
    snprintf(key + used, CURVES_LABEL_SIZE - used, "%s%s", separator, setting_word(name, word));
    snprintf(label + length, CURVES_LABEL_SIZE - length, "%s%s", separator,
             number_text(value, number));
}

/* The settings in which lines of the panel differ: of several strategies with their names, else the
 * names are in the key's title. */
static void label_curve(const struct lines *lines, const struct line *line, struct curves *curves,
                        struct curve *curve)
{
    const struct settings settings = settings_of(lines, line);
    const bool several = has_strategies(lines, line->panel);
    char *key = curves->key[line->panel], word[SWEEP_NAME_SIZE];
    const char *separator = ": ";
    key[0] = '\0';
    snprintf(curve->label, sizeof curve->label, "%s", several ? line->sweep->strategy : "");
    for (size_t i = 0; i < settings.count; i++) {
        const char *name = settings.name[i];
        const double value = setting_of(lines, line, name);
        if (!differs(lines, scope_of(line, name), name, (int)line->panel))
            continue;
        if (several)
            append(curve->label, sizeof curve->label, separator, setting_word(name, word), value);
        else
            append_value(key, curve->label, name, value);
        separator = ", ";
    }
}

/* What all lines of the panel share, and the panels do not. */
static void label_panel(const struct lines *lines, const struct line *line, bool several,
                        char label[CURVES_LABEL_SIZE])
{
    const struct settings settings = settings_of(lines, line);
    char word[SWEEP_NAME_SIZE];
    snprintf(label, CURVES_LABEL_SIZE, "%s", several ? line->sweep->strategy : "");
    for (size_t i = 0; i < settings.count; i++) {
        const struct swept *scope = scope_of(line, settings.name[i]);
        if (differs(lines, scope, settings.name[i], -1) &&
            !differs(lines, scope, settings.name[i], (int)line->panel))
            append(label, CURVES_LABEL_SIZE, ", ", setting_word(settings.name[i], word),
                   setting_of(lines, line, settings.name[i]));
    }
}

/* What all curves share: settings that neither a curve nor a panel names. */
static void write_subject(const struct lines *lines, bool several, struct curves *curves)
{
    const struct line *line = lines->line;
    while (!line->is_chosen)
        line++;
    const struct settings settings = settings_of(lines, line);
    char word[SWEEP_NAME_SIZE];
    snprintf(curves->subject, sizeof curves->subject, "%s, %s channel",
             several ? line->sweep->problem : line->sweep->strategy, line->sweep->channel);
    for (size_t i = 0; i < settings.count; i++) {
        const char *name = settings.name[i];
        const struct swept *scope = scope_of(line, name);
        const double value = setting_of(lines, line, name);
        if ((!several || scope == NULL) && !differs(lines, scope, name, -1) &&
            !setting_goes_without_saying(name, value))
            append(curves->subject, sizeof curves->subject, ", ", setting_word(name, word), value);
    }
}

static void write_left_out(const struct lines *lines, bool thinned, struct curves *curves)
{
    const size_t all = lines->count + lines->hidden;
    curves->is_partial = lines->chosen < all;
    if (curves->is_partial)
        snprintf(curves->left_out, sizeof curves->left_out, "%zu of %zu curves are shown%s%s",
                 lines->chosen, all,
                 lines->chosen == lines->count ? ": others never fail, or have one point" : "",
                 thinned ? ", with some of their points" : "");
    else if (thinned)
        snprintf(curves->left_out, sizeof curves->left_out, "Some of the points are shown");
}

/* --- all -------------------------------------------------------------------------------------- */

static void note_evidence(struct curves *curves, const struct table_point *point)
{
    const struct table_row *row = sampled_row(point, curves->measure);
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
    label_curve(lines, line, curves, curve);
    for (size_t i = 0; i < line->count; i++) {
        const struct table_point *point = &lines->table->point[line->point[i]];
        const struct curve_point read = read_point(point, lines->x, curves->measure);
        if (!is_spread(i, line->count, CURVES_X_MAX) || !is_known(&read))
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
            label_panel(lines, line, count > 1 && !has_strategies(lines, panel),
                        curves->panel[panel]);
        }
    if (curves->curve_count > 0)
        write_subject(lines, count > 1, curves);
    write_left_out(lines, thinned, curves);
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
    bool good = find_lines(&lines, sweeps, count, error);
    if (good && lines.count > 0) {
        const struct dimension *other[SWEEP_DIMENSIONS_MAX];
        const size_t others = other_dimensions(sweeps[0], x, other);
        if (count > 1 && lines.count > CURVES_IN_PANEL)
            group_by_strategies(&lines);
        else if (count == 1 && others > 1 && lines.count > CURVES_IN_PANEL)
            group_by_settings(&lines, other, others);
        place(&lines, curves);
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
