/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/table.h"

#include "analysis/interval.h"
#include "analysis/stopping.h"
#include "plots/csv.h"
#include "plots/field.h"
#include "plots/file.h"
#include "plots/number.h"
#include "plots/results.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- texts ------------------------------------------------------------------------------------ */

static int compare_texts(const void *left, const void *right)
{
    const struct table_text *a = left, *b = right;
    return strcmp(a->text, b->text);
}

static void free_text(void *text)
{
    free((char *)((struct table_text *)text)->text);
    free(text);
}

/* The one copy of the text; NULL without memory. */
static struct table_text *share(struct table *table, const char *text)
{
    const struct table_text wanted = {.text = text};
    struct table_text *const *known = tfind(&wanted, &table->texts, compare_texts);
    if (known != NULL)
        return *known;
    struct table_text *copy = calloc(1, sizeof *copy);
    if (copy == NULL)
        return NULL;
    copy->text = strdup(text);
    copy->number = table->text_count;
    if (copy->text == NULL || tsearch(copy, &table->texts, compare_texts) == NULL) {
        free_text(copy);
        return NULL;
    }
    table->text_count++;
    return copy;
}

/* A name gets into scripts: letters, digits and _, beginning with a letter. */
static bool read_setting(struct table_setting *setting, const char *word, size_t length)
{
    const char *equal = memchr(word, '=', length);
    char value[64];
    if (equal == NULL || !isalpha((unsigned char)word[0]))
        return false;
    const size_t name = (size_t)(equal - word), digits = length - name - 1;
    if (name >= sizeof setting->name || digits >= sizeof value)
        return false;
    for (size_t i = 0; i < name; i++)
        if (!isalnum((unsigned char)word[i]) && word[i] != '_')
            return false;
    memcpy(setting->name, word, name);
    setting->name[name] = '\0';
    memcpy(value, equal + 1, digits);
    value[digits] = '\0';
    return number_read(value, &setting->value);
}

static bool read_settings(struct table_text *text, const char *at)
{
    text->count = 0;
    for (at += strspn(at, " "); *at != '\0'; at += strspn(at, " ")) {
        const size_t length = strcspn(at, " ");
        if (text->count == TABLE_SETTINGS_MAX ||
            !read_setting(&text->setting[text->count], at, length))
            return false;
        text->count++;
        at += length;
    }
    return true;
}

static const char *share_field(struct table *table, const struct csv_reader *reader,
                               const char *name, struct error *error)
{
    const char *text = field_text(reader, name, error);
    const struct table_text *copy = text != NULL ? share(table, text) : NULL;
    if (text != NULL && copy == NULL)
        error_no_memory(error);
    return copy != NULL ? copy->text : NULL;
}

/* Of a channel, the first word is its name. */
static const struct table_text *share_settings(struct table *table, const struct csv_reader *reader,
                                               const char *name, bool has_word, struct error *error)
{
    const char *text = field_text(reader, name, error);
    if (text == NULL)
        return NULL;
    struct table_text *copy = share(table, text);
    if (copy == NULL) {
        error_no_memory(error);
        return NULL;
    }
    if (!read_settings(copy, has_word ? text + strcspn(text, " ") : text)) {
        field_bad(reader, name, text, error);
        return NULL;
    }
    return copy;
}

/* --- records ---------------------------------------------------------------------------------- */

static bool read_method(const struct csv_reader *reader, enum method *method, struct error *error)
{
    const char *name = field_text(reader, "method", error);
    if (name == NULL)
        return false;
    for (*method = 0; *method < METHOD_COUNT; (*method)++)
        if (strcmp(method_name(*method), name) == 0)
            return true;
    return field_bad(reader, "method", name, error);
}

static bool read_integer(const struct csv_reader *reader, const char *name, uint64_t *number,
                         struct error *error)
{
    const char *text = field_text(reader, name, error);
    return text != NULL &&
           (number_read_integer(text, number) || field_bad(reader, name, text, error));
}

static bool read_value(const struct csv_reader *reader, const char *name, struct table_value *value,
                       struct error *error)
{
    char low[64], high[64];
    snprintf(low, sizeof low, "%s_low", name);
    snprintf(high, sizeof high, "%s_high", name);
    return field_number(reader, name, &value->value, error) &&
           field_number(reader, low, &value->low, error) &&
           field_number(reader, high, &value->high, error);
}

static bool read_key(struct table *table, const struct csv_reader *reader,
                     struct table_point *point, enum method *method, struct error *error)
{
    *point = (struct table_point){.problem = share_field(table, reader, "problem", error)};
    return point->problem != NULL &&
           (point->strategy = share_field(table, reader, "strategy", error)) != NULL &&
           (point->parameters = share_settings(table, reader, "parameters", false, error)) !=
               NULL &&
           (point->channel = share_settings(table, reader, "channel", true, error)) != NULL &&
           field_probability(reader, "loss", &point->loss, error) &&
           field_probability(reader, "loss_back", &point->loss_back, error) &&
           read_method(reader, method, error);
}

static bool read_cells(const struct csv_reader *reader, struct table_row *row, struct error *error)
{
    static const char *const names[] = {"p_neither", "p_first_only", "p_second_only", "p_both"};
    for (int i = 0; i < CELL_COUNT; i++)
        if (!field_number(reader, names[i], &row->cell[i], error))
            return false;
    return true;
}

/* "exact", "fay-feuer", or a kind of interval of counts. */
static bool read_interval(struct table *table, const struct csv_reader *reader,
                          const char **interval, struct error *error)
{
    *interval = share_field(table, reader, "interval", error);
    if (*interval == NULL)
        return false;
    char name[64];
    enum interval_kind kind;
    const char *ending = strstr(*interval, INTERVAL_SEQUENTIAL);
    snprintf(name, sizeof name, "%.*s",
             ending != NULL ? (int)(ending - *interval) : (int)sizeof name - 1, *interval);
    return interval_from_name(name, &kind) || strcmp(name, "exact") == 0 ||
           strcmp(name, "fay-feuer") == 0 || field_bad(reader, "interval", *interval, error);
}

static bool read_row(struct table *table, const struct csv_reader *reader, enum method method,
                     struct table_row *row, struct error *error)
{
    *row = (struct table_row){.line = reader->line};
    if (!read_integer(reader, "trials", &row->trials, error) ||
        !read_integer(reader, "seed", &row->seed, error) || !read_cells(reader, row, error) ||
        !read_value(reader, "success", &row->success, error) ||
        !read_value(reader, "failure", &row->failure, error) ||
        !read_value(reader, "confidence_first", &row->confidence[0], error) ||
        !read_value(reader, "confidence_second", &row->confidence[1], error) ||
        !read_value(reader, "messengers", &row->messengers, error) ||
        !field_number(reader, "rounds", &row->rounds, error) ||
        !field_number(reader, "rounds_p99", &row->rounds_p99, error) ||
        !field_probability(reader, "confidence_level", &row->level, error) ||
        !field_number(reader, "effective", &row->effective, error) ||
        !read_interval(table, reader, &row->interval, error) ||
        (row->status = share_field(table, reader, "status", error)) == NULL ||
        (row->event = share_field(table, reader, "event", error)) == NULL)
        return false;
    row->is_usable =
        row->trials > 0 && !isnan(row->failure.value) &&
        (method == METHOD_MONTE_CARLO || strcmp(row->status, status_name(STATUS_COMPLETE)) == 0);
    return true;
}

/* A record before the records of a point are put together. */
struct measurement {
    struct table_point point;
    enum method method;
    size_t at;    /* in the file */
    size_t row;   /* of results.csv: its row */
    size_t first; /* where the point stands */
};

static int compare_keys(const struct measurement *a, const struct measurement *b)
{
    const struct table_point *p = &a->point, *q = &b->point;
    if (p->strategy != q->strategy)
        return strcmp(p->strategy, q->strategy);
    if (p->problem != q->problem)
        return strcmp(p->problem, q->problem);
    if (p->parameters != q->parameters)
        return p->parameters->number < q->parameters->number ? -1 : 1;
    if (p->channel != q->channel)
        return p->channel->number < q->channel->number ? -1 : 1;
    if (p->loss < q->loss || p->loss > q->loss)
        return p->loss < q->loss ? -1 : 1;
    return (p->loss_back > q->loss_back) - (p->loss_back < q->loss_back);
}

static int compare_records(const void *left, const void *right)
{
    const struct measurement *a = left, *b = right;
    const int order = compare_keys(a, b);
    return order != 0 ? order : (a->at > b->at) - (a->at < b->at);
}

static int compare_firsts(const void *left, const void *right)
{
    const struct measurement *a = left, *b = right;
    if (a->first != b->first)
        return a->first < b->first ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

/* Room for one more, in an array that grows by half at least. */
static void *grown(void *array, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return array;
    *capacity = *capacity > 0 ? 2 * *capacity : 64;
    return realloc(array, *capacity * size);
}

struct measurements {
    struct measurement *record;
    size_t count, capacity, row_capacity;
};

static bool read_results(struct table *table, struct csv_reader *reader,
                         struct measurements *records, struct error *error)
{
    int more;
    while ((more = csv_next(reader, error)) == 1) {
        struct measurement *record =
            grown(records->record, records->count, &records->capacity, sizeof *record);
        records->record = record != NULL ? record : records->record;
        struct table_row *row =
            grown(table->row, table->row_count, &records->row_capacity, sizeof *row);
        table->row = row != NULL ? row : table->row;
        if (record == NULL || row == NULL)
            return error_no_memory(error);
        record += records->count;
        if (!read_key(table, reader, &record->point, &record->method, error) ||
            !read_row(table, reader, record->method, row + table->row_count, error))
            return false;
        record->at = records->count++;
        record->row = table->row_count++;
    }
    return more == 0;
}

static bool place_row(const struct table *table, struct table_point *point,
                      const struct measurement *record, const char *name, struct error *error)
{
    const struct table_row *row = &table->row[record->row];
    if (point->row[record->method] != NULL)
        return error_set(error, "%s:%zu: this point was measured by %s in line %zu, too", name,
                         row->line, method_name(record->method), point->row[record->method]->line);
    point->row[record->method] = row;
    return true;
}

/* Makes the points, in the order of their first rows. */
static bool make_points(struct table *table, struct measurements *records, const char *name,
                        struct error *error)
{
    struct measurement *record = records->record;
    if (records->count == 0)
        return true;
    qsort(record, records->count, sizeof *record, compare_records);
    for (size_t i = 0; i < records->count; i++)
        record[i].first = i > 0 && compare_keys(&record[i - 1], &record[i]) == 0
                              ? record[i - 1].first
                              : record[i].at;
    qsort(record, records->count, sizeof *record, compare_firsts);
    table->point = calloc(records->count, sizeof *table->point);
    if (table->point == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < records->count; i++) {
        if (i == 0 || record[i].first != record[i - 1].first)
            table->point[table->count++] = record[i].point;
        if (!place_row(table, &table->point[table->count - 1], &record[i], name, error))
            return false;
    }
    return true;
}

/* --- counters --------------------------------------------------------------------------------- */

/* The point of the record: that of the counter before, or one after it, since both files have the
 * same order; else any. */
static bool find_point(const struct table *table, const struct table_point *key, size_t start,
                       size_t *found)
{
    const struct measurement wanted = {.point = *key};
    for (size_t i = 0; i < table->count; i++) {
        const size_t at = (start + i) % table->count;
        const struct measurement here = {.point = table->point[at]};
        if (compare_keys(&wanted, &here) == 0) {
            *found = at;
            return true;
        }
    }
    return false;
}

static bool read_counter(struct table *table, const struct csv_reader *reader, size_t start,
                         struct table_counter *counter, bool *found, struct error *error)
{
    struct table_point key;
    if (!read_key(table, reader, &key, &counter->method, error) ||
        (counter->name = share_field(table, reader, "counter", error)) == NULL ||
        !field_number(reader, "count", &counter->count, error) ||
        !read_value(reader, "mean", &counter->mean, error))
        return false;
    *found = find_point(table, &key, start, &counter->point);
    return true;
}

static bool read_counters(struct table *table, struct csv_reader *reader, struct error *error)
{
    size_t capacity = 0, start = 0;
    int more;
    while ((more = csv_next(reader, error)) == 1) {
        struct table_counter *counter =
            grown(table->counter, table->counter_count, &capacity, sizeof *counter);
        if (counter == NULL)
            return error_no_memory(error);
        table->counter = counter;
        bool found;
        if (!read_counter(table, reader, start, counter + table->counter_count, &found, error))
            return false;
        if (!found)
            return error_set(error, "%s:%zu: '%s' has no such point", reader->name, reader->line,
                             RESULTS_FILE);
        start = counter[table->counter_count++].point;
    }
    return more == 0;
}

/* --- files ------------------------------------------------------------------------------------ */

static bool read_points(struct table *table, struct csv_reader *reader, struct error *error)
{
    struct measurements records = {.record = NULL};
    const bool good = read_results(table, reader, &records, error) &&
                      make_points(table, &records, reader->name, error);
    free(records.record);
    return good;
}

static bool read_file(struct table *table, const char *directory, const char *name,
                      const char *columns, bool is_needed,
                      bool (*read)(struct table *, struct csv_reader *, struct error *),
                      struct error *error)
{
    char *path = file_path(directory, name);
    if (path == NULL)
        return error_no_memory(error);
    FILE *stream = fopen(path, "re");
    struct csv_reader reader;
    bool good = true;
    if (stream == NULL && (is_needed || errno != ENOENT))
        good = error_set(error, "cannot read '%s': %s", path, strerror(errno));
    if (stream != NULL && (good = csv_open(&reader, stream, path, error))) {
        good = results_check_columns(&reader, columns, error) && read(table, &reader, error);
        csv_release(&reader);
    }
    if (stream != NULL)
        (void)fclose(stream);
    free(path);
    return good;
}

bool table_read(struct table *table, const char *directory, struct error *error)
{
    *table = (struct table){.count = 0};
    return read_file(table, directory, RESULTS_FILE, results_columns, true, read_points, error) &&
           read_file(table, directory, COUNTERS_FILE, results_counters_columns, false,
                     read_counters, error);
}

void table_release(struct table *table)
{
    free(table->point);
    free(table->row);
    free(table->counter);
    tdestroy(table->texts, free_text);
    *table = (struct table){.count = 0};
}

/* --- points ----------------------------------------------------------------------------------- */

static const struct table_row *usable(const struct table_point *point, enum method method)
{
    const struct table_row *row = point->row[method];
    return row != NULL && row->is_usable ? row : NULL;
}

const struct table_row *table_best_of_all(const struct table_point *point)
{
    const struct table_row *row = usable(point, METHOD_EXACT);
    return row != NULL ? row : usable(point, METHOD_MONTE_CARLO);
}

const struct table_row *table_best(const struct table_point *point)
{
    const struct table_row *row = usable(point, METHOD_EXACT);
    if (row == NULL)
        row = usable(point, METHOD_IMPORTANCE);
    return row != NULL ? row : usable(point, METHOD_MONTE_CARLO);
}

static double find_setting(const struct table_text *text, const char *name)
{
    for (size_t i = 0; i < text->count; i++)
        if (strcmp(text->setting[i].name, name) == 0)
            return text->setting[i].value;
    return NAN;
}

double table_setting(const struct table_point *point, const char *name)
{
    static const char channel[] = "channel.";
    if (strcmp(name, "loss") == 0)
        return point->loss;
    if (strcmp(name, "loss_back") == 0)
        return point->loss_back;
    if (strncmp(name, channel, sizeof channel - 1) == 0)
        return find_setting(point->channel, name + sizeof channel - 1);
    return find_setting(point->parameters, name);
}
