/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/rare_points.h"

#include "analysis/rare.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { BATCH = 256 }; /* points at a time: tilts of all would take much memory */

/* One of them. */
struct rare_point {
    size_t index;            /* in the experiment */
    struct estimate sampled; /* what Monte Carlo found before, of an automatic one */
    bool automatic;
};

struct batch {
    struct experiment *experiment;
    struct rare_point *rare;
    size_t count;
    struct point points[BATCH];
    struct tilt halves[BATCH][2];
    uint64_t trials[BATCH][2];
    struct found_tilt found[BATCH];
    struct portion portions[BATCH];
    size_t numbers[BATCH]; /* in the experiment */
    struct conductor *conductor;
    experiment_progress *progress;
    void *progress_context;
    size_t points_before;
    struct work_done before; /* this batch */
    struct work_done now;    /* in it */
};

/* --- which ------------------------------------------------------------------------------------ */

static bool is_too_rare(const struct experiment *experiment, size_t index)
{
    const struct point *point = &experiment->points[index];
    const struct estimate *estimate = &experiment->estimates[index];
    return experiment->automatic && point->method == METHOD_MONTE_CARLO &&
           (estimate->status == STATUS_IMPRECISE ||
            estimate_hits(point->strategy, point->target, estimate) < RARE_HITS);
}

static bool list(struct experiment *experiment, struct rare_point **rare, size_t *count,
                 struct error *error)
{
    *count = 0;
    *rare = calloc(experiment->point_count + 1, sizeof **rare);
    if (*rare == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < experiment->point_count; i++) {
        const bool automatic = is_too_rare(experiment, i);
        if (!automatic && experiment->points[i].method != METHOD_IMPORTANCE)
            continue;
        (*rare)[(*count)++] = (struct rare_point){i, experiment->estimates[i], automatic};
        if (automatic)
            experiment->estimates[i] = (struct estimate){0};
        experiment->points[i].method = METHOD_IMPORTANCE;
    }
    return true;
}

/* --- one batch -------------------------------------------------------------------------------- */

static struct record *record_of(struct batch *batch, uint64_t index)
{
    return &batch->experiment->records[batch->rare[index].index];
}

/* Does the record say all that is wanted, or all that there is? */
static bool is_whole(const struct experiment *experiment, size_t index)
{
    const struct weighted_record *weighted = experiment->records[index].weighted;
    if (experiment->given)
        return true;
    return weighted != NULL && weighted->wanted > 0 &&
           shard_blocks(experiment->shard, index, weighted->next_block,
                        (weighted->wanted - 1) / weighted->found.block_trials + 1) == 0;
}

static bool ends(void *context)
{
    return conductor_ends(context);
}

static bool search_half(void *context, uint64_t index, struct error *error)
{
    struct batch *batch = context;
    const size_t point = index / 2, half = index % 2;
    const struct tilt_halt when = {ends, batch->conductor};
    if (is_whole(batch->experiment, batch->rare[point].index))
        return true;
    return tilt_search(&batch->points[point], batch->experiment->seed, (int)half, when,
                       &batch->halves[point][half], &batch->trials[point][half], error);
}

/* Half the width that the interval may have. */
static double allowed(const struct stopping *stopping, double mean)
{
    return stopping->half_width * (stopping->precision == PRECISION_RELATIVE ? mean : 1.0);
}

/* With a precision, as many trials as a first sample says; else, or where that tells nothing, all.
 */
static uint64_t trials_of(const struct experiment *experiment, const struct found_tilt *found,
                          const struct weighted_tally *first_stage, uint64_t *trials,
                          struct error *error)
{
    struct rare rare;
    *trials = experiment->trials;
    if (experiment->stopping.precision == PRECISION_NONE)
        return true;
    if (!rare_estimate(first_stage, found, experiment_options(experiment).level, &rare, error))
        return false;
    const double needed =
        rare_trials_needed(&rare, first_stage->trials, experiment_options(experiment).level,
                           allowed(&experiment->stopping, rare.mean));
    /* What is not seen in so many is not worth all that the point may have. */
    if (rare.status == STATUS_UNSEEN && *trials > RARE_TRIALS)
        *trials = RARE_TRIALS;
    /* Fewer than the first sample would tell less about the weights than that. */
    if (rare.status != STATUS_UNSEEN && needed < (double)experiment->trials)
        *trials = (uint64_t)fmax(ceil(needed), (double)first_stage->trials);
    return true;
}

/* What the record has to know of the tilt, whose probabilities stay where they are. */
static struct found_tilt without_probabilities(const struct found_tilt *found)
{
    struct found_tilt copy = *found;
    for (size_t c = 0; c < TILT_COMPONENTS_MAX; c++)
        copy.tilt.yes[c] = NULL;
    return copy;
}

/* Begins the record of a point, or goes on with the one that is there. */
static bool open_record(struct batch *batch, uint64_t index, uint64_t wanted, struct error *error)
{
    const struct point *point = &batch->points[index];
    const struct found_tilt *found = &batch->found[index];
    struct record *record = record_of(batch, index);
    if (record->weighted == NULL) {
        record->weighted = calloc(1, sizeof *record->weighted);
        if (record->weighted == NULL)
            return error_no_memory(error);
        record->weighted->found = without_probabilities(found);
    } else if (!record_same_tilt(&record->weighted->found, found)) {
        return error_set(error, "the ledger's tilt for '%s' is not the one that is found now",
                         point->strategy->name);
    }
    record->weighted->wanted = wanted;
    batch->portions[index] = (struct portion){record->weighted->next_block, wanted};
    return true;
}

static bool join(void *context, uint64_t index, struct error *error)
{
    struct batch *batch = context;
    struct found_tilt *found = &batch->found[index];
    struct weighted_tally first_stage;
    uint64_t wanted;
    if (batch->halves[index][0].components == 0 || batch->halves[index][1].components == 0 ||
        conductor_ends(batch->conductor)) /* no time was left to search; or nothing to search */
        return true;
    found->trials = batch->trials[index][0] + batch->trials[index][1];
    return tilt_search_join(&batch->points[index], batch->experiment->seed, batch->halves[index],
                            found, &first_stage, error) &&
           trials_of(batch->experiment, found, &first_stage, &wanted, error) &&
           open_record(batch, index, wanted, error);
}

static bool is_precise(const struct experiment *experiment, const struct estimate *estimate,
                       const struct point *point)
{
    const struct stopping *stopping = &experiment->stopping;
    const struct proportion value = estimate_target(point->target, estimate);
    return stopping->precision == PRECISION_NONE ||
           stopping_excess(stopping, value.value, value.interval) <= 1.0;
}

static bool finished(void *context, size_t index, struct outcome outcome, struct error *error)
{
    return record_add(record_of(context, index), &outcome, error);
}

/* Why a point has not all of its trials. */
static enum status not_all(const struct experiment *experiment)
{
    return experiment->given || experiment->shard.count > 1 ? STATUS_SHARD : STATUS_TIMEOUT;
}

static bool estimate(struct batch *batch, size_t index, struct error *error)
{
    struct experiment *experiment = batch->experiment;
    const struct point *point = &batch->points[index];
    const struct weighted_record *weighted = record_of(batch, index)->weighted;
    struct estimate *estimate = &experiment->estimates[batch->rare[index].index];
    if (weighted == NULL || weighted->tally.trials == 0)
        return true;
    if (!estimate_weighted(point, &weighted->tally, &weighted->found,
                           experiment_options(experiment).level, estimate, error))
        return false;
    if (estimate->status == STATUS_COMPLETE && weighted->tally.trials < weighted->wanted)
        estimate->status = not_all(experiment);
    else if (estimate->status == STATUS_COMPLETE && !is_precise(experiment, estimate, point))
        estimate->status = STATUS_IMPRECISE;
    return true;
}

static void report(void *context, const struct work_done *done, uint64_t blocks)
{
    struct batch *batch = context;
    struct work_done sum = batch->before;
    batch->now = *done;
    work_done_add(&sum, done);
    sum.points = batch->points_before + done->points;
    batch->progress(batch->progress_context, &sum, batch->before.blocks + blocks);
}

/* A point that was left out, since time was up; and one that importance sampling never hits, of
 * which Monte Carlo tells more: an upper bound. */
static bool settle(struct batch *batch, size_t index, struct error *error)
{
    struct rare_point *rare = &batch->rare[index];
    struct estimate *estimate = &batch->experiment->estimates[rare->index];
    if (estimate->trials == 0 &&
        !estimate_unknown(&batch->points[index], not_all(batch->experiment), estimate, error))
        return false;
    if (!rare->automatic || (estimate->trials > 0 && estimate->status != STATUS_UNSEEN))
        return true;
    estimate_release(estimate);
    *estimate = rare->sampled;
    if (estimate->status == STATUS_COMPLETE &&
        batch->experiment->stopping.precision != PRECISION_NONE)
        estimate->status = STATUS_IMPRECISE;
    rare->sampled.counter = NULL; /* now the estimate's */
    batch->experiment->points[rare->index].method = METHOD_MONTE_CARLO;
    return true;
}

static enum work_order order(void *context)
{
    return conductor_order(((struct batch *)context)->conductor);
}

static bool paused(void *context, struct error *error)
{
    return conductor_save(((struct batch *)context)->conductor, error);
}

static bool run_batch(struct batch *batch, struct error *error)
{
    const struct experiment *experiment = batch->experiment;
    for (size_t i = 0; i < batch->count; i++) {
        batch->points[i] = experiment->points[batch->rare[i].index];
        batch->portions[i] = (struct portion){0};
        batch->numbers[i] = batch->rare[i].index;
    }
    const struct work work = {
        .points = batch->points,
        .point_count = batch->count,
        .portions = batch->portions,
        .tilts = batch->found,
        .shard = experiment->shard,
        .numbers = batch->numbers,
        .seed = experiment->seed,
        .threads = experiment->threads,
        .context = batch,
        .finished = finished,
        .progress = batch->progress != NULL ? report : NULL,
        .order = order,
        .paused = paused,
    };
    bool good = work_each(experiment->threads, 2 * batch->count, batch, search_half, error) &&
                work_each(experiment->threads, batch->count, batch, join, error) &&
                work_run(&work, error);
    const bool stopped = atomic_load(&batch->conductor->stopped);
    for (size_t i = 0; i < batch->count; i++) {
        good = good && (stopped || (estimate(batch, i, error) && settle(batch, i, error)));
        tilt_release(&batch->halves[i][0]);
        tilt_release(&batch->halves[i][1]);
        found_tilt_release(&batch->found[i]);
    }
    return good;
}

static bool run_list(struct experiment *experiment, struct rare_point *rare, size_t count,
                     struct conductor *conductor, experiment_progress *progress,
                     void *progress_context, struct error *error)
{
    struct batch *batch = calloc(1, sizeof *batch);
    if (batch == NULL)
        return error_no_memory(error);
    batch->experiment = experiment;
    batch->conductor = conductor;
    batch->progress = progress;
    batch->progress_context = progress_context;
    bool good = true;
    for (size_t from = 0; good && from < count && !atomic_load(&conductor->stopped);
         from += BATCH) {
        batch->rare = rare + from;
        batch->count = count - from < BATCH ? count - from : BATCH;
        batch->points_before = experiment->point_count - count + from;
        good = run_batch(batch, error);
        work_done_add(&batch->before, &batch->now);
        batch->now = (struct work_done){0};
    }
    free(batch);
    return good;
}

bool rare_points_run(struct experiment *experiment, struct conductor *conductor,
                     experiment_progress *progress, void *progress_context, struct error *error)
{
    struct rare_point *rare;
    size_t count;
    if (!list(experiment, &rare, &count, error))
        return false;
    const bool good =
        run_list(experiment, rare, count, conductor, progress, progress_context, error);
    for (size_t i = 0; i < count; i++)
        if (rare[i].automatic)
            estimate_release(&rare[i].sampled);
    free(rare);
    return good;
}
