/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An order, its acknowledgement, the acknowledgement of that, ...: k messages in alternate
 * directions, each sent only if the one before arrived. Each general attacks if he received every
 * message addressed to him. With equal loss rates and q = p^n: success (1-q)^k, failure
 * (1-q)^(k-1) q. k = 1 is always-attack, k = 2 await-reply. */

#include "engine/trial.h"
#include "strategies/problems.h"

enum { MESSAGES, MESSENGERS };

static void ack_chain(struct trial *t)
{
    const int messages = whole(t, MESSAGES);
    const int messengers = whole(t, MESSENGERS);
    lanes complete[2] = {everywhere(t), everywhere(t)}; /* has every message addressed to him */
    lanes arrived = everywhere(t);
    for (int k = 0; k < messages; k++) {
        const int from = k % 2 == 0 ? GENERAL_1 : GENERAL_2;
        const int to = 1 - from;
        if (k > 0)
            next_round(t);
        arrived = transmit(t, k == 0 ? "order" : "acknowledgement", from, to, arrived, messengers);
        complete[to] = arrived;
    }
    decide(t, /* army 1 attacks */ complete[GENERAL_1], /* army 2 attacks */ complete[GENERAL_2]);
}
OVER_LANES(ack_chain)

const struct strategy ack_chain_strategy = {
    .name = "ack-chain",
    .problem = &two_generals,
    .summary = "order, acknowledgement, acknowledgement of the acknowledgement, ...",
    .description =
        "The order, its acknowledgement, the acknowledgement of that, and so on: k messages in "
        "alternate directions, one per round, each sent by n messengers and only if the one before "
        "arrived. Each general attacks if he received every message addressed to him. With equal "
        "loss rates p and q = p^n, both attack with probability (1-q)^k and one alone with "
        "(1-q)^(k-1) q: a longer chain makes the attack rarer, and nobody surer.",
    .parameter =
        {
            {"messages", "messages", 3, 1, 1000, true, "messages in the chain, the order included",
             PARAMETER_CHOICE},
            {"messengers", "messengers", 1, 1, 1000, true, "messengers sent with each message",
             PARAMETER_CHOICE},
        },
    .over_lanes = ack_chain_over_lanes,
};
