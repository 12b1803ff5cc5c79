/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/comparison_record.h"

#include "analysis/stopping.h"
#include "engine/point.h"
#include "plots/field.h"
#include "plots/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const text_columns[COMPARISON_COLUMNS] = {"problem",    "channel", "strategy",
                                                             "parameters", "method",  "interval"};

void comparison_record_release(struct comparison_record *record)
{
    for (int i = 0; i < COMPARISON_TEXTS; i++)
        free(record->text[i]);
}

int comparison_record_order(const struct comparison_record *record)
{
    if (strcmp(record->text[COMPARISON_METHOD], method_name(METHOD_EXACT)) == 0)
        return 0;
    return strcmp(record->text[COMPARISON_METHOD], method_name(METHOD_MONTE_CARLO)) == 0 ? 2 : 1;
}

static bool read_texts(const struct csv_reader *reader, struct comparison_record *record,
                       struct error *error)
{
    for (int i = 0; i < COMPARISON_COLUMNS; i++) {
        const char *text = field_text(reader, text_columns[i], error);
        if (text == NULL)
            return false;
        record->text[i] = strdup(text);
        if (record->text[i] == NULL)
            return error_no_memory(error);
    }
    return true;
}

/* Refuses a field that its row contradicts. */
static bool check(bool good, const struct csv_reader *reader, const char *name, struct error *error)
{
    return good || field_bad(reader, name, reader->field[csv_column(reader, name)], error);
}

/* Number NAME, from 0 to `most`, and its interval NAME_low and NAME_high. */
static bool read_with_interval(const struct csv_reader *reader, const char *name, double most,
                               double *value, struct interval *interval, struct error *error)
{
    char low[64], high[64];
    snprintf(low, sizeof low, "%s_low", name);
    snprintf(high, sizeof high, "%s_high", name);
    return field_number(reader, name, value, error) &&
           field_number(reader, low, &interval->low, error) &&
           field_number(reader, high, &interval->high, error) &&
           check(isnan(*value) || (*value >= 0.0 && *value <= most), reader, name, error) &&
           check(isnan(interval->low) || interval->low <= *value, reader, low, error) &&
           check(isnan(interval->high) || interval->high >= *value, reader, high, error);
}

/* Beyond, a double does not hold every count. */
static const uint64_t most_trials = UINT64_C(1) << 53;

static bool read_numbers(const struct csv_reader *reader, struct comparison_record *record,
                         struct error *error)
{
    struct contender *contender = &record->contender;
    const char *trials = field_text(reader, "trials", error);
    if (trials == NULL || !field_probability(reader, "loss", &record->loss, error) ||
        !field_probability(reader, "loss_back", &record->loss_back, error) ||
        !check(number_read_integer(trials, &contender->trials) && contender->trials <= most_trials,
               reader, "trials", error) ||
        !read_with_interval(reader, "failure", 1.0, &contender->failure, &contender->own, error) ||
        !read_with_interval(reader, "messengers", INFINITY, &contender->cost[COST_MESSENGERS],
                            &contender->messengers, error) ||
        !field_number(reader, "rounds", &contender->cost[COST_ROUNDS], error) ||
        !check(!(contender->cost[COST_ROUNDS] < 0.0), reader, "rounds", error) ||
        !field_number(reader, "success", &record->success, error) ||
        !check(!(record->success < 0.0 || record->success > 1.0), reader, "success", error) ||
        !field_probability(reader, "confidence_level", &contender->own_level, error))
        return false;
    contender->messengers_level = contender->own_level;
    contender->messengers_trials = contender->trials;
    return true;
}

/* The look whose level gives the row's interval; 0 if there is none. Intervals grow with the looks.
 */
static unsigned find_look(const struct contender *contender, enum interval_kind kind)
{
    const double width = contender->own.high - contender->own.low;
    unsigned look = 1, most = 4096;
    struct interval interval = {0, 0};
    while (look < most) {
        const unsigned middle = look + (most - look) / 2;
        if (!interval_of_proportion(kind, contender->failures, contender->trials,
                                    stopping_level(contender->own_level, middle), &interval))
            return 0;
        if (interval.high - interval.low < width * (1.0 - 1e-6))
            look = middle + 1;
        else
            most = middle;
    }
    const bool good =
        interval_of_proportion(kind, contender->failures, contender->trials,
                               stopping_level(contender->own_level, look), &interval) &&
        fabs(interval.low - contender->own.low) + fabs(interval.high - contender->own.high) <=
            1e-6 * width;
    return good ? look : 0;
}

/* What the row's interval is from. Counts are failure times trials, but for rounding. */
static bool find_evidence(const struct csv_reader *reader, struct comparison_record *record,
                          struct error *error)
{
    struct contender *contender = &record->contender;
    const bool exact = comparison_record_order(record) == 0;
    contender->evidence = exact ? EVIDENCE_EXACT : EVIDENCE_INTERVAL;
    if (!check(exact || (contender->own_level > 0.0 && contender->own_level < 1.0), reader,
               "confidence_level", error) ||
        !check(!isnan(contender->own.low) && !isnan(contender->own.high), reader, "failure_low",
               error))
        return false;
    if (strcmp(record->text[COMPARISON_INTERVAL], "fay-feuer") == 0)
        contender->evidence = EVIDENCE_WEIGHTS;
    if (comparison_record_order(record) != 2)
        return true;
    const double trials = (double)contender->trials;
    contender->failures = (uint64_t)(contender->failure * trials + 0.5);
    if (!check(fabs((double)contender->failures - contender->failure * trials) <=
                   1e-9 + 1e-12 * contender->failure * trials,
               reader, "failure", error))
        return false;
    char name[64];
    const char *ending = strstr(record->text[COMPARISON_INTERVAL], INTERVAL_SEQUENTIAL);
    enum interval_kind kind;
    snprintf(name, sizeof name, "%.*s",
             (int)(ending != NULL ? (size_t)(ending - record->text[COMPARISON_INTERVAL])
                                  : strlen(record->text[COMPARISON_INTERVAL])),
             record->text[COMPARISON_INTERVAL]);
    if (!interval_from_name(name, &kind))
        return true;
    contender->look = ending != NULL ? find_look(contender, kind) : 0;
    if (ending == NULL || contender->look > 0)
        contender->evidence = ending == NULL ? EVIDENCE_COUNTS : EVIDENCE_LOOKS;
    return true;
}

/* What is not measured is not known; nor is what importance sampling itself warns of, or what is
 * too small to be held. */
static bool is_known(const struct comparison_record *record, const char *status)
{
    return !isnan(record->contender.failure) && record->contender.trials > 0 &&
           (comparison_record_order(record) == 2 ||
            strcmp(status, status_name(STATUS_COMPLETE)) == 0);
}

/* Keeps the words "NAME=VALUE" of the parameters that are of the task. */
static bool find_task(comparison_of_task *of_task, struct comparison_record *record,
                      struct error *error)
{
    const char *strategy = record->text[COMPARISON_STRATEGY];
    char *task = strdup(record->text[COMPARISON_PARAMETERS]), *end = task, *rest = task;
    if (task == NULL)
        return error_no_memory(error);
    for (char *word; (word = strsep(&rest, " ")) != NULL;) {
        char *equal = strchr(word, '=');
        double value;
        if (equal == NULL || !number_read(equal + 1, &value))
            continue;
        *equal = '\0';
        const bool kept = of_task(strategy, word, value);
        *equal = '=';
        if (!kept)
            continue;
        if (end > task)
            *end++ = ' ';
        const size_t length = strlen(word);
        memmove(end, word, length);
        end += length;
    }
    *end = '\0';
    record->text[COMPARISON_TASK] = task;
    return true;
}

enum comparison_found comparison_record_read(const struct csv_reader *reader,
                                             comparison_of_task *of_task,
                                             struct comparison_record *record, struct error *error)
{
    *record = (struct comparison_record){.line = reader->line};
    const char *status = field_text(reader, "status", error);
    if (status == NULL || !read_texts(reader, record, error) ||
        !find_task(of_task, record, error) || !read_numbers(reader, record, error))
        return COMPARISON_BAD;
    if (!is_known(record, status))
        return COMPARISON_UNKNOWN;
    return find_evidence(reader, record, error) ? COMPARISON_KNOWN : COMPARISON_BAD;
}
