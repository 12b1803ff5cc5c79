/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/strategies/worlds.h"

static void retransmit(struct world *w)
{
    const int attempts = (int)world_parameter(w, 0), spacing = (int)world_parameter(w, 1);
    bool ordered = false, answered = false;
    for (int attempt = 0; attempt < attempts && !answered; attempt++) {
        for (int i = 0; attempt > 0 && i < spacing; i++)
            world_next_round(w);
        if (world_send(w, 0, 1)) {
            ordered = true;
            answered = world_send(w, 1, 1);
        }
    }
    world_decide(w, answered, ordered);
}

const struct scalar retransmit_scalar = {
    "retransmit", retransmit, {{1, 1}, {2, 5}, {3, 1}, {8, 2}}};
