/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/comparison_rows.h"

#include "plots/comparison_record.h"
#include "plots/csv.h"
#include "plots/file.h"
#include "plots/results.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- all rows --------------------------------------------------------------------------------- */

struct table {
    struct comparison_record *row;
    size_t count, capacity;
};

static void release_table(struct table *table)
{
    for (size_t i = 0; i < table->count; i++)
        comparison_record_release(&table->row[i]);
    free(table->row);
}

static bool has_room(struct table *table, struct error *error)
{
    if (table->count < table->capacity)
        return true;
    const size_t capacity = table->capacity > 0 ? 2 * table->capacity : 64;
    struct comparison_record *row = realloc(table->row, capacity * sizeof *row);
    if (row == NULL) {
        error_no_memory(error);
        return false;
    }
    table->row = row;
    table->capacity = capacity;
    return true;
}

static bool read_records(struct comparison_rows *rows, struct csv_reader *reader,
                         const char *problem, comparison_of_task *of_task, struct table *table,
                         struct error *error)
{
    int more;
    while ((more = csv_next(reader, error)) > 0) {
        if (!has_room(table, error))
            return false;
        struct comparison_record *row = &table->row[table->count];
        const enum comparison_found found = comparison_record_read(reader, of_task, row, error);
        const bool asked = found != COMPARISON_BAD &&
                           (problem == NULL || strcmp(row->text[COMPARISON_PROBLEM], problem) == 0);
        rows->unknown += asked && found == COMPARISON_UNKNOWN;
        if (asked && found == COMPARISON_KNOWN)
            table->count++;
        else
            comparison_record_release(row);
        if (found == COMPARISON_BAD)
            return false;
    }
    return more == 0;
}

static bool read_table(struct comparison_rows *rows, const char *directory, const char *problem,
                       comparison_of_task *of_task, struct table *table, struct error *error)
{
    char *path = file_path(directory, RESULTS_FILE);
    if (path == NULL)
        return error_no_memory(error);
    FILE *stream = fopen(path, "r");
    struct csv_reader reader;
    bool good = stream != NULL ||
                error_set(error,
                          "cannot read '%s': %s; a folder that `generals run` has written "
                          "is needed",
                          path, strerror(errno));
    if (good && (good = csv_open(&reader, stream, path, error))) {
        good = results_check_columns(&reader, results_columns, error) &&
               read_records(rows, &reader, problem, of_task, table, error);
        csv_release(&reader);
    }
    if (stream != NULL)
        (void)fclose(stream);
    free(path);
    return good;
}

/* --- groups ----------------------------------------------------------------------------------- */

static int compare_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

/* Numbers within texts as numbers: length=8 before length=16. */
static int compare_groups(const struct comparison_record *a, const struct comparison_record *b)
{
    int order = strcmp(a->text[COMPARISON_PROBLEM], b->text[COMPARISON_PROBLEM]);
    if (order == 0)
        order = strverscmp(a->text[COMPARISON_CHANNEL], b->text[COMPARISON_CHANNEL]);
    if (order == 0)
        order = strverscmp(a->text[COMPARISON_TASK], b->text[COMPARISON_TASK]);
    if (order == 0)
        order = compare_numbers(a->loss, b->loss);
    return order != 0 ? order : compare_numbers(a->loss_back, b->loss_back);
}

static int compare_points(const struct comparison_record *a, const struct comparison_record *b)
{
    const int order = strcmp(a->text[COMPARISON_STRATEGY], b->text[COMPARISON_STRATEGY]);
    return order != 0 ? order
                      : strverscmp(a->text[COMPARISON_PARAMETERS], b->text[COMPARISON_PARAMETERS]);
}

static int compare_rows(const void *a, const void *b)
{
    const struct comparison_record *left = a, *right = b;
    int order = compare_groups(left, right);
    if (order == 0)
        order = compare_points(left, right);
    if (order == 0)
        order = comparison_record_order(left) - comparison_record_order(right);
    return order != 0 ? order : compare_numbers((double)left->line, (double)right->line);
}

static bool is_same_point(const struct comparison_record *a, const struct comparison_record *b)
{
    return compare_groups(a, b) == 0 && compare_points(a, b) == 0;
}

static bool check_twins(const struct table *table, const char *directory, struct error *error)
{
    for (size_t i = 1; i < table->count; i++) {
        const struct comparison_record *before = &table->row[i - 1], *row = &table->row[i];
        if (is_same_point(before, row) &&
            strcmp(before->text[COMPARISON_METHOD], row->text[COMPARISON_METHOD]) == 0)
            return error_set(error, "%s/%s:%zu: this point was measured by %s in line %zu, too",
                             directory, RESULTS_FILE, row->line, row->text[COMPARISON_METHOD],
                             before->line);
    }
    return true;
}

static char *take(char **text)
{
    char *taken = *text;
    *text = NULL;
    return taken;
}

/* What the first row lacks is taken from the next ones. */
static void add_contender(struct comparison_set *set, struct comparison_record *rows, size_t count)
{
    const size_t id = set->group.count++;
    struct contender *contender = &set->group.contender[id];
    struct comparison_name *name = &set->name[id];
    *contender = rows[0].contender;
    contender->id = id;
    name->success = rows[0].success;
    for (int i = 1; i < (int)count; i++) {
        const struct contender *other = &rows[i].contender;
        if (isnan(name->success))
            name->success = rows[i].success;
        if (!isnan(contender->cost[COST_MESSENGERS]))
            continue;
        memcpy(contender->cost, other->cost, sizeof contender->cost);
        contender->messengers = other->messengers;
        contender->messengers_level = other->messengers_level;
        contender->messengers_trials = other->messengers_trials;
    }
    name->strategy = take(&rows[0].text[COMPARISON_STRATEGY]);
    name->parameters = take(&rows[0].text[COMPARISON_PARAMETERS]);
    name->method = take(&rows[0].text[COMPARISON_METHOD]);
    name->interval = take(&rows[0].text[COMPARISON_INTERVAL]);
}

/* --- labels ----------------------------------------------------------------------------------- */

/* Is the word among those of the text, which have a space between? */
static bool has_word(const char *text, const char *word, size_t length)
{
    for (const char *at = text; *at != '\0'; at += strspn(at, " ")) {
        const size_t here = strcspn(at, " ");
        if (here == length && strncmp(at, word, length) == 0)
            return true;
        at += here;
    }
    return false;
}

/* Words of `from`, each after a space, that are, or are not, among those of the text. */
static char *put_words(char *to, const char *from, const char *text, bool among)
{
    for (const char *at = from; *at != '\0'; at += strspn(at, " ")) {
        const size_t length = strcspn(at, " ");
        if (has_word(text, at, length) == among) {
            *to++ = ' ';
            to = stpncpy(to, at, length);
        }
        at += length;
    }
    *to = '\0';
    return to;
}

char *comparison_common_words(const char *const *texts, size_t count)
{
    const size_t size = strlen(texts[0]) + 2; /* with a space before */
    char *common = malloc(size), *rest = malloc(size);
    if (common != NULL && rest != NULL) {
        strcpy(common, texts[0]);
        for (size_t i = 1; i < count; i++) {
            put_words(rest, common, texts[i], true);
            strcpy(common, rest + strspn(rest, " "));
        }
    }
    if (rest == NULL) {
        free(common);
        common = NULL;
    }
    free(rest);
    return common;
}

char *comparison_other_words(char *to, const char *text, const char *common)
{
    return put_words(to, text, common, false);
}

/* Contenders `from` to `end` - 1 have the same strategy. */
static bool label_strategy(const struct comparison_set *set, const char **texts, size_t from,
                           size_t end, struct error *error)
{
    for (size_t i = from; i < end; i++)
        texts[i] = set->name[i].parameters;
    char *common = comparison_common_words(texts + from, end - from);
    bool good = common != NULL;
    for (size_t i = from; good && i < end; i++) {
        struct comparison_name *name = &set->name[i];
        name->label = malloc(strlen(name->strategy) + strlen(name->parameters) + 2);
        good = name->label != NULL;
        if (good)
            comparison_other_words(stpcpy(name->label, name->strategy), name->parameters, common);
    }
    free(common);
    return good || error_no_memory(error);
}

static bool make_labels(const struct comparison_set *set, struct error *error)
{
    const char **texts = malloc(set->group.count * sizeof *texts);
    bool good = texts != NULL;
    if (!good)
        error_no_memory(error);
    for (size_t from = 0, end; good && from < set->group.count; from = end) {
        for (end = from + 1; end < set->group.count; end++)
            if (strcmp(set->name[from].strategy, set->name[end].strategy) != 0)
                break;
        good = label_strategy(set, texts, from, end, error);
    }
    free(texts);
    return good;
}

/* --- sets ------------------------------------------------------------------------------------- */

static bool make_set(struct comparison_rows *rows, struct comparison_record *row, size_t count,
                     double level, struct error *error)
{
    struct comparison_set *set = &rows->set[rows->count++];
    *set = (struct comparison_set){.loss = row->loss, .loss_back = row->loss_back};
    set->problem = strdup(row->text[COMPARISON_PROBLEM]);
    set->channel = strdup(row->text[COMPARISON_CHANNEL]);
    set->task = strdup(row->text[COMPARISON_TASK]);
    set->group.contender = calloc(count, sizeof *set->group.contender);
    set->group.level = level;
    set->name = calloc(count, sizeof *set->name);
    if (set->problem == NULL || set->channel == NULL || set->task == NULL ||
        set->group.contender == NULL || set->name == NULL)
        return error_no_memory(error);
    for (size_t i = 0, next; i < count; i = next) {
        for (next = i + 1; next < count && compare_points(&row[i], &row[next]) == 0; next++)
            ;
        add_contender(set, &row[i], next - i);
    }
    rows->compared += set->group.count;
    return make_labels(set, error) && comparison_find(&set->group, error);
}

/* Rows `from` to the one that is returned are of one group; `points` is how many different ones. */
static size_t end_of_group(const struct table *table, size_t from, size_t *points)
{
    size_t end = from + 1;
    for (*points = 1; end < table->count; end++) {
        if (compare_groups(&table->row[from], &table->row[end]) != 0)
            break;
        *points += !is_same_point(&table->row[end - 1], &table->row[end]);
    }
    return end;
}

static bool make_sets(struct comparison_rows *rows, struct table *table, double level,
                      struct error *error)
{
    rows->set = calloc(table->count + 1, sizeof *rows->set);
    if (rows->set == NULL)
        return error_no_memory(error);
    for (size_t from = 0, end, points; from < table->count; from = end) {
        end = end_of_group(table, from, &points);
        if (points < 2)
            rows->alone++;
        else if (!make_set(rows, &table->row[from], end - from, level, error))
            return false;
    }
    return true;
}

static bool nothing(const struct comparison_rows *rows, const char *directory, const char *problem,
                    struct error *error)
{
    if (problem != NULL && rows->alone + rows->unknown == 0)
        return error_set(error, "--problem: '%s/%s' has no row of '%s'", directory, RESULTS_FILE,
                         problem);
    return error_set(error,
                     "nothing to compare in '%s/%s': it takes two strategies of one problem, or "
                     "one with two settings, at the same loss rate on the same channel",
                     directory, RESULTS_FILE);
}

static bool find(struct comparison_rows *rows, const char *directory, const char *problem,
                 comparison_of_task *of_task, double level, struct error *error)
{
    struct table table = {0};
    *rows = (struct comparison_rows){0};
    bool good = read_table(rows, directory, problem, of_task, &table, error);
    if (good && table.count > 0)
        qsort(table.row, table.count, sizeof *table.row, compare_rows);
    good = good && check_twins(&table, directory, error) && make_sets(rows, &table, level, error);
    release_table(&table);
    return good;
}

bool comparison_rows_find(struct comparison_rows *rows, const char *directory,
                          comparison_of_task *of_task, double level, struct error *error)
{
    return find(rows, directory, NULL, of_task, level, error);
}

bool comparison_rows_read(struct comparison_rows *rows, const char *directory, const char *problem,
                          comparison_of_task *of_task, double level, struct error *error)
{
    return find(rows, directory, problem, of_task, level, error) &&
           (rows->count > 0 || nothing(rows, directory, problem, error));
}

static void release_set(struct comparison_set *set)
{
    for (size_t i = 0; set->name != NULL && i < set->group.count; i++) {
        free(set->name[i].strategy);
        free(set->name[i].parameters);
        free(set->name[i].label);
        free(set->name[i].method);
        free(set->name[i].interval);
    }
    comparison_release(&set->group);
    free(set->group.contender);
    free(set->name);
    free(set->problem);
    free(set->channel);
    free(set->task);
}

void comparison_rows_release(struct comparison_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        release_set(&rows->set[i]);
    free(rows->set);
    *rows = (struct comparison_rows){0};
}
