/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/check_page.h"

#include "cli/command.h"
#include "plots/estimate_text.h"
#include "plots/number.h"

#include <inttypes.h>

/* --- the question ----------------------------------------------------------------------------- */

static void print_point(FILE *stream, const struct point *point)
{
    char text[CHANNEL_TEXT_SIZE];
    fprintf(stream, "  %s", point->strategy->name);
    for (size_t i = 0; i < strategy_parameter_count(point->strategy); i++)
        fprintf(stream, " %s=%s", point->strategy->parameter[i].name,
                number_text(point->parameter[i], text));
    fprintf(stream, ", %s", channel_words(point->channel, text));
    fprintf(stream, ", loss %s", number_text(point->channel.loss, text));
    if (point->channel.loss_back != point->channel.loss)
        fprintf(stream, ", loss back %s", number_text(point->channel.loss_back, text));
    putc('\n', stream);
}

/* --- clauses ---------------------------------------------------------------------------------- */

/* "failure is 0.1 [0.09, 0.11]" */
static void print_number(FILE *stream, const struct finding *finding, const char *name)
{
    char text[ESTIMATE_TEXT_SIZE], round[NUMBER_SIZE];
    const char *number = finding->probability
                             ? proportion_text(&finding->found, finding->exact, text)
                             : mean_text(&finding->found, finding->exact, text);
    if (finding->round > 0.0)
        fprintf(stream, "%s of the trials send in round %s or later", number,
                number_text(finding->round, round));
    else
        fprintf(stream, "%s is %s", name, number);
}

static void print_reason(FILE *stream, const struct finding *finding)
{
    const char *side = finding->low ? "below" : "above";
    const double beyond = finding->low ? finding->region.high : finding->region.low;
    char limit[NUMBER_SIZE], edge[ESTIMATE_TEXT_SIZE];
    number_text(finding->limit, limit);
    probability_text(beyond, 1.0 - beyond, 6, finding->probability && beyond > 0.999, edge);
    switch (finding->reason) {
    case REASON_EXACT:
        fprintf(stream, ", exactly: it is %s %s", side, limit);
        break;
    case REASON_EQUAL:
        fprintf(stream,
                ", exactly: it is %s, neither below nor above, to all digits that are known",
                limit);
        break;
    case REASON_TOO_SMALL:
        fprintf(stream,
                ", exactly: no number here can hold how small it, or what it lacks to 1, "
                "is, and whether it is below or above %s",
                limit);
        break;
    case REASON_INTERVAL:
        fprintf(stream, "; all of the interval is %s %s", side, limit);
        break;
    case REASON_REGION:
        fprintf(stream, "; the interval holds %s, but is all %s %s: near enough (--within)", limit,
                side, edge);
        break;
    default:
        fprintf(stream, "; it looks %s %s, but the interval is not all %s %s", side, limit, side,
                edge);
    }
}

static void print_clause(FILE *stream, const struct clause *clause, const struct finding *finding,
                         const struct strategy *strategy)
{
    static const char *const answers[] = {[ANSWER_UNDECIDED] = "undecided",
                                          [ANSWER_HOLDS] = "holds",
                                          [ANSWER_FAILS] = "does not hold"};
    const char *name = quantity_name(strategy, clause->quantity);
    char limit[NUMBER_SIZE];
    fprintf(stream, "  %s %c %s %s: ", name, clause->below ? '<' : '>',
            number_text(clause->limit, limit), answers[finding->answer]);
    if (finding->reason == REASON_UNSEEN)
        fprintf(stream, "%s is not known, no trial has told anything\n", name);
    else if (finding->reason == REASON_UNDEFINED)
        fprintf(stream, "%s is not defined: it never happens that %s\n", name,
                strategy->problem->proposition[clause->quantity - QUANTITY_CONFIDENCE_FIRST]);
    else {
        print_number(stream, finding, name);
        print_reason(stream, finding);
        putc('\n', stream);
    }
}

/* --- what it cost ----------------------------------------------------------------------------- */

static void print_guarantee(FILE *stream, const struct check *check,
                            const struct experiment *experiment)
{
    fprintf(stream, "  the probability of a wrong answer is at most %.12g %%",
            100.0 * (1.0 - experiment->options.level));
    if (check->within > 0.0)
        fprintf(stream, ", unless the truth is within %.12g %% of a limit", 100.0 * check->within);
    putc('\n', stream);
}

static void print_cost(FILE *stream, const struct check *check, const struct experiment *experiment)
{
    const struct estimate *estimate = &experiment->estimates[0];
    if (experiment->points[0].method == METHOD_EXACT) {
        fprintf(stream, "  every history: %" PRIu64 "\n", estimate->trials);
        return;
    }
    fprintf(stream, "  %" PRIu64 " trials, %u look%s, seed %" PRIu64, estimate->trials,
            estimate->look, estimate->look == 1 ? "" : "s", experiment->seed);
    if (check->answer != ANSWER_UNDECIDED) {
        putc('\n', stream);
        print_guarantee(stream, check, experiment);
    } else if (estimate->status == STATUS_TIMEOUT)
        fputs(": time was up (--time)\n", stream);
    else
        fputs(": it may have no more (--trials)\n", stream);
}

void check_page_print(FILE *stream, const struct check *check, const struct experiment *experiment,
                      const char *text)
{
    static const char *const answers[] = {[ANSWER_UNDECIDED] = "UNDECIDED",
                                          [ANSWER_HOLDS] = "HOLDS",
                                          [ANSWER_FAILS] = "DOES NOT HOLD"};
    const struct point *point = &experiment->points[0];
    fprintf(stream, "%s: ", answers[check->answer]);
    command_put(stream, text);
    putc('\n', stream);
    print_point(stream, point);
    for (size_t i = 0; i < check->condition.count; i++)
        print_clause(stream, &check->condition.clause[i], &check->finding[i], point->strategy);
    print_cost(stream, check, experiment);
}
