/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_TESTS_ENGINE_COINS_H
#define GENERALS_TESTS_ENGINE_COINS_H

/* A strategy for tests alone: it does all that a strategy can do, with both counters and coins of
 * both parties, copies, and lanes that must be masked because they are set where no trial is. */

#include "engine/strategy.h"

enum { COINS_ROUNDS, COINS_HEADS, COINS_WILLING };
enum { COINS_WAITING, COINS_ANSWERED };

extern const struct strategy coins_strategy;

#endif
