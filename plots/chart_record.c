/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/chart_record.h"

#include "analysis/interval.h"
#include "plots/field.h"
#include "plots/number.h"
#include "plots/results.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *file, *columns, *prefix; /* of a chart's column that comes from it */
} sources[] = {
    [CHART_RESULTS] = {RESULTS_FILE, results_columns, ""},
    [CHART_COUNTERS] = {COUNTERS_FILE, results_counters_columns, ""},
    [CHART_ADVERSARY] = {ADVERSARY_FILE, results_adversary_columns, "adversary."},
};

const char *chart_source_file(enum chart_source source)
{
    return sources[source].file;
}

const char *chart_source_columns(enum chart_source source)
{
    return sources[source].columns;
}

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

enum chart_source chart_column_source(const struct chart_column *column)
{
    if (starts_with(column->source, sources[CHART_ADVERSARY].prefix))
        return CHART_ADVERSARY;
    return strchr(column->source, '.') != NULL ? CHART_COUNTERS : CHART_RESULTS;
}

bool chart_uses(const struct chart *chart, enum method method, enum chart_source source)
{
    for (int i = 0; chart->column[method][i].name != NULL; i++)
        if (chart_column_source(&chart->column[method][i]) == source)
            return true;
    return false;
}

/* --- columns that are derived ----------------------------------------------------------------- */

/* The less sure party is the one whose confidence is lower, of those that ever acted. */
static bool less_sure(const struct csv_reader *reader, const char *suffix, double *number,
                      struct error *error)
{
    struct proportion confidence[2];
    if (!field_number(reader, "confidence_first", &confidence[0].value, error) ||
        !field_number(reader, "confidence_second", &confidence[1].value, error))
        return false;
    for (int i = 0; i < 2; i++)
        confidence[i].rest = 1.0 - confidence[i].value;
    const int party = estimate_less_sure(confidence);
    char name[64];
    snprintf(name, sizeof name, "confidence_%s%s", party == 1 ? "second" : "first", suffix);
    return field_number(reader, name, number, error);
}

/* What the less sure party's confidence lacks of 1. From the cells, since so near to 1 a confidence
 * has hardly a digit left. NaN if neither party ever acts. */
static bool missing(const struct csv_reader *reader, double *number, struct error *error)
{
    double both, first, second;
    if (!field_number(reader, "p_both", &both, error) ||
        !field_number(reader, "p_first_only", &first, error) ||
        !field_number(reader, "p_second_only", &second, error))
        return false;
    const double alone = first > second ? first : second;
    *number = alone / (alone + both);
    return true;
}

/* Of importance sampling, hits that are worth as much. */
static bool failures_seen(const struct csv_reader *reader, double *number, struct error *error)
{
    double trials, effective;
    if (!field_number(reader, "effective", &effective, error))
        return false;
    if (!isnan(effective)) {
        *number = effective;
        return true;
    }
    if (!field_number(reader, "failure", number, error) ||
        !field_number(reader, "trials", &trials, error))
        return false;
    *number = round(*number * trials);
    return true;
}

static bool results_value(const struct csv_reader *reader, const char *source, double *number,
                          struct error *error)
{
    if (starts_with(source, "less_sure"))
        return less_sure(reader, source + strlen("less_sure"), number, error);
    if (strcmp(source, "missing") == 0)
        return missing(reader, number, error);
    if (strcmp(source, "failures_seen") == 0)
        return failures_seen(reader, number, error);
    return field_number(reader, source, number, error);
}

/* Of a record of one counter, the values of the others stay unknown. */
static bool counter_value(const struct csv_reader *reader, const char *source, double *number,
                          struct error *error)
{
    const char *counter = field_text(reader, "counter", error);
    const char *column = strchr(source, '.');
    if (counter == NULL)
        return false;
    if (!starts_with(source, counter) || strlen(counter) != (size_t)(column - source))
        return true;
    return field_number(reader, column + 1, number, error);
}

static bool value_of(const struct csv_reader *reader, const struct chart_column *column,
                     double *number, struct error *error)
{
    const enum chart_source source = chart_column_source(column);
    if (source == CHART_COUNTERS)
        return counter_value(reader, column->source, number, error);
    const char *name = column->source + strlen(sources[source].prefix);
    return source == CHART_RESULTS ? results_value(reader, name, number, error)
                                   : field_number(reader, name, number, error);
}

/* The columns of the record's file and method; those of the others are not known. */
static bool read_values(const struct chart *chart, enum chart_source source,
                        const struct csv_reader *reader, enum method method,
                        struct chart_point *point, struct error *error)
{
    for (int i = 0; i < METHOD_COUNT; i++)
        for (int j = 0; j < CHART_COLUMNS_MAX; j++)
            point->value[i][j] = NAN;
    const struct chart_column *column = chart->column[method];
    for (int i = 0; column[i].name != NULL; i++)
        if (chart_column_source(&column[i]) == source &&
            !value_of(reader, &column[i], &point->value[method][i], error))
            return false;
    return true;
}

/* --- names and values ------------------------------------------------------------------------- */

struct pair {
    char name[64], value[64];
};

/* Takes the next "NAME=VALUE" off the text. 1: done; 0: there is none; -1: something else. A name
 * is letters, digits and _, beginning with a letter, since it gets into a script. */
static int next_pair(const char **text, struct pair *pair)
{
    *text += strspn(*text, " ");
    const size_t word = strcspn(*text, " ");
    const char *equal = memchr(*text, '=', word);
    if (word == 0)
        return 0;
    if (equal == NULL || !isalpha((unsigned char)**text))
        return -1;
    const size_t name = (size_t)(equal - *text), value = word - name - 1;
    if (name >= sizeof pair->name || value >= sizeof pair->value)
        return -1;
    for (size_t i = 0; i < name; i++)
        if (!isalnum((unsigned char)(*text)[i]) && (*text)[i] != '_')
            return -1;
    snprintf(pair->name, sizeof pair->name, "%.*s", (int)name, *text);
    snprintf(pair->value, sizeof pair->value, "%.*s", (int)value, equal + 1);
    *text += word;
    return 1;
}

/* The value that has this name among the pairs. */
static bool find_pair(const char *text, const char *name, struct pair *pair)
{
    while (next_pair(&text, pair) == 1)
        if (strcmp(pair->name, name) == 0)
            return true;
    return false;
}

/* What follows the first word. */
static const char *after_word(const char *text)
{
    return text + strcspn(text, " ");
}

bool chart_is_one_of(const char *names, const char *name)
{
    const size_t length = strlen(name);
    for (const char *at = names; at != NULL; at = strchr(at, '|')) {
        at += *at == '|';
        if (strcspn(at, "|") == length && strncmp(at, name, length) == 0)
            return true;
    }
    return false;
}

/* --- does the record belong to the chart? ------------------------------------------------------
 */

/* Do the parameters fit what the chart says of the strategy? */
static bool fits(const char *parameters, const char *wanted)
{
    struct pair want, is, other;
    while (next_pair(&wanted, &want) == 1) {
        if (!find_pair(parameters, want.name, &is))
            return false;
        const char *value = find_pair(parameters, want.value, &other) ? other.value : want.value;
        if (strcmp(is.value, value) != 0)
            return false;
    }
    return true;
}

/* Number of the record's strategy among the chart's, from 1; 0: none of them. */
static int strategy_number(const struct chart *chart, const char *strategy, const char *parameters)
{
    for (int i = 0; chart->strategy[i] != NULL; i++) {
        const char *entry = chart->strategy[i];
        const size_t length = strcspn(entry, " ");
        if (strlen(strategy) == length && strncmp(strategy, entry, length) == 0 &&
            fits(parameters, entry + length))
            return i + 1;
    }
    return 0;
}

static bool is_channel(const char *channel, const char *wanted)
{
    const size_t length = strcspn(wanted, " ");
    return strncmp(channel, wanted, length) == 0 && strchr(" ", channel[length]) != NULL &&
           fits(channel + length, wanted + length);
}

static int chosen(const struct chart *chart, const struct csv_reader *reader, struct error *error)
{
    const char *problem = field_text(reader, "problem", error);
    const char *strategy = field_text(reader, "strategy", error);
    const char *parameters = field_text(reader, "parameters", error);
    const char *channel = field_text(reader, "channel", error);
    if (problem == NULL || strategy == NULL || parameters == NULL || channel == NULL)
        return -1;
    if (!chart_is_one_of(chart->problem, problem) || !is_channel(channel, chart->channel))
        return 0;
    return strategy_number(chart, strategy, parameters);
}

/* --- where it stands ---------------------------------------------------------------------------
 */

/* What a record depends on, of which the chart knows three dimensions and what it fixes; all else
 * goes into the text `rest`. */
struct placing {
    const struct chart *chart;
    const char *fixed; /* of the names that are placed now */
    struct chart_point *point;
    char *rest;
    int found; /* dimensions */
};

/* Is the name, without its prefix, one of those that the chart fixes? */
static bool is_fixed(const char *fixed, const char *name)
{
    struct pair ignored;
    const char *dot = strchr(name, '.');
    return find_pair(fixed, dot != NULL ? dot + 1 : name, &ignored);
}

static bool place(struct placing *placing, const char *name, double value)
{
    const struct chart *chart = placing->chart;
    const char *dimension[] = {chart->panel, chart->series, chart->x};
    double *where[] = {&placing->point->panel, &placing->point->series, &placing->point->x};
    for (int i = 0; i < 3; i++)
        if (chart_is_one_of(dimension[i], name)) {
            *where[i] = value;
            placing->found++;
            return true;
        }
    if (strcmp(name, "strategy") == 0 || is_fixed(placing->fixed, name))
        return true;
    const size_t used = strlen(placing->rest);
    char number[NUMBER_SIZE];
    const int length = snprintf(placing->rest + used, CHART_REST_SIZE - used, "%s%s=%s",
                                used > 0 ? " " : "", name, number_text(value, number));
    return length >= 0 && used + (size_t)length < CHART_REST_SIZE;
}

static bool place_pairs(struct placing *placing, const char *prefix, const char *text)
{
    struct pair pair;
    int more;
    while ((more = next_pair(&text, &pair)) == 1) {
        char name[80];
        double value;
        snprintf(name, sizeof name, "%s%s", prefix, pair.name);
        if (!number_read(pair.value, &value) || !place(placing, name, value))
            return false;
    }
    return more == 0;
}

static bool read_place(const struct chart *chart, const struct csv_reader *reader, int number,
                       struct chart_point *point, char *rest, struct error *error)
{
    const char *parameters = field_text(reader, "parameters", error);
    const char *channel = field_text(reader, "channel", error);
    struct placing placing = {.chart = chart, .fixed = after_word(chart->channel), .point = point};
    placing.rest = rest;
    if (!place_pairs(&placing, "channel.", after_word(channel)))
        return field_bad(reader, "channel", channel, error);
    placing.fixed = after_word(chart->strategy[number - 1]);
    if (!place(&placing, "strategy", number) || !place(&placing, "loss", point->loss) ||
        !place_pairs(&placing, "", parameters))
        return field_bad(reader, "parameters", parameters, error);
    const int expected = (chart->panel != NULL) + (chart->series != NULL) + (chart->x != NULL);
    return placing.found == expected || field_bad(reader, "parameters", parameters, error);
}

static bool read_method(const struct csv_reader *reader, enum method *method, bool *weighted,
                        struct error *error)
{
    const char *name = field_text(reader, "method", error);
    if (name == NULL)
        return false;
    for (*method = 0; *method < METHOD_COUNT; (*method)++)
        if (strcmp(method_name(*method), name) == 0)
            break;
    *weighted = *method == METHOD_IMPORTANCE;
    if (*weighted)
        *method = METHOD_MONTE_CARLO;
    return *method < METHOD_COUNT || field_bad(reader, "method", name, error);
}

static bool read_trials(const struct csv_reader *reader, uint64_t *trials, struct error *error)
{
    const char *text = field_text(reader, "trials", error);
    if (text == NULL)
        return false;
    return number_read_integer(text, trials) || field_bad(reader, "trials", text, error);
}

static bool read_status(const struct csv_reader *reader, bool *incomplete, struct error *error)
{
    const char *status = field_text(reader, "status", error);
    if (status == NULL)
        return false;
    *incomplete = strcmp(status, status_name(STATUS_COMPLETE)) != 0;
    return true;
}

int chart_record_read(const struct chart *chart, enum chart_source source,
                      const struct csv_reader *reader, struct chart_point *point,
                      char rest[CHART_REST_SIZE], struct error *error)
{
    const int number = chosen(chart, reader, error);
    if (number <= 0)
        return number;
    enum method method;
    double loss_back;
    uint64_t trials;
    *point = (struct chart_point){0};
    rest[0] = '\0';
    if (!field_probability(reader, "loss", &point->loss, error) ||
        !field_probability(reader, "loss_back", &loss_back, error) ||
        !read_method(reader, &method, &point->weighted, error) ||
        !read_place(chart, reader, number, point, rest, error) ||
        !read_trials(reader, &trials, error) ||
        !read_values(chart, source, reader, method, point, error))
        return -1;
    if (source == CHART_RESULTS && !read_status(reader, &point->incomplete, error))
        return -1;
    if (source == CHART_RESULTS && trials == 0 && !point->incomplete) {
        field_bad(reader, "trials", "0", error);
        return -1;
    }
    point->measured[method] = source == CHART_RESULTS && trials > 0;
    point->trials = method == METHOD_MONTE_CARLO && source == CHART_RESULTS ? trials : 0;
    return point->loss == loss_back;
}
