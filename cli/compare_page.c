/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/compare_page.h"

#include "cli/command.h"
#include "plots/comparison_files.h"
#include "plots/estimate_text.h"
#include "plots/number.h"

#include <math.h>
#include <string.h>

/* More pairs than those of so many contenders are left to comparison.csv. */
enum { PAIRS_OF_MAX = 5 };

static const char *percent(double level, char text[ESTIMATE_TEXT_SIZE])
{
    snprintf(text, ESTIMATE_TEXT_SIZE, "%.15g %%", 100.0 * level);
    return text;
}

static const char *label_of(const struct comparison_set *set, size_t index)
{
    return set->name[set->group.contender[index].id].label;
}

static void print_heading(FILE *stream, const struct comparison_set *set)
{
    char loss[NUMBER_SIZE], back[NUMBER_SIZE], level[ESTIMATE_TEXT_SIZE];
    command_put(stream, set->problem);
    fputs(", ", stream);
    command_put(stream, set->channel);
    if (set->task[0] != '\0') {
        fputs(", ", stream);
        command_put(stream, set->task);
    }
    fprintf(stream, ", loss %s", number_text(set->loss, loss));
    if (set->loss_back < set->loss || set->loss_back > set->loss)
        fprintf(stream, ", loss back %s", number_text(set->loss_back, back));
    fprintf(stream, "; %s for all %zu together\n", percent(set->group.level, level),
            set->group.count);
    fprintf(stream, "%4s %7s  %38s  %36s%9s%12s%11s  %-12s%8s  %-12s  %s\n", "#", "rank", "failure",
            "times as often as 1", "p", "success", "messengers", "line", "rounds", "line",
            "strategy");
}

/* --- contenders ------------------------------------------------------------------------------- */

static const char *rank_text(const struct contender *contender, char text[ESTIMATE_TEXT_SIZE])
{
    if (contender->rank_low == contender->rank_high)
        snprintf(text, ESTIMATE_TEXT_SIZE, "%zu", contender->rank_low);
    else
        snprintf(text, ESTIMATE_TEXT_SIZE, "%zu-%zu", contender->rank_low, contender->rank_high);
    return text;
}

static const char *failure_text(const struct contender *contender, char text[ESTIMATE_TEXT_SIZE])
{
    const struct proportion failure = {contender->failure, 1.0 - contender->failure,
                                       contender->interval};
    return proportion_text(&failure, contender->evidence == EVIDENCE_EXACT, text);
}

/* "2 [1.8, 2.2]", with as many digits as show the width; without an interval if it is exact. */
static const char *number_text_with(double value, struct interval interval, bool exact,
                                    char text[ESTIMATE_TEXT_SIZE])
{
    const double width = interval.high - interval.low;
    const double scale = fmax(fabs(interval.low), fabs(interval.high));
    const double digits = width > 0.0 ? floor(log10(scale)) - floor(log10(width)) + 2.0 : 4.0;
    const int most = digits > 12.0 ? 12 : (int)digits;
    if (exact)
        snprintf(text, ESTIMATE_TEXT_SIZE, "%.6g", value);
    else
        snprintf(text, ESTIMATE_TEXT_SIZE, "%.*g [%.*g, %.*g]", most, value, most, interval.low,
                 most, interval.high);
    return text;
}

/* Where the first has hardly failed, that the other fails more often is all that is known. */
static const char *ratio_text(const struct comparison *pair, char text[ESTIMATE_TEXT_SIZE])
{
    if (isfinite(pair->ratio) && isfinite(pair->ratio_interval.high))
        return number_text_with(pair->ratio, pair->ratio_interval, pair->test == TEST_NONE, text);
    if (pair->ratio_interval.low > 0.0)
        snprintf(text, ESTIMATE_TEXT_SIZE, "more than %.3g", pair->ratio_interval.low);
    else
        snprintf(text, ESTIMATE_TEXT_SIZE, "-");
    return text;
}

static const char *p_text(const struct comparison *pair, char text[ESTIMATE_TEXT_SIZE])
{
    if (pair->test == TEST_NONE)
        snprintf(text, ESTIMATE_TEXT_SIZE, "%s", pair->told_apart ? "exact" : "same");
    else if (pair->p_holm > 0.0)
        snprintf(text, ESTIMATE_TEXT_SIZE, "%.2g", pair->p_holm);
    else
        snprintf(text, ESTIMATE_TEXT_SIZE, "<1e-300");
    return text;
}

static const char *line_text(const struct contender *contender, enum cost cost,
                             char text[ESTIMATE_TEXT_SIZE])
{
    const size_t number = contender->pareto[cost].by + 1;
    if (contender->pareto[cost].line == LINE_OFF)
        snprintf(text, ESTIMATE_TEXT_SIZE, "%s%zu",
                 contender->pareto[cost].sure ? "surely " : "worse than ", number);
    else
        snprintf(text, ESTIMATE_TEXT_SIZE, "%s",
                 contender->pareto[cost].line == LINE_ON ? "on" : "?");
    return text;
}

static const char *cost_text(double cost, char text[ESTIMATE_TEXT_SIZE])
{
    snprintf(text, ESTIMATE_TEXT_SIZE, isnan(cost) ? "-" : "%.5g", cost);
    return text;
}

static void print_contender(FILE *stream, const struct comparison_set *set, size_t index)
{
    const struct contender *contender = &set->group.contender[index];
    const struct comparison *pair = index > 0 ? &set->group.comparison[index - 1] : NULL;
    char text[ESTIMATE_TEXT_SIZE];
    fprintf(stream, "%4zu %7s", index + 1, rank_text(contender, text));
    fprintf(stream, "  %38s", failure_text(contender, text));
    fprintf(stream, "  %36s", pair != NULL ? ratio_text(pair, text) : "");
    fprintf(stream, "%9s", pair != NULL ? p_text(pair, text) : "");
    fprintf(stream, "%12s", cost_text(set->name[contender->id].success, text));
    for (enum cost cost = 0; cost < COST_COUNT; cost++) {
        fprintf(stream, cost == COST_MESSENGERS ? "%11s" : "%8s",
                cost_text(contender->cost[cost], text));
        fprintf(stream, "  %-12s", line_text(contender, cost, text));
    }
    fputs("  ", stream);
    command_put(stream, label_of(set, index));
    putc('\n', stream);
}

/* --- pairs ------------------------------------------------------------------------------------ */

static void print_pair(FILE *stream, const struct comparison *pair)
{
    char text[ESTIMATE_TEXT_SIZE];
    fprintf(stream, "%6zu and %zu: ", pair->first + 1, pair->second + 1);
    if (pair->told_apart)
        fprintf(stream, "%zu fails less often", pair->first + 1);
    else
        fputs(pair->test == TEST_NONE ? "the same" : "not told apart", stream);
    fprintf(stream, ", p %s", p_text(pair, text));
    fprintf(stream, "; difference %s",
            number_text_with(pair->difference, pair->difference_interval, pair->test == TEST_NONE,
                             text));
    fprintf(stream, ", ratio %s\n", ratio_text(pair, text));
}

/* Those with the best stand in the table. */
static void print_pairs(FILE *stream, const struct comparison_set *set)
{
    const struct comparison_group *group = &set->group;
    if (group->count > PAIRS_OF_MAX)
        return;
    for (size_t i = 0; i < group->comparison_count; i++)
        print_pair(stream, &group->comparison[i]);
}

static bool has_other_pairs(const struct comparison_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        if (rows->set[i].group.pairwise && rows->set[i].group.count > PAIRS_OF_MAX)
            return true;
    return false;
}

static void print_legend(FILE *stream, const struct comparison_rows *rows)
{
    char level[ESTIMATE_TEXT_SIZE];
    fprintf(
        stream,
        "\n#: by estimated failure. rank: those it can have; ranks that overlap are not told "
        "apart at %s.\n"
        "failure, times as often as 1: intervals that hold for all of a table together. p: "
        "Holm's, over all pairs.\n"
        "line: on it nobody fails less often at no higher cost; worse than N: by the estimates; "
        "surely N: by intervals\n"
        "      (of rounds: failure alone); ?: no failure was seen, or no cost is known.\n",
        percent(rows->set[0].group.level, level));
    if (has_other_pairs(rows))
        fprintf(stream, "All pairs of up to %d contenders are in " COMPARISON_FILE ".\n",
                COMPARISON_PAIRWISE_MAX);
}

void compare_page_print(FILE *stream, const struct comparison_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++) {
        if (i > 0)
            putc('\n', stream);
        print_heading(stream, &rows->set[i]);
        for (size_t j = 0; j < rows->set[i].group.count; j++)
            print_contender(stream, &rows->set[i], j);
        print_pairs(stream, &rows->set[i]);
    }
    print_legend(stream, rows);
}
