/* SPDX-License-Identifier: GPL-3.0-or-later */

/* As refund when a response came. With no response the shop asks "did you charge?" until an answer,
 * at most m times; it looks at its stock when it learns of the charge. Who is charged for nothing
 * is among the unsettled. */

#include "strategies/problems.h"
#include "strategies/shop.h"

enum { ATTEMPTS, QUERIES, STOCK_OUT, SPACING };
enum { REFUNDS, APOLOGIES, UNSETTLED };

/* In the lanes `learnt` the shop has just learnt of the charge: it dispatches, or has to cancel. */
LANES_INLINE void look_at_stock(struct trial *t, lanes learnt, lanes *dispatched,
                                struct cancellation *cancellation)
{
    const lanes out_of_stock = flip(t, SHOP, learnt, number(t, STOCK_OUT));
    count(t, APOLOGIES, out_of_stock);
    *dispatched |= learnt & ~out_of_stock;
    cancellation->needed |= out_of_stock;
}

static void reconcile(struct trial *t)
{
    const int attempts = whole(t, ATTEMPTS);
    const int queries = whole(t, QUERIES);
    const int spacing = whole(t, SPACING);
    lanes dispatched = {0};
    struct cancellation cancellation = {.needed = {0}};
    const struct payment payment = ask_for_payment(t, attempts, spacing);
    look_at_stock(t, payment.responded, &dispatched, &cancellation);

    lanes informed = payment.responded; /* the shop knows whether the customer was charged */
    for (int query = 0; query < queries; query++) {
        next_rounds(t, spacing);
        const lanes first_cancel = send_cancel(t, &cancellation);
        count(t, REFUNDS, first_cancel & payment.charged);
        const lanes answer = ask(t, "query", "answer", ~informed).answered;
        informed |= answer;
        look_at_stock(t, answer & payment.charged, &dispatched, &cancellation);
    }
    count(t, UNSETTLED, ~informed | (cancellation.needed & ~cancellation.confirmed));
    decide(t, /* the goods were dispatched */ dispatched,
           /* the payment was kept */ payment.charged & ~cancellation.arrived);
}
OVER_LANES(reconcile)

const struct strategy reconcile_strategy = {
    .name = "reconcile",
    .problem = &online_shop,
    .summary = "with no response the shop asks whether the customer was charged",
    .description =
        "As refund when a response came in n attempts: the shop dispatches or, out of stock, sends "
        "a cancel in each of the next m slots until a confirmation. With no response it asks "
        "\"did you charge?\" in these slots until an answer; the payments service answers each "
        "query that arrives in the same round. Not charged: no sale. Charged: the shop dispatches "
        "or, out of stock, cancels in the slots that are left. Counters: refunds (made by the "
        "service), apologies (the shop learnt of a charge and was out of stock), unsettled (no "
        "response and no answer, or a cancel needed and never confirmed). It completes more sales "
        "than refund, and every customer who is charged for nothing is among the unsettled: no "
        "wrong end is final, because an answer can be asked for when the network is repaired.",
    .parameter =
        {
            {"attempts", "attempts", 3, 1, 1000, true,
             "times that the shop asks for payment, at most", PARAMETER_CHOICE},
            {"queries", "queries", 3, 0, 1000, true,
             "times that the shop asks or cancels after that, at most", PARAMETER_CHOICE},
            {"stock_out", "", 0, 0, 1, false, "probability that the goods are out of stock",
             PARAMETER_GIVEN},
            {"spacing", "rounds", 1, 1, 1000, true, "rounds from one slot to the next",
             PARAMETER_PACE},
        },
    .counter = {"refunds", "apologies", "unsettled"},
    .over_lanes = reconcile_over_lanes,
};
