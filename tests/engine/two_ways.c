/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/two_ways.h"

#include "engine/trial.h"
#include "strategies/problems.h"

enum { LOST, OTHER };

/* The trials in which all of so many messengers are lost, one a round. */
LANES_INLINE lanes all_lost(struct trial *t, int messengers)
{
    lanes lost = everywhere(t);
    for (int i = 0; i < messengers; i++) {
        lost &= ~transmit(t, "order", GENERAL_1, GENERAL_2, everywhere(t), 1);
        next_round(t);
    }
    return lost;
}

/* Army 1 attacks, and army 2 does unless this is a way to fail. */
LANES_INLINE void fail(struct trial *t, lanes one_way, lanes other_way)
{
    decide(t, everywhere(t), ~(one_way | other_way));
}

static void coin_or_losses(struct trial *t)
{
    const lanes lost = all_lost(t, whole(t, LOST));
    const lanes heads = flip(t, GENERAL_1, ~lost, number(t, OTHER));
    const lanes once = transmit(t, "order", GENERAL_1, GENERAL_2, heads, 1);
    const lanes twice = transmit(t, "order", GENERAL_1, GENERAL_2, once, 1);
    fail(t, lost, twice);
}
OVER_LANES(coin_or_losses)

static void arrivals_or_losses(struct trial *t)
{
    const lanes lost = all_lost(t, whole(t, LOST));
    lanes arrived = ~lost;
    for (int i = 0; i < whole(t, OTHER); i++)
        arrived &= transmit(t, "reply", GENERAL_2, GENERAL_1, everywhere(t), 1);
    fail(t, lost, arrived);
}
OVER_LANES(arrivals_or_losses)

static void turns_or_burst(struct trial *t)
{
    const lanes lost = all_lost(t, whole(t, LOST));
    lanes turning = ~lost;
    for (int i = 0; i < whole(t, OTHER); i++) {
        turning &= transmit(t, "order", GENERAL_1, GENERAL_2, everywhere(t), 1);
        next_round(t);
        turning &= ~transmit(t, "order", GENERAL_1, GENERAL_2, everywhere(t), 1);
        next_round(t);
    }
    fail(t, lost, turning);
}
OVER_LANES(turns_or_burst)

const struct strategy coin_or_losses_strategy = {
    .name = "coin-or-losses",
    .problem = &two_generals,
    .summary = "fails by losses, or by a coin",
    .parameter = {{"lost", "", 10, 1, 100, true, "messengers that are all lost"},
                  {"heads", "", 1e-9, 0, 1, false, "probability of the coin"}},
    .over_lanes = coin_or_losses_over_lanes,
};

const struct strategy arrivals_or_losses_strategy = {
    .name = "arrivals-or-losses",
    .problem = &two_generals,
    .summary = "fails by losses, or by arrivals",
    .parameter = {{"lost", "", 8, 1, 100, true, "messengers that are all lost"},
                  {"arrived", "", 5, 1, 100, true, "messengers that all arrive"}},
    .over_lanes = arrivals_or_losses_over_lanes,
};

const struct strategy turns_or_burst_strategy = {
    .name = "turns-or-burst",
    .problem = &two_generals,
    .summary = "fails by a long burst, or by many short ones",
    .parameter = {{"lost", "", 8, 1, 100, true, "rounds of the burst"},
                  {"turns", "", 3, 1, 100, true, "bursts of a round"}},
    .over_lanes = turns_or_burst_over_lanes,
};
