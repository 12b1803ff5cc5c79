/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/work.h"

#include "engine/simulate.h"

#include <omp.h>
#include <stdatomic.h>
#include <stdlib.h>

/* A thread hands in what it has found after so many blocks, and when it turns to another point:
 * blocks of a few microseconds are not held up by each other. */
enum { HAND_IN_BLOCKS = 64 };

/* What a Monte Carlo point has found; the tail, of a block that is not whole, is a part of it. */
struct sampled {
    struct tally tally, tail;
};

/* A point under way: its blocks are done by several threads. */
struct pending {
    uint64_t first_block; /* in the list of all blocks */
    uint64_t mark;        /* of the schedule, when the blocks were listed */
    uint64_t blocks_left;
    bool started;
    struct sampled *sampled;         /* of a Monte Carlo point */
    struct exact_sums *sums;         /* [block], of an exact point */
    struct weighted_tally *weighted; /* of a point of importance sampling */
    uint64_t histories;              /* in them */
};

struct shared {
    const struct work *work;
    struct pending *pending; /* one more than there are points: its first_block ends the list */
    omp_lock_t lock;         /* for what is pending, how much is done, and the first error */
    atomic_bool failed;      /* there was an error */
    _Atomic uint64_t next;   /* block that nobody has begun; at or after the end: none */
    uint64_t resume;         /* where to go on after a pause */
    enum work_order order;   /* the last that was given */
    struct work_done done;
    struct error *error;
};

/* What one thread keeps from block to block: one of the three, for its point, and what it has found
 * and not handed in yet. */
struct worker {
    size_t point;
    struct simulation *simulation;
    struct enumeration *enumeration;
    struct sampler *sampler;
    uint64_t blocks;                /* not handed in */
    struct tally tally;             /* of a Monte Carlo point */
    bool masked;                    /* it is of one block, which is not whole */
    uint64_t histories;             /* of an exact one, whose sums are in their places */
    struct weighted_tally weighted; /* of one of importance sampling */
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

static struct portion portion_of(const struct work *work, size_t point)
{
    return work->portions != NULL ? work->portions[point]
                                  : (struct portion){.trials = work->trials};
}

static uint64_t number_of(const struct work *work, size_t point)
{
    return work->numbers != NULL ? work->numbers[point] : point;
}

/* The first block of a point from `block` on that belongs to the shard. */
static uint64_t align(struct shard shard, uint64_t number, uint64_t block)
{
    if (shard.count == 0)
        return block;
    const uint64_t here = (number % shard.count + block % shard.count) % shard.count;
    return block + (shard.index + shard.count - here) % shard.count;
}

uint64_t shard_blocks(struct shard shard, uint64_t number, uint64_t from, uint64_t to)
{
    const uint64_t first = align(shard, number, from);
    const uint64_t step = shard.count > 0 ? shard.count : 1;
    return to > first ? (to - first - 1) / step + 1 : 0;
}

static uint64_t block_size(const struct work *work, size_t index, const struct schedule *schedule)
{
    return work->points[index].method == METHOD_IMPORTANCE
               ? work->tilts[index].block_trials
               : simulate_block_trials(schedule->chance_count);
}

/* The portion, which is not empty, in blocks of the shard. */
static bool count_blocks(const struct work *work, size_t index, const struct schedule *schedule,
                         struct pending *pending, struct error *error)
{
    const struct point *point = &work->points[index];
    const struct portion portion = portion_of(work, index);
    if (point->method == METHOD_EXACT) {
        if (align(work->shard, number_of(work, index), 0) == 0)
            return enumerate_blocks(point, schedule->draw_count, &pending->blocks_left, error);
        pending->blocks_left = 0;
        return true;
    }
    const uint64_t end = (portion.trials - 1) / block_size(work, index, schedule) + 1;
    pending->blocks_left =
        shard_blocks(work->shard, number_of(work, index), portion.first_block, end);
    return true;
}

/* Lists the blocks of a point after those of the points before it. */
static bool list_blocks(const struct work *work, size_t index, const struct schedule *schedule,
                        struct pending *pending, struct error *error)
{
    pending->mark = schedule_mark(schedule);
    if (!count_blocks(work, index, schedule, pending, error))
        return false;
    pending[1].first_block = pending->first_block + pending->blocks_left;
    return true;
}

/* Records the schedule of every point and, if there is `pending`, lists its blocks. */
static bool plan(const struct work *work, struct pending *pending, struct error *error)
{
    struct schedule schedule = {0};
    bool good = true;
    for (size_t i = 0; good && i < work->point_count; i++) {
        const struct point *point = &work->points[i];
        if (pending != NULL && portion_of(work, i).trials == 0) {
            pending[i + 1].first_block = pending[i].first_block;
            continue;
        }
        good = schedule_record(&schedule, point->strategy, point->parameter, point->channel, error);
        if (good && pending != NULL)
            good = list_blocks(work, i, &schedule, &pending[i], error);
        else if (good && point->method != METHOD_MONTE_CARLO)
            good = schedule_check_exact(&schedule, point->strategy, error) &&
                   (point->method == METHOD_IMPORTANCE ||
                    enumerate_check(point, schedule.draw_count, error));
    }
    schedule_release(&schedule);
    return good;
}

bool work_check(const struct work *work, struct error *error)
{
    return plan(work, NULL, error);
}

bool work_block_trials(const struct point *points, size_t count, uint64_t *trials,
                       struct error *error)
{
    struct schedule schedule = {0};
    bool good = true;
    for (size_t i = 0; good && i < count; i++) {
        const struct point *point = &points[i];
        good = schedule_record(&schedule, point->strategy, point->parameter, point->channel, error);
        trials[i] = good ? simulate_block_trials(schedule.chance_count) : 0;
    }
    schedule_release(&schedule);
    return good;
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

static void worker_release(struct worker *worker)
{
    simulation_destroy(worker->simulation);
    enumeration_destroy(worker->enumeration);
    sampler_destroy(worker->sampler);
    tally_release(&worker->tally);
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
    worker->point = index;
    if (!equip(worker, shared, index, error))
        return false;
    if (schedule_mark(worker_schedule(worker)) != shared->pending[index].mark)
        return error_set(
            error,
            "strategy '%s' is not straight-line code: its messages and coins differ between "
            "two runs with the same parameters",
            point->strategy->name);
    return point->method != METHOD_MONTE_CARLO ||
           tally_init(&worker->tally, worker_schedule(worker), error);
}

/* --- handing in ------------------------------------------------------------------------------- */

static uint64_t block_count(const struct pending *pending)
{
    return pending[1].first_block - pending[0].first_block;
}

static void release_pending(struct pending *pending)
{
    if (pending->sampled != NULL) {
        tally_release(&pending->sampled->tally);
        tally_release(&pending->sampled->tail);
    }
    free(pending->sampled);
    pending->sampled = NULL;
    for (uint64_t block = 0; pending->sums != NULL && block < block_count(pending); block++)
        exact_sums_release(&pending->sums[block]);
    free(pending->sums);
    free(pending->weighted);
    pending->sums = NULL;
    pending->weighted = NULL;
}

static bool make_room(struct pending *pending, const struct worker *worker, enum method method,
                      struct error *error)
{
    if (method == METHOD_MONTE_CARLO) {
        pending->sampled = calloc(1, sizeof *pending->sampled);
        return pending->sampled != NULL
                   ? tally_init(&pending->sampled->tally, worker_schedule(worker), error)
                   : error_no_memory(error);
    }
    if (method == METHOD_EXACT)
        pending->sums = calloc(block_count(pending) + 1, sizeof *pending->sums);
    else
        pending->weighted = calloc(1, sizeof *pending->weighted);
    return pending->sums != NULL || pending->weighted != NULL || error_no_memory(error);
}

/* Makes room for what the blocks of a point find, when the first of them is begun. */
static bool start(struct shared *shared, const struct worker *worker, struct error *error)
{
    struct pending *pending = &shared->pending[worker->point];
    omp_set_lock(&shared->lock);
    if (!pending->started)
        pending->started = make_room(pending, worker, method_of(shared, worker->point), error);
    const bool started = pending->started;
    omp_unset_lock(&shared->lock);
    return started;
}

/* Block `index` of the list is which of its point? */
static uint64_t block_number(const struct shared *shared, size_t point, uint64_t index)
{
    const struct work *work = shared->work;
    return align(work->shard, number_of(work, point), portion_of(work, point).first_block) +
           index * (work->shard.count > 0 ? work->shard.count : 1);
}

/* What a point that is not exact has found since it was last handed in. */
static struct outcome outcome_of(const struct shared *shared, size_t point)
{
    const struct pending *pending = &shared->pending[point];
    const uint64_t done = block_count(pending) - pending->blocks_left;
    const struct sampled *sampled = pending->sampled;
    const bool masked = sampled != NULL && sampled->tail.trials > 0;
    return (struct outcome){
        .tally = sampled != NULL ? &sampled->tally : NULL,
        .tail = masked ? &sampled->tail : NULL,
        .weighted = pending->weighted,
        .next_block = done > masked ? block_number(shared, point, done - masked - 1) + 1
                                    : portion_of(shared->work, point).first_block,
        .complete = pending->blocks_left == 0,
    };
}

static struct outcome add_up(struct pending *pending)
{
    for (uint64_t block = 1; block < block_count(pending); block++)
        exact_sums_add(&pending->sums[0], &pending->sums[block]);
    return (struct outcome){.exact = &pending->sums[0], .complete = true};
}

static bool finish(struct shared *shared, size_t point, struct error *error)
{
    struct pending *pending = &shared->pending[point];
    const struct work *work = shared->work;
    const bool good =
        work->finished(work->context, point,
                       pending->sums != NULL ? add_up(pending) : outcome_of(shared, point), error);
    release_pending(pending);
    omp_set_lock(&shared->lock);
    shared->done.points++;
    omp_unset_lock(&shared->lock);
    return good;
}

/* Hands in what the point has so far, if it is not exact; then it has nothing. */
static bool finish_part(struct shared *shared, size_t point, struct error *error)
{
    struct pending *pending = &shared->pending[point];
    const struct work *work = shared->work;
    if (!pending->started || pending->sums != NULL || pending->blocks_left == 0)
        return true;
    if (!work->finished(work->context, point, outcome_of(shared, point), error))
        return false;
    if (pending->sampled != NULL)
        tally_clear(&pending->sampled->tally);
    if (pending->weighted != NULL)
        *pending->weighted = (struct weighted_tally){0};
    return true;
}

/* Under the lock: adds what the worker has found to what is pending. */
static bool add_found(struct pending *pending, const struct worker *worker, struct error *error)
{
    if (worker->simulation != NULL)
        tally_add(&pending->sampled->tally, &worker->tally);
    if (worker->sampler != NULL)
        weighted_tally_add(pending->weighted, &worker->weighted);
    return !worker->masked || tally_gather(&pending->sampled->tail, &worker->tally, error);
}

/* What the worker's blocks add to what is done. */
static struct work_done done_by(const struct shared *shared, const struct worker *worker)
{
    const struct problem *problem = shared->work->points[worker->point].strategy->problem;
    struct work_done done = {
        .blocks = worker->blocks,
        .trials = worker->tally.trials + worker->weighted.trials,
        .histories = worker->histories,
    };
    for (size_t cell = 0; cell < CELL_COUNT; cell++)
        if (problem->cell[cell].verdict == VERDICT_FAILURE)
            done.failures += worker->tally.cell[cell];
    return done;
}

/* The last to hand in finishes the point. */
static bool hand_in(struct shared *shared, struct worker *worker, struct error *error)
{
    struct pending *pending = &shared->pending[worker->point];
    if (worker->blocks == 0)
        return true;
    const struct work_done done = done_by(shared, worker);
    omp_set_lock(&shared->lock);
    const bool added = add_found(pending, worker, error);
    pending->histories += worker->histories;
    pending->blocks_left -= worker->blocks;
    work_done_add(&shared->done, &done);
    const bool last = pending->blocks_left == 0;
    const bool too_many = pending->histories > ENUMERATE_HISTORIES_MAX;
    omp_unset_lock(&shared->lock);
    tally_clear(&worker->tally);
    worker->weighted = (struct weighted_tally){0};
    worker->blocks = worker->histories = 0;
    worker->masked = false;
    if (too_many)
        return enumerate_too_many(shared->work->points[worker->point].strategy, error);
    return added && (!last || finish(shared, worker->point, error));
}

/* --- blocks ----------------------------------------------------------------------------------- */

/* Block `index` of the portion. One that is not whole is handed in alone. */
static bool simulate_block(struct shared *shared, struct worker *worker, uint64_t index,
                           struct error *error)
{
    const struct schedule *schedule = worker_schedule(worker);
    const struct portion portion = portion_of(shared->work, worker->point);
    const uint64_t block = block_number(shared, worker->point, index);
    const uint64_t block_trials = simulate_block_trials(schedule->chance_count);
    const uint64_t left = portion.trials - block * block_trials;
    if (left >= block_trials)
        return simulation_run_block(worker->simulation, block, block_trials, &worker->tally, error);
    if (!hand_in(shared, worker, error))
        return false;
    worker->masked = true;
    return simulation_run_block(worker->simulation, block, left, &worker->tally, error);
}

static bool enumerate_block(struct shared *shared, struct worker *worker, uint64_t block,
                            struct error *error)
{
    struct pending *pending = &shared->pending[worker->point];
    struct exact_sums *sums = &pending->sums[block];
    const bool good =
        exact_sums_init(sums, worker_schedule(worker), error) &&
        enumeration_run_block(worker->enumeration, block, block_count(pending), sums, error);
    worker->histories += sums->histories;
    return good;
}

/* Always whole. */
static bool sample_block(struct shared *shared, struct worker *worker, uint64_t index,
                         struct error *error)
{
    const struct work *work = shared->work;
    const struct found_tilt *found = &work->tilts[worker->point];
    struct weighing_scale scale = {&found->tilt, found->grid, &worker->weighted};
    worker->weighted.trials += found->block_trials;
    return sampler_run_block(
        worker->sampler, point_key(&work->points[worker->point], work->seed, "estimate"),
        block_number(shared, worker->point, index), weights_add, &scale, error);
}

static bool turn_to(struct shared *shared, struct worker *worker, size_t point, struct error *error)
{
    if (!worker_is_new(worker) && worker->point == point)
        return true;
    return hand_in(shared, worker, error) && worker_start(worker, shared, point, error) &&
           start(shared, worker, error);
}

static bool do_block(struct shared *shared, struct worker *worker, uint64_t index,
                     struct error *error)
{
    const size_t point = point_of(shared, index, worker->point);
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
    worker->blocks++;
    /* With the last block of a point it is done, but for what others have in hand. */
    const bool last = index + 1 == shared->pending[point + 1].first_block;
    const bool keep = !last && worker->enumeration == NULL && worker->blocks < HAND_IN_BLOCKS;
    return keep || hand_in(shared, worker, error);
}

static void report(struct shared *shared)
{
    const struct work *work = shared->work;
    omp_set_lock(&shared->lock);
    const struct work_done done = shared->done;
    omp_unset_lock(&shared->lock);
    work->progress(work->context, &done, shared->pending[work->point_count].first_block);
}

static uint64_t all_blocks(const struct shared *shared)
{
    return shared->pending[shared->work->point_count].first_block;
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
        if (worker->blocks == 0 && shared->work->progress != NULL)
            report(shared);
        ask(shared);
    }
    if (!atomic_load(&shared->failed) && !hand_in(shared, worker, &error))
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
    if ((!all && !finish_part(shared, point_of(shared, shared->resume, 0), &error)) ||
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
    bool good = plan(work, shared.pending, error);
    if (good && work->point_count > 0) {
        omp_init_lock(&shared.lock);
        do_all(&shared);
        if (work->progress != NULL && !atomic_load(&shared.failed))
            report(&shared);
        omp_destroy_lock(&shared.lock);
        good = !atomic_load(&shared.failed);
    }
    for (size_t i = 0; i < work->point_count; i++)
        release_pending(&shared.pending[i]); /* left over after an error */
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
