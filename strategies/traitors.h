/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_STRATEGIES_TRAITORS_H
#define GENERALS_STRATEGIES_TRAITORS_H

/* Who is who where n generals, of whom f are traitors, are to agree. General 0 is the commander,
 * who orders to attack; general 1 to n-1 are his lieutenants. If the commander is one of the
 * traitors, the first f-1 lieutenants are the others, else the first f are all of them. */

#include "engine/error.h"
#include "engine/schedule.h"
#include "engine/trial.h"

enum { GENERALS_MAX = 100 };

struct council {
    int generals;
    int traitors;
    bool false_commander;
};

LANES_INLINE int first_loyal_lieutenant(struct council c)
{
    return c.false_commander ? c.traitors : c.traitors + 1;
}

LANES_INLINE bool is_traitor(struct council c, int general)
{
    return general == 0 ? c.false_commander : general < first_loyal_lieutenant(c);
}

/* How it ends if the lieutenants attack where `attacks` says, [lieutenant - 1]. */
LANES_INLINE void decide_council(struct trial *t, struct council c, const lanes *attacks)
{
    lanes all = everywhere(t), any = {0};
    for (int i = first_loyal_lieutenant(c); i < c.generals; i++) {
        all &= attacks[i - 1];
        any |= attacks[i - 1];
    }
    decide(t, /* the loyal lieutenants agree */ all | ~any,
           /* they obey a loyal commander */ c.false_commander ? everywhere(t) : all);
}

/* Refuses traitors that there cannot be. */
static inline bool council_check(struct council c, struct error *error)
{
    if (c.false_commander && c.traitors == 0)
        return error_set(error, "commander=1 makes the commander a traitor, but traitors=0 says "
                                "that there is none");
    if (first_loyal_lieutenant(c) >= c.generals)
        return error_set(error,
                         "generals=%d traitors=%d commander=%d leave no loyal lieutenant, whose "
                         "agreement is what is asked for",
                         c.generals, c.traitors, c.false_commander);
    return true;
}

/* Refuses what a schedule could not hold: so many messages and coins. */
static inline bool council_check_events(double events, struct error *error)
{
    const double most = SCHEDULE_EVENTS_MAX;
    return events <= most ||
           error_set(error,
                     "%.15g messages and coins would be needed; at most %.0f are possible; choose "
                     "smaller parameters",
                     events, most);
}

#endif
