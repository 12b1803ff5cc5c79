/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/finding_words.h"

#include "plots/report_points.h"

#include <string.h>

const char *finding_plural(size_t count)
{
    return count == 1 ? "" : "s";
}

/* "95 %" */
void finding_write_level(FILE *stream, double level)
{
    fprintf(stream, "%.15g %%", 100.0 * level);
}

const struct comparison_name *finding_name_of(const struct comparison_set *set, size_t contender)
{
    return &set->name[set->group.contender[contender].id];
}

bool finding_is_exact(const struct contender *contender)
{
    return contender->evidence == EVIDENCE_EXACT;
}

/* "At loss rate 0.1, with chunks=64" */
void finding_write_set(FILE *stream, const struct comparison_set *set)
{
    report_write_place(stream, true, set->loss, set->loss_back, set->channel);
    if (set->task[0] != '\0')
        fprintf(stream, ", with %s", set->task);
}

/* "with probability 0.1 (exact)" */
void finding_write_known(FILE *stream, const struct proportion *probability, bool exact)
{
    fputs("with probability ", stream);
    report_write_probability(stream, probability, exact);
    fputs(exact ? " (exact)" : "", stream);
}

void finding_write_failure(FILE *stream, const struct contender *contender)
{
    const struct proportion failure = {contender->failure, 1.0 - contender->failure,
                                       contender->interval};
    if (finding_is_exact(contender) && contender->failure <= 0.0 && contender->interval.high <= 0.0)
        fputs("never (exact)", stream);
    else
        finding_write_known(stream, &failure, finding_is_exact(contender));
}

void finding_write_point(FILE *stream, const struct report_problem *problem,
                         const struct table_point *point)
{
    const struct report_strategy *strategy = report_strategy_of(problem, point);
    fprintf(stream, "%s%s", strategy->name,
            strcmp(strategy->common, point->parameters->text) != 0 ? " " : "");
    report_write_settings(stream, strategy, point);
    putc(' ', stream);
    report_write_place(stream, false, point->loss, point->loss_back, point->channel->text);
}
