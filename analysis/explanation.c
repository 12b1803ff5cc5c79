/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/explanation.h"

#include <math.h>
#include <stdio.h>

/* With so many draws there are at most 2^24 histories, which can be gone through. */
enum { FEW_DRAWS = 24 };

/* False with the reason. */
static bool has_few_draws(const struct point *point, struct error *why_not)
{
    struct schedule schedule = {0};
    error_set(why_not, "too many draws");
    const bool few =
        schedule_record(&schedule, point->strategy, point->parameter, point->channel, why_not) &&
        schedule.draw_count <= FEW_DRAWS;
    schedule_release(&schedule);
    return few;
}

/* Halves a parameter until the strategy has few draws. `found` is false if it never has. False
 * without memory. */
static bool make_smaller(struct point *point, size_t index, bool *found, struct error *error)
{
    const struct parameter *parameter = &point->strategy->parameter[index];
    double *value = &point->parameter[index];
    struct error why_not;
    *found = false;
    while (!*found && parameter->whole && *value > parameter->lowest) {
        *value = fmax(parameter->lowest, floor(*value / 2.0));
        *found = has_few_draws(point, &why_not); /* which checks the parameters too */
        if (!*found && error_is_no_memory(&why_not))
            return error_no_memory(error);
    }
    return true;
}

/* ", for example chunks=4": what follows "choose smaller parameters". */
static bool name_smaller(struct explanation *e, struct error *error)
{
    bool found = false;
    for (size_t i = 0; i < strategy_parameter_count(e->point->strategy); i++) {
        struct point smaller = *e->point;
        if (!make_smaller(&smaller, i, &found, error))
            return false;
        if (!found)
            continue;
        snprintf(e->smaller, sizeof e->smaller, ", for example %s=%.15g",
                 smaller.strategy->parameter[i].name, smaller.parameter[i]);
        break;
    }
    return true;
}

bool explanation_failure(struct explanation *e, int threads, struct error *error)
{
    struct error why;
    e->ways_known = failure_find(&e->ways, &e->failing, e->point, threads, &why);
    if (!e->ways_known && !e->ways.gave_up) {
        *error = why;
        return false;
    }
    e->why_no_ways = why;
    if (e->ways.gave_up && !name_smaller(e, error))
        return false;
    const struct channel channel = e->point->channel;
    e->certain = channel.loss <= 0.0 || channel.loss >= 1.0 || channel.loss_back <= 0.0 ||
                 channel.loss_back >= 1.0;
    const bool possible = !e->ways_known || e->ways.possible;
    e->slope_known = possible && failure_slope(&e->slope, &e->slope_loss, e->point, threads, &why);
    if (possible && !e->slope_known && error_is_no_memory(&why))
        return error_no_memory(error);
    return true;
}

static bool explain_histories(struct explanation *e, struct error *error)
{
    for (int party = 0; party < 2; party++)
        if (!final_views_make(&e->views[party], &e->histories, party, error))
            return false;
    for (enum knowledge_event event = 0; event < KNOWLEDGE_EVENTS; event++)
        if (!ladder_make(&e->ladder[event], &e->histories, event, error))
            return false;
    return proof_find(&e->proof, &e->histories, e->point, error);
}

static void say_why_nobody_acts(struct explanation *e)
{
    const struct problem *problem = e->point->strategy->problem;
    if (schedule_party_count(&e->exchange) > 2)
        error_set(&e->why_no_views,
                  "more than two parties take part, who need not all be honest, and neither '%s' "
                  "nor '%s' is what one of them decides, so there is no confidence to speak of",
                  problem->proposition[0], problem->proposition[1]);
    else
        error_set(&e->why_no_views,
                  "'%s' and '%s' are not both what a party decides, so there is no confidence to "
                  "speak of",
                  problem->proposition[0], problem->proposition[1]);
}

bool explanation_views(struct explanation *e, struct error *error)
{
    const struct point *point = e->point;
    const struct problem *problem = point->strategy->problem;
    if (!schedule_record(&e->exchange, point->strategy, point->parameter, point->channel, error))
        return false;
    e->event_count = e->exchange.event_count;
    schedule_keep_acts(&e->exchange);
    if (!problem->parties_act) {
        say_why_nobody_acts(e);
        return true;
    }
    struct error why;
    if (!histories_make(&e->histories, point, histories_all, &why)) {
        e->why_no_views = why;
        *error = why;
        return e->histories.too_many && name_smaller(e, error);
    }
    e->views_known = e->histories.views_known;
    if (!e->views_known)
        error_set(&e->why_no_views, "more than two parties exchange messages");
    return !e->views_known || explain_histories(e, error);
}

void explanation_release(struct explanation *e)
{
    schedule_release(&e->exchange);
    histories_release(&e->failing);
    histories_release(&e->histories);
    for (int i = 0; i < 2; i++)
        final_views_release(&e->views[i]);
    for (int i = 0; i < KNOWLEDGE_EVENTS; i++)
        ladder_release(&e->ladder[i]);
    proof_release(&e->proof);
}

static bool nothing_arrived(const struct explanation *e, uint32_t view)
{
    for (uint32_t at = view; at != VIEW_NOTHING; at = e->histories.views.view[at].before)
        if (e->histories.stage.schedule.events[e->histories.views.view[at].event].kind ==
            EVENT_TRANSMIT)
            return false;
    return true;
}

size_t explanation_default_view(const struct explanation *e)
{
    for (size_t i = 0; i < e->views[0].count; i++)
        if (nothing_arrived(e, e->views[0].view[i].view))
            return i;
    return 0;
}
