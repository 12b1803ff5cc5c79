/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/work.h"

#include "engine/simulate.h"
#include "engine/work_shared.h"

#include <stdlib.h>

/* A thread hands in what it has found after so many blocks, and when it turns to another point:
 * blocks of a few microseconds are not held up by each other. */
enum { HAND_IN_BLOCKS = 64 };

/* What one thread keeps from block to block: one of the three, for the point of what it found. */
struct worker {
    struct simulation *simulation;
    struct enumeration *enumeration;
    struct sampler *sampler;
    struct found found;
};

int work_processors(void)
{
    return omp_get_num_procs();
}

void work_done_add(struct work_done *to, const struct work_done *from)
{
    to->blocks += from->blocks;
    to->trials += from->trials;
    to->histories += from->histories;
    to->failures += from->failures;
}

/* --- a thread and its point ------------------------------------------------------------------- */

static void worker_release(struct worker *worker)
{
    simulation_destroy(worker->simulation);
    enumeration_destroy(worker->enumeration);
    sampler_destroy(worker->sampler);
    found_release(&worker->found);
    *worker = (struct worker){0};
}

static enum method method_of(const struct shared *shared, size_t point)
{
    return shared->work->points[point].method;
}

static bool worker_is_new(const struct worker *worker)
{
    return worker->simulation == NULL && worker->enumeration == NULL && worker->sampler == NULL;
}

static const struct schedule *worker_schedule(const struct worker *worker)
{
    if (worker->sampler != NULL)
        return sampler_schedule(worker->sampler);
    return worker->simulation != NULL ? simulation_schedule(worker->simulation)
                                      : enumeration_schedule(worker->enumeration);
}

/* What runs the blocks of the point. */
static bool equip(struct worker *worker, const struct shared *shared, size_t index,
                  struct error *error)
{
    const struct work *work = shared->work;
    const struct point *point = &work->points[index];
    switch (point->method) {
    case METHOD_EXACT:
        worker->enumeration = enumeration_create(point, NULL, error);
        return worker->enumeration != NULL;
    case METHOD_IMPORTANCE:
        worker->sampler = sampler_create(point, NULL, error);
        return worker->sampler != NULL &&
               sampler_use(worker->sampler, &work->tilts[index].tilt, error);
    default:
        worker->simulation = simulation_create(point, work->seed, NULL, error);
        return worker->simulation != NULL;
    }
}

static bool worker_start(struct worker *worker, const struct shared *shared, size_t index,
                         struct error *error)
{
    const struct point *point = &shared->work->points[index];
    worker_release(worker);
    worker->found.point = index;
    if (!equip(worker, shared, index, error))
        return false;
    if (schedule_mark(worker_schedule(worker)) != shared->pending[index].mark)
        return error_set(
            error,
            "strategy '%s' is not straight-line code: its messages and coins differ between "
            "two runs with the same parameters",
            point->strategy->name);
    return point->method != METHOD_MONTE_CARLO ||
           tally_init(&worker->found.tally, worker_schedule(worker), error);
}

/* --- blocks ----------------------------------------------------------------------------------- */

/* Block `index` of the portion. One that is not whole is handed in alone. */
static bool simulate_block(struct shared *shared, struct worker *worker, uint64_t index,
                           struct error *error)
{
    const struct schedule *schedule = worker_schedule(worker);
    const struct portion portion = portion_of(shared->work, worker->found.point);
    const uint64_t block = block_number(shared, worker->found.point, index);
    const uint64_t block_trials = simulate_block_trials(schedule->chance_count);
    const uint64_t left = portion.trials - block * block_trials;
    if (left >= block_trials)
        return simulation_run_block(worker->simulation, block, block_trials, &worker->found.tally,
                                    error);
    if (!hand_in(shared, &worker->found, error))
        return false;
    worker->found.masked = true;
    return simulation_run_block(worker->simulation, block, left, &worker->found.tally, error);
}

static bool enumerate_block(struct shared *shared, struct worker *worker, uint64_t block,
                            struct error *error)
{
    struct found *found = &worker->found;
    found->block = block;
    return exact_sums_init(&found->sums, worker_schedule(worker), error) &&
           enumeration_run_block(worker->enumeration, block,
                                 block_count(&shared->pending[found->point]), &found->sums, error);
}

/* Always whole. */
static bool sample_block(struct shared *shared, struct worker *worker, uint64_t index,
                         struct error *error)
{
    const struct work *work = shared->work;
    const struct found_tilt *found = &work->tilts[worker->found.point];
    struct weighing_scale scale = {&found->tilt, found->grid, &worker->found.weighted};
    worker->found.weighted.trials += found->block_trials;
    return sampler_run_block(
        worker->sampler, point_key(&work->points[worker->found.point], work->seed, "estimate"),
        block_number(shared, worker->found.point, index), weights_add, &scale, error);
}

static bool turn_to(struct shared *shared, struct worker *worker, size_t point, struct error *error)
{
    if (!worker_is_new(worker) && worker->found.point == point)
        return true;
    return hand_in(shared, &worker->found, error) && worker_start(worker, shared, point, error);
}

static bool do_block(struct shared *shared, struct worker *worker, uint64_t index,
                     struct error *error)
{
    const size_t point = point_of_block(shared, index, worker->found.point);
    if (!turn_to(shared, worker, point, error))
        return false;
    const uint64_t block = index - shared->pending[point].first_block;
    static bool (*const run[METHOD_COUNT])(struct shared *, struct worker *, uint64_t,
                                           struct error *) = {
        [METHOD_MONTE_CARLO] = simulate_block,
        [METHOD_EXACT] = enumerate_block,
        [METHOD_IMPORTANCE] = sample_block,
    };
    if (!run[method_of(shared, point)](shared, worker, block, error))
        return false;
    worker->found.blocks++;
    /* With the last block of a point it is done, but for what others have in hand. */
    const bool last = index + 1 == shared->pending[point + 1].first_block;
    const bool keep = !last && worker->enumeration == NULL && worker->found.blocks < HAND_IN_BLOCKS;
    return keep || hand_in(shared, &worker->found, error);
}

static void report(struct shared *shared)
{
    const struct work *work = shared->work;
    omp_set_lock(&shared->lock);
    const struct work_done done = shared->done;
    omp_unset_lock(&shared->lock);
    work->progress(work->context, &done, all_blocks(shared));
}

/* No more blocks are begun; where the next one would have been. */
static uint64_t hold(struct shared *shared)
{
    return atomic_exchange(&shared->next, UINT64_MAX / 2);
}

static void give_up(struct shared *shared, const struct error *error)
{
    omp_set_lock(&shared->lock);
    if (!atomic_exchange(&shared->failed, true))
        *shared->error = *error;
    omp_unset_lock(&shared->lock);
    hold(shared);
}

/* By one thread: shall all go on? */
static void ask(struct shared *shared)
{
    const struct work *work = shared->work;
    if (work->order == NULL || shared->order != WORK_GO_ON)
        return;
    shared->order = work->order(work->context);
    if (shared->order != WORK_GO_ON)
        shared->resume = hold(shared);
}

/* Blocks, until there are no more, or the others are to be waited for. */
static void do_blocks(struct shared *shared, struct worker *worker)
{
    const uint64_t blocks = all_blocks(shared);
    struct error error;
    uint64_t block;
    while ((block = atomic_fetch_add(&shared->next, 1)) < blocks) {
        if (!do_block(shared, worker, block, &error))
            give_up(shared, &error);
        if (omp_get_thread_num() != 0)
            continue;
        if (worker->found.blocks == 0 && shared->work->progress != NULL)
            report(shared);
        ask(shared);
    }
    if (!atomic_load(&shared->failed) && !hand_in(shared, &worker->found, &error))
        give_up(shared, &error);
}

/* All blocks that were begun are done. Is there more to do? */
static bool meet(struct shared *shared)
{
    const struct work *work = shared->work;
    struct error error;
    if (atomic_load(&shared->failed) || shared->order == WORK_GO_ON)
        return false;
    /* Only the point of the next block can be there in part. */
    const bool all = shared->resume >= all_blocks(shared);
    if ((!all && !finish_part(shared, point_of_block(shared, shared->resume, 0), &error)) ||
        (shared->order == WORK_PAUSE && work->paused != NULL &&
         !work->paused(work->context, &error))) {
        give_up(shared, &error);
        return false;
    }
    if (all || shared->order == WORK_STOP)
        return false;
    shared->order = WORK_GO_ON;
    atomic_store(&shared->next, shared->resume);
    return true;
}

static void do_all(struct shared *shared)
{
    bool more = true;
    ask(shared); /* once, and then after each block: after a pause there is always one */
#pragma omp parallel num_threads(shared->work->threads)
    {
        struct worker worker = {0};
        while (more) {
            do_blocks(shared, &worker);
#pragma omp barrier
#pragma omp master
            more = meet(shared);
#pragma omp barrier
        }
        worker_release(&worker);
    }
}

bool work_run(const struct work *work, struct error *error)
{
    struct shared shared = {.work = work, .error = error};
    shared.pending = calloc(work->point_count + 1, sizeof *shared.pending);
    if (shared.pending == NULL)
        return error_no_memory(error);
    bool good = list_all(work, shared.pending, error);
    if (good && work->point_count > 0) {
        omp_init_lock(&shared.lock);
        do_all(&shared);
        if (work->progress != NULL && !atomic_load(&shared.failed))
            report(&shared);
        omp_destroy_lock(&shared.lock);
        good = !atomic_load(&shared.failed);
    }
    for (size_t i = 0; i < work->point_count; i++)
        pending_release(&shared.pending[i]); /* left over after an error */
    free(shared.pending);
    return good;
}

bool work_each(int threads, uint64_t count, void *context,
               bool (*one)(void *context, uint64_t index, struct error *error), struct error *error)
{
    atomic_bool stop = false;
    /* Threads with nothing to do would only be in the way of others. */
#pragma omp parallel for num_threads( \
    count > 0 && count < (uint64_t)threads ? (int)count : threads) schedule(dynamic, 1)
    for (uint64_t i = 0; i < count; i++) {
        struct error own;
        if (!atomic_load(&stop) && !one(context, i, &own) && !atomic_exchange(&stop, true))
            *error = own;
    }
    return !atomic_load(&stop);
}
