/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_TREE_SIZE_H
#define GENERALS_ENGINE_TREE_SIZE_H

/* About how many histories a point has, without visiting them.
 *
 * Knuth (Math. Comp. 29, 1975) walks down the tree and chooses each branch at random: a walk past m
 * branchings stands for 2^m leaves, which is their number on average. Here many walks go down side
 * by side, a few draws at a time, and after each step are chosen anew in proportion to what they
 * stand for, as Chen (SIAM J. Comput. 21, 1992) does, so that the walks stay where most leaves are.
 * The estimate is right on average; with a probability of at most 1/c it is more than c times too
 * high. */

#include "engine/error.h"
#include "engine/point.h"

#include <stdbool.h>

struct tree_size {
    double histories; /* estimated; counting stops once it is beyond `enough` */
    bool even;        /* all walks met as many branchings: then it is hardly an estimate */
};

bool tree_size_estimate(const struct point *point, double enough, struct tree_size *size,
                        struct error *error);

#endif
