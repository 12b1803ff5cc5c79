/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/strategies/worlds.h"

static void await_reply(struct world *w)
{
    const int messengers = (int)world_parameter(w, 0);
    const bool ordered = world_send(w, 0, messengers);
    world_next_round(w);
    const bool answered = ordered && world_send(w, 1, messengers);
    world_decide(w, answered, ordered);
}

const struct scalar await_reply_scalar = {"await-reply", await_reply, {{1}, {2}, {5}}};
