/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/strategies/worlds.h"

enum { REFUNDS, APOLOGIES, UNSETTLED };

static void refund(struct world *w)
{
    const int attempts = (int)world_parameter(w, 0), queries = (int)world_parameter(w, 1);
    const int spacing = (int)world_parameter(w, 3);
    bool charged = false, responded = false, dispatched = false;
    bool refunded = false, confirmed = false;
    for (int slot = 1; slot <= attempts + queries; slot++) {
        for (int i = 0; slot > 1 && i < spacing; i++)
            world_next_round(w);
        if (slot <= attempts) {
            if (!responded && world_send(w, 0, 1)) {
                charged = true;
                responded = world_send(w, 1, 1);
            }
        } else if (!dispatched && !confirmed && world_send(w, 0, 1)) {
            if (charged && !refunded) {
                refunded = true;
                world_count(w, REFUNDS);
            }
            confirmed = world_send(w, 1, 1);
        }
        if (slot == attempts && responded) {
            if (world_flip(w, world_parameter(w, 2)))
                world_count(w, APOLOGIES);
            else
                dispatched = true;
        }
    }
    if (!dispatched && !confirmed)
        world_count(w, UNSETTLED);
    world_decide(w, dispatched, charged && !refunded);
}

const struct scalar refund_scalar = {"refund",
                                     refund,
                                     {{3, 3, 0, 1},
                                      {2, 3, 0.4, 1},
                                      {1, 1, 0.4, 1},
                                      {1, 0, 0.25, 1},
                                      {3, 0, 0.5, 2},
                                      {2, 2, 1, 1},
                                      {1, 4, 0.125, 3},
                                      {4, 2, 0.875, 2},
                                      {5, 4, 0.3, 1}}};
