/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How much faster is the engine than the loop that one would write with GSL?
 *
 * Engine and loop run the same strategy at the same loss rates in one run and by turns, and each
 * must find the probabilities of the closed form: a fast loop that counts something else wins
 * nothing. Besides: how the engine scales with threads, how much of its time goes into random bits,
 * and how fast the random streams are by themselves. */

#include "benchmarks/engine_speed.h"

#include "benchmarks/arguments.h"
#include "benchmarks/machine.h"
#include "engine/kernels.h"
#include "engine/work.h"
#include "plots/file.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

static const double losses[] = {0.5, 0.1, 0.01, 1e-3, 1e-5};
static const unsigned chain_lengths[] = {1, 2, 5};

enum {
    LOSS_COUNT = sizeof losses / sizeof *losses,
    LENGTH_COUNT = sizeof chain_lengths / sizeof *chain_lengths,
    SETTING_COUNT = LOSS_COUNT * LENGTH_COUNT,
};

/* --- a setting -------------------------------------------------------------------------------- */

/* Trials per second of one run. */
static bool measure(const struct setting *setting, enum contender contender, uint64_t trials,
                    uint64_t seed, int threads, double *rate, struct error *error)
{
    const double start = measure_now();
    const bool good = contender_run(contender, setting, trials, seed, threads, error);
    *rate = (double)trials / (measure_now() - start);
    return good;
}

/* Finds how many trials take about `seconds`; this also warms everything up. Grows in steps: a run
 * that was held up passes for a slow contender only if that took all of the time. */
static bool calibrate(const struct setting *setting, enum contender contender, double seconds,
                      int threads, uint64_t *trials, struct error *error)
{
    *trials = 1 << 18;
    for (;;) {
        double rate;
        if (!measure(setting, contender, *trials, 0, threads, &rate, error))
            return false;
        const double wanted = 1.1 * rate * seconds;
        if ((double)*trials >= 0.8 * wanted)
            return true;
        *trials = wanted < 8.0 * (double)*trials ? (uint64_t)wanted : 8 * *trials;
    }
}

static bool measure_setting(struct setting_speed *measured, const struct engine_speed *speed,
                            struct error *error)
{
    const struct setting *setting = &measured->setting;
    uint64_t trials[CONTENDER_COUNT];
    for (enum contender i = 0; i < CONTENDER_COUNT; i++)
        if (!calibrate(setting, i, speed->seconds, speed->threads, &trials[i], error))
            return false;
    for (size_t round = 0; round < speed->rounds; round++)
        for (enum contender i = 0; i < CONTENDER_COUNT; i++)
            if (!measure(setting, i, trials[i], 1 + round, speed->threads,
                         &measured->rate[i][round], error))
                return false;
    return true;
}

struct spread engine_speed_random_share(const struct setting_speed *measured, size_t rounds)
{
    return spread_of_ratios(measured->rate[ENGINE_ONE_THREAD], measured->rate[RANDOM_BITS], rounds);
}

/* --- the streams ------------------------------------------------------------------------------ */

/* Words per second: rows of probability 1/2 are the streams as they are. */
static double stream_rate(const struct kernels *kernels, double seconds)
{
    enum { GROUPS = 16 };
    static _Alignas(LANES_ALIGNMENT) uint64_t row[GROUPS * GROUP_WORDS];
    struct random_block random;
    random_block_init(&random, random_key(1, "engine_speed"), 0);
    const double start = measure_now();
    double elapsed;
    uint64_t words = 0;
    do {
        for (int i = 0; i < 1000; i++)
            kernels->fill(&random.dense, 1, 1, 0, row, GROUPS);
        words += 1000 * GROUPS * GROUP_WORDS;
        elapsed = measure_now() - start;
    } while (elapsed < seconds);
    return (double)words / elapsed;
}

static void measure_streams(struct engine_speed *speed)
{
    while (speed->stream_count < STREAM_SPEEDS_MAX &&
           kernels_available(speed->stream_count) != NULL)
        speed->stream_count++;
    for (size_t round = 0; round < speed->rounds; round++)
        for (size_t i = 0; i < speed->stream_count; i++) {
            speed->streams[i].kernel = kernels_available(i)->name;
            speed->streams[i].rate[round] = stream_rate(kernels_available(i), speed->seconds / 3.0);
        }
}

/* --- the table -------------------------------------------------------------------------------- */

static void print_heading(const struct engine_speed *speed)
{
    printf("ack-chain, memoryless channel; %d thread%s; medians of %zu rounds, about %g s each\n"
           "trials per second, median [lowest, highest]: G = 10^9, M = 10^6\n"
           "ratio: of the engine to the loop; scaling: of %d thread%s to one; random: share of one "
           "thread's time\n\n",
           speed->threads, speed->threads == 1 ? "" : "s", speed->rounds, speed->seconds,
           speed->threads, speed->threads == 1 ? "" : "s");
    printf("%8s %6s  %-21s %-21s %7s  %-21s %7s  %-21s %7s %7s\n", "messages", "loss", "engine, G",
           "loop, taus2, M", "ratio", "loop, mt19937, M", "ratio", "engine, 1 thread, G", "scaling",
           "random");
}

static void print_rate(const double *rates, double unit, size_t rounds)
{
    const struct spread spread = spread_of(rates, rounds);
    char text[64];
    snprintf(text, sizeof text, "%.3g [%.3g, %.3g]", spread.median / unit, spread.minimum / unit,
             spread.maximum / unit);
    printf("  %-20s", text);
}

static double median_ratio(const double *rates, const double *others, size_t rounds)
{
    return spread_of_ratios(rates, others, rounds).median;
}

static void print_setting(const struct setting_speed *measured, size_t rounds)
{
    const double *engine = measured->rate[ENGINE];
    const double *taus2 = measured->rate[LOOP_TAUS2];
    const double *mt19937 = measured->rate[LOOP_MT19937];
    const double *one_thread = measured->rate[ENGINE_ONE_THREAD];
    printf("%8u %6g", measured->setting.messages, measured->setting.loss);
    print_rate(engine, 1e9, rounds);
    print_rate(taus2, 1e6, rounds);
    printf(" %7.1f", median_ratio(engine, taus2, rounds));
    print_rate(mt19937, 1e6, rounds);
    printf(" %7.1f", median_ratio(engine, mt19937, rounds));
    print_rate(one_thread, 1e9, rounds);
    printf(" %7.2f %5.0f %%\n", median_ratio(engine, one_thread, rounds),
           100.0 * engine_speed_random_share(measured, rounds).median);
    fflush(stdout);
}

static void print_streams(const struct engine_speed *speed)
{
    printf("\nrandom streams, one thread:\n");
    for (size_t i = 0; i < speed->stream_count; i++) {
        const struct spread words = spread_of(speed->streams[i].rate, speed->rounds);
        printf("  %-9s %6.1f Gbit/s, %.3g words/s [%.3g, %.3g]\n", speed->streams[i].kernel,
               64e-9 * words.median, words.median, words.minimum, words.maximum);
    }
}

static bool measure_all(struct engine_speed *speed, struct error *error)
{
    machine_describe(stdout);
    print_heading(speed);
    for (size_t i = 0; i < SETTING_COUNT; i++) {
        struct setting_speed *measured = &speed->settings[i];
        measured->setting.messages = chain_lengths[i / LOSS_COUNT];
        measured->setting.loss = losses[i % LOSS_COUNT];
        if (!measure_setting(measured, speed, error))
            return false;
        print_setting(measured, speed->rounds);
    }
    measure_streams(speed);
    print_streams(speed);
    return true;
}

int main(int count, char **words)
{
    double pairs = 5, seconds = 0.3, threads = work_processors();
    const char *directory = NULL;
    const struct argument table[] = {
        {"--pairs", "N", &pairs, 1, MEASURE_ROUNDS_MAX, true, NULL,
         "rounds: in each, engine and loop run in turn"},
        {"--seconds", "S", &seconds, 0.001, 60, false, NULL, "time of one run, roughly"},
        {"--threads", "N", &threads, 1, WORK_THREADS_MAX, true, NULL, "threads"},
        {"-o", "DIR", NULL, 0, 0, false, &directory,
         "write engine_speed.csv, .gp, .svg and .png there"},
        {0},
    };
    const enum arguments_outcome outcome =
        arguments_read(table, "How much faster is the engine than a plain GSL loop?", count, words);
    if (outcome != ARGUMENTS_READ)
        return outcome == ARGUMENTS_HELPED ? EXIT_SUCCESS : 2;

    static struct setting_speed settings[SETTING_COUNT];
    struct engine_speed speed = {
        .rounds = (size_t)pairs,
        .seconds = seconds,
        .threads = (int)threads,
        .settings = settings,
        .setting_count = SETTING_COUNT,
    };
    struct error error;
    /* The folder first: measuring takes minutes. */
    if ((directory != NULL && !file_make_directory(directory, &error)) ||
        !measure_all(&speed, &error) ||
        (directory != NULL && !engine_speed_write(directory, &speed, &error))) {
        fprintf(stderr, "engine_speed: error: %s\n", error.message);
        return EXIT_FAILURE;
    }
    return EXIT_SUCCESS;
}
