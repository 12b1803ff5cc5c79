/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strategies/problems.h"

const struct problem two_generals = {
    .name = "two-generals",
    .summary = "army 1 attacks if and only if army 2 attacks",
    .proposition = {"army 1 attacks", "army 2 attacks"},
    .party = {"general 1", "general 2"},
    .parties_act = true,
    .cell =
        {
            [CELL_NEITHER] = {"nothing happens", VERDICT_NOTHING},
            [CELL_FIRST_ONLY] = {"army 1 defeated", VERDICT_FAILURE},
            [CELL_SECOND_ONLY] = {"army 2 defeated", VERDICT_FAILURE},
            [CELL_BOTH] = {"city captured", VERDICT_SUCCESS},
        },
};
