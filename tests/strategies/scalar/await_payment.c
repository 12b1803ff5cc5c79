/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/strategies/worlds.h"

static void await_payment(struct world *w)
{
    const int attempts = (int)world_parameter(w, 0), spacing = (int)world_parameter(w, 2);
    const bool idempotent = world_parameter(w, 1) != 0.0;
    int requests = 0; /* that arrived */
    bool responded = false;
    for (int attempt = 0; attempt < attempts && !responded; attempt++) {
        for (int i = 0; attempt > 0 && i < spacing; i++)
            world_next_round(w);
        if (world_send(w, 0, 1)) {
            requests++;
            responded = world_send(w, 1, 1);
        }
    }
    for (int charge = 2; charge <= requests && !idempotent; charge++)
        world_count(w, 0);
    world_decide(w, responded, requests > 0);
}

const struct scalar await_payment_scalar = {
    "await-payment",
    await_payment,
    {{3, 1, 1}, {3, 0, 1}, {1, 0, 1}, {2, 0, 4}, {2, 1, 2}, {8, 0, 1}, {9, 1, 3}}};
