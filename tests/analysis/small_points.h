/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_TESTS_ANALYSIS_SMALL_POINTS_H
#define GENERALS_TESTS_ANALYSIS_SMALL_POINTS_H

/* Points with so few histories that each can be looked at: of every strategy in the list, whatever
 * it is, and of hesitant_strategy, which has coins. */

#include "engine/point.h"

#include <stddef.h>

/* Equal and unequal loss rates, and messengers that are certain to arrive, or not to. */
extern const struct channel small_channels[];
extern const size_t small_channel_count;

/* Calls `look` for every combination of some values of each parameter (from its lowest and default
 * on) that the strategy does not refuse and that has at most `draws_max` draws on the channel.
 * Fails if a strategy has none. */
void for_small_points(struct channel channel, size_t draws_max,
                      void (*look)(const struct point *point));

/* A point of the list's strategy of that name. */
struct point point_named(const char *strategy, double first, double second, double loss,
                         double loss_back);

/* "ack-chain(3, 1, 0) at loss 0.1, 0.2 back", until the next call. */
const char *point_words(const struct point *point);

#endif
