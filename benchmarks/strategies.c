/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Is every strategy as fast as a chain of acknowledgements, draw for draw?
 *
 * Every strategy of the list with its default parameters, at one loss rate, by turns. A trial of
 * one with many messages takes longer, so what is compared is trials times draws per second.
 * Besides, the longest file transfer that is asked for, and the two of which the speed of another
 * simulator is known. */

#include "strategies/strategies.h"
#include "benchmarks/arguments.h"
#include "benchmarks/machine.h"
#include "benchmarks/measure.h"
#include "engine/schedule.h"
#include "engine/work.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { RUNNERS_MAX = 64 };

/* One point, on so many threads. */
struct runner {
    struct point point;
    int threads;
    double other; /* paths per second of PRISM's simulator on one thread; 0: not known */
    size_t draws;
    uint64_t trials;                  /* of one run */
    double rate[MEASURE_ROUNDS_MAX];  /* trials per second, by round */
    double alone[MEASURE_ROUNDS_MAX]; /* per second in which each thread had a processor */
};

/* PRISM 4.10.1, explicit engine, one thread of a 2.8 GHz Xeon: paths per second of its model brp,
 * https://www.prismmodelchecker.org/casestudies/brp.php. The loss rates are the model's. */
static const struct {
    double chunks, retries, paths;
} prism[] = {{16, 2, 3385}, {64, 5, 972}};

enum { PRISM_COUNT = sizeof prism / sizeof *prism };

/* --- measuring -------------------------------------------------------------------------------- */

static bool take_nothing(void *context, size_t point, struct outcome outcome, struct error *error)
{
    (void)context;
    (void)point;
    (void)outcome;
    (void)error;
    return true;
}

/* Seconds that all threads of the process had a processor. */
static double processor_time(void)
{
    struct timespec used;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &used);
    return (double)used.tv_sec + 1e-9 * (double)used.tv_nsec;
}

static bool run(const struct runner *runner, uint64_t seed, double *rate, double *alone,
                struct error *error)
{
    const struct work work = {
        .points = &runner->point,
        .point_count = 1,
        .trials = runner->trials,
        .seed = seed,
        .threads = runner->threads,
        .finished = take_nothing,
    };
    const double start = measure_now(), used = processor_time();
    const bool good = work_run(&work, error);
    *rate = (double)runner->trials / (measure_now() - start);
    *alone = (double)runner->trials * runner->threads / (processor_time() - used);
    return good;
}

/* Finds how many trials take about `seconds`; this also warms everything up. */
static bool calibrate(struct runner *runner, double seconds, struct error *error)
{
    runner->trials = 1 << 14;
    for (;;) {
        double rate, alone;
        if (!run(runner, 0, &rate, &alone, error))
            return false;
        const double wanted = rate * seconds;
        if ((double)runner->trials >= 0.7 * wanted)
            return true;
        const double most = 8.0 * (double)runner->trials;
        runner->trials = (uint64_t)(wanted < most ? 1.1 * wanted : most);
    }
}

static bool measure(struct runner *runners, size_t count, size_t rounds, double seconds,
                    struct error *error)
{
    for (size_t i = 0; i < count; i++)
        if (!calibrate(&runners[i], seconds, error))
            return false;
    for (size_t round = 0; round < rounds; round++)
        for (size_t i = 0; i < count; i++)
            if (!run(&runners[i], 1 + round, &runners[i].rate[round], &runners[i].alone[round],
                     error))
                return false;
    return true;
}

/* --- what runs -------------------------------------------------------------------------------- */

static bool count_draws(struct runner *runner, struct error *error)
{
    struct schedule schedule = {0};
    const struct point *point = &runner->point;
    const bool good =
        schedule_record(&schedule, point->strategy, point->parameter, point->channel, error);
    runner->draws = schedule.draw_count;
    schedule_release(&schedule);
    return good;
}

static struct runner runner_of(const struct strategy *strategy, struct channel channel, int threads)
{
    struct runner runner = {.point = {.strategy = strategy, .channel = channel},
                            .threads = threads};
    for (size_t i = 0; i < strategy_parameter_count(strategy); i++)
        runner.point.parameter[i] = strategy->parameter[i].initial;
    return runner;
}

static struct runner transfer(double chunks, double retries, struct channel channel, int threads)
{
    const struct strategy *strategy = strategy_find("bounded-retransmission");
    struct runner runner = runner_of(strategy, channel, threads);
    runner.point.parameter[strategy_parameter_index(strategy, "chunks")] = chunks;
    runner.point.parameter[strategy_parameter_index(strategy, "retries")] = retries;
    return runner;
}

/* The strategies of the list, and then the other points; their numbers. */
static size_t add_strategies(struct runner *runners, double loss, int threads)
{
    const struct strategy *const *strategies = strategy_list();
    size_t count = 0;
    for (; strategies[count] != NULL && count < RUNNERS_MAX; count++)
        runners[count] = runner_of(strategies[count],
                                   (struct channel){.loss = loss, .loss_back = loss}, threads);
    return count;
}

static size_t add_transfers(struct runner *runners, double loss, int threads)
{
    const struct channel model = {.loss = 0.02, .loss_back = 0.01};
    size_t count = 0;
    runners[count++] = transfer(64, 5, (struct channel){.loss = loss, .loss_back = loss}, threads);
    for (size_t i = 0; i < PRISM_COUNT; i++)
        for (int t = 1; t <= threads; t += threads > 1 ? threads - 1 : 1) {
            runners[count] = transfer(prism[i].chunks, prism[i].retries, model, t);
            runners[count++].other = prism[i].paths;
        }
    return count;
}

/* --- the tables ------------------------------------------------------------------------------- */

static const char *rate_text(double rate, char text[16])
{
    snprintf(text, 16, rate < 999.5 ? "%.3g" : "%.0f", rate);
    return text;
}

static void print_spread(const double *rates, double factor, size_t rounds)
{
    const struct spread spread = spread_of(rates, rounds);
    char median[16], lowest[16], highest[16], text[64];
    snprintf(text, sizeof text, "%s [%s, %s]", rate_text(factor * spread.median, median),
             rate_text(factor * spread.minimum, lowest),
             rate_text(factor * spread.maximum, highest));
    printf("  %-22s", text);
}

static void print_strategies(const struct runner *runners, size_t count, size_t rounds)
{
    const struct runner *chain = runners;
    while (strcmp(chain->point.strategy->name, "ack-chain") != 0)
        chain++;
    double ratios[RUNNERS_MAX];
    printf("%-24s %6s  %-22s  %-22s  %-22s  %s\n", "strategy", "draws", "10^6 trials/s", "alone",
           "10^9 x draws/s, alone", "of ack-chain's");
    for (size_t i = 0; i < count; i++) {
        const struct runner *runner = &runners[i];
        const double draws = (double)runner->draws, more = draws / (double)chain->draws;
        ratios[i] = more * spread_of_ratios(runner->alone, chain->alone, rounds).median;
        printf("%-24s %6zu", runner->point.strategy->name, runner->draws);
        print_spread(runner->rate, 1e-6, rounds);
        print_spread(runner->alone, 1e-6, rounds);
        print_spread(runner->alone, 1e-9 * draws, rounds);
        printf("  %.2f\n", ratios[i]);
    }
    printf("%-24s %6s  %-22s  %-22s  %-22s  %.2f\n\n", "median of the strategies", "", "", "", "",
           spread_of(ratios, count).median);
}

static void print_transfers(const struct runner *runners, size_t count, size_t rounds)
{
    printf("bounded-retransmission, and PRISM's simulator on one thread of another machine\n"
           "%6s %7s %6s %5s %5s %7s  %-22s  %-22s  %-14s  %s\n",
           "chunks", "retries", "draws", "loss", "back", "threads", "10^6 trials/s", "alone",
           "PRISM, paths/s", "times, alone");
    for (size_t i = 0; i < count; i++) {
        const struct point *point = &runners[i].point;
        printf("%6g %7g %6zu %5g %5g %7d", point->parameter[0], point->parameter[1],
               runners[i].draws, point->channel.loss, point->channel.loss_back, runners[i].threads);
        print_spread(runners[i].rate, 1e-6, rounds);
        print_spread(runners[i].alone, 1e-6, rounds);
        if (runners[i].other > 0.0)
            printf("  %-14g  %.3g", runners[i].other,
                   spread_of(runners[i].alone, rounds).median / runners[i].other);
        putchar('\n');
    }
}

static bool compare(double loss, int threads, size_t rounds, double seconds, struct error *error)
{
    static struct runner runners[RUNNERS_MAX + 1 + 2 * PRISM_COUNT];
    const size_t listed = add_strategies(runners, loss, threads);
    const size_t count = listed + add_transfers(runners + listed, loss, threads);
    for (size_t i = 0; i < count; i++)
        if (!count_draws(&runners[i], error))
            return false;
    if (!measure(runners, count, rounds, seconds, error))
        return false;
    print_strategies(runners, listed, rounds);
    print_transfers(runners + listed, count - listed, rounds);
    return true;
}

int main(int count, char **words)
{
    static const char question[] =
        "Is every strategy as fast as a chain of acknowledgements, draw for draw?";
    double loss = 0.1, rounds = 5, seconds = 0.3, threads = work_processors();
    const struct argument table[] = {
        {"--loss", "P", &loss, 1e-9, 0.999, false, NULL, "loss rate, both ways"},
        {"--rounds", "N", &rounds, 1, MEASURE_ROUNDS_MAX, true, NULL,
         "measurements of each, by turns"},
        {"--seconds", "S", &seconds, 0.001, 100, false, NULL, "time of each, roughly"},
        {"--threads", "N", &threads, 1, WORK_THREADS_MAX, true, NULL, "threads"},
        {0},
    };
    const enum arguments_outcome outcome = arguments_read(table, question, count, words);
    if (outcome != ARGUMENTS_READ)
        return outcome == ARGUMENTS_HELPED ? EXIT_SUCCESS : 2;

    machine_describe(stdout);
    printf(
        "memoryless channel, loss %g; %g thread%s; medians of %g rounds [lowest, highest], "
        "about %g s each\n"
        "alone: per second in which each thread had a processor, whatever else the machine did\n\n",
        loss, threads, threads == 1.0 ? "" : "s", rounds, seconds);
    struct error error;
    const bool good = compare(loss, (int)threads, (size_t)rounds, seconds, &error);
    if (!good)
        fprintf(stderr, "strategies: error: %s\n", error.message);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}
