/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/chart.h"

#include "engine/build.h"
#include "plots/chart_data.h"
#include "plots/file.h"
#include "plots/gnuplot.h"
#include "plots/number.h"
#include "plots/script.h"
#include "plots/templates.h"

#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

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

/* 10^{8}, 2.5×10^{7} or 1234. */
static void write_trials(FILE *stream, const struct chart_data *data)
{
    const uint64_t trials = common_trials(data);
    if (trials == 0) {
        script_write_text(stream, "trials_text", "differing numbers of");
        return;
    }
    uint64_t mantissa = trials;
    int exponent = 0;
    for (; mantissa % 10 == 0; mantissa /= 10)
        exponent++;
    double leading = (double)mantissa;
    for (; leading >= 10.0; leading /= 10.0)
        exponent++;
    char text[64];
    if (trials < 10000 || mantissa >= 1000)
        snprintf(text, sizeof text, "%" PRIu64, trials);
    else if (mantissa == 1)
        snprintf(text, sizeof text, "10^{%d}", exponent);
    else
        snprintf(text, sizeof text, "%.3g×10^{%d}", leading, exponent);
    script_write_text(stream, "trials_text", text);
}

static void write_interval(FILE *stream, const struct chart_data *data)
{
    char text[96];
    snprintf(text, sizeof text, "%.15g %% %s%s%s%s intervals", 100.0 * data->level,
             data->sequential ? "sequential " : "",
             data->counted ? interval_name(data->interval) : "",
             data->counted && data->weighted ? " or " : "", data->weighted ? "fay-feuer" : "");
    for (char *at = text; *at != '\0'; at++)
        if (at[0] == '-' ||
            (at[0] == ' ' && strncmp(at, " intervals", 10) != 0 && strncmp(at, " or ", 4) != 0))
            at[1] = (char)toupper((unsigned char)at[1]);
    script_write_text(stream, "interval_text", text);
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

static void write_script(FILE *stream, const struct chart *chart, const struct chart_data *data)
{
    fprintf(stream,
            "# %s.gp: drawn from %s.csv by generals %s. Edit it as you like, then run, here:\n"
            "#     gnuplot %s.gp\n\n",
            chart->name, chart->name, build_version, chart->name);
    script_write_text(stream, "name", chart->name);
    fprintf(stream, "channel_text = '%.*s'\n", (int)strcspn(chart->channel, " "), chart->channel);
    write_rest(stream, data->rest);
    fprintf(stream, "has_sampled = %d\n", data->measured[METHOD_MONTE_CARLO]);
    fprintf(stream, "has_exact = %d\n", data->measured[METHOD_EXACT]);
    if (chart_uses(chart, METHOD_EXACT, CHART_ADVERSARY))
        fprintf(stream, "has_adversary = %d\n", data->has_rows[CHART_ADVERSARY]);
    if (data->measured[METHOD_MONTE_CARLO]) {
        write_trials(stream, data);
        write_interval(stream, data);
        fprintf(stream, "incomplete = %zu\n", count_incomplete(data));
    }
    fprintf(stream, "series = %zu\n", data->series.count);
    write_labels(stream, chart, "labels", chart->series, data->series.value, data->series.count);
    if (chart->panel != NULL) {
        fprintf(stream, "panels = %zu\n", data->panels.count);
        write_labels(stream, chart, "panel_labels", chart->panel, data->panels.value,
                     data->panels.count);
    }
    fprintf(stream, "\n%s\n%s", template_find("style"), template_find(chart->name));
}

/* --- files ------------------------------------------------------------------------------------ */

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

static void write_data(FILE *stream, const struct chart *chart, const struct chart_data *data)
{
    write_header(stream, chart);
    for (size_t i = 0; i < data->count; i++)
        write_point(stream, chart, data, &data->points[i]);
}

static const char *file_name(const struct chart *chart, const char *ending,
                             char name[CHART_FILE_SIZE])
{
    snprintf(name, CHART_FILE_SIZE, "%s.%s", chart->name, ending);
    return name;
}

static bool write_file(const struct chart *chart, const struct chart_data *data,
                       const char *directory, const char *ending,
                       void (*write)(FILE *, const struct chart *, const struct chart_data *),
                       struct error *error)
{
    char name[CHART_FILE_SIZE];
    struct file file;
    if (!file_create(&file, directory, file_name(chart, ending, name), error))
        return false;
    write(file.stream, chart, data);
    return file_commit(&file, error);
}

static bool remove_file(const struct chart *chart, const char *directory, const char *ending,
                        struct error *error)
{
    char name[CHART_FILE_SIZE];
    return file_remove(directory, file_name(chart, ending, name), error);
}

static bool remove_pictures(const struct chart *chart, const char *directory, struct error *error)
{
    return remove_file(chart, directory, "svg", error) &&
           remove_file(chart, directory, "png", error);
}

static bool remove_chart(const struct chart *chart, const char *directory, struct error *error)
{
    return remove_file(chart, directory, "csv", error) &&
           remove_file(chart, directory, "gp", error) && remove_pictures(chart, directory, error);
}

static bool check_picture(const struct chart *chart, const char *directory, const char *ending,
                          struct error *error)
{
    char name[CHART_FILE_SIZE];
    char *path = file_path(directory, file_name(chart, ending, name));
    if (path == NULL)
        return error_no_memory(error);
    struct stat status;
    bool good = stat(path, &status) == 0 && status.st_size > 0;
    if (!good)
        good = error_set(error, "gnuplot ended well but left no picture '%s'", path);
    free(path);
    return good;
}

/* --- one chart, all charts -------------------------------------------------------------------- */

/* Does the chart lack a file that it needs? Of the worst case it can do without. */
static bool lacks_file(const struct chart *chart, const struct chart_data *data)
{
    bool needed = false;
    for (enum method method = 0; method < METHOD_COUNT; method++)
        needed = needed || (data->measured[method] && chart_uses(chart, method, CHART_COUNTERS));
    return needed && !data->has_rows[CHART_COUNTERS];
}

/* Why the chart is not drawn; NULL if it is. */
static const char *why_not(const struct chart *chart, const struct chart_data *data, char text[160])
{
    const size_t least = chart->least_series > 0 ? chart->least_series : 1;
    const size_t most = chart->most_series > 0 ? chart->most_series : 6;
    text[0] = '\0';
    if (data->count == 0 || data->series.count < least || lacks_file(chart, data))
        return text;
    if (data->series.count > most)
        snprintf(text, 160, "no chart '%s': %zu %s, and more than %zu curves cannot be read",
                 chart->name, data->series.count,
                 chart_is_one_of(chart->series, "loss") ? "loss rates" : chart->series, most);
    else if (data->panels.count > CHART_PANELS_MAX)
        snprintf(text, 160, "no chart '%s': %zu %s, and more than %d panels cannot be read",
                 chart->name, data->panels.count, chart->panel, CHART_PANELS_MAX);
    return text[0] != '\0' ? text : NULL;
}

/* Draws the pictures; `gnuplot` turns false when there is none. */
static bool draw(const struct chart *chart, const char *directory, bool *gnuplot,
                 void (*remark)(const char *text), struct error *error)
{
    char name[CHART_FILE_SIZE];
    if (!*gnuplot)
        return true;
    switch (gnuplot_run(directory, file_name(chart, "gp", name), error)) {
    case GNUPLOT_MISSING:
        *gnuplot = false;
        remark("gnuplot is not installed: the charts' data and scripts are written, their "
               "pictures are not");
        return true;
    case GNUPLOT_FAILED: {
        struct error ignored; /* the first error is the one to tell */
        remove_pictures(chart, directory, &ignored);
        return false;
    }
    case GNUPLOT_DONE:
        break;
    }
    return check_picture(chart, directory, "svg", error) &&
           check_picture(chart, directory, "png", error);
}

static bool make(const struct chart *chart, const char *directory, bool *gnuplot, size_t *made,
                 void (*remark)(const char *text), struct error *error)
{
    struct chart_data data;
    if (!chart_data_read(&data, chart, directory, error))
        return false;
    char text[160];
    const char *why = why_not(chart, &data, text);
    if (why != NULL && why[0] != '\0')
        remark(why);
    *made += why == NULL;
    const bool good = why != NULL
                          ? remove_chart(chart, directory, error)
                          : write_file(chart, &data, directory, "csv", write_data, error) &&
                                write_file(chart, &data, directory, "gp", write_script, error) &&
                                draw(chart, directory, gnuplot, remark, error);
    chart_data_release(&data);
    return good;
}

bool charts_make(const char *directory, void (*remark)(const char *text), size_t *made,
                 struct error *error)
{
    bool gnuplot = true;
    *made = 0;
    /* Whatever happens below, no picture of earlier results stays. */
    for (const struct chart *chart = charts; chart->name != NULL; chart++)
        if (!remove_pictures(chart, directory, error))
            return false;
    for (const struct chart *chart = charts; chart->name != NULL; chart++)
        if (!make(chart, directory, &gnuplot, made, remark, error))
            return false;
    return true;
}

bool charts_remove(const char *directory, struct error *error)
{
    for (const struct chart *chart = charts; chart->name != NULL; chart++)
        if (!remove_chart(chart, directory, error))
            return false;
    return true;
}

bool charts_check(const char *directory, struct error *error)
{
    for (const struct chart *chart = charts; chart->name != NULL; chart++) {
        struct chart_data data;
        if (!chart_data_read(&data, chart, directory, error))
            return false;
        chart_data_release(&data);
    }
    return true;
}

bool charts_find(const char *directory, char name[CHART_FILE_SIZE])
{
    static const char *const endings[] = {"csv", "gp", "svg", "png"};
    for (const struct chart *chart = charts; chart->name != NULL; chart++)
        for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
            if (file_exists(directory, file_name(chart, endings[i], name)))
                return true;
    return false;
}
