/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/results.h"

#include "plots/number.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define KEY "problem,strategy,parameters,channel,loss,loss_back,method,seed,trials"

const char results_columns[] =
    KEY ",n_neither,n_first_only,n_second_only,n_both"
        ",p_neither,p_first_only,p_second_only,p_both"
        ",success,success_low,success_high,failure,failure_low,failure_high"
        ",confidence_first,confidence_first_low,confidence_first_high"
        ",confidence_second,confidence_second_low,confidence_second_high"
        ",messengers,messengers_low,messengers_high,rounds,rounds_p99"
        ",interval,confidence_level,status,event,effective";

const char results_counters_columns[] = KEY ",counter,count,mean,mean_low,mean_high";

const char results_adversary_columns[] = KEY ",failure,captures,captured";

void results_write_parameters(FILE *stream, const struct point *point)
{
    for (size_t i = 0; i < strategy_parameter_count(point->strategy); i++) {
        char number[NUMBER_SIZE];
        fprintf(stream, "%s%s=%s", i > 0 ? " " : "", point->strategy->parameter[i].name,
                number_text(point->parameter[i], number));
    }
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

static void write_key(FILE *stream, const struct experiment *experiment, size_t index)
{
    const struct point *point = &experiment->points[index];
    csv_write(stream, true, point->strategy->problem->name);
    csv_write(stream, false, point->strategy->name);
    putc(',', stream);
    results_write_parameters(stream, point);
    char channel[CHANNEL_TEXT_SIZE];
    csv_write(stream, false, channel_words(point->channel, channel));
    write_number(stream, point->channel.loss);
    write_number(stream, point->channel.loss_back);
    csv_write(stream, false, method_name(point->method));
    fprintf(stream, ",%" PRIu64 ",%" PRIu64, experiment->seed, experiment->estimates[index].trials);
}

/* Only Monte Carlo counts how trials end. */
static void write_cells(FILE *stream, const struct estimate *estimate, enum method method)
{
    for (int i = 0; i < CELL_COUNT; i++)
        if (method == METHOD_MONTE_CARLO)
            fprintf(stream, ",%" PRIu64, estimate->count[i]);
        else
            putc(',', stream);
    for (int i = 0; i < CELL_COUNT; i++)
        write_number(stream, estimate->probability[i]);
}

static void write_values(FILE *stream, const struct experiment *experiment, size_t index)
{
    const struct point *point = &experiment->points[index];
    const struct estimate *estimate = &experiment->estimates[index];
    const bool rare = point->method == METHOD_IMPORTANCE;
    write_cells(stream, estimate, point->method);
    write_interval(stream, estimate->success.value, estimate->success.interval);
    write_interval(stream, estimate->failure.value, estimate->failure.interval);
    for (int i = 0; i < 2; i++)
        write_interval(stream, estimate->confidence[i].value, estimate->confidence[i].interval);
    write_interval(stream, estimate->messengers.value, estimate->messengers.interval);
    write_number(stream, estimate->rounds);
    write_number(stream, estimate->trials > 0 && !rare ? (double)estimate->rounds_p99 : NAN);
    char interval[EXPERIMENT_INTERVAL_SIZE];
    csv_write(stream, false, experiment_interval(experiment, point->method, interval));
    write_number(stream, point->method == METHOD_EXACT ? 1.0 : experiment->options.level);
    csv_write(stream, false, status_name(estimate->status));
    csv_write(stream, false, rare ? target_name(point->strategy, point->target) : "");
    write_number(stream, round(estimate->effective));
    putc('\n', stream);
}

bool results_check_columns(const struct csv_reader *reader, const char *columns,
                           struct error *error)
{
    for (const char *at = columns; *at != '\0'; at += *at == ',') {
        char name[64];
        const size_t length = strcspn(at, ",");
        snprintf(name, sizeof name, "%.*s", (int)length, at);
        if (csv_column(reader, name) < 0)
            return error_set(error, "'%s' has no column '%s'", reader->name, name);
        at += length;
    }
    return true;
}

void results_write(FILE *stream, const struct experiment *experiment)
{
    fprintf(stream, "%s\n", results_columns);
    for (size_t i = 0; i < experiment->point_count; i++) {
        write_key(stream, experiment, i);
        write_values(stream, experiment, i);
    }
}

/* --- counters --------------------------------------------------------------------------------- */

bool results_have_counters(const struct experiment *experiment)
{
    for (size_t i = 0; i < experiment->point_count; i++)
        if (strategy_counter_count(experiment->points[i].strategy) > 0)
            return true;
    return false;
}

/* Of 128 bits, which stdio does not know. */
static void write_count(FILE *stream, uint128 count)
{
    if (count > 9)
        write_count(stream, count / 10);
    putc('0' + (int)(count % 10), stream);
}

void results_write_counters(FILE *stream, const struct experiment *experiment)
{
    fprintf(stream, "%s\n", results_counters_columns);
    for (size_t i = 0; i < experiment->point_count; i++) {
        const struct point *point = &experiment->points[i];
        for (size_t j = 0; j < strategy_counter_count(point->strategy); j++) {
            const struct counted *counted = &experiment->estimates[i].counter[j];
            if (point->method == METHOD_IMPORTANCE && point->target != TARGET_COUNTER + j)
                continue; /* the tilt does not serve it */
            write_key(stream, experiment, i);
            csv_write(stream, false, point->strategy->counter[j]);
            putc(',', stream);
            if (point->method == METHOD_MONTE_CARLO)
                write_count(stream, counted->count);
            write_interval(stream, counted->mean.value, counted->mean.interval);
            putc('\n', stream);
        }
    }
}

/* --- worst cases ------------------------------------------------------------------------------ */

void results_write_adversary(FILE *stream, const struct experiment *experiment,
                             const struct worst_cases *cases)
{
    fprintf(stream, "%s\n", results_adversary_columns);
    for (size_t i = 0; i < cases->count; i++) {
        const struct worst_case *worst = &cases->list[i];
        write_key(stream, experiment, worst->point);
        write_number(stream, worst->failure);
        fprintf(stream, ",%" PRIu64, worst->captured);
        csv_write(stream, false, worst->words);
        putc('\n', stream);
    }
}
