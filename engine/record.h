/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_RECORD_H
#define GENERALS_ENGINE_RECORD_H

/* All that has been found of a point so far, whichever method found it. What work hands in is added
 * to it, and it is what a ledger keeps: from the record of a point follow its numbers, and where to
 * go on. */

#include "engine/enumerate.h"
#include "engine/point.h"
#include "engine/tally.h"
#include "engine/tilt_search.h"
#include "engine/work.h"

#include <stdbool.h>
#include <stdint.h>

/* Of importance sampling. The tilt is found again where there is something to go on with; of what
 * was found, it has here only what the weights need. */
struct weighted_record {
    uint64_t next_block;
    uint64_t wanted; /* trials; fewer than the tally has, since blocks are run whole */
    struct found_tilt found;
    struct weighted_tally tally;
};

struct record {
    uint64_t next_block; /* the blocks of the shard below are in the tally, whole */
    unsigned look;       /* the last that was taken at the tally; 0: none */
    struct tally tally;  /* of Monte Carlo; no trials: nothing yet */
    struct tally *tail;  /* what of the tally is of a last block that was not run whole; or NULL */
    struct tally *tail_room;          /* made beforehand, for a tail; or NULL */
    struct exact_sums *exact;         /* NULL: not known */
    struct weighted_record *weighted; /* NULL: nothing yet */
};

void record_release(struct record *record);

/* Makes room for the tally of a Monte Carlo point that has nothing yet, and for a tail: once for
 * all points before they are run, so that what stays does not lie among what is soon freed. */
bool record_prepare(struct record *record, const struct schedule *schedule, struct error *error);

/* Adds what work hands in for a point. Of importance sampling, `weighted` has to be there. False
 * without memory. */
bool record_add(struct record *record, const struct outcome *outcome, struct error *error);

/* Are these two what is known of one tilt? Its probabilities are not compared. */
bool record_same_tilt(const struct found_tilt *a, const struct found_tilt *b);

/* Takes the last block away again if it was not run whole: to be run in full. */
void record_drop_tail(struct record *record);

/* Is the record, which was read, possible for this point, the shard's blocks of which it counts?
 * `number`: of the point, for the shard. If so, what the schedule of the point tells is filled in.
 */
bool record_check(struct record *record, const struct point *point, struct shard shard,
                  uint64_t number, struct error *error);

#endif
