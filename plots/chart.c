/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/chart.h"

#include "plots/chart_data.h"
#include "plots/number.h"
#include "plots/script.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* What there is to draw, and of which chart. */
struct shown {
    const struct chart *chart;
    const struct chart_data *data;
};

/* --- text for a script ------------------------------------------------------------------------ */

/* Trials per point, of the points that have any; 0 if their numbers differ. */
static uint64_t common_trials(const struct chart_data *data)
{
    uint64_t trials = 0;
    for (size_t i = 0; i < data->count; i++) {
        const uint64_t here = data->points[i].trials;
        if (here != 0 && trials != 0 && here != trials)
            return 0;
        trials = here != 0 ? here : trials;
    }
    return trials;
}

/* Of the points that are drawn, how many have less than was asked for. */
static size_t count_incomplete(const struct chart_data *data)
{
    size_t count = 0;
    for (size_t i = 0; i < data->count; i++)
        count += data->points[i].incomplete;
    return count;
}

/* "0.1", or the name of a strategy. */
static const char *dimension_text(const struct chart *chart, const char *dimension, double value,
                                  char text[CHART_FILE_SIZE])
{
    if (dimension == NULL)
        return "";
    if (strcmp(dimension, "strategy") != 0)
        return number_text(value, text);
    const char *strategy = chart->strategy[(int)value - 1];
    snprintf(text, CHART_FILE_SIZE, "%.*s", (int)strcspn(strategy, " "), strategy);
    return text;
}

static void write_labels(FILE *stream, const struct chart *chart, const char *variable,
                         const char *dimension, const double *values, size_t count)
{
    char text[CHART_SERIES_MAX * (CHART_FILE_SIZE + 1)] = "";
    for (size_t i = 0; i < count; i++) {
        char label[CHART_FILE_SIZE];
        const size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "%s%s", i > 0 ? " " : "",
                 dimension_text(chart, dimension, values[i], label));
    }
    script_write_text(stream, variable, text);
}

/* What all points have in common, a variable each: at_retries = 3. */
static void write_rest(FILE *stream, const char *rest)
{
    while (*rest != '\0') {
        fputs("at_", stream);
        for (; *rest != '='; rest++)
            putc(*rest == '.' ? '_' : *rest, stream);
        const int length = (int)strcspn(++rest, " ");
        fprintf(stream, " = %.*s\n", length, rest);
        rest += length;
        rest += *rest == ' ';
    }
}

static void write_variables(FILE *stream, const void *content)
{
    const struct shown *shown = content;
    const struct chart *chart = shown->chart;
    const struct chart_data *data = shown->data;
    fprintf(stream, "channel_text = '%.*s'\n", (int)strcspn(chart->channel, " "), chart->channel);
    write_rest(stream, data->rest);
    fprintf(stream, "has_sampled = %d\n", data->measured[METHOD_MONTE_CARLO]);
    fprintf(stream, "has_exact = %d\n", data->measured[METHOD_EXACT]);
    if (chart_uses(chart, METHOD_EXACT, CHART_ADVERSARY))
        fprintf(stream, "has_adversary = %d\n", data->has_rows[CHART_ADVERSARY]);
    if (data->measured[METHOD_MONTE_CARLO]) {
        script_write_trials(stream, common_trials(data));
        script_write_interval(stream, data->level, data->counted ? data->interval : "",
                              data->weighted);
        fprintf(stream, "incomplete = %zu\n", count_incomplete(data));
    }
    fprintf(stream, "series = %zu\n", data->series.count);
    write_labels(stream, chart, "labels", chart->series, data->series.value, data->series.count);
    if (chart->panel != NULL) {
        fprintf(stream, "panels = %zu\n", data->panels.count);
        write_labels(stream, chart, "panel_labels", chart->panel, data->panels.value,
                     data->panels.count);
    }
}

/* --- data ------------------------------------------------------------------------------------- */

static int number_of(const double *values, double value)
{
    int number = 0;
    while (values[number] != value)
        number++;
    return number + 1;
}

static void write_values(FILE *stream, const struct chart *chart, const struct chart_point *point)
{
    char number[NUMBER_SIZE];
    putc(',', stream);
    if (point->trials != 0)
        fprintf(stream, "%" PRIu64, point->trials);
    for (int method = 0; method < METHOD_COUNT; method++)
        for (int i = 0; chart->column[method][i].name != NULL; i++)
            fprintf(stream, ",%s", number_text(point->value[method][i], number));
    putc('\n', stream);
}

/* Each dimension has a column of its name; of loss there is one in any case. */
static bool needs_column(const char *dimension)
{
    return strcmp(dimension, "loss") != 0;
}

static void write_header(FILE *stream, const struct chart *chart)
{
    const char *dimension[] = {chart->panel, chart->series, chart->x};
    fprintf(stream, "series%s,loss", chart->panel != NULL ? ",panel" : "");
    for (int i = 0; i < 3; i++)
        if (dimension[i] != NULL && needs_column(dimension[i]))
            fprintf(stream, ",%.*s", (int)strcspn(dimension[i], "|"), dimension[i]);
    fputs(",trials", stream);
    for (int method = 0; method < METHOD_COUNT; method++)
        for (int i = 0; chart->column[method][i].name != NULL; i++)
            fprintf(stream, ",%s", chart->column[method][i].name);
    putc('\n', stream);
}

static void write_point(FILE *stream, const struct chart *chart, const struct chart_data *data,
                        const struct chart_point *point)
{
    const char *dimension[] = {chart->panel, chart->series, chart->x};
    const double value[] = {point->panel, point->series, point->x};
    char text[CHART_FILE_SIZE];
    fprintf(stream, "%d", number_of(data->series.value, point->series));
    if (chart->panel != NULL)
        fprintf(stream, ",%d", number_of(data->panels.value, point->panel));
    fprintf(stream, ",%s", number_text(point->loss, text));
    for (int i = 0; i < 3; i++)
        if (dimension[i] != NULL && needs_column(dimension[i]))
            fprintf(stream, ",%s", dimension_text(chart, dimension[i], value[i], text));
    write_values(stream, chart, point);
}

static void write_data(FILE *stream, const void *content)
{
    const struct shown *shown = content;
    write_header(stream, shown->chart);
    for (size_t i = 0; i < shown->data->count; i++)
        write_point(stream, shown->chart, shown->data, &shown->data->points[i]);
}

/* --- one chart -------------------------------------------------------------------------------- */

/* Does the chart lack a file that it needs? Of the worst case it can do without. */
static bool lacks_file(const struct chart *chart, const struct chart_data *data)
{
    bool needed = false;
    for (enum method method = 0; method < METHOD_COUNT; method++)
        needed = needed || (data->measured[method] && chart_uses(chart, method, CHART_COUNTERS));
    return needed && !data->has_rows[CHART_COUNTERS];
}

/* Why the chart is not drawn; NULL if it is. */
static const char *why_not(const struct chart *chart, const struct chart_data *data,
                           char text[CHART_WHY_SIZE])
{
    const size_t least = chart->least_series > 0 ? chart->least_series : 1;
    const size_t most = chart->most_series > 0 ? chart->most_series : 6;
    text[0] = '\0';
    if (data->count == 0 || data->series.count < least || lacks_file(chart, data))
        return text;
    if (data->series.count > most)
        snprintf(text, CHART_WHY_SIZE,
                 "no chart '%s': %zu %s, and more than %zu curves cannot be read", chart->name,
                 data->series.count,
                 chart_is_one_of(chart->series, "loss") ? "loss rates" : chart->series, most);
    else if (data->panels.count > CHART_PANELS_MAX)
        snprintf(text, CHART_WHY_SIZE,
                 "no chart '%s': %zu %s, and more than %d panels cannot be read", chart->name,
                 data->panels.count, chart->panel, CHART_PANELS_MAX);
    return text[0] != '\0' ? text : NULL;
}

bool chart_draw(const struct chart *chart, struct drawing *drawing, struct error *error)
{
    struct chart_data data;
    if (!chart_data_read(&data, chart, drawing->directory, error))
        return false;
    const struct shown shown = {chart, &data};
    const struct picture picture = {chart->name, chart->name, chart->problem, chart->caption,
                                    &shown,      write_data,  write_variables};
    const bool good = drawing_add(drawing, &picture, error);
    chart_data_release(&data);
    return good;
}

bool chart_can_be_drawn(const struct chart *chart, const char *directory, bool *can,
                        char why[CHART_WHY_SIZE], struct error *error)
{
    struct chart_data data;
    if (!chart_data_read(&data, chart, directory, error))
        return false;
    *can = why_not(chart, &data, why) == NULL;
    chart_data_release(&data);
    return true;
}

bool chart_is_of(const struct chart *chart, const char *problem, const char *strategy,
                 const char *channel)
{
    const size_t length = strcspn(chart->channel, " ");
    bool found = false;
    for (int i = 0; chart->strategy[i] != NULL; i++)
        found = found || (strcspn(chart->strategy[i], " ") == strlen(strategy) &&
                          strncmp(chart->strategy[i], strategy, strlen(strategy)) == 0);
    return found && chart_is_one_of(chart->problem, problem) && strcspn(channel, " ") == length &&
           strncmp(channel, chart->channel, length) == 0;
}
