/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/analysis/cheats.h"

#include "engine/trial.h"
#include "strategies/problems.h"

static void acts_unseeing(struct trial *t)
{
    const lanes order = transmit(t, "order", GENERAL_1, GENERAL_2, everywhere(t), 1);
    next_round(t);
    const lanes reply = transmit(t, "reply", GENERAL_2, GENERAL_1, order, 1);
    decide(t, reply, reply);
}
OVER_LANES(acts_unseeing)

const struct strategy acts_unseeing_strategy = {
    .name = "acts-unseeing",
    .problem = &two_generals,
    .summary = "general 2 knows what it cannot know",
    .over_lanes = acts_unseeing_over_lanes,
};

static void sends_unseeing(struct trial *t)
{
    const lanes order = transmit(t, "order", GENERAL_1, GENERAL_2, everywhere(t), 1);
    next_rounds(t, 2);
    const lanes again = transmit(t, "repetition", GENERAL_1, GENERAL_2, ~order, 1);
    decide(t, everywhere(t), order | again);
}
OVER_LANES(sends_unseeing)

const struct strategy sends_unseeing_strategy = {
    .name = "sends-unseeing",
    .problem = &two_generals,
    .summary = "general 1 sends again what was captured",
    .over_lanes = sends_unseeing_over_lanes,
};

static void flips_unseeing(struct trial *t)
{
    const lanes warning = transmit(t, "warning", GENERAL_2, GENERAL_1, everywhere(t), 1);
    next_round(t);
    const lanes heads = flip(t, GENERAL_2, warning, 0.5);
    decide(t, warning, heads);
}
OVER_LANES(flips_unseeing)

const struct strategy flips_unseeing_strategy = {
    .name = "flips-unseeing",
    .problem = &two_generals,
    .summary = "general 2 flips a coin where its message arrived",
    .over_lanes = flips_unseeing_over_lanes,
};

static void reads_coins(struct trial *t)
{
    const lanes heads = flip(t, GENERAL_1, everywhere(t), 0.25);
    const lanes news = transmit(t, "news", GENERAL_2, GENERAL_1, heads, 1);
    decide(t, news, everywhere(t));
}
OVER_LANES(reads_coins)

const struct strategy reads_coins_strategy = {
    .name = "reads-coins",
    .problem = &two_generals,
    .summary = "general 2 sees the coin of general 1",
    .over_lanes = reads_coins_over_lanes,
};
