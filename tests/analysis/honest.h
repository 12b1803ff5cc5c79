/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_TESTS_ANALYSIS_HONEST_H
#define GENERALS_TESTS_ANALYSIS_HONEST_H

/* Honest strategies for tests alone. */

#include "engine/strategy.h"

/* It does all that a strategy can do: coins of both parties, flipped in all or in some lanes,
 * copies, and acts that depend on both. */
extern const struct strategy hesitant_strategy;

/* General 1 alone flips two coins, the second where the first fell heads, before it sends. */
extern const struct strategy two_coins_strategy;

/* Acts upon silence: time is common, so that silence can be heard. */
extern const struct strategy acts_upon_silence_strategy;

/* General 2 speaks first, and general 1 sends orders where it was asked. */
extern const struct strategy asked_first_strategy;

/* A chain of acknowledgements, and a farewell that means nothing: some ways lead straight through
 * what the two cannot tell apart, others around, and failures differ in what is captured besides.
 */
extern const struct strategy polite_strategy;

/* Ways out of the problem: nobody acts though an order is sent; both act whatever happens; both act
 * whatever happens, and no message is ever sent. */
extern const struct strategy never_acts_strategy;
extern const struct strategy acts_untold_strategy;
extern const struct strategy sends_nothing_strategy;

/* All of these but hesitant_strategy; none has parameters. NULL ends the list. */
extern const struct strategy *const honest_strategies[];

#endif
