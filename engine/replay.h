/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_REPLAY_H
#define GENERALS_ENGINE_REPLAY_H

/* One trial of a Monte Carlo point, lived through again: what a run counted can be looked at.
 *
 * Trial k, from 0, is lane k % block_trials of block k / block_trials, whose chance is a pure
 * function of (seed, point, block); engine/simulate.c fills it in here as it does in a run. So the
 * trials 0 .. n - 1 are those of a run of n trials. */

#include "engine/error.h"
#include "engine/point.h"
#include "engine/schedule.h"
#include "engine/simulate.h"
#include "engine/stage.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct replay {
    uint64_t seed, trial;
    struct schedule acts;      /* messages and coins alone (schedule_keep_acts) */
    enum happening *happening; /* [act] */
    bool *vigilant; /* [act]: something was sent, and the city was vigilant in that round;
                       bursts alone */
    enum cell cell;
    uint64_t messengers;            /* sent */
    unsigned last_round;            /* in which one was sent; 0: in none */
    uint64_t counter[COUNTERS_MAX]; /* of the strategy */

    /* The draws that mattered and came out as 1 (all copies captured, heads, vigilant), in order:
     * they name the history of the trial (engine/histories.h). */
    size_t draw_count;
    size_t *draws;
};

/* Trial `trial` of the point, 0 <= trial < WORK_TRIALS_MAX. replay_release in any case. */
bool replay_make(struct replay *replay, const struct point *point, uint64_t seed, uint64_t trial,
                 struct error *error);
void replay_release(struct replay *replay);

/* What to look for. */
struct replay_search {
    const struct point *point;
    uint64_t seed;
    enum verdict verdict;
    uint64_t first, end; /* among the trials first .. end - 1; first < end */
    /* Asked between blocks, after so many trials: shall it go on? May be NULL. */
    bool (*go_on)(void *context, uint64_t trials);
    void *context;
};

/* The first such trial: *found, and *trial is it. Else *trial is the first that was not looked at:
 * `end`, or less if it was not to go on. Blocks are counted as a run does, and only one in which
 * such a trial was counted is looked through. */
bool replay_find(const struct replay_search *search, bool *found, uint64_t *trial,
                 struct error *error);

#endif
