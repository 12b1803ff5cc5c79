/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_TESTS_ANALYSIS_FRAGILE_H
#define GENERALS_TESTS_ANALYSIS_FRAGILE_H

/* Strategies for tests alone, of which it is known which captures make them fail. */

#include "engine/strategy.h"

/* Sends `messages` messages, in a round each, and flips `coins` coins. It fails if all coins fall
 * heads and those messages alone are captured whose number, from 0, is a bit set in `pattern`. */
extern const struct strategy lock_strategy;

/* Sends a notice in `early` copies, a chain of `chain` messages that mean nothing, an order in
 * `late` copies and a reminder in `last`. It fails if a coin falls heads and the order is captured,
 * or the notice and the reminder both. */
extern const struct strategy two_ways_strategy;

#endif
