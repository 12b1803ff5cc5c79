/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/turns.h"

#include "analysis/rare_points.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

/* A Monte Carlo point under way. */
struct turn {
    struct tally tally;
    uint64_t block_trials;
    double expected; /* trials that it may need in all, as far as is known */
    unsigned look;   /* the last at which its tally grew; 0: it is empty */
    bool over;
};

struct turns {
    struct experiment *experiment;
    struct turn *turn;        /* [point] */
    struct portion *portions; /* [point], of this look */
    unsigned look;
    struct timespec start;
    atomic_bool time_is_up;
    atomic_size_t points_over;
    experiment_progress *progress;
    void *progress_context;
    struct work_done before; /* this look */
    uint64_t blocks_later;   /* than this look, as far as is known */
};

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + 1e-9 * (double)(now.tv_nsec - start->tv_nsec);
}

static bool halt(void *context)
{
    struct turns *turns = context;
    if (seconds_since(&turns->start) < turns->experiment->stopping.seconds)
        return false;
    atomic_store(&turns->time_is_up, true);
    return true;
}

/* --- one point -------------------------------------------------------------------------------- */

/* Intervals at a look that might have been the last keep the level of all looks together. Without a
 * precision nobody looks: time says when to stop, and knows nothing of the counts. */
static struct estimate_options options_at(const struct experiment *experiment, unsigned look)
{
    struct estimate_options options = experiment_options(experiment);
    if (experiment->stopping.precision != PRECISION_NONE && look > 0)
        options.level = stopping_level(options.level, look);
    return options;
}

/* The point's numbers; its tally is not needed any more. */
static bool end(struct turns *turns, size_t index, enum status status, struct error *error)
{
    struct turn *turn = &turns->turn[index];
    struct estimate *estimate = &turns->experiment->estimates[index];
    const bool good = estimate_tally(turns->experiment->points[index].strategy, &turn->tally,
                                     options_at(turns->experiment, turn->look), estimate, error);
    estimate->status = status;
    estimate->look = turn->look;
    tally_release(&turn->tally);
    turn->over = true;
    atomic_fetch_add(&turns->points_over, 1);
    return good;
}

/* How far the point is from what is asked for: precise if at most 1. */
static bool find_excess(const struct experiment *experiment, size_t index, const struct turn *turn,
                        double *excess, struct error *error)
{
    struct proportion failure;
    if (experiment->stopping.precision == PRECISION_BY_RULE)
        return experiment->rule(experiment->rule_context, index, &turn->tally, turn->look, excess,
                                error);
    if (!estimate_failure(experiment->points[index].strategy, &turn->tally,
                          options_at(experiment, turn->look), &failure, error))
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
    if (!find_excess(experiment, index, turn, &excess, error))
        return false;
    *precise = excess <= 1.0;
    turn->expected = fmin((double)turn->tally.trials * excess * excess, (double)experiment->trials);
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

/* What work_run calls: the point has got to the look, or less far if time is up. */
static bool take(void *context, size_t index, struct outcome outcome, struct error *error)
{
    struct turns *turns = context;
    struct experiment *experiment = turns->experiment;
    struct turn *turn = &turns->turn[index];
    if (outcome.exact != NULL) {
        atomic_fetch_add(&turns->points_over, 1);
        return estimate_exact(experiment->points[index].strategy, outcome.exact,
                              &experiment->estimates[index], error);
    }
    bool precise;
    turn->look = turns->look;
    if (!tally_gather(&turn->tally, outcome.tally, error) ||
        !look_at(turns, index, &precise, error))
        return false;
    if (precise || is_too_rare(experiment, index, &turn->tally))
        return end(turns, index, STATUS_COMPLETE, error);
    if (turn->tally.trials < experiment->trials)
        return true;
    return end(turns, index,
               experiment->stopping.precision == PRECISION_NONE ? STATUS_COMPLETE
                                                                : STATUS_IMPRECISE,
               error);
}

/* What work_each calls: time was up before the point was over. */
static bool give_up(void *context, uint64_t index, struct error *error)
{
    struct turns *turns = context;
    return turns->experiment->points[index].method != METHOD_MONTE_CARLO ||
           turns->turn[index].over || end(turns, index, STATUS_TIMEOUT, error);
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
        struct portion *portion = &turns->portions[i];
        *portion = (struct portion){0};
        if (experiment->points[i].method == METHOD_EXACT) {
            portion->trials = turns->look == 1; /* all at once */
        } else if (experiment->points[i].method == METHOD_MONTE_CARLO && !turn->over) {
            portion->first_block = turn->tally.trials / turn->block_trials;
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
    const struct turns *turns = context;
    const struct work_done sum = {
        .blocks = turns->before.blocks + done->blocks,
        .trials = turns->before.trials + done->trials,
        .histories = turns->before.histories + done->histories,
        .points = atomic_load(&turns->points_over),
    };
    turns->progress(turns->progress_context, &sum,
                    turns->before.blocks + blocks + turns->blocks_later);
}

/* What was done in a look that was finished. */
static void add_look(struct turns *turns)
{
    const struct experiment *experiment = turns->experiment;
    for (size_t i = 0; i < experiment->point_count; i++) {
        const struct portion *portion = &turns->portions[i];
        if (portion->trials == 0 || experiment->points[i].method != METHOD_MONTE_CARLO)
            continue;
        const uint64_t block_trials = turns->turn[i].block_trials;
        turns->before.trials += portion->trials - portion->first_block * block_trials;
        turns->before.blocks += (portion->trials - 1) / block_trials + 1 - portion->first_block;
    }
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
        .halt = experiment->stopping.seconds > 0.0 ? halt : NULL,
    };
    while (plan_look(turns)) {
        if (!work_run(&work, error))
            return false;
        if (atomic_load(&turns->time_is_up))
            return work_each(experiment->threads, experiment->point_count, turns, give_up, error);
        add_look(turns);
    }
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

bool turns_run(struct experiment *experiment, experiment_progress *progress, void *progress_context,
               struct error *error)
{
    struct turns turns = {
        .experiment = experiment, .progress = progress, .progress_context = progress_context};
    clock_gettime(CLOCK_MONOTONIC, &turns.start);
    const bool good = make(&turns, error) && go_round(&turns, error);
    for (size_t i = 0; turns.turn != NULL && i < experiment->point_count; i++)
        tally_release(&turns.turn[i].tally); /* left over after an error */
    free(turns.turn);
    free(turns.portions);
    return good;
}
