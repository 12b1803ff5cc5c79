/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/coins.h"

#include "engine/trial.h"
#include "strategies/problems.h"

static void coins(struct trial *t)
{
    const int rounds = whole(t, COINS_ROUNDS);
    const lanes idle = ~flip(t, GENERAL_1, ~(lanes){0}, number(t, COINS_HEADS));
    lanes informed = {0};
    lanes content = {0};
    for (int i = 0; i < rounds; i++) {
        informed |= transmit(t, "news", GENERAL_1, GENERAL_2, ~(idle | content), 2);
        count(t, COINS_WAITING, ~informed);
        next_round(t);
        const lanes willing = flip(t, GENERAL_2, informed, number(t, COINS_WILLING));
        const lanes answer = transmit(t, "answer", GENERAL_2, GENERAL_1, willing, 3);
        count(t, COINS_ANSWERED, answer);
        count(t, COINS_ANSWERED, answer & content);
        content |= answer;
    }
    decide(t, ~idle, ~informed | content);
}
OVER_LANES(coins)

const struct strategy coins_strategy = {
    .name = "coins",
    .problem = &two_generals,
    .summary = "all that a strategy can do",
    .parameter =
        {
            {"rounds", "rounds", 3, 1, 1000, true, "rounds in which news are sent"},
            {"heads", "", 0.75, 0, 1, false, "probability that general 1 is not idle"},
            {"willing", "", 0.25, 0, 1, false, "probability that general 2 answers"},
        },
    .counter = {"waiting", "answered"},
    .over_lanes = coins_over_lanes,
};
