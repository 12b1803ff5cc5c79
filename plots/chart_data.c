/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/chart_data.h"

#include "plots/field.h"
#include "plots/file.h"
#include "plots/results.h"

#include <errno.h>
#include <math.h>
#include <search.h>
#include <stdlib.h>
#include <string.h>

/* --- points ----------------------------------------------------------------------------------- */

static int compare_texts(const void *left, const void *right)
{
    return strcmp(left, right);
}

/* The one copy of the text that all points share; NULL without memory. */
static const char *share(struct chart_data *data, const char *text)
{
    char *const *known = tfind(text, &data->rests, compare_texts);
    if (known != NULL)
        return *known;
    char *copy = strdup(text);
    if (copy != NULL && tsearch(copy, &data->rests, compare_texts) == NULL) {
        free(copy);
        return NULL;
    }
    return copy;
}

static bool append(struct chart_data *data, const struct chart_point *point, struct error *error)
{
    if (data->count == data->capacity) {
        const size_t capacity = data->capacity > 0 ? 2 * data->capacity : 64;
        struct chart_point *points = realloc(data->points, capacity * sizeof *points);
        if (points == NULL)
            return error_no_memory(error);
        data->points = points;
        data->capacity = capacity;
    }
    data->points[data->count++] = *point;
    return true;
}

static bool same_rest(const struct chart_point *a, const struct chart_point *b)
{
    return a->rest == b->rest;
}

static bool same_curve(const struct chart_point *a, const struct chart_point *b)
{
    return same_rest(a, b) && a->panel == b->panel && a->series == b->series;
}

static bool same_point(const struct chart_point *a, const struct chart_point *b)
{
    return same_curve(a, b) && a->x == b->x;
}

static int compare_points(const void *left, const void *right)
{
    const struct chart_point *a = left, *b = right;
    if (!same_rest(a, b))
        return strcmp(a->rest, b->rest);
    if (a->panel != b->panel)
        return a->panel < b->panel ? -1 : 1;
    if (a->series != b->series)
        return a->series < b->series ? -1 : 1;
    return (a->x > b->x) - (a->x < b->x);
}

/* Takes over what another row says of the same point. */
static void merge(struct chart_point *point, const struct chart_point *row)
{
    for (int i = 0; i < METHOD_COUNT; i++) {
        const bool better = i == METHOD_MONTE_CARLO && row->weighted;
        point->measured[i] = point->measured[i] || row->measured[i];
        for (int j = 0; j < CHART_COLUMNS_MAX; j++)
            if (isnan(point->value[i][j]) || (better && !isnan(row->value[i][j])))
                point->value[i][j] = row->value[i][j];
    }
    if (point->trials == 0 || row->weighted)
        point->trials = row->trials;
    point->weighted = point->weighted || row->weighted;
    point->incomplete = point->incomplete || row->incomplete;
}

/* Rows of the same point become one; points of which results.csv has no row are left out. */
static void join(struct chart_data *data)
{
    struct chart_point *points = data->points;
    size_t kept = 0;
    for (size_t at = 0; at < data->count;) {
        struct chart_point point = points[at++];
        for (; at < data->count && same_point(&point, &points[at]); at++)
            merge(&point, &points[at]);
        if (point.measured[METHOD_MONTE_CARLO] || point.measured[METHOD_EXACT])
            points[kept++] = point;
    }
    data->count = kept;
}

/* --- choice ----------------------------------------------------------------------------------- */

/* Where points stop that belong together with the one at `start`. */
static size_t end_of(const struct chart_data *data, size_t start,
                     bool (*same)(const struct chart_point *, const struct chart_point *))
{
    size_t end = start;
    while (end < data->count && same(&data->points[start], &data->points[end]))
        end++;
    return end;
}

struct choice {
    size_t start, end;     /* of points that agree in all the rest */
    size_t curves, points; /* of curves that have enough points */
};

static struct choice choice_at(const struct chart_data *data, size_t start, size_t least_x)
{
    struct choice choice = {start, end_of(data, start, same_rest), 0, 0};
    for (size_t at = start, end; at < choice.end; at = end) {
        end = end_of(data, at, same_curve);
        if (end - at >= least_x) {
            choice.curves++;
            choice.points += end - at;
        }
    }
    return choice;
}

static struct choice best_choice(const struct chart_data *data, size_t least_x)
{
    struct choice best = {0};
    for (size_t start = 0; start < data->count;) {
        const struct choice choice = choice_at(data, start, least_x);
        if (choice.curves > best.curves ||
            (choice.curves == best.curves && choice.points > best.points))
            best = choice;
        start = choice.end;
    }
    return best;
}

static void note(double *values, size_t *count, size_t most, double value)
{
    size_t at = *count < most ? *count : most;
    for (size_t i = 0; i < at; i++)
        if (values[i] == value)
            return;
    if ((*count)++ >= most)
        return;
    for (; at > 0 && values[at - 1] > value; at--)
        values[at] = values[at - 1];
    values[at] = value;
}

/* Keeps the points of the choice that are in curves of at least `least_x`. */
static void keep(struct chart_data *data, struct choice choice, size_t least_x)
{
    struct chart_point *points = data->points;
    size_t kept = 0;
    data->rest = choice.curves > 0 ? points[choice.start].rest : "";
    for (size_t at = choice.start, end; at < choice.end; at = end) {
        end = end_of(data, at, same_curve);
        if (end - at < least_x)
            continue;
        note(data->series.value, &data->series.count, CHART_SERIES_MAX, points[at].series);
        note(data->panels.value, &data->panels.count, CHART_PANELS_MAX, points[at].panel);
        memmove(points + kept, points + at, (end - at) * sizeof *points);
        kept += end - at;
    }
    data->count = kept;
    for (size_t at = 0; at < kept; at++)
        for (int i = 0; i < METHOD_COUNT; i++)
            data->measured[i] = data->measured[i] || points[at].measured[i];
}

static void choose(struct chart_data *data, size_t least_x)
{
    if (data->count > 0)
        qsort(data->points, data->count, sizeof *data->points, compare_points);
    join(data);
    keep(data, best_choice(data, least_x), least_x);
}

/* --- files ------------------------------------------------------------------------------------ */

static bool read_interval(struct chart_data *data, const struct csv_reader *reader, bool weighted,
                          struct error *error)
{
    const char *name = field_text(reader, "interval", error);
    if (name == NULL || !field_probability(reader, "confidence_level", &data->level, error))
        return false;
    if (weighted) {
        data->weighted = true;
        return true;
    }
    data->counted = true;
    snprintf(data->interval, sizeof data->interval, "%s", name);
    return true;
}

static bool read_records(struct chart_data *data, const struct chart *chart,
                         enum chart_source source, struct csv_reader *reader, struct error *error)
{
    int more;
    while ((more = csv_next(reader, error)) == 1) {
        struct chart_point point;
        char rest[CHART_REST_SIZE];
        const int found = chart_record_read(chart, source, reader, &point, rest, error);
        if (found == 0)
            continue;
        if (found < 0 || (point.measured[METHOD_MONTE_CARLO] &&
                          !read_interval(data, reader, point.weighted, error)))
            return false;
        point.rest = share(data, rest);
        if (point.rest == NULL)
            return error_no_memory(error);
        if (!append(data, &point, error))
            return false;
        data->has_rows[source] = true;
    }
    return more == 0;
}

static bool read_file(struct chart_data *data, const struct chart *chart, enum chart_source source,
                      const char *directory, struct error *error)
{
    char *path = file_path(directory, chart_source_file(source));
    if (path == NULL)
        return error_no_memory(error);
    FILE *stream = fopen(path, "re");
    struct csv_reader reader;
    bool good = true;
    if (stream == NULL && (source == CHART_RESULTS || errno != ENOENT))
        good = error_set(error, "cannot read '%s': %s", path, strerror(errno));
    if (stream != NULL && (good = csv_open(&reader, stream, path, error))) {
        good = results_check_columns(&reader, chart_source_columns(source), error) &&
               read_records(data, chart, source, &reader, error);
        csv_release(&reader);
    }
    if (stream != NULL)
        (void)fclose(stream);
    free(path);
    return good;
}

bool chart_data_read(struct chart_data *data, const struct chart *chart, const char *directory,
                     struct error *error)
{
    *data = (struct chart_data){0};
    for (enum chart_source source = 0; source < CHART_SOURCES; source++) {
        const bool needed = source == CHART_RESULTS ||
                            chart_uses(chart, METHOD_MONTE_CARLO, source) ||
                            chart_uses(chart, METHOD_EXACT, source);
        if (needed && !read_file(data, chart, source, directory, error)) {
            chart_data_release(data);
            return false;
        }
    }
    choose(data, chart->least_x);
    return true;
}

void chart_data_release(struct chart_data *data)
{
    free(data->points);
    tdestroy(data->rests, free);
    *data = (struct chart_data){0};
}
