/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_TESTIMONY_H
#define GENERALS_ANALYSIS_TESTIMONY_H

/* What can be said of one trial (engine/replay.h) from the histories of its point: how probable it
 * is that all happens as it did there, and what each of two parties can know in the end. */

#include "analysis/knowledge.h"
#include "engine/error.h"
#include "engine/histories.h"
#include "engine/point.h"
#include "engine/replay.h"

#include <stdbool.h>

struct testimony {
    bool probability_known; /* not of a history with something too rare for a number */
    long double probability;

    bool views_known; /* two parties act, and the histories are few enough to go through at once */
    struct histories histories;
    size_t history;            /* that of the trial */
    struct final_view view[2]; /* with which party 1 and party 2 end it */
};

/* False if the strategy misbehaves or cheats, or without memory. testimony_release in any case. */
bool testimony_make(struct testimony *testimony, const struct point *point,
                    const struct replay *replay, struct error *error);
void testimony_release(struct testimony *testimony);

#endif
