/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How often is the sequential test of `generals check` wrong, and what does it cost? Simulates
 * tests of one clause, at either edge of the region of indifference, where it is wrong most often,
 * on the limit, and at half of it, with looks after blocks of 512 trials. Beside the mean number of
 * trials stands what Wald's test between the two edges needs at an edge, by his approximation for
 * error rates of the same size. Fixed seed: every run prints the same.
 *
 * Goal: no error rate is above 1 - level by more than chance explains. The exit code is 1 if one is
 * by more than 5 standard errors (false alarm: 3e-7 a line). */

#include "analysis/stopping.h"
#include "analysis/verdict.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { EXPERIMENTS = 10000, BLOCK_TRIALS = 512, BATCH = 64, MOST = 5 };

static const uint64_t trials_max = 4000000000; /* GSL draws no larger binomial counts */

static const struct problem problem = {
    .cell = {{"neither", VERDICT_NOTHING},
             {"first", VERDICT_FAILURE},
             {"second", VERDICT_NOTHING},
             {"both", VERDICT_SUCCESS}},
};

/* A share, or the mean of what is MOST with some probability, else 0. */
struct setting {
    unsigned quantity;
    double limit, within, level;
};

static const struct setting settings[] = {
    {QUANTITY_FAILURE, 0.5, 0.1, 0.95},      {QUANTITY_FAILURE, 0.5, 0.01, 0.95},
    {QUANTITY_FAILURE, 0.01, 0.1, 0.95},     {QUANTITY_FAILURE, 1e-3, 0.1, 0.95},
    {QUANTITY_FAILURE, 1e-4, 0.1, 0.95},     {QUANTITY_FAILURE, 1e-6, 0.1, 0.95},
    {QUANTITY_FAILURE, 1e-6, 0.5, 0.95},     {QUANTITY_FAILURE, 1e-6, 0.1, 0.5},
    {QUANTITY_FAILURE, 1e-6, 0.1, 0.999},    {QUANTITY_MESSENGERS, 2.5, 0.1, 0.95},
    {QUANTITY_MESSENGERS, 2.5, 0.001, 0.95}, {QUANTITY_MESSENGERS, 1e-2, 0.1, 0.95},
    {QUANTITY_MESSENGERS, 1e-4, 0.1, 0.95},  {QUANTITY_MESSENGERS, 1e-4, 0.1, 0.5},
};

/* Adds to the tally so many batches of trials that count with this probability. How many batches
 * have one such trial, how many have two, and so on, is drawn number by number. */
static void add_batches(gsl_rng *random, struct tally *tally, double probability, uint64_t batches)
{
    uint64_t left = batches;
    double chance_left = 1.0;
    for (unsigned hits = 0; hits <= BATCH && left > 0; hits++) {
        const double chance = gsl_ran_binomial_pdf(hits, probability, BATCH);
        const double share = chance < chance_left ? chance / chance_left : 1.0;
        const uint64_t count =
            hits == BATCH ? left : gsl_ran_binomial(random, share, (unsigned)left);
        const uint64_t sum = (uint64_t)MOST * hits;
        tally->cell[CELL_FIRST_ONLY] += hits * count;
        tally->messengers.total += (uint128)sum * count;
        tally->messengers.batch_total += (uint128)sum * count;
        tally->messengers.batch_squares += (uint128)(sum * sum) * count;
        left -= count;
        chance_left -= chance;
    }
    tally->batches += batches;
    tally->trials += BATCH * batches;
}

/* Of a share, whose batches do not matter. */
static void add_trials(gsl_rng *random, struct tally *tally, double probability, uint64_t trials)
{
    tally->cell[CELL_FIRST_ONLY] += gsl_ran_binomial(random, probability, (unsigned)trials);
    tally->trials += trials;
}

struct outcome_of_test {
    enum answer answer;
    double trials;
};

static bool run(gsl_rng *random, const struct setting *setting, double truth,
                struct outcome_of_test *outcome)
{
    const struct clause clause = {setting->quantity, true, setting->limit};
    const bool share = quantity_is_probability(setting->quantity);
    struct tally tally = {.messengers_max = MOST};
    struct finding finding = {.answer = ANSWER_UNDECIDED};
    for (unsigned look = 1; finding.answer == ANSWER_UNDECIDED; look++) {
        const uint64_t more = stopping_trials(look, BLOCK_TRIALS, trials_max) - tally.trials;
        if (share)
            add_trials(random, &tally, truth, more);
        else
            add_batches(random, &tally, truth / MOST, more / BATCH);
        tally.cell[CELL_BOTH] = tally.trials - tally.cell[CELL_FIRST_ONLY];
        struct error error;
        if (!verdict_of_tally(&clause, &tally, &problem, stopping_level(setting->level, look),
                              setting->within, &finding, &error))
            return false;
    }
    *outcome = (struct outcome_of_test){finding.answer, (double)tally.trials};
    return true;
}

/* Over the experiments with one truth. */
struct sums {
    unsigned held, failed;
    double trials; /* mean */
};

static bool run_all(gsl_rng *random, const struct setting *setting, double truth, struct sums *sums)
{
    *sums = (struct sums){0};
    for (int i = 0; i < EXPERIMENTS; i++) {
        struct outcome_of_test outcome;
        if (!run(random, setting, truth, &outcome))
            return false;
        sums->held += outcome.answer == ANSWER_HOLDS;
        sums->failed += outcome.answer == ANSWER_FAILS;
        sums->trials += outcome.trials / EXPERIMENTS;
    }
    return true;
}

/* Of Wald's sequential probability ratio test, at the lower edge. */
static double wald_trials(const struct setting *setting)
{
    const double most = quantity_is_probability(setting->quantity) ? 1.0 : MOST;
    const double error = 1.0 - setting->level, logarithm = log((1.0 - error) / error);
    const double p = setting->limit * (1.0 - setting->within) / most,
                 q = setting->limit * (1.0 + setting->within) / most;
    const double divergence = p * log(p / q) + (1.0 - p) * log((1.0 - p) / (1.0 - q));
    return error < 0.5 ? (1.0 - 2.0 * error) * logarithm / divergence : 0.0;
}

/* Prints a line; `kept` is false if it is wrong too often. */
static bool measure(gsl_rng *random, const struct setting *setting, bool *kept)
{
    const double limit = setting->limit, n = EXPERIMENTS, error = 1.0 - setting->level;
    struct sums low, high, on, half;
    if (!run_all(random, setting, limit * (1.0 - setting->within), &low) ||
        !run_all(random, setting, limit * (1.0 + setting->within), &high) ||
        !run_all(random, setting, limit, &on) || !run_all(random, setting, limit / 2.0, &half))
        return false;
    const double wrong_low = low.failed / n, wrong_high = high.held / n;
    printf("%-5s %7g %6g %6g   %8.4f %8.4f   %9.3g %9.3g %9.3g   %9.3g\n",
           quantity_is_probability(setting->quantity) ? "share" : "mean", limit, setting->within,
           setting->level, wrong_low, wrong_high, half.trials, low.trials, on.trials,
           wald_trials(setting));
    *kept = fmax(wrong_low, wrong_high) <= error + 5.0 * sqrt(error * (1.0 - error) / n);
    return true;
}

int main(void)
{
    gsl_set_error_handler_off();
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    bool good = random != NULL, all_kept = true;
    printf(
        "errors of the test of a limit in %d experiments at each truth; the mean of a count up "
        "to %d\n"
        "        limit within  level   wrong at the edges:        mean trials at half,     edge, "
        "    limit   Wald, edge\n",
        EXPERIMENTS, MOST);
    for (size_t i = 0; good && i < sizeof settings / sizeof *settings; i++) {
        bool kept = false;
        good = measure(random, &settings[i], &kept);
        all_kept &= kept;
    }
    gsl_rng_free(random);
    if (!good) {
        fputs("no memory, or no interval\n", stderr);
        return EXIT_FAILURE;
    }
    printf("errors %s\n", all_kept ? "are as rare as stated" : "are MORE FREQUENT than stated");
    return all_kept ? EXIT_SUCCESS : EXIT_FAILURE;
}
