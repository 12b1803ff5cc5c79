/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_CHOICES_H
#define GENERALS_ENGINE_CHOICES_H

/* Every choice of captures that an adversary can make before a point's trial begins, and how often
 * the strategy fails under each: over the coins alone, which the adversary does not know.
 *
 * A choice says of each transmit that is left to chance whether all its copies are captured. Two
 * choices that differ only in messages that are never sent are one. So choices are the nodes of a
 * tree: from a choice, one branch for each later transmit that is sent, however rarely, under it,
 * which captures that one, too. A node is tried with all falls of the coins, of which again only
 * those are gone through that matter, many side by side.
 *
 * The captures of the last CHOICES_LOW transmits have no nodes: under each node where one of these
 * is sent, they take all their values at once, in truth tables, one for each fall of the coins. The
 * failure of a lane is the sum of the weights of the falls with which it fails. */

#include "engine/error.h"
#include "engine/nodes.h"
#include "engine/point.h"
#include "engine/stage.h"
#include "engine/truth_table.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { CHOICES_LOW = TRUTH_TABLE_DRAWS_MAX };

/* The trials, one for each choice and fall of the coins, that may be run; a run counts as 2048 at
 * least, since it takes as long. */
#define CHOICES_LANES_MAX ((uint64_t)1 << 36)

/* One thread's. Bits of a choice are of draws: set, where one is captured. */
struct choices {
    struct stage stage;
    size_t captures, coins;                    /* draws of each kind */
    size_t low[CHOICES_LOW], low_count, upper; /* draws of the tables, and the first of them */
    struct truth_table table;
    struct nodes batch, falls; /* of the coins: being run, and to be run */
    uint64_t *live, *failing;
    uint64_t lanes_run;      /* in all */
    uint64_t lanes_foreseen; /* of tables that were not run yet */

    /* What a try leaves behind. */
    bool *sent;          /* [draw]: a capture's message is, with some fall of the coins */
    bool table_matters;  /* so is one of those of the tables */
    uint64_t falls_run;  /* that were told apart */
    long double failure; /* P(failure) under the choice */

    /* What a try of a table leaves behind. */
    double *lane_failure;             /* [lane] */
    uint64_t *lane_sent[CHOICES_LOW]; /* [low][word]: as `sent`, by lane */
};

/* The point's channel must be memoryless. choices_release in any case. */
bool choices_init(struct choices *choices, const struct point *point, struct error *error);
void choices_release(struct choices *choices);

/* Words of the bits of a choice. */
size_t choices_words(const struct choices *choices);

/* Is the draw a capture, or else a coin? */
bool choices_is_capture(const struct choices *choices, size_t draw);

/* The messengers that a draw's capture captures. */
unsigned choices_copies(const struct choices *choices, size_t draw);

/* Lanes of a table, run with as many falls as the last try. */
uint64_t choices_table_lanes(const struct choices *choices);

/* Runs one choice with all falls of the coins. False, too, if CHOICES_LANES_MAX would not be enough
 * for the table under it. */
bool choices_try(struct choices *choices, const uint64_t *bits, struct error *error);

/* The same for all choices at once that agree with `bits` before the tables' captures. */
bool choices_try_table(struct choices *choices, const uint64_t *bits, struct error *error);

/* Adds the branches of a node, which was tried last, to `pending`. */
bool choices_branch(const struct choices *choices, struct node node, struct nodes *pending,
                    struct error *error);

#endif
