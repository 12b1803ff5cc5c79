/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/worst_cases.h"

#include "analysis/words.h"
#include "engine/schedule.h"
#include "engine/worst.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool same_parameters(const struct point *a, const struct point *b)
{
    bool same = a->strategy == b->strategy;
    for (size_t i = 0; same && i < strategy_parameter_count(a->strategy); i++)
        same = a->parameter[i] == b->parameter[i];
    return same;
}

/* An earlier exact point that is the same to an adversary, or `index` itself. In canonical order
 * the points of the same parameters stand together, and mostly the one just before is such a one.
 */
static size_t earlier(const struct experiment *experiment, size_t index)
{
    const struct point *points = experiment->points;
    const struct point same = worst_point(&points[index]);
    for (size_t i = index; i-- > 0 && same_parameters(&points[i], &same);) {
        const struct point other = worst_point(&points[i]);
        if (points[i].method == METHOD_EXACT && other.channel.loss == same.channel.loss &&
            other.channel.loss_back == same.channel.loss_back)
            return i;
    }
    return index;
}

bool worst_cases_check(const struct experiment *experiment, struct error *error)
{
    for (size_t i = 0; i < experiment->point_count; i++)
        if (experiment->points[i].method == METHOD_EXACT && earlier(experiment, i) == i &&
            !worst_check(&experiment->points[i], error))
            return false;
    return true;
}

static bool tell(struct worst_case *told, const struct point *point, const struct worst *worst,
                 struct error *error)
{
    const struct point same = worst_point(point);
    struct schedule schedule = {0};
    size_t size;
    FILE *stream = open_memstream(&told->words, &size);
    if (stream == NULL)
        return error_no_memory(error);
    bool good = schedule_record(&schedule, same.strategy, same.parameter, same.channel, error);
    if (good)
        words_messages(stream, &schedule, worst->event, worst->event_count);
    schedule_release(&schedule);
    return fclose(stream) == 0 ? good : error_no_memory(error);
}

static bool find(struct worst_case *found, const struct experiment *experiment, struct error *error)
{
    const struct point *point = &experiment->points[found->point];
    struct worst worst;
    const bool good =
        worst_find(&worst, point, experiment->threads, error) && tell(found, point, &worst, error);
    found->failure = worst.failure;
    found->captured = worst.captured;
    worst_release(&worst);
    return good;
}

/* What was found for the earlier point `same` is one of those in the list: the last of that point.
 */
static bool copy(struct worst_case *found, const struct worst_cases *cases, size_t same,
                 struct error *error)
{
    size_t at = cases->count;
    while (at > 0 && cases->list[at - 1].point != same)
        at--;
    const struct worst_case *from = &cases->list[at - 1];
    found->failure = from->failure;
    found->captured = from->captured;
    found->words = strdup(from->words);
    return found->words != NULL || error_no_memory(error);
}

bool worst_cases_find(struct worst_cases *cases, const struct experiment *experiment,
                      struct error *error)
{
    *cases = (struct worst_cases){.count = 0};
    cases->list = calloc(experiment->point_count + 1, sizeof *cases->list);
    if (cases->list == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < experiment->point_count; i++) {
        if (experiment->points[i].method != METHOD_EXACT)
            continue;
        struct worst_case *next = &cases->list[cases->count];
        const size_t same = earlier(experiment, i);
        next->point = i;
        if (!(same == i ? find(next, experiment, error) : copy(next, cases, same, error))) {
            free(next->words);
            return false;
        }
        cases->count++;
    }
    return true;
}

void worst_cases_release(struct worst_cases *cases)
{
    for (size_t i = 0; i < cases->count; i++)
        free(cases->list[i].words);
    free(cases->list);
    *cases = (struct worst_cases){.count = 0};
}
