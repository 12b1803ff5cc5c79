/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/finding_kinds.h"

#include "analysis/text.h"
#include "plots/finding_words.h"
#include "plots/report_points.h"

#include <math.h>

/* --- where nothing can be compared ------------------------------------------------------------ */

static void write_point_failure(FILE *stream, const struct report_problem *problem,
                                const struct table_point *point)
{
    const struct table_row *row = table_best(point);
    const struct proportion failure = report_failure(problem, row);
    finding_write_known(stream, &failure, row == point->row[METHOD_EXACT]);
}

bool finding_add_range(struct report *report, const struct report_problem *problem,
                       struct error *error)
{
    const struct table_point *least = NULL, *most = NULL;
    size_t count = 0;
    for (size_t i = 0; i < problem->count; i++) {
        const struct table_point *point = &report->table.point[problem->point[i]];
        const struct table_row *row = table_best(point);
        if (row == NULL)
            continue;
        if (count == 0 || row->failure.value < table_best(least)->failure.value)
            least = point;
        if (count == 0 || row->failure.value > table_best(most)->failure.value)
            most = point;
        count++;
    }
    struct text text;
    if (count == 0)
        return true;
    if (!text_open(&text, error))
        return false;
    if (count > 1)
        fprintf(text.stream,
                "The %zu points have different tasks or loss rates, so that they cannot be "
                "compared as strategies. Of all, ",
                count);
    else
        fputs("There is one point to tell of: ", text.stream);
    finding_write_point(text.stream, problem, least);
    fputs(count > 1 ? " fails least, " : " fails ", text.stream);
    write_point_failure(text.stream, problem, least);
    if (count > 1) {
        fputs(", and ", text.stream);
        finding_write_point(text.stream, problem, most);
        fputs(" fails most, ", text.stream);
        write_point_failure(text.stream, problem, most);
    }
    fputs(".", text.stream);
    const struct table_row *row = table_best(least);
    return findings_add(&report->findings,
                        (struct finding){.kind = FINDING_RANGE,
                                         .problem = problem->name,
                                         .sentence = text_close(&text, error),
                                         .value = row->failure.value,
                                         .low = row->failure.low,
                                         .high = row->failure.high,
                                         .is_exact = row == least->row[METHOD_EXACT]},
                        error);
}

/* --- what it costs ---------------------------------------------------------------------------- */

static bool is_on_line(const struct contender *contender)
{
    return contender->pareto[COST_MESSENGERS].line == LINE_ON &&
           !isnan(contender->cost[COST_MESSENGERS]);
}

static void write_end(FILE *stream, const struct comparison_set *set, size_t contender)
{
    const struct contender *it = &set->group.contender[contender];
    fprintf(stream, "%s (%.4g messenger%s, fails ", finding_name_of(set, contender)->label,
            it->cost[COST_MESSENGERS], it->cost[COST_MESSENGERS] == 1.0 ? "" : "s");
    finding_write_failure(stream, it);
    fputs(")", stream);
}

bool finding_add_price(struct report *report, const struct report_problem *problem,
                       const struct comparison_set *set, struct error *error)
{
    const struct contender *contender = set->group.contender;
    size_t count = 0, cheapest = 0, dearest = 0, unknown = 0;
    for (size_t i = 0; i < set->group.count; i++) {
        unknown += contender[i].pareto[COST_MESSENGERS].line == LINE_UNKNOWN;
        if (!is_on_line(&contender[i]))
            continue;
        if (count == 0 ||
            contender[i].cost[COST_MESSENGERS] < contender[cheapest].cost[COST_MESSENGERS])
            cheapest = i;
        if (count == 0 ||
            contender[i].cost[COST_MESSENGERS] > contender[dearest].cost[COST_MESSENGERS])
            dearest = i;
        count++;
    }
    struct text text;
    if (count == 0)
        return true;
    if (!text_open(&text, error))
        return false;
    finding_write_set(text.stream, set);
    fprintf(
        text.stream,
        ", %zu of %zu settings %s worth %s messengers: no other fails less often with no more. ",
        count, set->group.count, count == 1 ? "is" : "are", count == 1 ? "its" : "their");
    fputs(count == 1 ? "It is " : "They go from ", text.stream);
    write_end(text.stream, set, cheapest);
    if (count > 1) {
        fputs(" to ", text.stream);
        write_end(text.stream, set, dearest);
    }
    fputs(".", text.stream);
    if (unknown > 0)
        fprintf(text.stream, " Of %zu others that is not known: they were not seen to fail.",
                unknown);
    return findings_add(&report->findings,
                        (struct finding){.kind = FINDING_PRICE,
                                         .problem = problem->name,
                                         .sentence = text_close(&text, error),
                                         .value = (double)count,
                                         .low = NAN,
                                         .high = NAN,
                                         .is_exact = finding_is_exact(&contender[cheapest]) &&
                                                     finding_is_exact(&contender[dearest])},
                        error);
}
