/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/work.h"

#include "engine/simulate.h"

#include <omp.h>
#include <stdatomic.h>
#include <stdlib.h>

/* A point under way: its blocks are done by several threads. */
struct pending {
    uint64_t first_block; /* in the list of all blocks */
    size_t events;        /* when the blocks were listed */
    _Atomic uint64_t blocks_left;
    struct tally tally;
    bool started;
};

struct shared {
    const struct work *work;
    struct pending *pending; /* one more than there are points: its first_block ends the list */
    omp_lock_t lock;         /* for the tallies and the first error */
    atomic_bool stop;
    _Atomic uint64_t trials_done;
    atomic_size_t points_done;
    struct error *error;
};

/* What one thread keeps from block to block. */
struct worker {
    size_t point;
    struct simulation *simulation;
    struct tally tally;
};

int work_processors(void)
{
    return omp_get_num_procs();
}

static uint64_t blocks_of(uint64_t trials, size_t events)
{
    const uint64_t block = simulate_block_trials(events);
    return (trials - 1) / block + 1;
}

/* Records the schedule of every point and, if there is `pending`, lists its blocks. */
static bool plan(const struct work *work, struct pending *pending, struct error *error)
{
    struct schedule schedule = {0};
    uint64_t blocks = 0;
    bool good = true;
    for (size_t i = 0; good && i < work->point_count; i++) {
        const struct point *point = &work->points[i];
        good = schedule_record(&schedule, point->strategy, point->parameter, point->channel, error);
        if (good && pending != NULL) {
            pending[i].first_block = blocks;
            pending[i].events = schedule.event_count;
            pending[i].blocks_left = blocks_of(work->trials, schedule.event_count);
            blocks += pending[i].blocks_left;
        }
    }
    if (pending != NULL)
        pending[work->point_count].first_block = blocks;
    schedule_release(&schedule);
    return good;
}

bool work_check(const struct work *work, struct error *error)
{
    return plan(work, NULL, error);
}

/* The point whose blocks include this one; `near` is a guess that is usually right. */
static size_t point_of(const struct shared *shared, uint64_t block, size_t near)
{
    const struct pending *pending = shared->pending;
    if (pending[near].first_block <= block && block < pending[near + 1].first_block)
        return near;
    size_t low = 0, high = shared->work->point_count;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (pending[middle].first_block <= block)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static bool worker_turn_to(struct worker *worker, const struct shared *shared, size_t point,
                           struct error *error)
{
    if (worker->simulation != NULL && worker->point == point)
        return true;
    simulation_destroy(worker->simulation);
    worker->point = point;
    worker->simulation =
        simulation_create(&shared->work->points[point], shared->work->seed, NULL, error);
    return worker->simulation != NULL;
}

/* Adds a block's tally to its point's. */
static bool hand_in(struct shared *shared, struct worker *worker, struct error *error)
{
    struct pending *pending = &shared->pending[worker->point];
    bool good = true;
    omp_set_lock(&shared->lock);
    if (!pending->started)
        good = tally_init(&pending->tally, simulation_schedule(worker->simulation), error);
    pending->started = good;
    if (good)
        tally_add(&pending->tally, &worker->tally);
    omp_unset_lock(&shared->lock);
    return good;
}

static bool finish(struct shared *shared, size_t point, struct error *error)
{
    struct pending *pending = &shared->pending[point];
    const struct work *work = shared->work;
    const bool good = work->finished(work->context, point, &pending->tally, error);
    tally_release(&pending->tally);
    atomic_fetch_add(&shared->points_done, 1);
    return good;
}

static bool do_block(struct shared *shared, struct worker *worker, uint64_t index,
                     struct error *error)
{
    const size_t point = point_of(shared, index, worker->point);
    if (!worker_turn_to(worker, shared, point, error))
        return false;
    const struct schedule *schedule = simulation_schedule(worker->simulation);
    const uint64_t block = index - shared->pending[point].first_block;
    if (schedule->event_count != shared->pending[point].events)
        return error_set(error,
                         "strategy '%s' is not straight-line code: it has %zu messages and coins "
                         "in one run and %zu in another with the same parameters",
                         shared->work->points[point].strategy->name, shared->pending[point].events,
                         schedule->event_count);
    const uint64_t block_trials = simulate_block_trials(schedule->event_count);
    const uint64_t left = shared->work->trials - block * block_trials;
    const uint64_t trials = left < block_trials ? left : block_trials;

    bool good = tally_init(&worker->tally, schedule, error) &&
                simulation_run_block(worker->simulation, block, trials, &worker->tally, error) &&
                hand_in(shared, worker, error);
    tally_release(&worker->tally);
    atomic_fetch_add(&shared->trials_done, trials);
    if (good && atomic_fetch_sub(&shared->pending[point].blocks_left, 1) == 1)
        good = finish(shared, point, error);
    return good;
}

static void give_up(struct shared *shared, const struct error *error)
{
    omp_set_lock(&shared->lock);
    if (!atomic_exchange(&shared->stop, true))
        *shared->error = *error;
    omp_unset_lock(&shared->lock);
}

static void do_all(struct shared *shared)
{
    const uint64_t blocks = shared->pending[shared->work->point_count].first_block;
    const struct work *work = shared->work;
#pragma omp parallel num_threads(work->threads)
    {
        struct worker worker = {0};
        struct error error;
#pragma omp for schedule(runtime)
        for (uint64_t i = 0; i < blocks; i++) {
            if (atomic_load(&shared->stop))
                continue;
            if (!do_block(shared, &worker, i, &error))
                give_up(shared, &error);
            if (work->progress != NULL && omp_get_thread_num() == 0)
                work->progress(work->context, atomic_load(&shared->trials_done),
                               atomic_load(&shared->points_done));
        }
        simulation_destroy(worker.simulation);
    }
}

bool work_run(const struct work *work, struct error *error)
{
    struct shared shared = {.work = work, .error = error};
    shared.pending = calloc(work->point_count + 1, sizeof *shared.pending);
    if (shared.pending == NULL)
        return error_no_memory(error);
    bool good = plan(work, shared.pending, error);
    if (good && work->point_count > 0) {
        if (getenv("OMP_SCHEDULE") == NULL)
            omp_set_schedule(omp_sched_dynamic, 1);
        omp_init_lock(&shared.lock);
        do_all(&shared);
        omp_destroy_lock(&shared.lock);
        good = !atomic_load(&shared.stop);
    }
    for (size_t i = 0; i < work->point_count; i++)
        tally_release(&shared.pending[i].tally); /* left over after an error */
    free(shared.pending);
    return good;
}
