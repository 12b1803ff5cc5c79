/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of all blocks, point after point. */

#include "engine/simulate.h"
#include "engine/work_shared.h"

#include <stdlib.h>

struct portion portion_of(const struct work *work, size_t point)
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

bool list_all(const struct work *work, struct pending *pending, struct error *error)
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
    return list_all(work, NULL, error);
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

uint64_t block_count(const struct pending *pending)
{
    return pending[1].first_block - pending[0].first_block;
}

uint64_t all_blocks(const struct shared *shared)
{
    return shared->pending[shared->work->point_count].first_block;
}

size_t point_of_block(const struct shared *shared, uint64_t block, size_t near)
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

uint64_t block_number(const struct shared *shared, size_t point, uint64_t index)
{
    const struct work *work = shared->work;
    return align(work->shard, number_of(work, point), portion_of(work, point).first_block) +
           index * (work->shard.count > 0 ? work->shard.count : 1);
}
