/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_HISTORIES_H
#define GENERALS_ENGINE_HISTORIES_H

/* Every history of a point, one by one, with the view that each of two parties ends with.
 *
 * The first history is the one in which every draw that matters is 0: every messenger that may get
 * through does, every coin falls tails. Each other one is named by the one that it `differs` from:
 * draw `draw` is 1 here and 0 there, draws before it are as there, and later ones are 0. That gives
 * each history once. Only draws that are left to chance count: at loss 0 or 1 there is one history,
 * and no history has probability 0.
 *
 * Views and acts are checked while they are made: whether a party sends, flips a coin, or acts must
 * be a function of its own view. A strategy of which that is not true cheats. */

#include "engine/error.h"
#include "engine/point.h"
#include "engine/stage.h"
#include "engine/views.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define HISTORIES_MAX ((size_t)1 << 24)

struct history {
    long double probability; /* a product: a double could not hold all */
    uint32_t differs;        /* index of a history, or UINT32_MAX for the first */
    uint32_t draw;           /* see above */
    uint32_t view[2];        /* of party 1, of party 2, in the end; unless !histories.views_known */
    uint32_t captured;       /* messengers, certain losses not counted */
    uint8_t cell;
    bool heard;   /* the first message of party 1 reached party 2 */
    bool arrived; /* some messenger did */
};

struct histories {
    struct stage stage; /* on which they are run, and told again */
    size_t count, capacity;
    struct history *history;
    bool too_many;    /* why they could not be made */
    bool views_known; /* two parties, and the problem's propositions are what they do */
    struct views views;
    struct views facts; /* (view, event, enum fact): see histories_fact */
};

/* What is true of a view in some history. */
enum fact {
    FACT_REACHED, /* the event's message reached the party that had this view before */
    FACT_VARIES,  /* and so it did with another view of its sender */
    FACT_DID,     /* the party had this view and sent the event's message, flipped, acted */
    FACT_DID_NOT,
};

/* Instead of an event: the act of party 0 or 1 in the end. */
static inline uint32_t histories_act(int party)
{
    return UINT32_MAX - (uint32_t)party;
}

bool histories_fact(const struct histories *histories, uint32_t view, uint32_t event,
                    enum fact fact);

/* Which histories are wanted. */
struct histories_limits {
    const bool *heads;  /* [event]: holds every coin fixed at heads or not; NULL: none is */
    size_t count_max;   /* more are refused; at most HISTORIES_MAX */
    bool without_views; /* which take most of the time */
};

/* All histories, with views. */
extern const struct histories_limits histories_all;

/* Finds the histories of a point. False, with the reason, if they are too many (mostly before any
 * is made), if the strategy cheats, or without memory. Releases nothing: call histories_release in
 * any case. */
bool histories_make(struct histories *histories, const struct point *point,
                    struct histories_limits limits, struct error *error);
void histories_release(struct histories *histories);

/* Makes the one history in which these draws are 1, in order; it is the last of those in
 * `histories` (the others lead to it), and has no views. */
bool histories_make_one(struct histories *histories, const struct point *point, const size_t *draws,
                        size_t count, struct error *error);

/* The index of the history in which these draws are 1, in order, all of which matter in it; it is
 * among `histories`, which are complete. */
size_t histories_find(const struct histories *histories, const size_t *draws, size_t count);

/* Fills [event] for history `index`, by running the strategy on it once more. */
bool histories_tell(struct histories *histories, size_t index, enum happening *happening,
                    struct error *error);

#endif
