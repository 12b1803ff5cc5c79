/* SPDX-License-Identifier: GPL-3.0-or-later */

/* As await-payment, but a charge can be undone: where no response came, or the goods are out of
 * stock, the shop cancels until that is confirmed, at most m times. Who is charged for nothing is
 * among the unsettled: a cancel was needed and is not confirmed yet. */

#include "strategies/problems.h"
#include "strategies/shop.h"

enum { ATTEMPTS, QUERIES, STOCK_OUT, SPACING };
enum { REFUNDS, APOLOGIES, UNSETTLED };

static void refund(struct trial *t)
{
    const int attempts = whole(t, ATTEMPTS);
    const int queries = whole(t, QUERIES);
    const int spacing = whole(t, SPACING);
    const struct payment payment = ask_for_payment(t, attempts, spacing);
    const lanes out_of_stock = flip(t, SHOP, payment.responded, number(t, STOCK_OUT));
    const lanes dispatched = payment.responded & ~out_of_stock;
    count(t, APOLOGIES, out_of_stock);

    struct cancellation cancellation = {.needed = ~dispatched};
    for (int query = 0; query < queries; query++) {
        next_rounds(t, spacing);
        const lanes first_cancel = send_cancel(t, &cancellation);
        count(t, REFUNDS, first_cancel & payment.charged);
    }
    count(t, UNSETTLED, cancellation.needed & ~cancellation.confirmed);
    decide(t, /* the goods were dispatched */ dispatched,
           /* the payment was kept */ payment.charged & ~cancellation.arrived);
}
OVER_LANES(refund)

const struct strategy refund_strategy = {
    .name = "refund",
    .problem = &online_shop,
    .summary = "the shop cancels where no response arrives: a charge can be undone",
    .description =
        "As await-payment, but a charge can be undone. If no response came in n attempts, or one "
        "came and the goods are out of stock, the shop sends a cancel in each of the next m slots "
        "until a confirmation; the payments service confirms each cancel that arrives in the same "
        "round, and the first refunds the charge if there was one. Counters: refunds (made by the "
        "service), apologies (a response came, out of stock), unsettled (a cancel was needed and "
        "never confirmed). Before the deadline this too only buys nines. But every customer who is "
        "charged for nothing is among the unsettled: no wrong end is final, because the cancel can "
        "be sent again when the network is repaired. A lost battle is final.",
    .parameter =
        {
            {"attempts", "attempts", 3, 1, 1000, true,
             "times that the shop asks for payment, at most", PARAMETER_CHOICE},
            {"queries", "cancels", 3, 0, 1000, true, "times that the shop cancels, at most",
             PARAMETER_CHOICE},
            {"stock_out", "", 0, 0, 1, false, "probability that the goods are out of stock",
             PARAMETER_GIVEN},
            {"spacing", "rounds", 1, 1, 1000, true, "rounds from one slot to the next",
             PARAMETER_PACE},
        },
    .counter = {"refunds", "apologies", "unsettled"},
    .over_lanes = refund_over_lanes,
};
