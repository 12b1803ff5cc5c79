/* SPDX-License-Identifier: GPL-3.0-or-later */

/* General 1 attacks only on an answer; general 2 attacks on the order. With loss rate p on the way
 * there, b on the way back, n messengers each: success (1-p^n)(1-b^n), army 2 defeated
 * (1-p^n) b^n, army 1 never defeated. */

#include "engine/trial.h"
#include "strategies/problems.h"

enum { MESSENGERS };

static void await_reply(struct trial *t)
{
    const int messengers = whole(t, MESSENGERS);
    const lanes order = transmit(t, "order", GENERAL_1, GENERAL_2, everywhere(t), messengers);
    next_round(t);
    const lanes reply = transmit(t, "reply", GENERAL_2, GENERAL_1, order, messengers);
    decide(t, /* army 1 attacks */ reply, /* army 2 attacks */ order);
}
OVER_LANES(await_reply)

const struct strategy await_reply_strategy = {
    .name = "await-reply",
    .problem = &two_generals,
    .summary = "general 1 attacks only if an answer to his order arrives",
    .description =
        "General 1 sends the order by n messengers. General 2 attacks if one arrives, and answers "
        "with n messengers; general 1 attacks only if an answer arrives. With loss rate p on the "
        "way "
        "there and b on the way back, both attack with probability (1-p^n)(1-b^n), and army 2 is "
        "defeated with (1-p^n) b^n: the risk has moved to the other side.",
    .parameter =
        {
            {"messengers", "messengers", 1, 1, 100000, true,
             "messengers sent with the order, and again with the answer", PARAMETER_CHOICE},
        },
    .over_lanes = await_reply_over_lanes,
};
