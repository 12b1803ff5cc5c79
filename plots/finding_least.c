/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/finding_kinds.h"

#include "analysis/text.h"
#include "plots/finding_words.h"
#include "plots/report_points.h"

#include <math.h>
#include <string.h>

/* --- which fails least ------------------------------------------------------------------------ */

/* How the best stands to the others. */
struct standing {
    size_t sure, same, open;
    size_t first_open; /* contender */
    bool has_chance;
};

static struct standing standing_of(const struct comparison_group *group)
{
    struct standing standing = {.sure = 0};
    for (size_t i = 0; i < group->comparison_count; i++) {
        const struct comparison *pair = &group->comparison[i];
        if (pair->first != 0)
            continue;
        standing.has_chance = standing.has_chance || pair->test != TEST_NONE;
        if (pair->told_apart)
            standing.sure++;
        else if (pair->test == TEST_NONE)
            standing.same++;
        else if (standing.open++ == 0)
            standing.first_open = pair->second;
    }
    return standing;
}

static size_t count_strategies(const struct comparison_set *set)
{
    size_t count = 0;
    for (size_t i = 0; i < set->group.count; i++) /* by id they stand together */
        count += i == 0 || strcmp(set->name[i - 1].strategy, set->name[i].strategy) != 0;
    return count;
}

static void write_standing(FILE *stream, const struct comparison_set *set)
{
    const struct standing standing = standing_of(&set->group);
    if (standing.same > 0)
        fprintf(stream, " %zu other%s %s as rarely.", standing.same, finding_plural(standing.same),
                standing.same == 1 ? "fails" : "fail");
    if (!standing.has_chance) {
        fputs(" All of this is exact.", stream);
        return;
    }
    if (standing.sure > 0) {
        fprintf(stream, " That %zu other%s %s more often is sure at ", standing.sure,
                finding_plural(standing.sure), standing.sure == 1 ? "fails" : "fail");
        finding_write_level(stream, set->group.level);
        fputs(", all comparisons at this loss rate together.", stream);
    }
    if (standing.open > 0)
        fprintf(stream, " The trials do not tell it from %zu %s%s (%s%s).", standing.open,
                standing.sure > 0 ? "more" : "other",
                standing.sure > 0 ? "" : finding_plural(standing.open),
                finding_name_of(set, standing.first_open)->label, standing.open > 1 ? ", ..." : "");
}

/* The point that a contender is. */
static const struct table_point *point_of(const struct report *report,
                                          const struct report_problem *problem,
                                          const struct comparison_set *set, size_t contender)
{
    const struct comparison_name *name = finding_name_of(set, contender);
    for (size_t i = 0; i < problem->count; i++) {
        const struct table_point *point = &report->table.point[problem->point[i]];
        if (point->loss >= set->loss && point->loss <= set->loss &&
            point->loss_back >= set->loss_back && point->loss_back <= set->loss_back &&
            strcmp(point->strategy, name->strategy) == 0 &&
            strcmp(point->parameters->text, name->parameters) == 0 &&
            strcmp(point->channel->text, set->channel) == 0)
            return point;
    }
    return NULL;
}

/* ". It succeeds with probability 0.81 and sends 3 messengers in a trial on average" */
static void write_rest(FILE *stream, const struct report_problem *problem,
                       const struct table_point *point)
{
    const struct table_row *row = point != NULL ? table_best_of_all(point) : NULL;
    if (row == NULL)
        return;
    const struct proportion success = report_success(problem, row);
    fputs(". It succeeds with probability ", stream);
    report_write_probability(stream, &success, row == point->row[METHOD_EXACT]);
    fprintf(stream, ", and sends %.4g messenger%s in a trial on average", row->messengers.value,
            row->messengers.value == 1.0 ? "" : "s");
}

/* Settings that trials never saw to fail: of those none is the best. */
static size_t count_unseen(const struct comparison_set *set)
{
    size_t count = 0;
    for (size_t i = 0; i < set->group.count; i++)
        count +=
            !finding_is_exact(&set->group.contender[i]) && set->group.contender[i].failure <= 0.0;
    return count;
}

static void write_unseen(FILE *stream, const struct comparison_set *set, size_t unseen)
{
    double most = 0.0;
    for (size_t i = 0; i < set->group.count; i++)
        if (set->group.contender[i].failure <= 0.0)
            most = fmax(most, set->group.contender[i].interval.high);
    finding_write_set(stream, set);
    fputs(", ", stream);
    if (unseen == set->group.count)
        fprintf(stream, unseen == 2 ? "both" : "all %zu", unseen);
    else
        fprintf(stream, "%zu of %zu", unseen, set->group.count);
    fprintf(stream,
            " settings were not seen to fail in their trials, so none of them can be "
            "called the best: each fails with probability %.2g or less (",
            most);
    finding_write_level(stream, set->group.level);
    fputs(" for all together).", stream);
}

static void write_least(FILE *stream, const struct report *report,
                        const struct report_problem *problem, const struct comparison_set *set)
{
    const size_t unseen = count_unseen(set);
    if (unseen > 1 && set->group.contender[0].failure <= 0.0) {
        write_unseen(stream, set, unseen);
        return;
    }
    const struct contender *best = &set->group.contender[0];
    const size_t strategies = count_strategies(set);
    finding_write_set(stream, set);
    fprintf(stream, ", of %zu settings of %zu strateg%s, %s fails least: ", set->group.count,
            strategies, strategies == 1 ? "y" : "ies", finding_name_of(set, 0)->label);
    finding_write_failure(stream, best);
    write_rest(stream, problem, point_of(report, problem, set, 0));
    fputs(".", stream);
    write_standing(stream, set);
}

bool finding_add_least(struct report *report, const struct report_problem *problem,
                       const struct comparison_set *set, struct error *error)
{
    struct text text;
    const struct contender *best = &set->group.contender[0];
    if (!text_open(&text, error))
        return false;
    write_least(text.stream, report, problem, set);
    return findings_add(&report->findings,
                        (struct finding){.kind = FINDING_LEAST,
                                         .problem = problem->name,
                                         .sentence = text_close(&text, error),
                                         .value = best->failure,
                                         .low = best->interval.low,
                                         .high = best->interval.high,
                                         .is_exact = finding_is_exact(best)},
                        error);
}
