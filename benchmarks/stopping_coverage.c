/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Do intervals hold although one stops when they are narrow enough? Simulates experiments with a
 * known probability that look after some blocks, then after half as many again, and stop at the
 * first look at which the interval is as narrow as asked, or at the cap: what --precision does.
 * Beside it, what would become of the level if every look used an interval of 95 %. Fixed seed:
 * every run prints the same.
 *
 * Goal: no line is below 95 % by more than chance explains. The exit code is 1 if one is by more
 * than 5 standard errors (false alarm: 3e-7 a line). */

#include "analysis/stopping.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { EXPERIMENTS = 20000, BLOCK_TRIALS = 512 };

static const double level = 0.95;

struct setting {
    double probability;
    struct stopping stopping; /* no precision: all trials, one look */
    uint64_t trials_max;
};

static const struct setting settings[] = {
    {0.5, {PRECISION_NONE, 0, 0}, 100000},
    {0.5, {PRECISION_RELATIVE, 0.01, 0}, 100000000},
    {0.5, {PRECISION_RELATIVE, 0.001, 0}, 100000000},
    {0.5, {PRECISION_ABSOLUTE, 1e-3, 0}, 100000000},
    {0.01, {PRECISION_NONE, 0, 0}, 1000000},
    {0.01, {PRECISION_RELATIVE, 0.1, 0}, 100000000},
    {0.01, {PRECISION_RELATIVE, 0.01, 0}, 1000000000},
    {0.01, {PRECISION_ABSOLUTE, 1e-4, 0}, 100000000},
    {1e-4, {PRECISION_RELATIVE, 0.3, 0}, 100000000},
    {1e-4, {PRECISION_RELATIVE, 0.05, 0}, 1000000000},
    {1e-7, {PRECISION_NONE, 0, 0}, 1000000},
    {1e-7, {PRECISION_RELATIVE, 0.5, 0}, 1000000},
    {1e-7, {PRECISION_ABSOLUTE, 1e-5, 0}, 1000000},
    {1e-7, {PRECISION_RELATIVE, 0.9, 0}, 1000000000},
};

/* Sums over the experiments of a line. */
struct sums {
    unsigned covering, covering_without_shares, precise, unseen;
    double trials, looks;
};

static bool holds(struct interval interval, double probability)
{
    return interval.low <= probability && probability <= interval.high;
}

/* Looks at intervals whose level is shared among looks, or is not, until one is narrow enough. The
 * random numbers are those of `random`, so that both see the same trials. */
static bool run(gsl_rng *random, const struct setting *setting, bool shared, struct sums *sums)
{
    const bool once = setting->stopping.precision == PRECISION_NONE;
    uint64_t trials = 0, failures = 0;
    for (unsigned look = 1;; look++) {
        const uint64_t all =
            once ? setting->trials_max : stopping_trials(look, BLOCK_TRIALS, setting->trials_max);
        failures += gsl_ran_binomial(random, setting->probability, (unsigned)(all - trials));
        trials = all;
        const double own = shared && !once ? stopping_level(level, look) : level;
        struct interval interval;
        if (!interval_of_proportion(INTERVAL_CLOPPER_PEARSON, failures, trials, own, &interval))
            return false;
        const double estimate = (double)failures / (double)trials;
        const bool precise =
            !once && stopping_excess(&setting->stopping, estimate, interval) <= 1.0;
        if (!precise && trials < setting->trials_max)
            continue;
        if (!shared) {
            sums->covering_without_shares += holds(interval, setting->probability);
            return true;
        }
        sums->covering += holds(interval, setting->probability);
        sums->precise += precise;
        sums->unseen += failures == 0;
        sums->trials += (double)trials;
        sums->looks += look;
        return true;
    }
}

static bool run_all(gsl_rng *random, gsl_rng *again, const struct setting *setting,
                    struct sums *sums)
{
    for (int i = 0; i < EXPERIMENTS; i++) {
        gsl_rng_set(random, (unsigned long)i + 1);
        gsl_rng_set(again, (unsigned long)i + 1);
        if (!run(random, setting, true, sums) || !run(again, setting, false, sums))
            return false;
    }
    return true;
}

/* Prints a line; returns whether it keeps the level. */
static bool print_line(const struct setting *setting, const struct sums *sums)
{
    const double n = EXPERIMENTS, coverage = sums->covering / n;
    char text[STOPPING_TEXT_SIZE] = "none";
    if (setting->stopping.precision != PRECISION_NONE)
        stopping_text(&setting->stopping, text);
    printf("%-7g %-9s %8.0e %10.3g %6.1f %8.3f %7.3f   %.4f +- %.4f   %.4f\n", setting->probability,
           text, (double)setting->trials_max, sums->trials / n, sums->looks / n, sums->precise / n,
           sums->unseen / n, coverage, sqrt(coverage * (1 - coverage) / n),
           sums->covering_without_shares / n);
    return coverage >= level - 5 * sqrt(level * (1 - level) / n);
}

int main(void)
{
    gsl_set_error_handler_off();
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2), *again = gsl_rng_alloc(gsl_rng_taus2);
    bool good = random != NULL && again != NULL, kept = true;
    printf("coverage of %g %% intervals in %d experiments per line\n"
           "p       precision  at most     trials  looks  precise  unseen   coverage           "
           "without shares\n",
           100 * level, EXPERIMENTS);
    for (size_t i = 0; good && i < sizeof settings / sizeof *settings; i++) {
        struct sums sums = {0};
        good = run_all(random, again, &settings[i], &sums);
        kept &= good && print_line(&settings[i], &sums);
    }
    gsl_rng_free(random);
    gsl_rng_free(again);
    if (!good) {
        fputs("no memory, or no interval\n", stderr);
        return EXIT_FAILURE;
    }
    printf("intervals %s\n", kept ? "keep their level" : "FALL BELOW THEIR LEVEL");
    return kept ? EXIT_SUCCESS : EXIT_FAILURE;
}
