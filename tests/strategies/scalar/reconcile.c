/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/strategies/worlds.h"

enum { REFUNDS, APOLOGIES, UNSETTLED };

/* What the shop does in a slot. */
enum stage { ASK_FOR_PAYMENT, QUERY, CANCEL, DONE };

/* The shop has learnt of a charge. */
static enum stage look_at_stock(struct world *w, bool *dispatched)
{
    if (world_flip(w, world_parameter(w, 2))) {
        world_count(w, APOLOGIES);
        return CANCEL;
    }
    *dispatched = true;
    return DONE;
}

static void reconcile(struct world *w)
{
    const int attempts = (int)world_parameter(w, 0), queries = (int)world_parameter(w, 1);
    const int spacing = (int)world_parameter(w, 3);
    bool charged = false, responded = false, dispatched = false, refunded = false;
    enum stage stage = ASK_FOR_PAYMENT;
    for (int slot = 1; slot <= attempts + queries; slot++) {
        for (int i = 0; slot > 1 && i < spacing; i++)
            world_next_round(w);
        switch (stage) {
        case ASK_FOR_PAYMENT:
            if (!responded && world_send(w, 0, 1)) {
                charged = true;
                responded = world_send(w, 1, 1);
            }
            if (slot == attempts)
                stage = responded ? look_at_stock(w, &dispatched) : QUERY;
            break;
        case QUERY:
            if (world_send(w, 0, 1) && world_send(w, 1, 1))
                stage = charged ? look_at_stock(w, &dispatched) : DONE;
            break;
        case CANCEL:
            if (world_send(w, 0, 1)) {
                if (!refunded)
                    world_count(w, REFUNDS);
                refunded = true;
                if (world_send(w, 1, 1))
                    stage = DONE;
            }
            break;
        case DONE:
            break;
        }
    }
    if (stage != DONE)
        world_count(w, UNSETTLED);
    world_decide(w, dispatched, charged && !refunded);
}

const struct scalar reconcile_scalar = {"reconcile",
                                        reconcile,
                                        {{3, 3, 0, 1},
                                         {2, 2, 0.4, 1},
                                         {1, 1, 0.4, 1},
                                         {1, 0, 0.25, 1},
                                         {3, 0, 0.5, 2},
                                         {2, 2, 1, 1},
                                         {1, 4, 0.125, 3},
                                         {4, 2, 0.875, 2},
                                         {3, 5, 0.3, 1}}};
