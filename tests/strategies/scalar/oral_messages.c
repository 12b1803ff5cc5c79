/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/strategies/worlds.h"

/* OM(m), recursively as in the paper: the commander of a round of the algorithm tells everyone,
 * then each lieutenant commands one himself. Here one is finished before the next is begun,
 * although all messages of a depth cross at the same time. That changes no order that arrives, and
 * since something is sent in every round whatever happens, all of it can be said in the last. */

enum { GENERALS_MAX = 8 };

struct council {
    struct world *world;
    int generals;
    bool traitor[GENERALS_MAX];
};

/* What its receiver takes it for: true is attack. */
static bool message(const struct council *c, int from, bool attack)
{
    const bool said = c->traitor[from] ? world_flip(c->world, 0.5) : attack;
    return world_send(c->world, from, 1) && said;
}

/* OM(depth) with this commander, among those who have not yet commanded. Fills in what each of the
 * others takes the commander's order to be. */
static void oral(const struct council *c, int depth, int commander, bool attack,
                 const bool has_commanded[GENERALS_MAX], bool taken[GENERALS_MAX])
{
    bool no_longer[GENERALS_MAX] = {false};
    bool direct[GENERALS_MAX] = {false};
    bool by_way_of[GENERALS_MAX][GENERALS_MAX] = {{false}};
    for (int i = 0; i < c->generals; i++)
        no_longer[i] = has_commanded[i] || i == commander;
    for (int i = 0; i < c->generals; i++)
        if (!no_longer[i])
            direct[i] = message(c, commander, attack);
    for (int i = 0; i < c->generals; i++)
        if (depth > 0 && !no_longer[i])
            oral(c, depth - 1, i, direct[i], no_longer, by_way_of[i]);
    for (int i = 0; i < c->generals; i++) {
        int for_attack = direct[i], for_retreat = !direct[i];
        for (int j = 0; depth > 0 && j < c->generals; j++) {
            if (no_longer[j] || j == i)
                continue;
            for_attack += by_way_of[j][i];
            for_retreat += !by_way_of[j][i];
        }
        taken[i] = for_attack > for_retreat;
    }
}

static void oral_messages(struct world *w)
{
    struct council c = {.world = w, .generals = (int)world_parameter(w, 0)};
    const int depth = (int)world_parameter(w, 2);
    const bool none[GENERALS_MAX] = {false};
    bool taken[GENERALS_MAX];
    int traitors = (int)world_parameter(w, 1);
    if (world_parameter(w, 3) != 0.0) {
        c.traitor[0] = true;
        traitors--;
    }
    for (int i = 1; i <= traitors; i++)
        c.traitor[i] = true;
    for (int i = 0; i < depth; i++)
        world_next_round(w);
    oral(&c, depth, 0, true, none, taken);
    int loyal = 0, attacking = 0;
    for (int i = 1; i < c.generals; i++)
        if (!c.traitor[i]) {
            loyal++;
            attacking += taken[i];
        }
    world_decide(w, attacking == 0 || attacking == loyal, c.traitor[0] || attacking == loyal);
}

const struct scalar oral_messages_scalar = {"oral-messages",
                                            oral_messages,
                                            {{2, 0, 0, 0},
                                             {4, 1, 1, 0},
                                             {4, 1, 1, 1},
                                             {3, 1, 1, 0},
                                             {3, 2, 1, 1},
                                             {4, 0, 2, 0},
                                             {4, 1, 2, 1},
                                             {4, 2, 1, 0},
                                             {5, 0, 1, 0},
                                             {6, 3, 0, 1}}};
