/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How often do the intervals cover? Simulates experiments of n trials with a known probability and
 * counts those in which the 95 % interval holds it. Fixed seed: every run prints the same.
 *
 * Goal: Clopper-Pearson is never below its level by more than chance explains. The exit code is 1
 * if it is anywhere below by more than 5 standard errors (false alarm: 3e-7 a line). */

#include "analysis/interval.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { KINDS = 3, EXPERIMENTS = 20000 };

static const double level = 0.95;

/* Number of EXPERIMENTS whose interval holds p, per kind. */
static bool count_covering(gsl_rng *random, double p, unsigned trials, unsigned covering[KINDS])
{
    for (int kind = 0; kind < KINDS; kind++)
        covering[kind] = 0;
    for (int i = 0; i < EXPERIMENTS; i++) {
        unsigned successes = gsl_ran_binomial(random, p, trials);
        for (int kind = 0; kind < KINDS; kind++) {
            struct interval found;
            if (!interval_of_proportion((enum interval_kind)kind, successes, trials, level, &found))
                return false;
            covering[kind] += found.low <= p && p <= found.high;
        }
    }
    return true;
}

/* Prints a line; returns whether Clopper-Pearson keeps its promise on it. */
static bool print_line(double p, unsigned trials, const unsigned covering[KINDS])
{
    printf("%-7g %9u", p, trials);
    for (int kind = 0; kind < KINDS; kind++) {
        double coverage = (double)covering[kind] / EXPERIMENTS;
        double standard_error = sqrt(coverage * (1 - coverage) / EXPERIMENTS);
        printf("   %.4f +- %.4f", coverage, standard_error);
    }
    putchar('\n');
    double allowed = 5 * sqrt(level * (1 - level) / EXPERIMENTS);
    return (double)covering[INTERVAL_CLOPPER_PEARSON] / EXPERIMENTS >= level - allowed;
}

int main(void)
{
    static const double probabilities[] = {1e-4, 0.01, 0.5, 0.999};
    static const unsigned trials[] = {1000, 10000, 100000, 1000000, 10000000};
    gsl_set_error_handler_off();
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937); /* the seed is GSL's default, 0 */
    if (random == NULL)
        return EXIT_FAILURE;

    printf("coverage of %g %% intervals in %d experiments per line\n", 100 * level, EXPERIMENTS);
    printf("p          trials");
    for (int kind = 0; kind < KINDS; kind++)
        printf("   %-16s", interval_name((enum interval_kind)kind));
    putchar('\n');
    bool kept = true;
    for (size_t i = 0; i < sizeof probabilities / sizeof *probabilities; i++)
        for (size_t j = 0; j < sizeof trials / sizeof *trials; j++) {
            unsigned covering[KINDS];
            if (!count_covering(random, probabilities[i], trials[j], covering)) {
                gsl_rng_free(random);
                fprintf(stderr, "no interval at p = %g, %u trials\n", probabilities[i], trials[j]);
                return EXIT_FAILURE;
            }
            kept &= print_line(probabilities[i], trials[j], covering);
        }
    gsl_rng_free(random);
    printf("clopper-pearson %s\n", kept ? "keeps its level" : "FALLS BELOW ITS LEVEL");
    return kept ? EXIT_SUCCESS : EXIT_FAILURE;
}
