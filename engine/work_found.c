/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What blocks have found, from whoever did them to whoever asked for it. */

#include "engine/work_ranks.h"

#include <stdlib.h>

void found_clear(struct found *found)
{
    tally_clear(&found->tally);
    exact_sums_release(&found->sums);
    found->weighted = (struct weighted_tally){0};
    found->blocks = 0;
    found->masked = false;
}

void found_release(struct found *found)
{
    tally_release(&found->tally);
    exact_sums_release(&found->sums);
    *found = (struct found){0};
}

/* --- what is pending -------------------------------------------------------------------------- */

void pending_release(struct pending *pending)
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

static bool make_room(struct pending *pending, enum method method, struct error *error)
{
    if (method == METHOD_MONTE_CARLO)
        pending->sampled = calloc(1, sizeof *pending->sampled);
    else if (method == METHOD_EXACT)
        pending->sums = calloc(block_count(pending) + 1, sizeof *pending->sums);
    else
        pending->weighted = calloc(1, sizeof *pending->weighted);
    pending->started =
        pending->sampled != NULL || pending->sums != NULL || pending->weighted != NULL;
    return pending->started || error_no_memory(error);
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
    pending_release(pending);
    omp_set_lock(&shared->lock);
    shared->done.points++;
    omp_unset_lock(&shared->lock);
    return good;
}

bool finish_part(struct shared *shared, size_t point, struct error *error)
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

/* --- handing in ------------------------------------------------------------------------------- */

/* Under the lock. */
static bool add_found(struct pending *pending, enum method method, struct found *found,
                      struct error *error)
{
    if (!pending->started && !make_room(pending, method, error))
        return false;
    if (method == METHOD_EXACT) {
        pending->histories += found->sums.histories;
        pending->sums[found->block] = found->sums;
        found->sums = (struct exact_sums){0}; /* its rounds are there now */
        return true;
    }
    if (method == METHOD_IMPORTANCE) {
        weighted_tally_add(pending->weighted, &found->weighted);
        return true;
    }
    return tally_gather(&pending->sampled->tally, &found->tally, error) &&
           (!found->masked || tally_gather(&pending->sampled->tail, &found->tally, error));
}

/* What it adds to what is done. */
static struct work_done done_by(const struct shared *shared, const struct found *found)
{
    const struct problem *problem = shared->work->points[found->point].strategy->problem;
    struct work_done done = {
        .blocks = found->blocks,
        .trials = found->tally.trials + found->weighted.trials,
        .histories = found->sums.histories,
    };
    for (size_t cell = 0; cell < CELL_COUNT; cell++)
        if (problem->cell[cell].verdict == VERDICT_FAILURE)
            done.failures += found->tally.cell[cell];
    return done;
}

bool hand_in(struct shared *shared, struct found *found, struct error *error)
{
    if (found->blocks == 0)
        return true;
    if (shared->elsewhere)
        return ranks_hand_in(shared, found, error);
    const struct point *point = &shared->work->points[found->point];
    struct pending *pending = &shared->pending[found->point];
    const struct work_done done = done_by(shared, found);
    omp_set_lock(&shared->lock);
    const bool added = add_found(pending, point->method, found, error);
    pending->blocks_left -= found->blocks;
    work_done_add(&shared->done, &done);
    const bool last = pending->blocks_left == 0;
    const bool too_many = pending->histories > ENUMERATE_HISTORIES_MAX;
    omp_unset_lock(&shared->lock);
    found_clear(found);
    if (too_many)
        return enumerate_too_many(point->strategy, error);
    return added && (!last || finish(shared, found->point, error));
}
