/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_RUNGS_H
#define GENERALS_ENGINE_RUNGS_H

/* The ladder of engine/tilt_search.h: the rates of draws on each of its rungs. */

#include "engine/error.h"
#include "engine/schedule.h"

#include <stdbool.h>
#include <stddef.h>

/* Which way probabilities p that are not a coin's go as theta falls: up, as p^theta; down, as
 * 1 - (1-p)^theta; or towards 1/2, as p^theta to (1-p)^theta. Coins always go towards 1/2. */
enum direction { DIRECTION_RAISED, DIRECTION_LOWERED, DIRECTION_EVENED, DIRECTION_COUNT };

enum { THETA_1 = 1024 }; /* theta is a whole number of these parts of 1 */

struct rung {
    enum direction direction;
    unsigned theta; /* 1 to THETA_1, where the rates are the real ones */
};

/* Of a schedule: what the rungs are made from. */
struct rungs {
    size_t draws;
    const struct chance *nominal; /* [draw] */
    bool *coin;                   /* [draw] */
};

/* rungs_release in any case. */
bool rungs_init(struct rungs *rungs, const struct schedule *schedule, const struct chance *nominal,
                struct error *error);
void rungs_release(struct rungs *rungs);

/* Fills in the probability of every draw. */
void rungs_rates(const struct rungs *rungs, struct rung rung, double *rates);

#endif
