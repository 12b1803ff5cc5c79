/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_EXPERIMENT_H
#define GENERALS_ANALYSIS_EXPERIMENT_H

/* An experiment: the points of some sweeps in canonical order, and how each is measured. Running it
 * gives one estimate for every point. */

#include "analysis/estimate.h"
#include "analysis/stopping.h"
#include "engine/point.h"
#include "engine/record.h"
#include "engine/work.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { EXPERIMENT_POINTS_MAX = 1000000 };

/* A list of numbers; `count` 0: none given. */
struct values {
    size_t count;
    double *value;
};

/* Every combination of these values is a point. */
struct sweep {
    const struct strategy *strategy;
    struct values parameter[PARAMETERS_MAX]; /* none given: the default */
    struct channel channel; /* its kind, and what is not given below; its loss rates are not used */
    struct values channel_parameter[CHANNEL_PARAMETERS];
    struct values loss;
    struct values loss_back; /* none given: the same as loss */
};

/* Asked at each look at a Monte Carlo point: is enough known of it? Intervals have to be of
 * stopping_level() of that look. `*excess` is at most 1 if it is, else about how many times
 * narrower the decisive interval has to be. Called by any thread, for several points at a time. */
typedef bool experiment_rule(void *context, size_t point, const struct tally *tally, unsigned look,
                             double *excess, struct error *error);

/* Who keeps what has been found so far. */
struct experiment_keeper {
    double seconds; /* between saves */
    /* The records of the experiment are to be saved; by one thread, while no other changes them.
     * False ends the run with the error. */
    bool (*save)(void *context, struct error *error);
    /* Shall the run stop, as soon as the blocks in hand are done? By any thread. */
    bool (*stop)(void *context);
    void *context;
};

struct experiment {
    enum method method[METHOD_COUNT]; /* each point of a sweep is measured by each of these */
    size_t method_count;              /* 0: as if Monte Carlo alone */
    bool automatic; /* Monte Carlo points that hit their target less than 100 times are measured by
                       importance sampling instead; only with Monte Carlo alone */
    const char *event;    /* name of the target of importance sampling; NULL: failure */
    struct point *points; /* canonical order, no two alike, once sorted */
    size_t point_count, point_capacity;
    uint64_t trials;          /* of each point that is not exact; with a precision, at most */
    struct stopping stopping; /* zeroed: each point has all its trials */
    experiment_rule *rule;    /* of PRECISION_BY_RULE */
    void *rule_context;
    uint64_t seed;
    int threads;
    struct estimate_options options;
    struct shard shard;                     /* of the blocks, only these are run */
    const struct experiment_keeper *keeper; /* NULL: nobody */
    struct record *records;     /* [point], what is known of each; before it is run NULL, or what is
                                   to be gone on with (analysis/continuation.h) */
    struct estimate *estimates; /* [point], once run */
    bool given;     /* nothing is to be run: the records have all that there is, and what
                       is missing in them has the status of a shard */
    bool adversary; /* the worst cases of exact points are wanted, too */
    bool stopped;   /* by its keeper: there are records, but no estimates */
};

/* Adds how many points the sweep has to `points`. Refused: values outside the parameter's range or
 * not whole where it is whole, and more than EXPERIMENT_POINTS_MAX points. */
bool experiment_count(const struct experiment *experiment, const struct sweep *sweep,
                      size_t *points, struct error *error);

/* Adds the points of a sweep. Refused: what experiment_count refuses, values that do not go
 * together, impossible channels, and an event that the strategy does not know. */
bool experiment_add(struct experiment *experiment, const struct sweep *sweep, struct error *error);

/* What experiment_add refuses of a single point that comes from elsewhere. */
bool experiment_check_point(const struct point *point, struct error *error);

/* Canonical order: problem, strategy (by name), parameters, channel, loss, loss_back, method,
 * target; and every point once. */
void experiment_sort(struct experiment *experiment);

/* Can every point be run? Says so without running any. */
bool experiment_check(const struct experiment *experiment, struct error *error);

/* As in engine/work.h. */
typedef void experiment_progress(void *context, const struct work_done *done, uint64_t blocks);

/* Runs a sorted experiment, or goes on with one. `progress` may be NULL. */
bool experiment_run(struct experiment *experiment, experiment_progress *progress,
                    void *progress_context, struct error *error);

/* For those who run points of an experiment that is running: from the record of a point that is not
 * of importance sampling to its estimate. `look`: the last at which its trials grew, or 0. */
bool experiment_estimate(const struct experiment *experiment, size_t index, enum status status,
                         unsigned look, struct error *error);

/* Of its intervals. Where counts decide which of two methods a point is measured by, each of both
 * has half of the error: else a count that misses the truth could be kept because it does. */
struct estimate_options experiment_options(const struct experiment *experiment);

/* How the intervals of points of that method are found: "clopper-pearson", or, where one looks
 * again and again, "clopper-pearson-sequential"; "fay-feuer"; "exact". */
enum { EXPERIMENT_INTERVAL_SIZE = 40 };
const char *experiment_interval(const struct experiment *experiment, enum method method,
                                char text[EXPERIMENT_INTERVAL_SIZE]);

/* How many points of a run experiment ended so. */
size_t experiment_count_status(const struct experiment *experiment, enum status status);

void experiment_release(struct experiment *experiment);

#endif
