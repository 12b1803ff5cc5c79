/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/comparison_files.h"

#include "plots/csv.h"
#include "plots/file.h"
#include "plots/number.h"
#include "plots/pareto_chart.h"

#include <stdio.h>
#include <stdlib.h>

#define KEY "problem,channel,task,loss,loss_back"

static const char pair_columns[] =
    KEY ",strategy,parameters,other_strategy,other_parameters,failure,other_failure"
        ",difference,difference_low,difference_high,ratio,ratio_low,ratio_high"
        ",test,p_value,p_holm,verdict,confidence_level\n";

static const char contender_columns[] = KEY
    ",rank_low,rank_high,strategy,parameters,method,failure,failure_low,failure_high,success"
    ",messengers,messengers_line,messengers_by_strategy,messengers_by_parameters,messengers_sure"
    ",rounds,rounds_line,rounds_by_strategy,rounds_by_parameters,rounds_sure"
    ",confidence_level\n";

const char *comparison_verdict(const struct comparison *comparison)
{
    if (comparison->told_apart)
        return "better";
    return comparison->test == TEST_NONE ? "same" : "not-told-apart";
}

const char *comparison_line_name(enum line line)
{
    static const char *const names[] = {
        [LINE_ON] = "on", [LINE_OFF] = "off", [LINE_UNKNOWN] = "unknown"};
    return names[line];
}

static void write_number(FILE *stream, double number)
{
    char text[NUMBER_SIZE];
    fprintf(stream, ",%s", number_text(number, text));
}

static void write_interval(FILE *stream, double value, struct interval interval)
{
    write_number(stream, value);
    write_number(stream, interval.low);
    write_number(stream, interval.high);
}

static void write_key(FILE *stream, const struct comparison_set *set)
{
    csv_write(stream, true, set->problem);
    csv_write(stream, false, set->channel);
    csv_write(stream, false, set->task);
    write_number(stream, set->loss);
    write_number(stream, set->loss_back);
}

static const struct comparison_name *name_of(const struct comparison_set *set, size_t contender)
{
    return &set->name[set->group.contender[contender].id];
}

static void write_name(FILE *stream, const struct comparison_set *set, size_t contender)
{
    csv_write(stream, false, name_of(set, contender)->strategy);
    csv_write(stream, false, name_of(set, contender)->parameters);
}

static void write_pair(FILE *stream, const struct comparison_set *set,
                       const struct comparison *pair)
{
    write_key(stream, set);
    write_name(stream, set, pair->first);
    write_name(stream, set, pair->second);
    write_number(stream, set->group.contender[pair->first].failure);
    write_number(stream, set->group.contender[pair->second].failure);
    write_interval(stream, pair->difference, pair->difference_interval);
    write_interval(stream, pair->ratio, pair->ratio_interval);
    csv_write(stream, false, comparison_test_name(pair->test));
    write_number(stream, pair->p_value);
    write_number(stream, pair->p_holm);
    csv_write(stream, false, comparison_verdict(pair));
    write_number(stream, set->group.level);
    putc('\n', stream);
}

static void write_line(FILE *stream, const struct comparison_set *set, size_t index, enum cost cost)
{
    const struct contender *contender = &set->group.contender[index];
    write_number(stream, contender->cost[cost]);
    csv_write(stream, false, comparison_line_name(contender->pareto[cost].line));
    if (contender->pareto[cost].line != LINE_OFF) {
        fputs(",,,", stream);
        return;
    }
    write_name(stream, set, contender->pareto[cost].by);
    fprintf(stream, ",%d", contender->pareto[cost].sure);
}

static void write_contender(FILE *stream, const struct comparison_set *set, size_t index)
{
    const struct contender *contender = &set->group.contender[index];
    write_key(stream, set);
    fprintf(stream, ",%zu,%zu", contender->rank_low, contender->rank_high);
    write_name(stream, set, index);
    csv_write(stream, false, name_of(set, index)->method);
    write_interval(stream, contender->failure, contender->interval);
    write_number(stream, name_of(set, index)->success);
    for (enum cost cost = 0; cost < COST_COUNT; cost++)
        write_line(stream, set, index, cost);
    write_number(stream, set->group.level);
    putc('\n', stream);
}

static void write_pairs(FILE *stream, const struct comparison_rows *rows)
{
    fputs(pair_columns, stream);
    for (size_t i = 0; i < rows->count; i++)
        for (size_t j = 0; j < rows->set[i].group.comparison_count; j++)
            write_pair(stream, &rows->set[i], &rows->set[i].group.comparison[j]);
}

static void write_contenders(FILE *stream, const struct comparison_rows *rows)
{
    fputs(contender_columns, stream);
    for (size_t i = 0; i < rows->count; i++)
        for (size_t j = 0; j < rows->set[i].group.count; j++)
            write_contender(stream, &rows->set[i], j);
}

static bool write_file(const char *directory, const char *name, const struct comparison_rows *rows,
                       void (*write)(FILE *, const struct comparison_rows *), struct error *error)
{
    struct file file;
    if (!file_create(&file, directory, name, error))
        return false;
    write(file.stream, rows);
    return file_commit(&file, error);
}

bool comparison_files_find(const char *directory, char name[DRAWING_NAME_SIZE])
{
    snprintf(name, DRAWING_NAME_SIZE, "%s", COMPARISON_FILE);
    if (file_exists(directory, name))
        return true;
    snprintf(name, DRAWING_NAME_SIZE, "%s", RANKING_FILE);
    return file_exists(directory, name) || pareto_charts_find(directory, name);
}

bool comparison_files_write(const char *directory, const struct comparison_rows *rows,
                            struct error *error)
{
    return write_file(directory, COMPARISON_FILE, rows, write_pairs, error) &&
           write_file(directory, RANKING_FILE, rows, write_contenders, error);
}

bool comparison_files_remove(const char *directory, struct error *error)
{
    return file_remove(directory, COMPARISON_FILE, error) &&
           file_remove(directory, RANKING_FILE, error) && pareto_charts_remove(directory, error);
}
