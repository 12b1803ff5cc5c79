/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/experiment.h"

#include "analysis/conductor.h"
#include "analysis/rare_points.h"
#include "analysis/turns.h"

#include <math.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- points ----------------------------------------------------------------------------------- */

static bool check_values(const struct strategy *strategy, const struct parameter *parameter,
                         const struct values *values, struct error *error)
{
    for (size_t i = 0; i < values->count; i++) {
        const double value = values->value[i];
        if (parameter->whole && value != floor(value))
            return error_set(error, "%s: %s=%.15g: expected a whole number", strategy->name,
                             parameter->name, value);
        if (!(value >= parameter->lowest && value <= parameter->highest))
            return error_set(error, "%s: %s=%.15g: expected %s from %.15g to %.15g", strategy->name,
                             parameter->name, value,
                             parameter->whole ? "a whole number" : "a number", parameter->lowest,
                             parameter->highest);
    }
    return true;
}

bool experiment_count(const struct experiment *experiment, const struct sweep *sweep,
                      size_t *points, struct error *error)
{
    const struct strategy *strategy = sweep->strategy;
    double product = (double)sweep->loss.count;
    if (sweep->loss_back.count > 0)
        product *= (double)sweep->loss_back.count;
    for (int i = 0; i < CHANNEL_PARAMETERS; i++)
        if (sweep->channel_parameter[i].count > 0)
            product *= (double)sweep->channel_parameter[i].count;
    if (experiment->method_count > 0)
        product *= (double)experiment->method_count;
    for (size_t i = 0; i < strategy_parameter_count(strategy); i++) {
        if (!check_values(strategy, &strategy->parameter[i], &sweep->parameter[i], error))
            return false;
        if (sweep->parameter[i].count > 0)
            product *= (double)sweep->parameter[i].count;
    }
    if (product + (double)*points > EXPERIMENT_POINTS_MAX)
        return error_set(error,
                         "%s: the sweep has %.15g points; at most %d are possible in one run",
                         strategy->name, product + (double)*points, EXPERIMENT_POINTS_MAX);
    *points += (size_t)product;
    return true;
}

/* The value of `values` that belongs to the point of this number, which is divided by their count.
 */
static double pick(const struct values *values, double initial, size_t *number)
{
    if (values->count == 0)
        return initial;
    const double value = values->value[*number % values->count];
    *number /= values->count;
    return value;
}

static struct point sweep_point(const struct experiment *experiment, const struct sweep *sweep,
                                size_t number)
{
    struct point point = {.strategy = sweep->strategy};
    if (experiment->method_count > 0) {
        point.method = experiment->method[number % experiment->method_count];
        number /= experiment->method_count;
    }
    for (size_t i = 0; i < strategy_parameter_count(sweep->strategy); i++)
        point.parameter[i] =
            pick(&sweep->parameter[i], sweep->strategy->parameter[i].initial, &number);
    point.channel = sweep->channel;
    for (int i = 0; i < CHANNEL_PARAMETERS; i++) {
        double *parameter = channel_parameter(&point.channel, i);
        *parameter = pick(&sweep->channel_parameter[i], *parameter, &number);
    }
    point.channel.loss = pick(&sweep->loss, 0.0, &number);
    point.channel.loss_back = pick(&sweep->loss_back, point.channel.loss, &number);
    return point;
}

static bool reserve(struct experiment *experiment, size_t needed, struct error *error)
{
    if (needed <= experiment->point_capacity)
        return true;
    struct point *points = realloc(experiment->points, needed * sizeof *points);
    if (points == NULL)
        return error_no_memory(error);
    experiment->points = points;
    experiment->point_capacity = needed;
    return true;
}

/* What no single value can show. */
static bool check_point(const struct point *point, struct error *error)
{
    const struct strategy *strategy = point->strategy;
    struct error why = {.message = "it refuses these parameters"};
    if (strategy->check != NULL && !strategy->check(point->parameter, &why))
        return error_set(error, "%s: %s", strategy->name, why.message);
    if (strategy->problem->one_loss_rate && point->channel.loss != point->channel.loss_back)
        return error_set(error,
                         "%s: %s has one loss rate for all directions; leave out --loss-back",
                         strategy->name, strategy->problem->name);
    if (strategy->problem->one_loss_rate && point->channel.kind != CHANNEL_MEMORYLESS)
        return error_set(error, "%s: %s has a memoryless channel; leave out --channel",
                         strategy->name, strategy->problem->name);
    if (point->channel.kind == CHANNEL_BURST && point->channel.loss != point->channel.loss_back)
        return error_set(error, "a burst channel has one loss rate for both directions; leave out "
                                "--loss-back");
    if (!channel_check(point->channel, &why))
        return error_set(error, "--channel %s", why.message);
    return true;
}

bool experiment_check_point(const struct point *point, struct error *error)
{
    const struct strategy *strategy = point->strategy;
    double rates[2] = {point->channel.loss, point->channel.loss_back};
    for (int i = 0; i < 2; i++)
        if (!(rates[i] >= 0.0 && rates[i] <= 1.0))
            return error_set(error, "%s: a loss rate of %g", strategy->name, rates[i]);
    for (size_t i = 0; i < strategy_parameter_count(strategy); i++) {
        double value = point->parameter[i];
        if (!check_values(strategy, &strategy->parameter[i], &(struct values){1, &value}, error))
            return false;
    }
    return check_point(point, error);
}

/* The target of that name. */
static bool find_target(const struct strategy *strategy, const char *event, enum target *target,
                        struct error *error)
{
    const size_t targets = TARGET_COUNTER + strategy_counter_count(strategy);
    *target = TARGET_FAILURE;
    while (event != NULL && *target < targets && strcmp(target_name(strategy, *target), event) != 0)
        ++*target;
    return *target < targets ||
           error_set(error, "%s: '%s' is no event of it; failure, success and its counters are%s",
                     strategy->name, event,
                     targets == TARGET_COUNTER ? " (it has none)" : " (generals list shows them)");
}

bool experiment_add(struct experiment *experiment, const struct sweep *sweep, struct error *error)
{
    const size_t before = experiment->point_count;
    size_t after = before;
    enum target target;
    if (!experiment_count(experiment, sweep, &after, error) ||
        !find_target(sweep->strategy, experiment->event, &target, error) ||
        !reserve(experiment, after, error))
        return false;
    for (size_t i = 0; i < after - before; i++) {
        struct point point = sweep_point(experiment, sweep, i);
        if (point.method == METHOD_IMPORTANCE || experiment->automatic)
            point.target = target;
        if (!check_point(&point, error))
            return false;
        experiment->points[experiment->point_count++] = point;
    }
    return true;
}

static int compare_numbers(double a, double b)
{
    return (a > b) - (a < b);
}

static int compare_channels(struct channel a, struct channel b)
{
    int order = compare_numbers(a.kind, b.kind);
    for (int i = 0; order == 0 && i < CHANNEL_PARAMETERS; i++)
        order = compare_numbers(*channel_parameter(&a, i), *channel_parameter(&b, i));
    return order;
}

static int compare_points(const void *left, const void *right)
{
    const struct point *a = left, *b = right;
    int order = strcmp(a->strategy->problem->name, b->strategy->problem->name);
    if (order == 0)
        order = strcmp(a->strategy->name, b->strategy->name);
    for (int i = 0; order == 0 && i < PARAMETERS_MAX; i++)
        order = compare_numbers(a->parameter[i], b->parameter[i]);
    if (order == 0)
        order = compare_channels(a->channel, b->channel);
    if (order == 0)
        order = compare_numbers(a->channel.loss, b->channel.loss);
    if (order == 0)
        order = compare_numbers(a->channel.loss_back, b->channel.loss_back);
    if (order == 0)
        order = compare_numbers(a->method, b->method);
    if (order == 0)
        order = compare_numbers(a->target, b->target);
    return order;
}

void experiment_sort(struct experiment *experiment)
{
    struct point *points = experiment->points;
    if (experiment->point_count == 0)
        return;
    qsort(points, experiment->point_count, sizeof *points, compare_points);
    size_t kept = 1;
    for (size_t i = 1; i < experiment->point_count; i++)
        if (compare_points(&points[i], &points[kept - 1]) != 0)
            points[kept++] = points[i];
    experiment->point_count = kept;
}

/* --- running ---------------------------------------------------------------------------------- */

struct run {
    struct experiment *experiment;
    struct conductor *conductor;
    experiment_progress *progress;
    void *progress_context;
    struct portion *portions; /* of points that are not left for later */
    struct work_done before;  /* what is going on: points that were there, or what came first */
    struct work_done now;     /* in it */
};

static bool point_finished(void *context, size_t index, struct outcome outcome, struct error *error)
{
    const struct experiment *experiment = ((struct run *)context)->experiment;
    return record_add(&experiment->records[index], &outcome, error);
}

static void report_progress(void *context, const struct work_done *done, uint64_t blocks)
{
    struct run *run = context;
    struct work_done sum = run->before;
    run->now = *done;
    work_done_add(&sum, done);
    sum.points = run->before.points + done->points;
    run->progress(run->progress_context, &sum, run->before.blocks + blocks);
}

/* NULL if nobody wants to know. */
static experiment_progress *progress_of(const struct run *run)
{
    return run->progress != NULL ? report_progress : NULL;
}

static enum work_order order(void *context)
{
    return conductor_order(((struct run *)context)->conductor);
}

static bool paused(void *context, struct error *error)
{
    return conductor_save(((struct run *)context)->conductor, error);
}

bool experiment_check(const struct experiment *experiment, struct error *error)
{
    const struct work work = {.points = experiment->points, .point_count = experiment->point_count};
    return work_check(&work, error);
}

/* What is still to be run of a point. Points of importance sampling have no portion: they come
 * later. */
static struct portion portion_left(const struct experiment *experiment, size_t index)
{
    const struct record *record = &experiment->records[index];
    if (experiment->points[index].method == METHOD_EXACT)
        return (struct portion){.trials = record->exact == NULL};
    return experiment->points[index].method == METHOD_MONTE_CARLO && record->tail == NULL
               ? (struct portion){record->next_block, experiment->trials}
               : (struct portion){0};
}

/* Has the point all that is wanted of it, if it is not one of importance sampling? */
static bool is_whole(const struct experiment *experiment, size_t index)
{
    const struct record *record = &experiment->records[index];
    return experiment->points[index].method == METHOD_EXACT
               ? record->exact != NULL
               : record->tally.trials == experiment->trials;
}

static bool run_all_at_once(struct run *run, struct error *error)
{
    const struct experiment *experiment = run->experiment;
    run->portions = calloc(experiment->point_count + 1, sizeof *run->portions);
    if (run->portions == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < experiment->point_count; i++) {
        run->portions[i] = portion_left(experiment, i);
        run->before.points +=
            experiment->points[i].method != METHOD_IMPORTANCE && is_whole(experiment, i);
    }
    const struct work work = {
        .points = experiment->points,
        .point_count = experiment->point_count,
        .portions = run->portions,
        .shard = experiment->shard,
        .seed = experiment->seed,
        .threads = experiment->threads,
        .context = run,
        .finished = point_finished,
        .progress = progress_of(run),
        .order = order,
        .paused = paused,
    };
    const bool good = work_run(&work, error);
    free(run->portions);
    return good;
}

/* What work_each calls: from the record of a point to its numbers. */
static bool estimate_one(void *context, uint64_t index, struct error *error)
{
    const struct experiment *experiment = context;
    const enum status status = is_whole(experiment, (size_t)index) ? STATUS_COMPLETE : STATUS_SHARD;
    return experiment->points[index].method == METHOD_IMPORTANCE ||
           experiment_estimate(experiment, (size_t)index, status, 0, error);
}

bool experiment_estimate(const struct experiment *experiment, size_t index, enum status status,
                         unsigned look, struct error *error)
{
    const struct point *point = &experiment->points[index];
    const struct record *record = &experiment->records[index];
    struct estimate *estimate = &experiment->estimates[index];
    struct estimate_options options = experiment_options(experiment);
    bool good;
    /* Intervals at a look that might have been the last keep the level of all looks together.
     * Without a precision nobody looks: time says when to stop, and knows nothing of the counts. */
    if (experiment->stopping.precision != PRECISION_NONE && look > 0)
        options.level = stopping_level(options.level, look);
    if (record->exact != NULL)
        good = estimate_exact(point->strategy, record->exact, estimate, error);
    else if (point->method == METHOD_EXACT)
        return estimate_unknown(point, status == STATUS_SHARD ? status : STATUS_TIMEOUT, estimate,
                                error);
    else
        good = estimate_tally(point->strategy, &record->tally, options, estimate, error);
    if (status != STATUS_COMPLETE)
        estimate->status = status;
    estimate->look = look;
    return good;
}

/* Points of importance sampling, after the others. */
static bool measure_rare(struct run *run, struct error *error)
{
    run->before = run->now;
    run->before.points = 0; /* rare_points_run counts them all */
    return rare_points_run(run->experiment, run->conductor, progress_of(run), run, error);
}

static bool measure(struct run *run, struct error *error)
{
    struct experiment *experiment = run->experiment;
    const bool by_turns =
        experiment->stopping.precision != PRECISION_NONE || experiment->stopping.seconds > 0.0;
    if (by_turns)
        return turns_run(experiment, run->conductor, progress_of(run), run, error);
    return (experiment->given || run_all_at_once(run, error)) &&
           (atomic_load(&run->conductor->stopped) ||
            work_each(experiment->threads, experiment->point_count, experiment, estimate_one,
                      error));
}

/* Room for all that will stay. */
static bool make_records(struct experiment *experiment, struct error *error)
{
    const size_t count = experiment->point_count + 1;
    experiment->estimates = calloc(count, sizeof *experiment->estimates);
    if (experiment->records == NULL)
        experiment->records = calloc(count, sizeof *experiment->records);
    if (experiment->estimates == NULL || experiment->records == NULL)
        return error_no_memory(error);
    struct schedule schedule = {0};
    bool good = true;
    for (size_t i = 0; good && i < experiment->point_count; i++) {
        const struct point *point = &experiment->points[i];
        if (point->method == METHOD_MONTE_CARLO && experiment->records[i].tally.trials == 0)
            good = schedule_record(&schedule, point->strategy, point->parameter, point->channel,
                                   error) &&
                   record_prepare(&experiment->records[i], &schedule, error);
    }
    schedule_release(&schedule);
    return good;
}

bool experiment_run(struct experiment *experiment, experiment_progress *progress,
                    void *progress_context, struct error *error)
{
    struct conductor conductor;
    struct run run = {.experiment = experiment,
                      .conductor = &conductor,
                      .progress = progress,
                      .progress_context = progress_context};
    if (!make_records(experiment, error))
        return false; /* nothing was measured: what was saved before stays */
    conductor_start(&conductor, experiment);
    bool good =
        measure(&run, error) && (atomic_load(&conductor.stopped) || measure_rare(&run, error));
    experiment->stopped = atomic_load(&conductor.stopped);
    if (experiment->given)
        return good;
    return conductor_save(&conductor, good ? error : &(struct error){""}) && good;
}

struct estimate_options experiment_options(const struct experiment *experiment)
{
    struct estimate_options options = experiment->options;
    if (experiment->automatic)
        options.level = 1.0 - (1.0 - options.level) / 2.0;
    return options;
}

const char *experiment_interval(const struct experiment *experiment, enum method method,
                                char text[EXPERIMENT_INTERVAL_SIZE])
{
    if (method != METHOD_MONTE_CARLO)
        return strcpy(text, method == METHOD_EXACT ? "exact" : "fay-feuer");
    snprintf(text, EXPERIMENT_INTERVAL_SIZE, "%s%s", interval_name(experiment->options.interval),
             experiment->stopping.precision != PRECISION_NONE ? INTERVAL_SEQUENTIAL : "");
    return text;
}

size_t experiment_count_status(const struct experiment *experiment, enum status status)
{
    size_t count = 0;
    for (size_t i = 0; i < experiment->point_count; i++)
        count += experiment->estimates[i].status == status;
    return count;
}

void experiment_release(struct experiment *experiment)
{
    for (size_t i = 0; experiment->estimates != NULL && i < experiment->point_count; i++)
        estimate_release(&experiment->estimates[i]);
    for (size_t i = 0; experiment->records != NULL && i < experiment->point_count; i++)
        record_release(&experiment->records[i]);
    free(experiment->records);
    free(experiment->points);
    free(experiment->estimates);
    *experiment = (struct experiment){0};
}
