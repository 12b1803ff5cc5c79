/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/work.h"

#include "engine/work_ranks.h"

#include <stdlib.h>

void work_done_add(struct work_done *to, const struct work_done *from)
{
    to->blocks += from->blocks;
    to->trials += from->trials;
    to->histories += from->histories;
    to->failures += from->failures;
}

static void report(struct shared *shared)
{
    const struct work *work = shared->work;
    omp_set_lock(&shared->lock);
    const struct work_done done = shared->done;
    omp_unset_lock(&shared->lock);
    work->progress(work->context, &done, all_blocks(shared));
}

uint64_t hold(struct shared *shared)
{
    return atomic_exchange(&shared->next, UINT64_MAX / 2);
}

void give_up(struct shared *shared, const struct error *error)
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
        if (!worker_do(shared, worker, block, &error))
            give_up(shared, &error);
        ranks_attend(shared);
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
#pragma omp master
            ranks_await(shared);
#pragma omp barrier
#pragma omp master
            more = meet(shared);
#pragma omp barrier
        }
        worker_release(&worker);
    }
}

static bool run(struct shared *shared)
{
    const struct work *work = shared->work;
    struct error error;
    if (!list_all(work, shared->pending, &error)) {
        give_up(shared, &error);
        return false;
    }
    do_all(shared);
    if (work->progress != NULL && !atomic_load(&shared->failed))
        report(shared);
    return !atomic_load(&shared->failed);
}

bool work_run(const struct work *work, struct error *error)
{
    struct shared shared = {.work = work, .error = error};
    if (work->point_count == 0)
        return true;
    shared.pending = calloc(work->point_count + 1, sizeof *shared.pending);
    if (shared.pending == NULL)
        return error_no_memory(error);
    omp_init_lock(&shared.lock);
    bool good = ranks_open(&shared, error);
    if (good) {
        good = run(&shared);
        ranks_close(&shared); /* who fails only now has not done anything that is missing */
    }
    omp_destroy_lock(&shared.lock);
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
