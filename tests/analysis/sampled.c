/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/analysis/sampled.h"

#include "tests/testing.h"

#include <stdlib.h>
#include <string.h>

struct experiment sampled(const struct point *points, size_t count, uint64_t trials, uint64_t seed)
{
    struct experiment experiment = {.trials = trials,
                                    .seed = seed,
                                    .threads = 2,
                                    .options = {INTERVAL_CLOPPER_PEARSON, 0.95},
                                    .point_count = count};
    struct error error;
    experiment.points = calloc(count, sizeof *experiment.points);
    assert_non_null(experiment.points);
    memcpy(experiment.points, points, count * sizeof *points);
    if (!experiment_run(&experiment, NULL, NULL, &error))
        fail_msg("%s", error.message);
    return experiment;
}

double sampled_deviation(const struct experiment *experiment, size_t index, double known)
{
    const struct estimate *estimate = &experiment->estimates[index];
    const double apart = estimate_target(experiment->points[index].target, estimate).value - known;
    return fabs(apart) <= 1e-9 * known ? 0.0 : apart / estimate->deviation;
}
