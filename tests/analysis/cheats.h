/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_TESTS_ANALYSIS_CHEATS_H
#define GENERALS_TESTS_ANALYSIS_CHEATS_H

/* Strategies for tests alone that cheat: a party uses what it cannot know. So does the strategy of
 * tests/engine/coins.h. */

#include "engine/strategy.h"

/* What general 2 does depends on whether general 1 got the reply. */
extern const struct strategy acts_unseeing_strategy;

/* General 1 sends again only where the order was captured, without an answer to it. */
extern const struct strategy sends_unseeing_strategy;

/* General 2 flips a coin only where its own message arrived. */
extern const struct strategy flips_unseeing_strategy;

/* General 2 sends where the coin of general 1 fell heads, of which it was not told. */
extern const struct strategy reads_coins_strategy;

#endif
