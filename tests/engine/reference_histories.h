/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_TESTS_ENGINE_REFERENCE_HISTORIES_H
#define GENERALS_TESTS_ENGINE_REFERENCE_HISTORIES_H

/* Every history of a point, one after the other: what faster enumerations are tested against.
 *
 * The strategy runs on a panel in which a single trial exists. The first history has 0 for every
 * draw. Of the draws that mattered in it, the last one that is 0 becomes 1 and all after it become
 * 0: that is the next history, until every draw that mattered is 1. About a microsecond each, and
 * as many bytes as the strategy has events, twice. */

#include "engine/point.h"
#include "engine/schedule.h"

#include <stdbool.h>
#include <stddef.h>

/* What became of one event of the schedule. */
struct reference_step {
    bool happened; /* it was sent, or flipped */
    bool chance;   /* and all copies were captured, or the coin fell heads */
};

struct reference_history {
    long double weight;           /* the probability of the draws that mattered */
    bool decided[2];              /* the two propositions */
    unsigned sent;                /* messengers */
    unsigned captured;            /* those of them of whose copies none arrived */
    unsigned last_round;          /* in which one was sent; 0 if none was */
    unsigned count[COUNTERS_MAX]; /* of the strategy's counters */
    struct reference_step *step;  /* [event] */
};

struct reference_histories {
    struct schedule schedule;
    struct reference_history *history; /* in the order of their draws, read as a number */
    size_t count, capacity;
};

/* Of whatever method the point is. The test fails if the strategy misbehaves or memory runs out. */
void reference_histories_make(const struct point *point, struct reference_histories *histories);
void reference_histories_release(struct reference_histories *histories);

/* The event is a messenger's, and at least one copy arrived. */
bool reference_arrived(const struct reference_histories *histories, size_t history, size_t event);

/* The cell in which the history ends. */
enum cell reference_cell(const struct reference_history *history);

#endif
