/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/summary.h"

#include "plots/number.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { PROBABILITY_WIDTH = 12, INTERVAL_WIDTH = 34, TEXT_SIZE = 96 };

/* `near_one`: the digits that count are those of what is missing: 1-2.5e-07, not 1. */
static const char *probability_text(double p, int digits, bool near_one, char text[TEXT_SIZE])
{
    if (near_one && p < 1.0)
        snprintf(text, TEXT_SIZE, "1-%.*g", digits, 1.0 - p);
    else
        snprintf(text, TEXT_SIZE, "%.*g", digits, p);
    return text;
}

/* A cell never seen, or always, is not a probability of 0 or 1. */
static const char *cell_text(uint64_t count, uint64_t trials, char text[TEXT_SIZE])
{
    if (count == 0)
        return strcpy(text, "none");
    if (count == trials)
        return strcpy(text, "all");
    const double share = (double)count / (double)trials;
    return probability_text(share, 4, share > 0.999, text);
}

/* As many significant digits as show an interval's width. */
static int digits_for(const struct interval *interval, bool near_one)
{
    const double width = interval->high - interval->low;
    const double scale = near_one ? 1.0 - interval->low : interval->high;
    const double digits = width > 0.0 ? floor(log10(scale)) - floor(log10(width)) + 2.0 : 4.0;
    return digits > 12.0 ? 12 : (int)digits;
}

static const char *proportion_text(const struct proportion *proportion, char text[TEXT_SIZE])
{
    char value[TEXT_SIZE], low[TEXT_SIZE], high[TEXT_SIZE];
    const struct interval *interval = &proportion->interval;
    const bool near_one = interval->low > 0.999;
    const int digits = digits_for(interval, near_one);
    snprintf(text, TEXT_SIZE, "%.24s [%.24s, %.24s]",
             probability_text(proportion->value, digits, near_one, value),
             probability_text(interval->low, digits, near_one, low),
             probability_text(interval->high, digits, near_one, high));
    return text;
}

static int width_of(const char *heading, int least)
{
    const int length = (int)strlen(heading);
    return 2 + (length > least ? length : least);
}

static int parameter_width(const struct parameter *parameter)
{
    return width_of(parameter->name, 4);
}

static int cell_width(const struct problem *problem, int cell)
{
    return width_of(problem->cell[cell].name, PROBABILITY_WIDTH);
}

static bool same_loss_back(const struct experiment *experiment, size_t from, size_t to)
{
    for (; from < to; from++)
        if (experiment->points[from].channel.loss != experiment->points[from].channel.loss_back)
            return false;
    return true;
}

static void print_heading(FILE *stream, const struct experiment *experiment,
                          const struct strategy *strategy, bool same_loss)
{
    const struct problem *problem = strategy->problem;
    fprintf(stream, "%s, %s; %" PRIu64 " trials per point; %.15g %% %s intervals\n", problem->name,
            strategy->name, experiment->trials, 100.0 * experiment->options.level,
            interval_name(experiment->options.interval));
    for (size_t i = 0; i < strategy_parameter_count(strategy); i++)
        fprintf(stream, "%*s", parameter_width(&strategy->parameter[i]),
                strategy->parameter[i].name);
    fprintf(stream, "%10s", "loss");
    if (!same_loss)
        fprintf(stream, "%11s", "loss back");
    for (int i = 0; i < CELL_COUNT; i++)
        fprintf(stream, "%*s", cell_width(problem, i), problem->cell[i].name);
    fprintf(stream, "%*s  %s\n", INTERVAL_WIDTH, "failure", "confidence of the less sure party");
}

static void print_point(FILE *stream, const struct point *point, const struct estimate *estimate,
                        bool same_loss)
{
    const struct strategy *strategy = point->strategy;
    char text[TEXT_SIZE];
    for (size_t i = 0; i < strategy_parameter_count(strategy); i++)
        fprintf(stream, "%*.10g", parameter_width(&strategy->parameter[i]), point->parameter[i]);
    fprintf(stream, "%10s", number_text(point->channel.loss, text));
    if (!same_loss)
        fprintf(stream, "%11s", number_text(point->channel.loss_back, text));
    for (int i = 0; i < CELL_COUNT; i++)
        fprintf(stream, "%*s", cell_width(strategy->problem, i),
                cell_text(estimate->cell[i], estimate->trials, text));
    fprintf(stream, "%*s", INTERVAL_WIDTH, proportion_text(&estimate->failure, text));
    const int party = estimate_less_sure(estimate->confidence);
    if (party >= 0)
        fprintf(stream, "  %s %s\n", strategy->problem->party[party],
                proportion_text(&estimate->confidence[party], text));
    else
        fputs("  nobody ever acted\n", stream);
}

void summary_print(FILE *stream, const struct experiment *experiment)
{
    for (size_t at = 0; at < experiment->point_count;) {
        const struct strategy *strategy = experiment->points[at].strategy;
        size_t end = at;
        while (end < experiment->point_count && experiment->points[end].strategy == strategy)
            end++;
        const bool same_loss = same_loss_back(experiment, at, end);
        if (at > 0)
            putc('\n', stream);
        print_heading(stream, experiment, strategy, same_loss);
        for (; at < end; at++)
            print_point(stream, &experiment->points[at], &experiment->estimates[at], same_loss);
    }
}
