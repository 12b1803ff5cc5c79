/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What does a point cost, beside its trials?
 *
 * Many points of few trials: the time goes into making points, recording schedules, building the
 * tables of rare draws and computing intervals. Chains of 1 to 10 messages at as many different
 * loss rates as are needed, so that no table serves two points. */

#include "analysis/experiment.h"
#include "benchmarks/arguments.h"
#include "benchmarks/machine.h"
#include "benchmarks/measure.h"
#include "strategies/strategies.h"

#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

enum { LENGTH_COUNT = 10 };

/* The most memory that the process ever had, in bytes. */
static double peak_memory(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return 1024.0 * (double)usage.ru_maxrss;
}

static void report(const char *what, double seconds, size_t points)
{
    printf("%-44s %9.3f s %9.2f us per point\n", what, seconds, 1e6 * seconds / (double)points);
    fflush(stdout);
}

/* --- the steps -------------------------------------------------------------------------------- */

static bool add_points(struct experiment *experiment, size_t points, struct error *error)
{
    double lengths[LENGTH_COUNT];
    for (int i = 0; i < LENGTH_COUNT; i++)
        lengths[i] = i + 1;
    const size_t loss_count = points / LENGTH_COUNT;
    double *losses = malloc(loss_count * sizeof *losses);
    if (losses == NULL)
        return error_set(error, "out of memory");
    for (size_t i = 0; i < loss_count; i++)
        losses[i] = 0.5 * (double)(i + 1) / (double)loss_count;
    const struct sweep sweep = {
        .strategy = strategy_find("ack-chain"),
        .parameter[0] = {LENGTH_COUNT, lengths},
        .loss = {loss_count, losses},
    };
    const bool good = experiment_add(experiment, &sweep, error);
    free(losses);
    if (good)
        experiment_sort(experiment);
    return good;
}

static bool take_nothing(void *context, size_t point, struct outcome outcome, struct error *error)
{
    (void)context;
    (void)point;
    (void)outcome;
    (void)error;
    return true;
}

/* The engine alone: what experiment_run does without estimates. */
static bool run_engine(const struct experiment *experiment, struct error *error)
{
    const struct work work = {
        .points = experiment->points,
        .point_count = experiment->point_count,
        .trials = experiment->trials,
        .seed = experiment->seed,
        .threads = experiment->threads,
        .finished = take_nothing,
    };
    return work_run(&work, error);
}

static bool measure(struct experiment *experiment, size_t points, struct error *error)
{
    const double memory = peak_memory();
    double start = measure_now();
    if (!add_points(experiment, points, error))
        return false;
    report("make and sort the points", measure_now() - start, points);

    start = measure_now();
    if (!experiment_check(experiment, error))
        return false;
    report("check them: record every schedule", measure_now() - start, points);

    start = measure_now();
    if (!experiment_run(experiment, NULL, NULL, error))
        return false;
    report("run them, with estimates", measure_now() - start, points);
    const double more = peak_memory() - memory;

    start = measure_now();
    if (!run_engine(experiment, error))
        return false;
    report("run them again, without estimates", measure_now() - start, points);
    printf("%-44s %9.1f MB %8.0f bytes per point\n", "peak memory", more / 1e6,
           more / (double)points);
    return true;
}

int main(int count, char **words)
{
    double points = 100000, trials = 1000, threads = work_processors();
    const struct argument table[] = {
        {"--points", "N", &points, LENGTH_COUNT, EXPERIMENT_POINTS_MAX, true, NULL,
         "how many, rounded down to tens"},
        {"--trials", "N", &trials, 1, 1e12, true, NULL, "trials of each"},
        {"--threads", "N", &threads, 1, WORK_THREADS_MAX, true, NULL, "threads"},
        {0},
    };
    const enum arguments_outcome outcome =
        arguments_read(table, "What does a point cost, beside its trials?", count, words);
    if (outcome != ARGUMENTS_READ)
        return outcome == ARGUMENTS_HELPED ? EXIT_SUCCESS : 2;

    const size_t point_count = (size_t)points / LENGTH_COUNT * LENGTH_COUNT;
    gsl_set_error_handler_off();
    struct experiment experiment = {
        .trials = (uint64_t)trials,
        .seed = 1,
        .threads = (int)threads,
        .options = {INTERVAL_CLOPPER_PEARSON, 0.95},
    };
    machine_describe(stdout);
    printf("%zu points of %g trials: ack-chain, %d lengths, %zu loss rates; %g thread%s\n\n",
           point_count, trials, LENGTH_COUNT, point_count / LENGTH_COUNT, threads,
           threads == 1.0 ? "" : "s");
    struct error error;
    const bool good = measure(&experiment, point_count, &error);
    experiment_release(&experiment);
    if (!good)
        fprintf(stderr, "points: error: %s\n", error.message);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
