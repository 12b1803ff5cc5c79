/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/work.h"

#include "engine/simulate.h"

#include <omp.h>
#include <stdatomic.h>
#include <stdlib.h>

/* A thread hands in what it has found after so many blocks, and when it turns to another point:
 * blocks of a few microseconds are not held up by each other. */
enum { HAND_IN_BLOCKS = 64 };

/* A point under way: its blocks are done by several threads. */
struct pending {
    uint64_t first_block; /* in the list of all blocks */
    uint64_t mark;        /* of the schedule, when the blocks were listed */
    uint64_t blocks_left;
    bool started;
    struct tally tally;              /* of a Monte Carlo point */
    struct exact_sums *sums;         /* [block], of an exact point */
    struct weighted_tally *weighted; /* of a point of importance sampling */
    uint64_t histories;              /* in them */
};

struct shared {
    const struct work *work;
    struct pending *pending; /* one more than there are points: its first_block ends the list */
    omp_lock_t lock;         /* for what is pending, how much is done, and the first error */
    atomic_bool stop;        /* there was an error */
    atomic_bool halted;      /* the work was told to */
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
    uint64_t histories;             /* of an exact one, whose sums are in their places */
    struct weighted_tally weighted; /* of one of importance sampling */
};

int work_processors(void)
{
    return omp_get_num_procs();
}

static struct portion portion_of(const struct work *work, size_t point)
{
    return work->portions != NULL ? work->portions[point]
                                  : (struct portion){.trials = work->trials};
}

/* The portion, which is not empty, in blocks. */
static bool count_blocks(const struct work *work, size_t index, const struct schedule *schedule,
                         uint64_t *blocks, struct error *error)
{
    const struct point *point = &work->points[index];
    const struct portion portion = portion_of(work, index);
    if (point->method == METHOD_EXACT)
        return enumerate_blocks(point, schedule->draw_count, blocks, error);
    const uint64_t block_trials = point->method == METHOD_IMPORTANCE
                                      ? work->tilts[index].block_trials
                                      : simulate_block_trials(schedule->chance_count);
    const uint64_t end = (portion.trials - 1) / block_trials + 1;
    *blocks = end > portion.first_block ? end - portion.first_block : 0;
    return true;
}

/* Lists the blocks of a point after those of the points before it. */
static bool list_blocks(const struct work *work, size_t index, const struct schedule *schedule,
                        struct pending *pending, struct error *error)
{
    pending->mark = schedule_mark(schedule);
    if (!count_blocks(work, index, schedule, &pending->blocks_left, error))
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

static bool is_exact(const struct shared *shared, size_t point)
{
    return method_of(shared, point) == METHOD_EXACT;
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
    tally_release(&pending->tally);
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
    if (method == METHOD_MONTE_CARLO)
        return tally_init(&pending->tally, worker_schedule(worker), error);
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

static bool finish(struct shared *shared, size_t point, struct error *error)
{
    struct pending *pending = &shared->pending[point];
    const struct work *work = shared->work;
    struct outcome outcome = {0};
    if (pending->sums != NULL) {
        for (uint64_t block = 1; block < block_count(pending); block++)
            exact_sums_add(&pending->sums[0], &pending->sums[block]);
        outcome.exact = &pending->sums[0];
    } else if (pending->weighted != NULL) {
        outcome.weighted = pending->weighted;
    } else {
        outcome.tally = &pending->tally;
    }
    const bool good = work->finished(work->context, point, outcome, error);
    release_pending(pending);
    omp_set_lock(&shared->lock);
    shared->done.points++;
    omp_unset_lock(&shared->lock);
    return good;
}

/* The last to hand in finishes the point. */
static bool hand_in(struct shared *shared, struct worker *worker, struct error *error)
{
    struct pending *pending = &shared->pending[worker->point];
    if (worker->blocks == 0)
        return true;
    omp_set_lock(&shared->lock);
    if (worker->simulation != NULL)
        tally_add(&pending->tally, &worker->tally);
    if (worker->sampler != NULL)
        weighted_tally_add(pending->weighted, &worker->weighted);
    pending->histories += worker->histories;
    pending->blocks_left -= worker->blocks;
    shared->done.blocks += worker->blocks;
    shared->done.trials += worker->tally.trials + worker->weighted.trials;
    shared->done.histories += worker->histories;
    const bool last = pending->blocks_left == 0;
    const bool too_many = pending->histories > ENUMERATE_HISTORIES_MAX;
    omp_unset_lock(&shared->lock);
    tally_clear(&worker->tally);
    worker->weighted = (struct weighted_tally){0};
    worker->blocks = worker->histories = 0;
    if (too_many)
        return enumerate_too_many(shared->work->points[worker->point].strategy, error);
    return !last || finish(shared, worker->point, error);
}

/* --- blocks ----------------------------------------------------------------------------------- */

/* Block `index` of the portion. */
static bool simulate_block(struct shared *shared, struct worker *worker, uint64_t index,
                           struct error *error)
{
    const struct schedule *schedule = worker_schedule(worker);
    const struct portion portion = portion_of(shared->work, worker->point);
    const uint64_t block = portion.first_block + index;
    const uint64_t block_trials = simulate_block_trials(schedule->chance_count);
    const uint64_t left = portion.trials - block * block_trials;
    return simulation_run_block(worker->simulation, block,
                                left < block_trials ? left : block_trials, &worker->tally, error);
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
        portion_of(work, worker->point).first_block + index, weights_add, &scale, error);
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
    const bool exact = is_exact(shared, point);
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
    return (!exact && !last && worker->blocks < HAND_IN_BLOCKS) || hand_in(shared, worker, error);
}

static void report(struct shared *shared)
{
    const struct work *work = shared->work;
    omp_set_lock(&shared->lock);
    const struct work_done done = shared->done;
    omp_unset_lock(&shared->lock);
    work->progress(work->context, &done, shared->pending[work->point_count].first_block);
}

static void give_up(struct shared *shared, const struct error *error)
{
    omp_set_lock(&shared->lock);
    if (!atomic_exchange(&shared->stop, true))
        *shared->error = *error;
    omp_unset_lock(&shared->lock);
}

/* Once the work is halted, only blocks of exact points are done. `near` as in point_of. */
static bool is_left_out(struct shared *shared, uint64_t block, size_t near)
{
    const struct work *work = shared->work;
    if (work->halt == NULL || is_exact(shared, point_of(shared, block, near)))
        return false;
    if (!atomic_load_explicit(&shared->halted, memory_order_relaxed) && work->halt(work->context))
        atomic_store(&shared->halted, true);
    return atomic_load_explicit(&shared->halted, memory_order_relaxed);
}

/* Halted work leaves points that have some of their blocks. */
static void finish_halted(struct shared *shared)
{
    struct error error;
    bool good = !atomic_load(&shared->stop);
    for (size_t i = 0; good && i < shared->work->point_count; i++)
        if (shared->pending[i].tally.trials > 0 || shared->pending[i].weighted != NULL)
            /* finished ones are empty again */
            good = finish(shared, i, &error) || (give_up(shared, &error), false);
}

static void do_all(struct shared *shared)
{
    const uint64_t blocks = shared->pending[shared->work->point_count].first_block;
    const struct work *work = shared->work;
#pragma omp parallel num_threads(work->threads)
    {
        struct worker worker = {0};
        struct error error;
#pragma omp for schedule(runtime) nowait
        for (uint64_t i = 0; i < blocks; i++) {
            if (atomic_load_explicit(&shared->stop, memory_order_relaxed) ||
                is_left_out(shared, i, worker.point))
                continue;
            if (!do_block(shared, &worker, i, &error))
                give_up(shared, &error);
            if (worker.blocks == 0 && work->progress != NULL && omp_get_thread_num() == 0)
                report(shared);
        }
        if (!atomic_load(&shared->stop) && !hand_in(shared, &worker, &error))
            give_up(shared, &error);
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
        if (getenv("OMP_SCHEDULE") == NULL)
            omp_set_schedule(omp_sched_dynamic, 1);
        omp_init_lock(&shared.lock);
        do_all(&shared);
        if (atomic_load(&shared.halted))
            finish_halted(&shared);
        omp_destroy_lock(&shared.lock);
        good = !atomic_load(&shared.stop);
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
