/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A thread, the point that it is at, and its blocks. */

#include "engine/simulate.h"
#include "engine/work_shared.h"

/* A thread hands in what it has found after so many blocks, and when it turns to another point:
 * blocks of a few microseconds are not held up by each other. To another process, after a time. */
enum { HAND_IN_BLOCKS = 64, HAND_IN_NANOSECONDS = 20000000 };

static bool hand_in_is_due(const struct shared *shared, struct found *found)
{
    struct timespec now;
    if (!shared->elsewhere)
        return found->blocks >= HAND_IN_BLOCKS;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (found->blocks == 1)
        found->since = now;
    return (now.tv_sec - found->since.tv_sec) * 1000000000 + now.tv_nsec - found->since.tv_nsec >=
           HAND_IN_NANOSECONDS;
}

void worker_release(struct worker *worker)
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

bool worker_do(struct shared *shared, struct worker *worker, uint64_t index, struct error *error)
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
    const bool due = last || worker->enumeration != NULL || hand_in_is_due(shared, &worker->found);
    return !due || hand_in(shared, &worker->found, error);
}
