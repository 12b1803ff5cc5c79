/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/summary.h"

#include "analysis/agreement.h"
#include "plots/estimate_text.h"
#include "plots/number.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { PROBABILITY_WIDTH = 12, INTERVAL_WIDTH = 40, TEXT_SIZE = ESTIMATE_TEXT_SIZE };

/* A cell never seen, or always, is not a probability of 0 or 1, unless it is known exactly. */
static const char *cell_text(const struct estimate *estimate, int cell, bool exact,
                             char text[TEXT_SIZE])
{
    const double share = estimate->probability[cell];
    if (isnan(share) || estimate->trials == 0)
        return strcpy(text, "-");
    if (!exact && estimate->count[cell] == 0)
        return strcpy(text, "none");
    if (!exact && estimate->count[cell] == estimate->trials)
        return strcpy(text, "all");
    if (exact && (estimate->possible >> cell & 1) != 0 && share < ESTIMATE_TOO_SMALL) {
        snprintf(text, TEXT_SIZE, "<%g", ESTIMATE_TOO_SMALL);
        return text;
    }
    double rest = 0.0;
    for (int i = 0; i < CELL_COUNT; i++)
        rest += i != cell ? estimate->probability[i] : 0.0;
    if (exact && (estimate->possible & ~(1U << cell)) != 0 && rest < ESTIMATE_TOO_SMALL) {
        snprintf(text, TEXT_SIZE, "1-<%g", ESTIMATE_TOO_SMALL);
        return text;
    }
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
    bool trials;    /* where they are not what was asked for */
    bool status;    /* where some point is not complete */
    bool effective; /* of importance sampling */
    bool ends;      /* how trials end, and confidence: not known of importance sampling alone */
    bool p_value;
    enum target target; /* whose value is shown */
};

/* Do points that are not exact have other numbers of trials than were asked for? */
static bool has_other_trials(const struct experiment *experiment, size_t from, size_t to)
{
    for (; from < to; from++)
        if (experiment->points[from].method != METHOD_EXACT &&
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

static bool has_method(const struct experiment *experiment, size_t from, size_t to,
                       enum method method)
{
    for (; from < to; from++)
        if (experiment->points[from].method == method)
            return true;
    return false;
}

static struct layout layout_of(const struct experiment *experiment, size_t from, size_t to)
{
    bool has[METHOD_COUNT];
    for (enum method method = 0; method < METHOD_COUNT; method++)
        has[method] = has_method(experiment, from, to, method);
    struct layout layout = {
        .bursts = has_bursts(experiment, from, to),
        .loss_back = !same_loss_back(experiment, from, to),
        .method = has[METHOD_MONTE_CARLO] + has[METHOD_EXACT] + has[METHOD_IMPORTANCE] > 1,
        .trials = has_other_trials(experiment, from, to),
        .status = has_incomplete(experiment, from, to),
        .effective = has[METHOD_IMPORTANCE],
        .ends = has[METHOD_MONTE_CARLO] || has[METHOD_EXACT],
        .p_value = has[METHOD_EXACT] && (has[METHOD_MONTE_CARLO] || has[METHOD_IMPORTANCE]),
    };
    for (; from < to; from++)
        if (experiment->points[from].method == METHOD_IMPORTANCE)
            layout.target = experiment->points[from].target;
    return layout;
}

/* "1000 trials per point; 95 % clopper-pearson intervals" */
static void print_sampling(FILE *stream, const struct experiment *experiment, size_t from,
                           size_t to)
{
    char text[EXPERIMENT_INTERVAL_SIZE];
    const struct stopping *stopping = &experiment->stopping;
    const bool both = has_method(experiment, from, to, METHOD_MONTE_CARLO) &&
                      has_method(experiment, from, to, METHOD_IMPORTANCE);
    fputs("; ", stream);
    if (stopping->precision != PRECISION_NONE)
        fprintf(stream, "%s to +- %s, ", experiment->event != NULL ? experiment->event : "failure",
                stopping_text(stopping, text));
    fprintf(stream, "%s%" PRIu64 " trials per point; %.15g %% ",
            stopping->precision != PRECISION_NONE ? "at most " : "", experiment->trials,
            100.0 * experiment->options.level);
    if (has_method(experiment, from, to, METHOD_MONTE_CARLO))
        fputs(experiment_interval(experiment, METHOD_MONTE_CARLO, text), stream);
    if (has_method(experiment, from, to, METHOD_IMPORTANCE))
        fprintf(stream, "%s%s", both ? " and " : "",
                experiment_interval(experiment, METHOD_IMPORTANCE, text));
    fputs(" intervals", stream);
}

static void print_heading(FILE *stream, const struct experiment *experiment, size_t from, size_t to,
                          struct layout layout)
{
    const struct strategy *strategy = experiment->points[from].strategy;
    const struct problem *problem = strategy->problem;
    fprintf(stream, "%s, %s", problem->name, strategy->name);
    if (has_method(experiment, from, to, METHOD_MONTE_CARLO) || layout.effective)
        print_sampling(stream, experiment, from, to);
    if (has_method(experiment, from, to, METHOD_EXACT))
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
        fprintf(stream, "%16s", "status");
    if (layout.effective)
        fprintf(stream, "%11s", "effective");
    for (int i = 0; layout.ends && i < CELL_COUNT; i++)
        fprintf(stream, "%*s", cell_width(problem, i), problem->cell[i].name);
    fprintf(stream, "%*s", INTERVAL_WIDTH, target_name(strategy, layout.target));
    if (layout.p_value)
        fprintf(stream, "%9s", "p-value");
    fputs(problem->parties_act && layout.ends ? "  confidence of the less sure party\n" : "\n",
          stream);
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
        fprintf(stream, "%16s", status_name(estimate->status));
    if (layout.effective && point->method != METHOD_IMPORTANCE)
        fprintf(stream, "%11s", "");
    else if (layout.effective && estimate->trials == 0)
        fprintf(stream, "%11s", "-");
    else if (layout.effective)
        fprintf(stream, "%11.0f", estimate->effective);
    for (int i = 0; layout.ends && i < CELL_COUNT; i++)
        fprintf(stream, "%*s", cell_width(strategy->problem, i),
                cell_text(estimate, i, exact, text));
    const struct proportion value = estimate_target(layout.target, estimate);
    fprintf(stream, "%*s", INTERVAL_WIDTH, proportion_text(&value, exact, text));
    if (layout.p_value && exact)
        fprintf(stream, "%9s", "");
    else if (layout.p_value && isnan(agreement_of_point(experiment, index)))
        fprintf(stream, "%9s", "-");
    else if (layout.p_value)
        fprintf(stream, "%9.2g", agreement_of_point(experiment, index));
    const int party = estimate_less_sure(estimate->confidence);
    if (!strategy->problem->parties_act || !layout.ends)
        putc('\n', stream);
    else if (party >= 0)
        fprintf(stream, "  %s %s\n", strategy->problem->party[party],
                proportion_text(&estimate->confidence[party], exact, text));
    else
        fputs(estimate->trials > 0 && point->method != METHOD_IMPORTANCE ? "  nobody ever acted\n"
                                                                         : "  -\n",
              stream);
}

/* Chance alone makes good runs look this bad one time in a thousand. */
static const double suspicious = 1e-3;

static void print_verdict(FILE *stream, const struct experiment *experiment)
{
    const struct agreement agreement = agreement_of_all(experiment);
    if (agreement.points == 0)
        return;
    fprintf(stream,
            "\n%s %s exact: over %zu points the smallest p-value is %.2g; by chance alone, "
            "one as small is found in %.3g %% of such runs\n",
            agreement.importance ? "Sampling" : "Monte Carlo",
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
        const struct layout layout = layout_of(experiment, at, end);
        if (at > 0)
            putc('\n', stream);
        print_heading(stream, experiment, at, end, layout);
        for (; at < end; at++)
            print_point(stream, experiment, at, layout);
    }
    print_verdict(stream, experiment);
}
