/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/worst_cases.h"

#include "analysis/text.h"
#include "analysis/words.h"
#include "engine/schedule.h"
#include "engine/worst.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIKE_MAX = 1024 }; /* cases that are looked at to find one that is the same */

/* Is the worst case the same, whatever the strategy does? */
static bool alike(const struct point *left, const struct point *right)
{
    const struct point a = worst_point(left), b = worst_point(right);
    bool same = a.strategy == b.strategy && a.channel.loss == b.channel.loss &&
                a.channel.loss_back == b.channel.loss_back;
    for (size_t i = 0; same && i < strategy_parameter_count(a.strategy); i++)
        same = a.parameter[i] == b.parameter[i];
    return same;
}

/* The last case in the list that is the same as the point's, or NULL. In canonical order it is
 * mostly one of the last, or else of other parameters. */
static const struct worst_case *find_alike(const struct worst_cases *cases,
                                           const struct experiment *experiment,
                                           const struct point *point)
{
    const struct worst_case *list = cases->list;
    for (size_t i = cases->count; i-- > 0 && i + ALIKE_MAX >= cases->count;)
        if (alike(&experiment->points[list[i].point], point))
            return &list[i];
    return NULL;
}

bool worst_cases_check(const struct experiment *experiment, struct error *error)
{
    const struct point *before = NULL;
    for (size_t i = 0; i < experiment->point_count; i++) {
        const struct point *point = &experiment->points[i];
        if (point->method != METHOD_EXACT || (before != NULL && alike(before, point)))
            continue;
        if (!worst_check(point, error))
            return false;
        before = point;
    }
    return true;
}

/* A sum of many weights is wrong in its last digit or two, which nobody should read: 1/3, and not
 * 0.33333333333333337. */
static double without_errors(double failure)
{
    char text[32];
    snprintf(text, sizeof text, "%.*g", WORST_CASES_DIGITS, failure);
    return strtod(text, NULL);
}

static bool tell(struct worst_case *told, const struct point *point, const struct worst *worst,
                 struct error *error)
{
    const struct point same = worst_point(point);
    struct schedule schedule = {0};
    struct text words;
    if (!text_open(&words, error))
        return false;
    const bool good =
        schedule_record(&schedule, same.strategy, same.parameter, same.channel, error);
    if (good)
        words_messages(words.stream, &schedule, worst->event, worst->event_count);
    schedule_release(&schedule);
    told->words = text_close(&words, error);
    return good && told->words != NULL;
}

static bool find(struct worst_case *found, const struct experiment *experiment, struct error *error)
{
    const struct point *point = &experiment->points[found->point];
    struct worst worst;
    const bool good =
        worst_find(&worst, point, experiment->threads, error) && tell(found, point, &worst, error);
    found->failure = without_errors(worst.failure);
    found->captured = worst.captured;
    worst_release(&worst);
    return good;
}

static bool copy(struct worst_case *to, const struct worst_case *from, struct error *error)
{
    to->failure = from->failure;
    to->captured = from->captured;
    to->words = strdup(from->words);
    return to->words != NULL || error_no_memory(error);
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
        const struct worst_case *same = find_alike(cases, experiment, &experiment->points[i]);
        next->point = i;
        if (!(same == NULL ? find(next, experiment, error) : copy(next, same, error))) {
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
