/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_STRATEGIES_LEVELS_H
#define GENERALS_STRATEGIES_LEVELS_H

/* Information levels of two generals: level 1 is to have heard of the other, level 2 to have heard
 * that the other has heard, and so on. */

#include "engine/trial.h"

enum { LEVEL_MAX = 100 };

struct levels {
    lanes at_least[2][LEVEL_MAX + 1]; /* [general][level]; for the levels that can be reached */
};

/* Both start at level 0 and send in every round, both at once, the level that they had when the
 * round began. A message that says level l lifts its receiver to at least l + 1. */
LANES_INLINE void exchange_levels(struct trial *t, int rounds, struct levels *levels)
{
    const char *const news[2] = {"news of 1", "news of 2"};
    const lanes always[2] = {everywhere(t), everywhere(t)};
    lanes *const level_1 = levels->at_least[GENERAL_1], *const level_2 =
                                                            levels->at_least[GENERAL_2];
    level_1[0] = level_2[0] = everywhere(t);
    for (int round = 1; round <= rounds; round++) {
        if (round > 1)
            next_round(t);
        const struct exchanged arrived = exchange(t, news, always, 1);
        level_1[round] = level_2[round] = (lanes){0};
        for (int said = round - 1; said >= 0; said--) { /* downwards: nobody says what is new */
            level_1[said + 1] |= arrived.at[GENERAL_1] & level_2[said];
            level_2[said + 1] |= arrived.at[GENERAL_2] & level_1[said];
        }
    }
}

#endif
