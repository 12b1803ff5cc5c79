/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What does a row of random bits cost, and where do sparse gaps beat dense digits?
 *
 * A row of probability p is filled with some dense digits and a sparse rest (engine/rows.h); two
 * constants in engine/rows.c, the cost of a digit and of a set bit, choose how many. This measures
 * rows over the range of p, fits the two costs to them by least squares and says what the choice
 * loses against the best one under the fitted costs. Only the ratio of the two constants matters:
 * since they decide the numbers, they are not changed lightly. */

#include "engine/rows.h"
#include "benchmarks/arguments.h"
#include "benchmarks/machine.h"
#include "benchmarks/measure.h"

#include <gsl/gsl_multifit.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const double probabilities[] = {
    0.5,   0.25,  0.375, 0.3,   0.2,  0.15, 0.1,  0.07, 0.05, 0.03, 0.02, 0.015, 0.01, 0.007,
    0.005, 0.004, 0.003, 0.002, 1e-3, 7e-4, 5e-4, 3e-4, 1e-4, 3e-5, 1e-5, 1e-6,  1e-8,
};

enum {
    PROBABILITY_COUNT = sizeof probabilities / sizeof *probabilities,
    PANEL_GROUPS = 16, /* as in the engine's panels of few draws */
    DIGITS_MAX = 16,   /* as in engine/rows.c */
};

/* The engine's ratio of cost_of_hit to cost_of_digit. */
static const double engine_ratio = 17.5 / 4.0;

/* Nanoseconds for a group of 512 trials: for the group itself, for each dense digit, and for each
 * bit that the sparse part sets. */
struct costs {
    double group, digit, hit;
};

struct row_cost {
    struct row_recipe recipe;
    double time[MEASURE_ROUNDS_MAX]; /* ns per group, by round */
};

/* --- measuring -------------------------------------------------------------------------------- */

static double fill_time(const struct row_recipe *recipe, const struct kernels *kernels,
                        double seconds)
{
    static _Alignas(LANES_ALIGNMENT) uint64_t row[PANEL_GROUPS * GROUP_WORDS];
    struct random_block random;
    struct row_position position;
    random_block_init(&random, random_key(1, "rows"), 0);
    row_start(recipe, &random.sparse, &position);
    const double start = measure_now();
    double elapsed;
    uint64_t groups = 0;
    do {
        for (int i = 0; i < 200; i++, groups += PANEL_GROUPS)
            row_fill(recipe, kernels, &random, &position, groups * GROUP_TRIALS, row, PANEL_GROUPS);
        elapsed = measure_now() - start;
    } while (elapsed < seconds);
    return 1e9 * elapsed / (double)groups;
}

static void measure_rows(struct row_cost *rows, const struct kernels *kernels, size_t rounds,
                         double seconds)
{
    for (size_t round = 0; round < rounds; round++)
        for (size_t i = 0; i < PROBABILITY_COUNT; i++)
            rows[i].time[round] = fill_time(&rows[i].recipe, kernels, seconds);
}

/* --- the model -------------------------------------------------------------------------------- */

static double hits(double rest)
{
    return rest * GROUP_TRIALS;
}

static double model(const struct costs *costs, unsigned digits, double rest)
{
    return costs->group + costs->digit * digits + costs->hit * hits(rest);
}

/* Least squares of the relative errors: rows differ a hundredfold in cost. */
static struct costs fit(const struct row_cost *rows, size_t rounds)
{
    gsl_matrix *x = gsl_matrix_alloc(PROBABILITY_COUNT, 3);
    gsl_vector *y = gsl_vector_alloc(PROBABILITY_COUNT), *result = gsl_vector_alloc(3);
    gsl_matrix *covariance = gsl_matrix_alloc(3, 3);
    gsl_multifit_linear_workspace *workspace = gsl_multifit_linear_alloc(PROBABILITY_COUNT, 3);
    for (size_t i = 0; i < PROBABILITY_COUNT; i++) {
        const double time = spread_of(rows[i].time, rounds).median;
        gsl_matrix_set(x, i, 0, 1.0 / time);
        gsl_matrix_set(x, i, 1, rows[i].recipe.digits / time);
        gsl_matrix_set(x, i, 2, hits(rows[i].recipe.rest) / time);
        gsl_vector_set(y, i, 1.0);
    }
    double squares;
    gsl_multifit_linear(x, y, result, covariance, &squares, workspace);
    const struct costs costs = {gsl_vector_get(result, 0), gsl_vector_get(result, 1),
                                gsl_vector_get(result, 2)};
    gsl_multifit_linear_free(workspace);
    gsl_matrix_free(covariance);
    gsl_vector_free(result);
    gsl_vector_free(y);
    gsl_matrix_free(x);
    return costs;
}

/* What is left of p <= 1/2 after its first digits, among the trials that they do not set. */
static double rest_after(double p, unsigned digits)
{
    const double head = ldexp(floor(ldexp(p, (int)digits)), -(int)digits);
    return (p - head) / (1.0 - head);
}

static unsigned best_digits(const struct costs *costs, double p)
{
    unsigned best = 0;
    for (unsigned digits = 1; digits <= DIGITS_MAX; digits++)
        if (model(costs, digits, rest_after(p, digits)) <
            model(costs, best, rest_after(p, best)) - 1e-12)
            best = digits;
    return best;
}

/* --- printing --------------------------------------------------------------------------------- */

static void print_rows(const struct row_cost *rows, size_t rounds, const struct costs *costs)
{
    printf("%10s %6s %8s %6s  %-24s %8s %11s  %s\n", "p", "digits", "rest", "tables",
           "ns per group", "model", "all sparse", "best digits");
    for (size_t i = 0; i < PROBABILITY_COUNT; i++) {
        const struct row_recipe *recipe = &rows[i].recipe;
        const struct spread time = spread_of(rows[i].time, rounds);
        char text[64];
        snprintf(text, sizeof text, "%.3g [%.3g, %.3g]", time.median, time.minimum, time.maximum);
        printf("%10g %6u %8.2g %6u  %-24s %8.3g %11.3g  %u\n", recipe->probability, recipe->digits,
               recipe->rest, recipe->tables, text, model(costs, recipe->digits, recipe->rest),
               model(costs, 0, recipe->probability), best_digits(costs, recipe->probability));
    }
}

/* The largest probability that costs least without any dense digit. */
static double crossover(const struct costs *costs)
{
    double sparse = 1e-6, dense = 0.4;
    while (dense / sparse > 1.001) {
        const double middle = sqrt(sparse * dense);
        if (best_digits(costs, middle) == 0)
            sparse = middle;
        else
            dense = middle;
    }
    return sparse;
}

/* How much longer a row takes with the engine's choice than with the best, at worst. */
static double worst_choice(const struct costs *costs)
{
    const struct costs engine = {0.0, 1.0, engine_ratio};
    double worst = 1.0;
    for (double p = 0.5; p > 1e-5; p *= 0.99) {
        const unsigned chosen = best_digits(&engine, p), best = best_digits(costs, p);
        worst = fmax(worst, model(costs, chosen, rest_after(p, chosen)) /
                                model(costs, best, rest_after(p, best)));
    }
    return worst;
}

static void print_costs(const struct costs *costs)
{
    const struct costs engine = {0.0, 1.0, engine_ratio};
    printf("fitted: %.3g ns for the group, %.3g ns for a digit, %.3g ns for a set bit: a ratio of "
           "%.3g; the engine's constants: %.3g\n"
           "dense digits pay from p = %.4f on; the engine uses them from %.4f on, and its choice "
           "costs at most %.0f %% more than the best\n\n",
           costs->group, costs->digit, costs->hit, costs->hit / costs->digit, engine_ratio,
           crossover(costs), crossover(&engine), 100.0 * (worst_choice(costs) - 1.0));
}

int main(int count, char **words)
{
    double rounds = 5, seconds = 0.01;
    const struct argument table[] = {
        {"--rounds", "N", &rounds, 1, MEASURE_ROUNDS_MAX, true, NULL,
         "measurements of each row, by turns"},
        {"--seconds", "S", &seconds, 0.0001, 10, false, NULL, "time of each, roughly"},
        {0},
    };
    const enum arguments_outcome outcome =
        arguments_read(table,
                       "What does a row of random bits cost, and where do sparse gaps beat dense "
                       "digits?",
                       count, words);
    if (outcome != ARGUMENTS_READ)
        return outcome == ARGUMENTS_HELPED ? EXIT_SUCCESS : 2;

    static struct row_cost rows[PROBABILITY_COUNT];
    for (size_t i = 0; i < PROBABILITY_COUNT; i++) {
        struct error error;
        if (!row_recipe_init(&rows[i].recipe, probabilities[i], &error)) {
            fprintf(stderr, "rows: error: %s\n", error.message);
            return EXIT_FAILURE;
        }
    }
    machine_describe(stdout);
    printf("one thread; medians of %g measurements [lowest, highest]\n", rounds);
    for (size_t k = 0; kernels_available(k) != NULL; k++) {
        measure_rows(rows, kernels_available(k), (size_t)rounds, seconds);
        const struct costs costs = fit(rows, (size_t)rounds);
        printf("\nkernels %s\n", kernels_available(k)->name);
        print_rows(rows, (size_t)rounds, &costs);
        print_costs(&costs);
    }
    for (size_t i = 0; i < PROBABILITY_COUNT; i++)
        row_recipe_release(&rows[i].recipe);
    return EXIT_SUCCESS;
}
