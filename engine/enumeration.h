/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_ENUMERATION_H
#define GENERALS_ENGINE_ENUMERATION_H

/* The inside of an enumeration (engine/enumerate.h), for those who look at its histories: a visitor
 * is shown each of them once, many at a time, in one of two ways. */

#include "engine/enumerate.h"
#include "engine/nodes.h"
#include "engine/stage.h"
#include "engine/truth_table.h"

enum { NODES = GROUP_TRIALS }; /* that are run side by side */

struct enumeration {
    const struct kernels *kernels;
    struct stage stage; /* after a run, its rows are those of the table or of the batch */
    size_t upper;       /* draws of the upper tree; the others are the truth table's */
    struct truth_table table;
    long double whole; /* weight of all its lanes: 1, but for rounding */
    uint64_t *table_live, *nodes_live;
    bool *certain; /* [event]: it happens in all lanes of the truth table that was run last */
    uint64_t *row; /* room for one more, of the table */
    long double *reached_by_all; /* [round]: weight of the truth tables for which this is the last
                                    round that all lanes reach */
    struct nodes batch;          /* NODES of them, being run */
    struct nodes pending;
};

struct visitor {
    void *context;
    /* The truth table under a node was run. False ends the visit with the error. */
    bool (*table)(struct enumeration *e, struct node node, void *context, struct error *error);
    /* So were the nodes of the batch, of which these are leaves: one history each. */
    bool (*leaves)(struct enumeration *e, const uint64_t leaves[GROUP_WORDS], void *context,
                   struct error *error);
    /* Subtrees in which more messengers have been captured are passed over. */
    uint64_t captured_max;
    bool passed_over; /* some were */
};

/* Shows the visitor the histories of block `block` of `blocks`. */
bool enumeration_visit(struct enumeration *e, uint64_t block, uint64_t blocks,
                       struct visitor *visitor, struct error *error);

/* Where an event happens depends on the draws before it alone: up to the first draw of the truth
 * table it is the same in all lanes. */
bool enumeration_same_in_all_lanes(const struct enumeration *e, size_t event);

/* The lanes of the table that belong to no history: a draw is 1 where it does not matter. Uses
 * `certain`. True, and nothing is written, if there are none. */
bool enumeration_all_lanes_count(const struct enumeration *e, uint64_t *none);

/* Is a messenger's loss in this event by chance, so that it counts as captured? */
bool enumeration_captures(const struct event *event);

/* Lists the lanes that are set in a row of NODES lanes. */
size_t enumeration_list(const uint64_t *row, uint16_t list[NODES]);

#endif
