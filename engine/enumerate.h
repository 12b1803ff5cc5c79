/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_ENUMERATE_H
#define GENERALS_ENGINE_ENUMERATE_H

/* Every history of a point, and the exact probabilities that they add up to.
 *
 * A history is one assignment of yes/no to the draws that mattered. The histories are the leaves of
 * a tree, which branches at a draw where, and only where, it matters. It is walked in two parts:
 *
 * - Above, a lane is one node: the draws up to some place are chosen, all later ones are 0. Running
 *   the strategy on many nodes side by side shows which later draws matter; each of those is a
 *   branch to another node. A chain of 1000 messages has 1001 such nodes, and nothing below.
 * - Below, under each node where one of the last ENUMERATE_LOW draws matters, these draws take all
 *   their values at once: their rows are constant truth tables. Draws that do not matter take both
 *   values too; their weights add up to 1.
 *
 * A node's weight is the product of the probabilities of its choices, in long double, so that none
 * underflows; a truth table is summed by multiplying how many lanes of equal weight are set with
 * that weight. All terms are positive. The relative error of a sum is about 1e-19 per draw above
 * and below 1e-14 below.
 *
 * The tree is cut into blocks, so that threads can share it; the sum of a block is a function of
 * the point and the block's number alone, and blocks are added in order: the result depends on
 * nothing else. */

#include "engine/error.h"
#include "engine/exact_sums.h"
#include "engine/kernels.h"
#include "engine/point.h"
#include "engine/schedule.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ENUMERATE_LOW = 13 }; /* draws of a truth table: 8192 lanes */

#define ENUMERATE_HISTORIES_MAX ((uint64_t)1 << 36)

/* How many blocks the point has, whose schedule has so many draws: one if it has few histories. */
bool enumerate_blocks(const struct point *point, size_t draws, uint64_t *blocks,
                      struct error *error);

/* Can all histories of the point, whose schedule has so many draws, be enumerated? False, with
 * about how many there are, if it can be foreseen that they are more than ENUMERATE_HISTORIES_MAX.
 * The number is estimated: it may be passed over that they are some times as many. */
bool enumerate_check(const struct point *point, size_t draws, struct error *error);

/* The error of a strategy that has turned out to have too many histories. */
bool enumerate_too_many(const struct strategy *strategy, struct error *error);

/* What one thread needs to enumerate blocks of one point. */
struct enumeration;

/* `kernels` NULL: the widest that the processor has. */
struct enumeration *enumeration_create(const struct point *point, const struct kernels *kernels,
                                       struct error *error);
void enumeration_destroy(struct enumeration *enumeration);

const struct schedule *enumeration_schedule(const struct enumeration *enumeration);

/* Adds the histories of block `block` of `blocks` to `sums`, which were made for the enumeration's
 * schedule. False if memory runs out, if they are more than ENUMERATE_HISTORIES_MAX, or if the
 * strategy did something else than in the dry run. */
bool enumeration_run_block(struct enumeration *enumeration, uint64_t block, uint64_t blocks,
                           struct exact_sums *sums, struct error *error);

#endif
