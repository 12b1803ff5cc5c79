/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/strategies/worlds.h"

static void random_attack(struct world *w)
{
    const int rounds = (int)world_parameter(w, 0);
    int key = 1;
    while (key < rounds && !world_flip(w, 1.0 / (rounds - key + 1)))
        key++;
    int level[2] = {0, 0};
    bool knows_key[2] = {true, false};
    for (int round = 1; round <= rounds; round++) {
        if (round > 1)
            world_next_round(w);
        const int said[2] = {level[0], level[1]};
        const bool said_key[2] = {knows_key[0], knows_key[1]};
        for (int from = 0; from < 2; from++) {
            const int to = 1 - from;
            if (!world_send(w, from, 1))
                continue;
            if (level[to] < said[from] + 1)
                level[to] = said[from] + 1;
            if (said_key[from])
                knows_key[to] = true;
        }
    }
    world_decide(w, knows_key[0] && level[0] >= key, knows_key[1] && level[1] >= key);
}

const struct scalar random_attack_scalar = {
    "random-attack", random_attack, {{3}, {1}, {2}, {4}, {5}, {6}}};
