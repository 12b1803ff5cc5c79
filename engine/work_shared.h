/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_WORK_SHARED_H
#define GENERALS_ENGINE_WORK_SHARED_H

/* What the files of work share, and nobody else. */

#include "engine/work.h"

#include <omp.h>
#include <stdatomic.h>
#include <time.h>

/* --- the list of blocks: work_list.c ---------------------------------------------------------- */

/* What a Monte Carlo point has found; the tail, of a block that is not whole, is a part of it. */
struct sampled {
    struct tally tally, tail;
};

/* A point under way: its blocks are done by several threads. */
struct pending {
    uint64_t first_block; /* in the list of all blocks */
    uint64_t mark;        /* of the schedule, when the blocks were listed */
    uint64_t blocks_left;
    bool started;
    struct sampled *sampled;         /* of a Monte Carlo point */
    struct exact_sums *sums;         /* [block], of an exact point */
    struct weighted_tally *weighted; /* of a point of importance sampling */
    uint64_t histories;              /* in them */
};

struct shared {
    const struct work *work;
    struct pending *pending; /* one more than there are points: its first_block ends the list */
    omp_lock_t lock;         /* for what is pending, how much is done, and the first error */
    atomic_bool failed;      /* there was an error */
    _Atomic uint64_t next;   /* block that nobody has begun; at or after the end: none */
    uint64_t resume;         /* where to go on after a pause */
    enum work_order order;   /* the last that was given */
    struct work_done done;
    bool elsewhere; /* the work is another process's, and what is found is for that */
    struct error *error;
};

struct portion portion_of(const struct work *work, size_t point);

/* Records the schedule of every point and, if there is `pending`, lists its blocks. */
bool list_all(const struct work *work, struct pending *pending, struct error *error);

uint64_t all_blocks(const struct shared *shared);

/* How many the point has in the list. */
uint64_t block_count(const struct pending *pending);

/* The point whose blocks include this one of the list; `near` is a guess that is usually right. */
size_t point_of_block(const struct shared *shared, uint64_t block, size_t near);

/* Block `index` of those of the point is which of all that the point may have? */
uint64_t block_number(const struct shared *shared, size_t point, uint64_t index);

/* --- what was found: work_found.c ------------------------------------------------------------- */

/* What blocks of one point have found, and nobody knows yet. */
struct found {
    size_t point;
    uint64_t blocks;
    struct tally tally;             /* of a Monte Carlo point */
    bool masked;                    /* it is of one block, which is not whole */
    struct exact_sums sums;         /* of an exact one: of one block, */
    uint64_t block;                 /* this one of the point's */
    struct weighted_tally weighted; /* of one of importance sampling */
    struct timespec since;          /* when its first block ended; where that matters */
};

void found_clear(struct found *found);
void found_release(struct found *found);

/* Adds it to what is pending, and finishes the point if nothing else is awaited. It is empty then.
 */
bool hand_in(struct shared *shared, struct found *found, struct error *error);

/* Hands in what the point has so far, if it is not exact; then it has nothing. */
bool finish_part(struct shared *shared, size_t point, struct error *error);

void pending_release(struct pending *pending);

/* --- who finds it: work_thread.c -------------------------------------------------------------- */

/* What one thread keeps from block to block: one of the three, for the point of what it found. */
struct worker {
    struct simulation *simulation;
    struct enumeration *enumeration;
    struct sampler *sampler;
    struct found found;
};

void worker_release(struct worker *worker);

/* Does a block of the list, and now and then hands in what was found. */
bool worker_do(struct shared *shared, struct worker *worker, uint64_t index, struct error *error);

/* --- all of them: work.c ---------------------------------------------------------------------- */

/* No more blocks are begun; where the next one would have been. */
uint64_t hold(struct shared *shared);

/* No more blocks are begun, and the first error is kept. */
void give_up(struct shared *shared, const struct error *error);

#endif
