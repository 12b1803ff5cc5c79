/* SPDX-License-Identifier: GPL-3.0-or-later */

/* General 1 attacks whatever happens and sends n messengers; general 2 attacks if one arrives.
 * With loss rate p: failure p^n, success 1 - p^n. */

#include "engine/trial.h"
#include "strategies/problems.h"

enum { MESSENGERS, SPACING };

static void always_attack(struct trial *t)
{
    const int messengers = whole(t, MESSENGERS);
    const int spacing = whole(t, SPACING);
    lanes order;
    if (spacing == 0) {
        order = transmit(t, "order", GENERAL_1, GENERAL_2, everywhere(t), messengers);
    } else {
        order = transmit(t, "order", GENERAL_1, GENERAL_2, everywhere(t), 1);
        for (int sent = 1; sent < messengers; sent++) {
            next_rounds(t, spacing);
            order |= transmit(t, "order", GENERAL_1, GENERAL_2, everywhere(t), 1);
        }
    }
    decide(t, /* army 1 attacks */ everywhere(t), /* army 2 attacks */ order);
}
OVER_LANES(always_attack)

const struct strategy always_attack_strategy = {
    .name = "always-attack",
    .problem = &two_generals,
    .summary = "general 1 attacks whatever happens and sends the order by several messengers",
    .description =
        "General 1 attacks whatever happens, and sends n messengers with the order: all at once, "
        "or one every few rounds. General 2 attacks if one of them arrives. With loss rate p, army "
        "1 "
        "is defeated with probability p^n: each further messenger makes general 1 surer, none "
        "makes "
        "him certain.",
    .parameter =
        {
            {"messengers", "messengers", 1, 1, 100000, true, "messengers sent with the order",
             PARAMETER_CHOICE},
            {"spacing", "rounds", 0, 0, 1000, true,
             "rounds from one messenger to the next; 0: all in round 1", PARAMETER_PACE},
        },
    .over_lanes = always_attack_over_lanes,
};
