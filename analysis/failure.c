/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/failure.h"

#include "engine/fewest.h"
#include "engine/work.h"

#include <math.h>

bool failure_find(struct failure_ways *ways, struct histories *histories, const struct point *point,
                  int threads, struct error *error)
{
    struct fewest fewest;
    *ways = (struct failure_ways){.possible = false};
    *histories = (struct histories){0};
    bool good = fewest_find(&fewest, point, threads, FEWEST_AT_EASE, &ways->gave_up, error);
    if (good && fewest.found) {
        ways->possible = true;
        ways->captured = fewest.captured;
        ways->histories = fewest.histories;
        good = histories_make_one(histories, point, fewest.draws, fewest.draw_count, error);
        ways->likeliest = fewest.draw_count;
    }
    fewest_release(&fewest);
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
    if (point->channel.kind != CHANNEL_MEMORYLESS)
        return error_set(error, "in bursts failure is no power of the loss rate");
    if (is_certain(point->channel.loss) || is_certain(point->channel.loss_back))
        return error_set(error, "a loss rate is certain");
    bool good = false;
    for (*loss = 1e-4; *loss < 0.5; *loss *= 10.0)
        if ((good = slope_at(slope, *loss, point, threads, error)) || error_is_no_memory(error))
            break;
    return good;
}
