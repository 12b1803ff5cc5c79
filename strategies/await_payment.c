/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shop asks for payment until a response arrives, at most n times, and dispatches if one did.
 * With loss rate p on the way there, b on the way back: customer charged for nothing
 * (1-(1-p)(1-b))^n - p^n, no sale p^n. */

#include "strategies/problems.h"
#include "strategies/shop.h"

enum { ATTEMPTS, IDEMPOTENT, SPACING };
enum { DOUBLE_CHARGES };

static void await_payment(struct trial *t)
{
    const int attempts = whole(t, ATTEMPTS);
    const int idempotent = whole(t, IDEMPOTENT);
    const int spacing = whole(t, SPACING);
    lanes charged = {0};
    lanes responded = {0};
    for (int attempt = 0; attempt < attempts; attempt++) {
        if (attempt > 0)
            next_rounds(t, spacing);
        const struct asked request = ask(t, "payment request", "response", ~responded);
        if (!idempotent)
            count(t, DOUBLE_CHARGES, request.arrived & charged);
        charged |= request.arrived;
        responded |= request.answered;
    }
    decide(t, /* the goods were dispatched */ responded, /* the payment was kept */ charged);
}
OVER_LANES(await_payment)

const struct strategy await_payment_strategy = {
    .name = "await-payment",
    .problem = &online_shop,
    .summary = "the shop dispatches only if a response of the payments service arrives",
    .description =
        "The shop asks for payment until a response arrives, at most n times, and dispatches the "
        "goods if one did. The payments service charges when a request arrives, and responds in "
        "the same round. With loss rate p on the way there and b on the way back, the customer is "
        "charged for nothing with probability (1-(1-p)(1-b))^n - p^n. The service charges once per "
        "order however many requests arrive; if it is not idempotent, every further request that "
        "arrives charges again, and double_charges counts those.",
    .parameter =
        {
            {"attempts", "attempts", 3, 1, 1000, true,
             "times that the shop asks for payment, at most", PARAMETER_CHOICE},
            {"idempotent", "", 1, 0, 1, true,
             "1: the service charges once per order; 0: for every request that arrives",
             PARAMETER_GIVEN},
            {"spacing", "rounds", 1, 1, 1000, true, "rounds from one attempt to the next",
             PARAMETER_PACE},
        },
    .counter = {"double_charges"},
    .over_lanes = await_payment_over_lanes,
};
