/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/strategies/worlds.h"

static void dispatch_first(struct world *w)
{
    const int attempts = (int)world_parameter(w, 0), spacing = (int)world_parameter(w, 1);
    bool charged = false;
    for (int attempt = 0; attempt < attempts; attempt++) {
        for (int i = 0; attempt > 0 && i < spacing; i++)
            world_next_round(w);
        if (world_send(w, 0, 1)) {
            charged = true;
            world_send(w, 1, 1); /* whether the response arrives is all the same */
        }
    }
    world_decide(w, true, charged);
}

const struct scalar dispatch_first_scalar = {
    "dispatch-first", dispatch_first, {{3, 1}, {1, 1}, {2, 3}, {6, 1}, {7, 2}}};
