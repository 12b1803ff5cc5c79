/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/analysis/fragile.h"

#include "engine/trial.h"
#include "strategies/problems.h"

enum { MESSAGES, PATTERN, COINS };

static void lock(struct trial *t)
{
    const int messages = whole(t, MESSAGES), pattern = whole(t, PATTERN);
    lanes heads = everywhere(t), wrong = {0};
    for (int i = 0; i < whole(t, COINS); i++)
        heads &= flip(t, GENERAL_1, everywhere(t), 0.5);
    for (int i = 0; i < messages; i++) {
        const lanes arrived = transmit(t, "order", GENERAL_1, GENERAL_2, everywhere(t), 1);
        wrong |= pattern >> i & 1 ? arrived : ~arrived;
        next_round(t);
    }
    decide(t, heads, wrong & heads);
}
OVER_LANES(lock)

const struct strategy lock_strategy = {
    .name = "lock",
    .problem = &two_generals,
    .summary = "fails with one set of captures alone",
    .parameter =
        {
            {"messages", "messages", 3, 1, 30, true, "messages that are sent"},
            {"pattern", "", 0, 0, 1 << 30, true, "those that must be captured"},
            {"coins", "coins", 1, 0, 30, true, "coins that must all fall heads"},
        },
    .over_lanes = lock_over_lanes,
};

enum { EARLY, CHAIN, LATE, LAST };

static void two_ways(struct trial *t)
{
    const lanes heads = flip(t, GENERAL_1, everywhere(t), 0.375);
    const lanes early = transmit(t, "notice", GENERAL_1, GENERAL_2, everywhere(t), whole(t, EARLY));
    lanes said = everywhere(t);
    for (int i = 0; i < whole(t, CHAIN); i++) {
        next_round(t);
        said = transmit(t, "small talk", GENERAL_2, GENERAL_1, said, 1);
    }
    const lanes late = transmit(t, "order", GENERAL_1, GENERAL_2, everywhere(t), whole(t, LATE));
    const lanes last = transmit(t, "reminder", GENERAL_1, GENERAL_2, everywhere(t), whole(t, LAST));
    decide(t, heads, heads & late & (early | last));
}
OVER_LANES(two_ways)

const struct strategy two_ways_strategy = {
    .name = "two-ways",
    .problem = &two_generals,
    .summary = "fails without an order, or without a notice and its reminder",
    .parameter =
        {
            {"early", "messengers", 1, 1, 100, true, "copies of the notice"},
            {"chain", "messages", 20, 0, 100, true, "messages after that"},
            {"late", "messengers", 1, 1, 100, true, "copies of the order"},
            {"last", "messengers", 1, 1, 100, true, "copies of the reminder"},
        },
    .over_lanes = two_ways_over_lanes,
};
