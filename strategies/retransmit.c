/* SPDX-License-Identifier: GPL-3.0-or-later */

/* General 1 repeats the order until it is answered, at most r times. With loss rate p on the way
 * there, b on the way back: army 2 defeated (1-(1-p)(1-b))^r - p^r, nothing happens p^r. */

#include "engine/trial.h"
#include "strategies/problems.h"

enum { ATTEMPTS, SPACING };

static void retransmit(struct trial *t)
{
    const int attempts = whole(t, ATTEMPTS);
    const int spacing = whole(t, SPACING);
    lanes ordered = {0};  /* general 2 has the order */
    lanes answered = {0}; /* general 1 has an answer */
    for (int attempt = 0; attempt < attempts; attempt++) {
        if (attempt > 0)
            next_rounds(t, spacing);
        const lanes order = transmit(t, "order", GENERAL_1, GENERAL_2, ~answered, 1);
        const lanes answer = transmit(t, "answer", GENERAL_2, GENERAL_1, order, 1);
        ordered |= order;
        answered |= answer;
    }
    decide(t, /* army 1 attacks */ answered, /* army 2 attacks */ ordered);
}
OVER_LANES(retransmit)

const struct strategy retransmit_strategy = {
    .name = "retransmit",
    .problem = &two_generals,
    .summary = "general 1 repeats the order until it is answered",
    .description =
        "General 1 repeats the order every few rounds, at most r times, until he has an answer; "
        "each order that arrives is answered in the same round. General 2 attacks if an order ever "
        "arrived, general 1 if an answer did. With loss rate p on the way there and b on the way "
        "back, army 2 is defeated with probability (1-(1-p)(1-b))^r - p^r: every further attempt "
        "makes that rarer by the same factor, in the long run, and none makes it impossible.",
    .parameter =
        {
            {"attempts", "attempts", 3, 1, 1000, true, "times that the order is sent, at most",
             PARAMETER_CHOICE},
            {"spacing", "rounds", 1, 1, 1000, true, "rounds from one attempt to the next",
             PARAMETER_PACE},
        },
    .over_lanes = retransmit_over_lanes,
};
