/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/summary.h"

#include "analysis/agreement.h"
#include "cli/estimate_text.h"
#include "plots/number.h"

#include <inttypes.h>
#include <string.h>

enum { PROBABILITY_WIDTH = 12, INTERVAL_WIDTH = 34, TEXT_SIZE = ESTIMATE_TEXT_SIZE };

/* A cell never seen, or always, is not a probability of 0 or 1, unless it is known exactly. */
static const char *cell_text(const struct estimate *estimate, int cell, bool exact,
                             char text[TEXT_SIZE])
{
    const double share = estimate->probability[cell];
    if (estimate->trials == 0)
        return strcpy(text, "-");
    if (!exact && estimate->count[cell] == 0)
        return strcpy(text, "none");
    if (!exact && estimate->count[cell] == estimate->trials)
        return strcpy(text, "all");
    double rest = 0.0;
    for (int i = 0; i < CELL_COUNT; i++)
        rest += i != cell ? estimate->probability[i] : 0.0;
    return probability_text(share, rest, 4, share > 0.999, text);
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

static bool has_bursts(const struct experiment *experiment, size_t from, size_t to)
{
    for (; from < to; from++)
        if (experiment->points[from].channel.kind == CHANNEL_BURST)
            return true;
    return false;
}

/* Which columns a strategy's table has. */
struct layout {
    bool bursts;    /* the channel's parameters */
    bool loss_back; /* where it differs from the loss */
    bool method;    /* where there are several */
    bool trials;    /* of Monte Carlo points, where they are not what was asked for */
    bool status;    /* where some point is not complete */
    bool p_value;
};

/* Do Monte Carlo points have other numbers of trials than were asked for? */
static bool has_other_trials(const struct experiment *experiment, size_t from, size_t to)
{
    for (; from < to; from++)
        if (experiment->points[from].method == METHOD_MONTE_CARLO &&
            experiment->estimates[from].trials != experiment->trials)
            return true;
    return false;
}

static bool has_incomplete(const struct experiment *experiment, size_t from, size_t to)
{
    for (; from < to; from++)
        if (experiment->estimates[from].status != STATUS_COMPLETE)
            return true;
    return false;
}

static bool has_method(const struct experiment *experiment, enum method method)
{
    for (size_t i = 0; i < experiment->method_count; i++)
        if (experiment->method[i] == method)
            return true;
    return false;
}

/* "1000 trials per point; 95 % clopper-pearson intervals" */
static void print_sampling(FILE *stream, const struct experiment *experiment)
{
    char text[EXPERIMENT_INTERVAL_SIZE];
    const struct stopping *stopping = &experiment->stopping;
    fputs("; ", stream);
    if (stopping->precision != PRECISION_NONE)
        fprintf(stream, "failure to +- %s, ", stopping_text(stopping, text));
    fprintf(stream, "%s%" PRIu64 " trials per point; %.15g %% %s intervals",
            stopping->precision != PRECISION_NONE ? "at most " : "", experiment->trials,
            100.0 * experiment->options.level, experiment_interval(experiment, text));
}

static void print_heading(FILE *stream, const struct experiment *experiment,
                          const struct strategy *strategy, struct layout layout)
{
    const struct problem *problem = strategy->problem;
    fprintf(stream, "%s, %s", problem->name, strategy->name);
    if (has_method(experiment, METHOD_MONTE_CARLO))
        print_sampling(stream, experiment);
    if (has_method(experiment, METHOD_EXACT))
        fputs("; exact", stream);
    putc('\n', stream);
    for (size_t i = 0; i < strategy_parameter_count(strategy); i++)
        fprintf(stream, "%*s", parameter_width(&strategy->parameter[i]),
                strategy->parameter[i].name);
    for (int i = 0; layout.bursts && i < CHANNEL_PARAMETERS; i++)
        fprintf(stream, "%9s", channel_parameter_names[i]);
    fprintf(stream, "%10s", "loss");
    if (layout.loss_back)
        fprintf(stream, "%11s", "loss back");
    if (layout.method)
        fprintf(stream, "%13s", "method");
    if (layout.trials)
        fprintf(stream, "%18s", "trials");
    if (layout.status)
        fprintf(stream, "%11s", "status");
    for (int i = 0; i < CELL_COUNT; i++)
        fprintf(stream, "%*s", cell_width(problem, i), problem->cell[i].name);
    fprintf(stream, "%*s", INTERVAL_WIDTH, "failure");
    if (layout.p_value)
        fprintf(stream, "%9s", "p-value");
    fputs(problem->parties_act ? "  confidence of the less sure party\n" : "\n", stream);
}

static void print_point(FILE *stream, const struct experiment *experiment, size_t index,
                        struct layout layout)
{
    const struct point *point = &experiment->points[index];
    const struct estimate *estimate = &experiment->estimates[index];
    const struct strategy *strategy = point->strategy;
    const bool exact = point->method == METHOD_EXACT;
    char text[TEXT_SIZE];
    for (size_t i = 0; i < strategy_parameter_count(strategy); i++)
        fprintf(stream, "%*.10g", parameter_width(&strategy->parameter[i]), point->parameter[i]);
    struct channel channel = point->channel;
    for (int i = 0; layout.bursts && i < CHANNEL_PARAMETERS; i++)
        fprintf(stream, "%9s", number_text(*channel_parameter(&channel, i), text));
    fprintf(stream, "%10s", number_text(channel.loss, text));
    if (layout.loss_back)
        fprintf(stream, "%11s", number_text(point->channel.loss_back, text));
    if (layout.method)
        fprintf(stream, "%13s", method_name(point->method));
    if (layout.trials && exact)
        fprintf(stream, "%18s", "");
    else if (layout.trials)
        fprintf(stream, "%18" PRIu64, estimate->trials);
    if (layout.status)
        fprintf(stream, "%11s", status_name(estimate->status));
    for (int i = 0; i < CELL_COUNT; i++)
        fprintf(stream, "%*s", cell_width(strategy->problem, i),
                cell_text(estimate, i, exact, text));
    fprintf(stream, "%*s", INTERVAL_WIDTH, proportion_text(&estimate->failure, exact, text));
    if (layout.p_value && exact)
        fprintf(stream, "%9s", "");
    else if (layout.p_value && estimate->trials == 0)
        fprintf(stream, "%9s", "-");
    else if (layout.p_value)
        fprintf(stream, "%9.2g", agreement_of_point(experiment, index));
    const int party = estimate_less_sure(estimate->confidence);
    if (!strategy->problem->parties_act)
        putc('\n', stream);
    else if (party >= 0)
        fprintf(stream, "  %s %s\n", strategy->problem->party[party],
                proportion_text(&estimate->confidence[party], exact, text));
    else
        fputs(estimate->trials > 0 ? "  nobody ever acted\n" : "  -\n", stream);
}

/* Chance alone makes good runs look this bad one time in a thousand. */
static const double suspicious = 1e-3;

static void print_verdict(FILE *stream, const struct experiment *experiment)
{
    const struct agreement agreement = agreement_of_all(experiment);
    if (agreement.points == 0)
        return;
    fprintf(
        stream,
        "\nMonte Carlo %s exact: over %zu points the smallest p-value is %.2g; by chance alone, "
        "one as small is found in %.3g %% of such runs\n",
        agreement.overall < suspicious ? "DISAGREES with" : "agrees with", agreement.points,
        agreement.smallest, 100.0 * agreement.overall);
}

void summary_print(FILE *stream, const struct experiment *experiment)
{
    for (size_t at = 0; at < experiment->point_count;) {
        const struct strategy *strategy = experiment->points[at].strategy;
        size_t end = at;
        while (end < experiment->point_count && experiment->points[end].strategy == strategy)
            end++;
        const bool both =
            has_method(experiment, METHOD_MONTE_CARLO) && has_method(experiment, METHOD_EXACT);
        const struct layout layout = {
            has_bursts(experiment, at, end),       !same_loss_back(experiment, at, end), both,
            has_other_trials(experiment, at, end), has_incomplete(experiment, at, end),  both};
        if (at > 0)
            putc('\n', stream);
        print_heading(stream, experiment, strategy, layout);
        for (; at < end; at++)
            print_point(stream, experiment, at, layout);
    }
    print_verdict(stream, experiment);
}
