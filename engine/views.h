/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_VIEWS_H
#define GENERALS_ENGINE_VIEWS_H

/* Views: what a party has in its causal past, and so all that it can act upon.
 *
 * A party's view is the list of what it has witnessed, in order: messages that reached it, each
 * with the view that its sender had when it sent (parties tell all they know: full information),
 * and its own coins. What did not reach it is no part of the list, but time is common and so the
 * party knows that too. Equal lists are one view: a number that is given to each new list, 0 to the
 * empty one.
 *
 * Two histories in which a party ends with one view are those that it cannot tell apart (Halpern
 * and Moses 1990, complete-history interpretation). */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { VIEW_NOTHING = 0, VIEW_TAILS = 0, VIEW_HEADS = 1 };

/* The last entry of a view's list. */
struct view {
    uint32_t before; /* the view without it */
    uint32_t event;  /* of the schedule */
    uint32_t what;   /* a message: the sender's view; a coin: VIEW_HEADS or VIEW_TAILS */
};

/* Open addressing; `slot` holds numbers plus 1. */
struct views {
    size_t count, capacity;
    struct view *view; /* view[0] is the empty one */
    size_t slot_count; /* a power of two */
    uint32_t *slot;
};

bool views_init(struct views *views);
void views_release(struct views *views);

/* The number of the view that ends in `last`, a new one if there is none; UINT32_MAX without
 * memory.
 */
uint32_t views_add(struct views *views, struct view last);

/* The same, but UINT32_MAX if there is none. */
uint32_t views_find(const struct views *views, struct view last);

#endif
