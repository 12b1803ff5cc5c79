/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_EXPLANATION_H
#define GENERALS_ANALYSIS_EXPLANATION_H

/* All that can be said of one point from its histories. */

#include "analysis/failure.h"
#include "analysis/knowledge.h"
#include "analysis/proof.h"
#include "engine/point.h"

struct explanation {
    const struct point *point;
    struct schedule exchange; /* messages and coins alone */
    size_t event_count;       /* of the whole schedule: room to tell a history */

    bool ways_known; /* else why_no_ways says why not */
    struct failure_ways ways;
    struct histories failing; /* ways.likeliest is one of them */
    struct error why_no_ways;

    char smaller[64]; /* where histories are too many: ", for example chunks=4", or "" */

    bool certain; /* a loss rate is 0 or 1: what is said of failure holds at these rates alone */
    bool slope_known;
    double slope, slope_loss; /* as failure_slope gives them */

    bool views_known; /* what follows is known; else why_no_views says why not */
    struct error why_no_views;
    struct histories histories;
    struct final_views views[2];
    struct ladder ladder[KNOWLEDGE_EVENTS];
    struct proof proof;
};

/* How failure happens, and what the parties know; what cannot be known is said in the explanation.
 * False if the strategy misbehaves or cheats, or without memory. Start from {.point = ...};
 * explanation_release in any case. */
bool explanation_failure(struct explanation *explanation, int threads, struct error *error);
bool explanation_views(struct explanation *explanation, struct error *error);
void explanation_release(struct explanation *explanation);

/* The view of party 0 that is asked for if none is named: the likeliest in which nothing reached
 * it, or, if there is none, the likeliest. */
size_t explanation_default_view(const struct explanation *explanation);

#endif
