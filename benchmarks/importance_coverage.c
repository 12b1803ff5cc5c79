/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Do the intervals of importance sampling hold? Measures points whose probability is known exactly
 * again and again, each time with another seed, from the search for a tilt on: how often the 95 %
 * interval holds the truth, how wide it is, and how often the weights are not to be trusted.
 *
 * Goal: at least 94 % of the intervals without a warning hold the truth, binomial error counted.
 * The exit code is 1 if a line is below that by more than 3 standard errors.
 *
 *     importance_coverage [EXPERIMENTS]     2000 of each line: half an hour on 2 cores */

#include "analysis/experiment.h"
#include "engine/work.h"
#include "strategies/strategies.h"

#include <gsl/gsl_errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const double level = 0.95, wanted = 0.94;

struct setting {
    const char *strategy;
    double parameter[2];
    double loss, loss_back, burst_length; /* 0: memoryless */
    struct stopping stopping;
    uint64_t trials;
};

static const struct setting settings[] = {
    {"always-attack", {2, 1}, 0.01, 0.01, 0, {PRECISION_NONE, 0, 0}, 50000},
    {"always-attack", {4, 1}, 0.01, 0.01, 0, {PRECISION_NONE, 0, 0}, 50000},
    {"always-attack", {6, 1}, 0.01, 0.01, 0, {PRECISION_NONE, 0, 0}, 50000},
    {"retransmit", {6, 1}, 0.02, 0.05, 0, {PRECISION_NONE, 0, 0}, 50000},
    {"retransmit", {12, 1}, 0.1, 0.1, 0, {PRECISION_NONE, 0, 0}, 50000},
    {"retransmit", {12, 1}, 0.1, 0.1, 0, {PRECISION_RELATIVE, 0.01, 0}, 100000000},
    {"ack-chain", {30, 1}, 0.5, 0.5, 0, {PRECISION_NONE, 0, 0}, 50000},
    {"always-attack", {4, 8}, 1e-3, 1e-3, 2, {PRECISION_NONE, 0, 0}, 50000},
};

static struct point point_of(const struct setting *setting)
{
    struct point point = {.strategy = strategy_find(setting->strategy),
                          .parameter = {setting->parameter[0], setting->parameter[1]},
                          .channel = {.loss = setting->loss, .loss_back = setting->loss_back},
                          .method = METHOD_IMPORTANCE};
    if (setting->burst_length > 0.0) {
        point.channel = channel_burst;
        point.channel.loss = setting->loss;
        point.channel.loss_back = setting->loss_back;
        point.channel.length = setting->burst_length;
    }
    /* Of the chain, that all of it arrives is what is rare. */
    if (strcmp(setting->strategy, "ack-chain") == 0)
        point.target = TARGET_SUCCESS;
    return point;
}

static struct proportion measure(const struct setting *setting, struct point point, uint64_t seed,
                                 struct estimate *estimate)
{
    struct experiment experiment = {
        .points = &point,
        .point_count = 1,
        .trials = setting->trials,
        .stopping = setting->stopping,
        .seed = seed,
        .threads = 1,
        .options = {INTERVAL_CLOPPER_PEARSON, level},
    };
    struct error error;
    if (!experiment_run(&experiment, NULL, NULL, &error)) {
        fprintf(stderr, "importance_coverage: %s\n", error.message);
        exit(EXIT_FAILURE);
    }
    *estimate = experiment.estimates[0];
    const struct proportion value = estimate_target(point.target, estimate);
    free(experiment.estimates);
    return value;
}

struct result {
    bool warned, holds;
    double width, trials, effective;
};

struct job {
    const struct setting *setting;
    double truth;
    uint64_t seed;
    struct result *results;
};

/* One experiment of a line, by whichever thread. */
static bool run_one(void *context, uint64_t index, struct error *error)
{
    const struct job *job = context;
    struct estimate estimate;
    (void)error;
    const struct proportion value =
        measure(job->setting, point_of(job->setting), job->seed + index, &estimate);
    job->results[index] = (struct result){
        .warned = estimate.status != STATUS_COMPLETE && estimate.status != STATUS_IMPRECISE,
        .holds = value.interval.low <= job->truth && job->truth <= value.interval.high,
        .width = (value.interval.high - value.interval.low) / job->truth / 2.0,
        .trials = (double)estimate.trials,
        .effective = estimate.effective,
    };
    return true;
}

/* False if the line is below what is wanted. */
static bool run_line(const struct setting *setting, uint64_t experiments)
{
    struct point exact = point_of(setting);
    struct estimate estimate;
    exact.method = METHOD_EXACT;
    struct result *results = calloc(experiments, sizeof *results);
    if (results == NULL)
        exit(EXIT_FAILURE);
    struct job job = {setting, measure(setting, exact, 1, &estimate).value, 1, results};
    struct error error;
    work_each(work_processors(), experiments, &job, run_one, &error);
    double trusted = 0.0, holding = 0.0, width = 0.0, trials = 0.0, effective = 0.0;
    for (uint64_t i = 0; i < experiments; i++) {
        trusted += !results[i].warned;
        holding += !results[i].warned && results[i].holds;
        width += results[i].width;
        trials += results[i].trials;
        effective += results[i].effective;
    }
    free(results);
    const double n = (double)experiments, coverage = holding / trusted;
    char precision[STOPPING_TEXT_SIZE] = "";
    if (setting->stopping.precision != PRECISION_NONE)
        stopping_text(&setting->stopping, precision);
    printf("| %s %g %g | %g | %s | %.3g | %s | %.3g | %.3g | %.2g %% | %.4f | %.4f |\n",
           setting->strategy, setting->parameter[0], setting->parameter[1], setting->loss,
           setting->burst_length > 0.0 ? "burst" : "memoryless", job.truth, precision, trials / n,
           effective / n, 100.0 * width / n, 1.0 - trusted / n, coverage);
    fflush(stdout);
    return coverage >= wanted - 3.0 * sqrt(wanted * (1.0 - wanted) / trusted);
}

int main(int argc, char **argv)
{
    const long experiments = argc > 1 ? strtol(argv[1], NULL, 10) : 2000;
    bool good = true;
    if (argc > 2 || experiments < 1) {
        fprintf(stderr, "usage: importance_coverage [EXPERIMENTS]\n");
        return 2;
    }
    gsl_set_error_handler_off();
    printf("%ld experiments a line\n\n"
           "| strategy | loss | channel | probability | precision | trials | effective | "
           "half width | warned | coverage |\n"
           "|---|---|---|---|---|---|---|---|---|---|\n",
           experiments);
    for (size_t i = 0; i < sizeof settings / sizeof *settings; i++)
        good = run_line(&settings[i], (uint64_t)experiments) && good;
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
