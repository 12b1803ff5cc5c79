/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/chart_data.h"

#include "plots/csv.h"
#include "plots/file.h"
#include "plots/number.h"
#include "plots/results.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- fields of a record ----------------------------------------------------------------------- */

static const char *field(const struct csv_reader *reader, const char *name, struct error *error)
{
    const int column = csv_column(reader, name);
    if (column >= 0)
        return reader->field[column];
    error_set(error, "'%s' has no column '%s'", reader->name, name);
    return NULL;
}

static bool bad_field(const struct csv_reader *reader, const char *name, const char *text,
                      struct error *error)
{
    return error_set(error, "%s:%zu: %s: '%s' cannot be read", reader->name, reader->line, name,
                     text);
}

/* An exact probability may be too small to be held to full precision, and is one all the same. */
static bool read_tiny(const char *text, double *number)
{
    char *end;
    const double value = strtod(text, &end);
    if (end == text || text[strspn(text, "0123456789.e-")] != '\0' || fabs(value) >= DBL_MIN)
        return false;
    *number = value;
    return true;
}

/* An empty field is NaN. */
static bool number_field(const struct csv_reader *reader, const char *name, double *number,
                         struct error *error)
{
    const char *text = field(reader, name, error);
    if (text == NULL)
        return false;
    *number = NAN;
    return text[0] == '\0' || number_read(text, number) || read_tiny(text, number) ||
           bad_field(reader, name, text, error);
}

/* Must be there, and in [0, 1]. */
static bool probability_field(const struct csv_reader *reader, const char *name, double *number,
                              struct error *error)
{
    return number_field(reader, name, number, error) &&
           ((*number >= 0.0 && *number <= 1.0) ||
            bad_field(reader, name, field(reader, name, error), error));
}

/* The less sure party is the one whose confidence is lower, of those that ever acted. */
static bool less_sure(const struct csv_reader *reader, const char *suffix, double *number,
                      struct error *error)
{
    struct proportion confidence[2];
    if (!number_field(reader, "confidence_first", &confidence[0].value, error) ||
        !number_field(reader, "confidence_second", &confidence[1].value, error))
        return false;
    for (int i = 0; i < 2; i++)
        confidence[i].rest = 1.0 - confidence[i].value;
    const int party = estimate_less_sure(confidence);
    char name[64];
    snprintf(name, sizeof name, "confidence_%s%s", party == 1 ? "second" : "first", suffix);
    return number_field(reader, name, number, error);
}

/* What the less sure party's confidence lacks of 1. From the cells, since so near to 1 a confidence
 * has hardly a digit left. NaN if neither party ever acts. */
static bool missing(const struct csv_reader *reader, double *number, struct error *error)
{
    double both, first, second;
    if (!number_field(reader, "p_both", &both, error) ||
        !number_field(reader, "p_first_only", &first, error) ||
        !number_field(reader, "p_second_only", &second, error))
        return false;
    const double alone = first > second ? first : second;
    *number = alone / (alone + both);
    return true;
}

static bool failures_seen(const struct csv_reader *reader, double *number, struct error *error)
{
    double trials;
    if (!number_field(reader, "failure", number, error) ||
        !number_field(reader, "trials", &trials, error))
        return false;
    *number = round(*number * trials);
    return true;
}

static bool column_value(const struct csv_reader *reader, const char *source, double *number,
                         struct error *error)
{
    if (strncmp(source, "less_sure", 9) == 0)
        return less_sure(reader, source + 9, number, error);
    if (strcmp(source, "missing") == 0)
        return missing(reader, number, error);
    if (strcmp(source, "failures_seen") == 0)
        return failures_seen(reader, number, error);
    return number_field(reader, source, number, error);
}

/* The value of one parameter in "name=value name=value". */
static bool parameter_value(const char *parameters, const char *name, double *value)
{
    const size_t length = strlen(name);
    for (const char *at = parameters; *at != '\0'; at += strspn(at, " ")) {
        const size_t word = strcspn(at, " ");
        char text[NUMBER_SIZE];
        if (strncmp(at, name, length) == 0 && at[length] == '=' &&
            word - length - 1 < sizeof text) {
            memcpy(text, at + length + 1, word - length - 1);
            text[word - length - 1] = '\0';
            return number_read(text, value);
        }
        at += word;
    }
    return false;
}

/* --- points ----------------------------------------------------------------------------------- */

static bool has_parameter(const char *parameters, const char *wanted)
{
    const size_t length = strlen(wanted);
    for (const char *at = parameters; *at != '\0'; at += strspn(at, " ")) {
        const size_t word = strcspn(at, " ");
        if (word == length && strncmp(at, wanted, length) == 0)
            return true;
        at += word;
    }
    return false;
}

/* Number of the record's strategy among the chart's, from 1; 0: none of them. */
static int strategy_number(const struct chart *chart, const char *strategy)
{
    for (int i = 0; i < 3 && chart->strategy[i] != NULL; i++)
        if (strcmp(chart->strategy[i], strategy) == 0)
            return i + 1;
    return 0;
}

static bool read_method(const struct csv_reader *reader, enum method *method, struct error *error)
{
    const char *name = field(reader, "method", error);
    if (name == NULL)
        return false;
    for (*method = 0; *method < METHOD_COUNT; (*method)++)
        if (strcmp(method_name(*method), name) == 0)
            return true;
    return bad_field(reader, "method", name, error);
}

/* The columns of the record's method; those of the others are not known. */
static bool read_values(const struct chart *chart, const struct csv_reader *reader,
                        enum method method, struct chart_point *point, struct error *error)
{
    const char *trials = field(reader, "trials", error);
    uint64_t count;
    if (trials == NULL)
        return false;
    if (!number_read_integer(trials, &count) || count == 0)
        return bad_field(reader, "trials", trials, error);
    point->measured[method] = true;
    point->trials = method == METHOD_MONTE_CARLO ? count : 0;
    for (int i = 0; i < METHOD_COUNT; i++)
        for (int j = 0; j < CHART_COLUMNS_MAX; j++)
            point->value[i][j] = NAN;
    for (int i = 0; chart->column[method][i].name != NULL; i++)
        if (!column_value(reader, chart->column[method][i].source, &point->value[method][i], error))
            return false;
    return true;
}

/* Number of the record's strategy if the record belongs to the chart; 0 if not; -1: an error. */
static int chosen(const struct chart *chart, const struct csv_reader *reader, struct error *error)
{
    const char *strategy = field(reader, "strategy", error);
    const char *parameters = field(reader, "parameters", error);
    const char *channel = field(reader, "channel", error);
    if (strategy == NULL || parameters == NULL || channel == NULL)
        return -1;
    if (strcmp(channel, chart->channel) != 0 ||
        (chart->fixed != NULL && !has_parameter(parameters, chart->fixed)))
        return 0;
    return strategy_number(chart, strategy);
}

/* 1: the record belongs to the chart and is in `point`; 0: it does not; -1: an error. */
static int read_point(const struct chart *chart, const struct csv_reader *reader,
                      struct chart_point *point, struct error *error)
{
    const int number = chosen(chart, reader, error);
    if (number <= 0)
        return number;
    enum method method;
    double loss_back;
    if (!probability_field(reader, "loss", &point->loss, error) ||
        !probability_field(reader, "loss_back", &loss_back, error) ||
        !read_method(reader, &method, error))
        return -1;
    point->series = chart->strategy[1] != NULL ? number : point->loss;
    point->x = point->loss;
    const char *parameters = field(reader, "parameters", error);
    if (strcmp(chart->x, "loss") != 0 && !parameter_value(parameters, chart->x, &point->x))
        return bad_field(reader, "parameters", parameters, error), -1;
    if (!read_values(chart, reader, method, point, error))
        return -1;
    return point->loss == loss_back;
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

static int compare_points(const void *left, const void *right)
{
    const struct chart_point *a = left, *b = right;
    if (a->series != b->series)
        return a->series < b->series ? -1 : 1;
    return (a->x > b->x) - (a->x < b->x);
}

/* Takes over what another row says of the same point. */
static void merge(struct chart_point *point, const struct chart_point *row)
{
    for (int i = 0; i < METHOD_COUNT; i++)
        if (row->measured[i] && !point->measured[i]) {
            point->measured[i] = true;
            memcpy(point->value[i], row->value[i], sizeof row->value[i]);
        }
    if (point->trials == 0)
        point->trials = row->trials;
}

/* Sorts, and keeps one point for each x of the series that have enough of them. */
static void choose(struct chart_data *data, size_t least_x)
{
    struct chart_point *points = data->points;
    if (data->count > 0)
        qsort(points, data->count, sizeof *points, compare_points);
    size_t kept = 0;
    for (size_t at = 0; at < data->count;) {
        const size_t start = kept;
        const double series = points[at].series;
        for (; at < data->count && points[at].series == series; at++)
            if (kept == start || points[kept - 1].x != points[at].x)
                points[kept++] = points[at];
            else
                merge(&points[kept - 1], &points[at]);
        if (kept - start < least_x)
            kept = start;
        else if (data->series_count++ < CHART_SERIES_MAX)
            data->series[data->series_count - 1] = series;
    }
    data->count = kept;
    for (size_t at = 0; at < kept; at++)
        for (int i = 0; i < METHOD_COUNT; i++)
            data->measured[i] = data->measured[i] || points[at].measured[i];
}

static bool read_interval(struct chart_data *data, const struct csv_reader *reader,
                          struct error *error)
{
    const char *kind = field(reader, "interval", error);
    if (kind == NULL || !probability_field(reader, "confidence_level", &data->level, error))
        return false;
    return interval_from_name(kind, &data->interval) || bad_field(reader, "interval", kind, error);
}

static bool read_records(struct chart_data *data, const struct chart *chart,
                         struct csv_reader *reader, struct error *error)
{
    int more;
    while ((more = csv_next(reader, error)) == 1) {
        struct chart_point point = {0};
        const int found = read_point(chart, reader, &point, error);
        if (found < 0 ||
            (found == 1 && point.measured[METHOD_MONTE_CARLO] &&
             !read_interval(data, reader, error)) ||
            (found == 1 && !append(data, &point, error)))
            return false;
    }
    return more == 0;
}

bool chart_data_read(struct chart_data *data, const struct chart *chart, const char *directory,
                     struct error *error)
{
    *data = (struct chart_data){0};
    char *path = file_path(directory, RESULTS_FILE);
    if (path == NULL)
        return error_no_memory(error);
    FILE *stream = fopen(path, "re");
    struct csv_reader reader;
    bool good = stream != NULL ? csv_open(&reader, stream, path, error)
                               : error_set(error, "cannot read '%s': %s", path, strerror(errno));
    if (good) {
        good = results_check_columns(&reader, error) && read_records(data, chart, &reader, error);
        csv_release(&reader);
    }
    if (stream != NULL)
        (void)fclose(stream);
    free(path);
    if (good)
        choose(data, chart->least_x);
    else
        chart_data_release(data);
    return good;
}

void chart_data_release(struct chart_data *data)
{
    free(data->points);
    *data = (struct chart_data){0};
}
