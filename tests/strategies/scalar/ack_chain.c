/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/strategies/worlds.h"

static void ack_chain(struct world *w)
{
    const int messages = (int)world_parameter(w, 0), messengers = (int)world_parameter(w, 1);
    int arrived = 0;
    while (arrived < messages && world_send(w, arrived % 2, messengers)) {
        arrived++;
        world_next_round(w);
    }
    /* Message i, from 0, is addressed to general 2 if i is even. */
    bool complete[2] = {true, true};
    for (int i = arrived; i < messages; i++)
        complete[1 - i % 2] = false;
    world_decide(w, complete[0], complete[1]);
}

const struct scalar ack_chain_scalar = {
    "ack-chain", ack_chain, {{1, 1}, {2, 1}, {3, 1}, {4, 2}, {5, 3}, {8, 1}}};
