/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shop dispatches at once and asks for payment n times, whatever comes back. With loss rate p
 * on the way there: goods lost p^n, sale completed 1 - p^n. */

#include "strategies/problems.h"
#include "strategies/shop.h"

enum { ATTEMPTS, SPACING };

static void dispatch_first(struct trial *t)
{
    const int attempts = whole(t, ATTEMPTS);
    const int spacing = whole(t, SPACING);
    lanes charged = {0};
    for (int attempt = 0; attempt < attempts; attempt++) {
        if (attempt > 0)
            next_rounds(t, spacing);
        charged |= ask(t, "payment request", "response", everywhere(t)).arrived;
    }
    decide(t, /* the goods were dispatched */ everywhere(t), /* the payment was kept */ charged);
}
OVER_LANES(dispatch_first)

const struct strategy dispatch_first_strategy = {
    .name = "dispatch-first",
    .problem = &online_shop,
    .summary = "the shop dispatches at once and asks for payment several times",
    .description =
        "The shop dispatches the goods at once and asks for payment n times, whatever comes back. "
        "The payments service charges once however many requests arrive, and responds to each in "
        "the same round. With loss rate p on the way there, the goods are lost with probability "
        "p^n: the shop is the general who always attacks.",
    .parameter =
        {
            {"attempts", "attempts", 3, 1, 1000, true, "times that the shop asks for payment",
             PARAMETER_CHOICE},
            {"spacing", "rounds", 1, 1, 1000, true, "rounds from one attempt to the next",
             PARAMETER_PACE},
        },
    .over_lanes = dispatch_first_over_lanes,
};
