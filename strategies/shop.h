/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_STRATEGIES_SHOP_H
#define GENERALS_STRATEGIES_SHOP_H

/* What the strategies of the online shop have in common. */

#include "engine/trial.h"

enum { SHOP = 0, SERVICE = 1 };

struct asked {
    lanes arrived, answered;
};

/* The shop asks in the lanes `where`; the payments service answers in the same round what arrives.
 */
LANES_INLINE struct asked ask(struct trial *t, const char *question, const char *answer,
                              lanes where)
{
    struct asked asked;
    asked.arrived = transmit(t, question, SHOP, SERVICE, where, 1);
    asked.answered = transmit(t, answer, SERVICE, SHOP, asked.arrived, 1);
    return asked;
}

struct payment {
    lanes charged;   /* the service has charged the customer, once however many requests arrive */
    lanes responded; /* the shop has a response */
};

/* The shop asks for payment in slots of one attempt each, the first now, until a response. */
LANES_INLINE struct payment ask_for_payment(struct trial *t, int attempts, int spacing)
{
    struct payment payment = {{0}, {0}};
    for (int attempt = 0; attempt < attempts; attempt++) {
        if (attempt > 0)
            next_rounds(t, spacing);
        const struct asked request = ask(t, "payment request", "response", ~payment.responded);
        payment.charged |= request.arrived;
        payment.responded |= request.answered;
    }
    return payment;
}

struct cancellation {
    lanes needed;    /* by the shop */
    lanes arrived;   /* at the service, which has undone the charge if there was one */
    lanes confirmed; /* to the shop */
};

/* The slot's cancel, where one is needed and not confirmed; returns the lanes in which it is the
 * first that arrives. */
LANES_INLINE lanes send_cancel(struct trial *t, struct cancellation *c)
{
    const struct asked request = ask(t, "cancel", "confirmation", c->needed & ~c->confirmed);
    const lanes first = request.arrived & ~c->arrived;
    c->arrived |= request.arrived;
    c->confirmed |= request.answered;
    return first;
}

#endif
