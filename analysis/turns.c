/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/turns.h"

#include "analysis/rare_points.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

/* A Monte Carlo point under way. */
struct turn {
    uint64_t block_trials;
    double expected; /* trials that it may need in all, as far as is known */
    bool over;
};

struct turns {
    struct experiment *experiment;
    struct turn *turn;        /* [point] */
    struct portion *portions; /* [point], of this look */
    unsigned look;
    struct conductor *conductor;
    atomic_size_t points_over;
    experiment_progress *progress;
    void *progress_context;
    struct work_done before; /* this look */
    struct work_done now;    /* in it */
    uint64_t blocks_later;   /* than this look, as far as is known */
};

/* --- one point -------------------------------------------------------------------------------- */

static bool end(struct turns *turns, size_t index, enum status status, struct error *error)
{
    turns->turn[index].over = true;
    atomic_fetch_add(&turns->points_over, 1);
    return experiment_estimate(turns->experiment, index, status,
                               turns->experiment->records[index].look, error);
}

/* How far the point is from what is asked for: precise if at most 1. */
static bool find_excess(const struct experiment *experiment, size_t index, double *excess,
                        struct error *error)
{
    const struct record *record = &experiment->records[index];
    struct estimate_options options = experiment_options(experiment);
    struct proportion failure;
    if (experiment->stopping.precision == PRECISION_BY_RULE)
        return experiment->rule(experiment->rule_context, index, &record->tally, record->look,
                                excess, error);
    options.level = stopping_level(options.level, record->look);
    if (!estimate_failure(experiment->points[index].strategy, &record->tally, options, &failure,
                          error))
        return false;
    *excess = stopping_excess(&experiment->stopping, failure.value, failure.interval);
    return true;
}

/* Is the point precise enough? If not, it is known better how many trials it needs. */
static bool look_at(struct turns *turns, size_t index, bool *precise, struct error *error)
{
    const struct experiment *experiment = turns->experiment;
    struct turn *turn = &turns->turn[index];
    double excess;
    *precise = false;
    if (experiment->stopping.precision == PRECISION_NONE)
        return true;
    if (!find_excess(experiment, index, &excess, error))
        return false;
    *precise = excess <= 1.0;
    turn->expected = fmin((double)experiment->records[index].tally.trials * excess * excess,
                          (double)experiment->trials);
    return true;
}

/* Are these trials enough to see that another method has to measure the point? */
static bool is_too_rare(const struct experiment *experiment, size_t index,
                        const struct tally *tally)
{
    return experiment->automatic && tally->trials >= RARE_TRIALS &&
           estimate_tally_hits(experiment->points[index].strategy, experiment->points[index].target,
                               tally) < RARE_HITS;
}

/* The point is at a look: is it over? */
static bool judge(struct turns *turns, size_t index, struct error *error)
{
    struct experiment *experiment = turns->experiment;
    const struct tally *tally = &experiment->records[index].tally;
    bool precise;
    if (!look_at(turns, index, &precise, error))
        return false;
    if (precise || is_too_rare(experiment, index, tally))
        return end(turns, index, STATUS_COMPLETE, error);
    if (tally->trials < experiment->trials)
        return true;
    return end(turns, index,
               experiment->stopping.precision == PRECISION_NONE ? STATUS_COMPLETE
                                                                : STATUS_IMPRECISE,
               error);
}

/* What work_run calls: the point has got to the look, or less far if the work pauses. */
static bool take(void *context, size_t index, struct outcome outcome, struct error *error)
{
    struct turns *turns = context;
    struct record *record = &turns->experiment->records[index];
    if (!record_add(record, &outcome, error))
        return false;
    if (!outcome.complete)
        return true;
    if (outcome.exact != NULL)
        return end(turns, index, STATUS_COMPLETE, error);
    record->look = turns->look;
    return judge(turns, index, error);
}

/* What work_each calls: goes on with what was found in an earlier run, which may have been allowed
 * fewer trials. */
static bool go_on(void *context, uint64_t index, struct error *error)
{
    struct turns *turns = context;
    const struct experiment *experiment = turns->experiment;
    struct record *record = &experiment->records[index];
    if (record->exact != NULL)
        return end(turns, index, STATUS_COMPLETE, error);
    if (experiment->points[index].method != METHOD_MONTE_CARLO || record->tally.trials == 0)
        return true;
    if (record->tally.trials >= experiment->trials)
        return judge(turns, index, error);
    record_drop_tail(record);
    const uint64_t block_trials = turns->turn[index].block_trials;
    while (record->look > 0 &&
           stopping_trials(record->look, block_trials, experiment->trials) > record->tally.trials)
        record->look--;
    const bool at_look =
        record->look > 0 &&
        stopping_trials(record->look, block_trials, experiment->trials) == record->tally.trials;
    return !at_look || judge(turns, index, error);
}

/* What work_each calls: time was up before the point was over. The look of its interval is the next
 * one, unless it has no trials since the last. */
static bool give_up(void *context, uint64_t index, struct error *error)
{
    struct turns *turns = context;
    struct record *record = &turns->experiment->records[index];
    const enum method method = turns->experiment->points[index].method;
    if (method == METHOD_IMPORTANCE || turns->turn[index].over)
        return true;
    const uint64_t at_look = record->look > 0
                                 ? stopping_trials(record->look, turns->turn[index].block_trials,
                                                   turns->experiment->trials)
                                 : 0;
    turns->turn[index].over = true;
    return experiment_estimate(turns->experiment, (size_t)index, STATUS_TIMEOUT,
                               record->look + (record->tally.trials > at_look), error);
}

/* --- all points ------------------------------------------------------------------------------- */

/* False if every point is over. */
static bool plan_look(struct turns *turns)
{
    const struct experiment *experiment = turns->experiment;
    bool any = false;
    turns->look++;
    turns->blocks_later = 0;
    for (size_t i = 0; i < experiment->point_count; i++) {
        const struct turn *turn = &turns->turn[i];
        const struct record *record = &experiment->records[i];
        struct portion *portion = &turns->portions[i];
        *portion = (struct portion){0};
        any = any || (experiment->points[i].method == METHOD_MONTE_CARLO && !turn->over);
        if (experiment->points[i].method == METHOD_EXACT) {
            portion->trials = turns->look == 1 && record->exact == NULL; /* all at once */
        } else if (experiment->points[i].method == METHOD_MONTE_CARLO && !turn->over &&
                   stopping_trials(turns->look, turn->block_trials, experiment->trials) >
                       record->tally.trials) {
            portion->first_block = record->next_block;
            portion->trials = stopping_trials(turns->look, turn->block_trials, experiment->trials);
            turns->blocks_later += (uint64_t)(fmax(0.0, turn->expected - (double)portion->trials) /
                                              (double)turn->block_trials);
        }
        any = any || portion->trials > 0;
    }
    return any;
}

static void report(void *context, const struct work_done *done, uint64_t blocks)
{
    struct turns *turns = context;
    struct work_done sum = turns->before;
    turns->now = *done;
    work_done_add(&sum, done);
    sum.points = atomic_load(&turns->points_over);
    turns->progress(turns->progress_context, &sum,
                    turns->before.blocks + blocks + turns->blocks_later);
}

static enum work_order order(void *context)
{
    return conductor_order(((struct turns *)context)->conductor);
}

static bool paused(void *context, struct error *error)
{
    return conductor_save(((struct turns *)context)->conductor, error);
}

static bool go_round(struct turns *turns, struct error *error)
{
    const struct experiment *experiment = turns->experiment;
    const struct work work = {
        .points = experiment->points,
        .point_count = experiment->point_count,
        .portions = turns->portions,
        .seed = experiment->seed,
        .threads = experiment->threads,
        .context = turns,
        .finished = take,
        .progress = turns->progress != NULL ? report : NULL,
        .order = order,
        .paused = paused,
    };
    while (plan_look(turns)) {
        if (!work_run(&work, error))
            return false;
        if (atomic_load(&turns->conductor->stopped))
            return true;
        if (atomic_load(&turns->conductor->time_is_up))
            return work_each(experiment->threads, experiment->point_count, turns, give_up, error);
        work_done_add(&turns->before, &turns->now);
        turns->now = (struct work_done){0};
    }
    if (turns->progress != NULL) /* some points may have been over from the beginning */
        report(turns, &(struct work_done){0}, 0);
    return true;
}

static bool make(struct turns *turns, struct error *error)
{
    const struct experiment *experiment = turns->experiment;
    const size_t count = experiment->point_count;
    uint64_t *block_trials = calloc(count + 1, sizeof *block_trials);
    turns->turn = calloc(count + 1, sizeof *turns->turn);
    turns->portions = calloc(count + 1, sizeof *turns->portions);
    if (block_trials == NULL || turns->turn == NULL || turns->portions == NULL) {
        free(block_trials);
        return error_no_memory(error);
    }
    const bool good = work_block_trials(experiment->points, count, block_trials, error);
    for (size_t i = 0; good && i < count; i++) {
        turns->turn[i].block_trials = block_trials[i];
        turns->turn[i].expected = (double)experiment->trials;
    }
    free(block_trials);
    return good;
}

bool turns_run(struct experiment *experiment, struct conductor *conductor,
               experiment_progress *progress, void *progress_context, struct error *error)
{
    struct turns turns = {.experiment = experiment,
                          .conductor = conductor,
                          .progress = progress,
                          .progress_context = progress_context};
    const bool good =
        make(&turns, error) &&
        work_each(experiment->threads, experiment->point_count, &turns, go_on, error) &&
        go_round(&turns, error);
    free(turns.turn);
    free(turns.portions);
    return good;
}
