/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_TESTS_ENGINE_TWO_WAYS_H
#define GENERALS_TESTS_ENGINE_TWO_WAYS_H

/* Strategies for tests alone, made to mislead a search for tilts: each has two disjoint ways to
 * fail, and raising loss rates leads to the one that hardly ever happens. */

#include "engine/strategy.h"

/* All of `lost` messengers are lost; or else a coin falls heads, with probability `heads`, and two
 * messengers get through. */
extern const struct strategy coin_or_losses_strategy;

/* All of `lost` messengers of general 1 are lost; or else all of `arrived` messengers of general 2
 * arrive. */
extern const struct strategy arrivals_or_losses_strategy;

/* In a burst channel, one messenger a round: those of the first `lost` rounds are all lost; or else
 * the city falls asleep and wakes up again `turns` times after that, once a round. */
extern const struct strategy turns_or_burst_strategy;

#endif
