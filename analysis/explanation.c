/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/explanation.h"

bool explanation_failure(struct explanation *e, int threads, struct error *error)
{
    struct error why;
    e->ways_known = failure_find(&e->ways, &e->failing, e->point, threads, &why);
    if (!e->ways_known && !e->ways.gave_up) {
        *error = why;
        return false;
    }
    e->why_no_ways = why;
    const struct channel channel = e->point->channel;
    e->certain = channel.loss <= 0.0 || channel.loss >= 1.0 || channel.loss_back <= 0.0 ||
                 channel.loss_back >= 1.0;
    const bool possible = !e->ways_known || e->ways.possible;
    e->slope_known = possible && failure_slope(&e->slope, &e->slope_loss, e->point, threads, &why);
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

bool explanation_views(struct explanation *e, struct error *error)
{
    const struct point *point = e->point;
    const struct problem *problem = point->strategy->problem;
    if (!schedule_record(&e->exchange, point->strategy, point->parameter, point->channel, error))
        return false;
    e->event_count = e->exchange.event_count;
    schedule_keep_acts(&e->exchange);
    if (!problem->parties_act) {
        error_set(&e->why_no_views,
                  "whether '%s' and '%s' is not what two honest parties do and can know",
                  problem->proposition[0], problem->proposition[1]);
        return true;
    }
    struct error why;
    if (!histories_make(&e->histories, point, histories_all, &why)) {
        e->why_no_views = why;
        *error = why;
        return e->histories.too_many;
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
