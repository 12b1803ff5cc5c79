/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/strategies/worlds.h"

enum { GENERALS_MAX = 8, NEVER = -1 };

static void signed_messages(struct world *w)
{
    const int generals = (int)world_parameter(w, 0), traitors = (int)world_parameter(w, 1);
    const bool false_commander = world_parameter(w, 2) != 0.0;
    const int last_traitor = false_commander ? traitors - 1 : traitors; /* of the lieutenants */
    /* The round in which a lieutenant first received the order to attack [1], to retreat [0]. */
    int received[GENERALS_MAX][2];
    for (int i = 0; i < generals; i++)
        received[i][0] = received[i][1] = NEVER;
    for (int i = 1; i < generals; i++) {
        const bool attack = !false_commander || world_flip(w, 0.5);
        if (world_send(w, 0, 1))
            received[i][attack] = 1;
    }
    for (int round = 2; round <= traitors + 1; round++) {
        world_next_round(w);
        for (int i = 1; i < generals; i++)
            for (int order = 0; order < 2; order++) {
                if (received[i][order] != round - 1)
                    continue;
                for (int j = 1; j < generals; j++) {
                    if (j == i || (i <= last_traitor && world_flip(w, 0.5)))
                        continue;
                    if (world_send(w, i, 1) && received[j][order] == NEVER)
                        received[j][order] = round;
                }
            }
    }
    bool agree = true, obey = true;
    int first = NEVER;
    for (int i = last_traitor + 1; i < generals; i++) {
        const bool attacks = received[i][1] != NEVER && received[i][0] == NEVER;
        if (first == NEVER)
            first = attacks;
        agree = agree && attacks == first;
        obey = obey && (attacks || false_commander);
    }
    world_decide(w, agree, obey);
}

const struct scalar signed_messages_scalar = {"signed-messages",
                                              signed_messages,
                                              {{2, 0, 0},
                                               {3, 1, 0},
                                               {3, 1, 1},
                                               {3, 2, 1},
                                               {4, 0, 0},
                                               {4, 1, 0},
                                               {4, 1, 1},
                                               {4, 2, 0},
                                               {5, 3, 0}}};
