/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/failure.h"

#include "engine/work.h"

#include <math.h>

enum { WORK_MAX = 1 << 27 }; /* histories times events */

static bool fails(const struct histories *histories, size_t index)
{
    const struct problem *problem = histories->stage.strategy->problem;
    return problem->cell[histories->history[index].cell].verdict == VERDICT_FAILURE;
}

/* Of the histories made so far; those with fewer captures are known not to fail. */
static void count_ways(struct failure_ways *ways, const struct histories *histories)
{
    *ways = (struct failure_ways){0};
    for (size_t i = 0; i < histories->count; i++) {
        const struct history *history = &histories->history[i];
        if (!fails(histories, i))
            continue;
        if (!ways->possible || history->captured < ways->captured)
            *ways = (struct failure_ways){true, history->captured, 0, i};
        if (history->captured > ways->captured)
            continue;
        ways->histories++;
        if (history->probability > histories->history[ways->likeliest].probability)
            ways->likeliest = i;
    }
}

/* As many histories as take a few seconds. */
static size_t count_max(size_t events)
{
    const size_t most = WORK_MAX / (events + 1);
    return most < HISTORIES_MAX ? most : HISTORIES_MAX;
}

bool failure_find(struct failure_ways *ways, struct histories *histories, const struct point *point,
                  struct error *error)
{
    struct schedule schedule = {0};
    bool good =
        schedule_record(&schedule, point->strategy, point->parameter, point->channel, error);
    struct histories_limits limits = {.count_max = count_max(schedule.event_count),
                                      .without_views = true};
    schedule_release(&schedule);
    /* In larger and larger steps, so that all of them together take little longer than the last. */
    for (; good; limits.captured_max += 1 + limits.captured_max / 2) {
        good = histories_make(histories, point, limits, error);
        if (!good)
            break;
        count_ways(ways, histories);
        if (ways->possible || histories->complete)
            break;
        histories_release(histories);
    }
    return good;
}

struct failures {
    const struct problem *problem;
    long double failure[2]; /* [point] */
};

static bool take(void *context, size_t point, struct outcome outcome, struct error *error)
{
    struct failures *failures = context;
    (void)error;
    for (int cell = 0; cell < CELL_COUNT; cell++)
        if (failures->problem->cell[cell].verdict == VERDICT_FAILURE)
            failures->failure[point] += outcome.exact->cell[cell];
    return true;
}

static bool slope_at(double *slope, double loss, const struct point *point, int threads,
                     struct error *error)
{
    struct failures failures = {.problem = point->strategy->problem};
    struct point points[2] = {*point, *point};
    for (int i = 0; i < 2; i++) {
        points[i].method = METHOD_EXACT;
        points[i].channel.loss = points[i].channel.loss_back = i == 0 ? loss : loss / 10.0;
    }
    const struct work work = {.points = points,
                              .point_count = 2,
                              .trials = 1,
                              .threads = threads,
                              .context = &failures,
                              .finished = take};
    if (!work_check(&work, error) || !work_run(&work, error))
        return false;
    if (!(failures.failure[1] > 0.0L))
        return error_set(error, "failure is too rare to be compared");
    *slope = (double)log10l(failures.failure[0] / failures.failure[1]);
    return true;
}

static bool is_certain(double loss)
{
    return loss <= 0.0 || loss >= 1.0;
}

bool failure_slope(double *slope, double *loss, const struct point *point, int threads,
                   struct error *error)
{
    if (is_certain(point->channel.loss) || is_certain(point->channel.loss_back))
        return error_set(error, "a loss rate is certain");
    bool good = false;
    for (*loss = 1e-4; !good && *loss < 0.5; *loss *= 10.0)
        if ((good = slope_at(slope, *loss, point, threads, error)))
            break;
    return good;
}
