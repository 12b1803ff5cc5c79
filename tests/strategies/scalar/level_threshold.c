/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/strategies/worlds.h"

static void level_threshold(struct world *w)
{
    const int rounds = (int)world_parameter(w, 0), threshold = (int)world_parameter(w, 1);
    int level_1 = 0, level_2 = 0;
    bool ordered = false;
    for (int round = 1; round <= rounds; round++) {
        if (round > 1)
            world_next_round(w);
        const int said_1 = level_1, said_2 = level_2;
        if (world_send(w, 0, 1)) {
            ordered = true;
            level_2 = said_1 >= level_2 ? said_1 + 1 : level_2;
        }
        if (world_send(w, 1, 1))
            level_1 = said_2 >= level_1 ? said_2 + 1 : level_1;
    }
    world_decide(w, level_1 >= threshold, level_2 >= threshold && ordered);
}

const struct scalar level_threshold_scalar = {
    "level-threshold",
    level_threshold,
    {{3, 2}, {1, 1}, {2, 1}, {3, 0}, {3, 3}, {4, 2}, {5, 4}, {6, 3}, {7, 7}}};
