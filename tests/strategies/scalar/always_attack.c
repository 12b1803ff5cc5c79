/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/strategies/worlds.h"

static void always_attack(struct world *w)
{
    const int messengers = (int)world_parameter(w, 0), spacing = (int)world_parameter(w, 1);
    bool ordered = false;
    if (spacing == 0)
        ordered = world_send(w, 0, messengers);
    for (int sent = 0; spacing > 0 && sent < messengers; sent++) {
        for (int i = 0; sent > 0 && i < spacing; i++)
            world_next_round(w);
        ordered |= world_send(w, 0, 1);
    }
    world_decide(w, true, ordered);
}

const struct scalar always_attack_scalar = {
    "always-attack", always_attack, {{1, 0}, {2, 0}, {3, 1}, {5, 0}, {6, 3}}};
