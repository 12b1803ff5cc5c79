/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/finding_kinds.h"

#include "analysis/text.h"
#include "plots/finding_words.h"
#include "plots/report_points.h"

#include <math.h>

struct surest {
    const struct table_point *point;
    struct proportion confidence;
    int party;
    bool is_exact;
    size_t certain; /* points at which it is 1, exactly */
};

/* Exact before sampled; then by what is missing to 1, or by the lower end. */
static bool is_surer(const struct surest *a, const struct surest *b)
{
    if (b->point == NULL)
        return true;
    if (a->is_exact != b->is_exact)
        return a->is_exact;
    return a->is_exact ? a->confidence.rest < b->confidence.rest
                       : a->confidence.interval.low > b->confidence.interval.low;
}

static struct surest find_surest(const struct report *report, const struct report_problem *problem)
{
    struct surest best = {.point = NULL};
    size_t certain = 0;
    for (size_t i = 0; i < problem->count; i++) {
        struct surest here = {.point = &report->table.point[problem->point[i]]};
        const struct table_row *row = table_best_of_all(here.point);
        if (row == NULL || !report_is_lossy(here.point->loss, here.point->loss_back))
            continue;
        here.is_exact = row == here.point->row[METHOD_EXACT];
        here.confidence = report_confidence(row, &here.party);
        if (here.party < 0)
            continue;
        if (here.is_exact && here.confidence.rest <= 0.0)
            certain++;
        else if (is_surer(&here, &best))
            best = here;
    }
    best.certain = certain;
    return best;
}

static void write_surest(FILE *stream, const struct report_problem *problem,
                         const struct surest *best)
{
    const struct problem *known = problem->known;
    fputs("The less sure party is surest with ", stream);
    finding_write_point(stream, problem, best->point);
    fprintf(stream, ": when %s acts, %s does, too, ", known->party[best->party],
            known->party[1 - best->party]);
    finding_write_known(stream, &best->confidence, best->is_exact);
    fputs(".", stream);
    if (best->is_exact)
        fputs(" That is not 1.", stream);
    else if (best->confidence.interval.high < 1.0)
        fputs(" All of the interval is below 1.", stream);
    else
        fputs(" The interval reaches 1, since no trial showed the contrary: what is known is its "
              "lower end.",
              stream);
}

bool finding_add_confidence(struct report *report, const struct report_problem *problem,
                            struct error *error)
{
    struct text text;
    if (problem->known == NULL || !problem->known->parties_act)
        return true;
    const struct surest best = find_surest(report, problem);
    if (best.point == NULL && best.certain == 0)
        return true;
    if (!text_open(&text, error))
        return false;
    if (best.point != NULL)
        write_surest(text.stream, problem, &best);
    if (best.certain > 0)
        fprintf(text.stream,
                "%sAt %zu point%s whoever acts is never wrong (exact): confidence is 1 there.",
                best.point != NULL ? " " : "", best.certain, finding_plural(best.certain));
    return findings_add(
        &report->findings,
        (struct finding){.kind = FINDING_CONFIDENCE,
                         .problem = problem->name,
                         .sentence = text_close(&text, error),
                         .value = best.point != NULL ? best.confidence.value : 1.0,
                         .low = best.point != NULL ? best.confidence.interval.low : 1.0,
                         .high = best.point != NULL ? best.confidence.interval.high : 1.0,
                         .is_exact = best.point == NULL || best.is_exact},
        error);
}
