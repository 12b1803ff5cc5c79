/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_WORK_H
#define GENERALS_ENGINE_WORK_H

/* Who does which block. Blocks of all points are one list, point after point; threads take from it.
 * Tallies are integers and sums of exact points are added in the order of their blocks, so who does
 * what never matters. Blocks are begun in order, and every one that was begun is done: when all
 * threads pause, what is done is the beginning of the list, and of one point at most a part. Only
 * here, in the files work*.c, are OpenMP and MPI used. */

#include "engine/enumerate.h"
#include "engine/error.h"
#include "engine/point.h"
#include "engine/tally.h"
#include "engine/tilt_search.h"
#include "engine/weights.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WORK_THREADS_MAX = 4096 };

/* The most trials of one point: keeps every sum in its integer. */
#define WORK_TRIALS_MAX ((uint64_t)1000000000000000) /* 1e15 */

/* What a point's method has found. */
struct outcome {
    const struct tally *tally;             /* of a Monte Carlo point, else NULL */
    const struct tally *tail;              /* what of it is of a block that was not run whole; NULL:
                                              nothing */
    const struct exact_sums *exact;        /* of an exact point, else NULL */
    const struct weighted_tally *weighted; /* of a point of importance sampling, else NULL */
    uint64_t next_block; /* of the blocks below, all that were to be run are done, whole */
    bool complete;       /* else the point will be handed in again, or the work was stopped */
};

/* How far the work is. */
struct work_done {
    uint64_t blocks, trials, histories;
    uint64_t failures; /* of Monte Carlo trials: they ended in a cell that is a failure */
    size_t points;
};

/* Adds blocks, trials, histories and failures: points may be the same ones. */
void work_done_add(struct work_done *to, const struct work_done *from);

/* Which trials of a point to run: from the first of block `first_block` up to trial `trials`, which
 * may be in the midst of a block. Portions add up: two that meet where a block begins give together
 * what one over both gives. None if `trials` is 0 or where they would end before they begin. Of an
 * exact point all is run, unless `trials` is 0. Of a point of importance sampling blocks are always
 * run whole: it may get some more trials. */
struct portion {
    uint64_t first_block;
    uint64_t trials; /* 0 to WORK_TRIALS_MAX */
};

/* Which blocks of a point are done here: block b of point i, if (i + b) % count is `index`. An
 * exact point is done here, all of it, if i % count is. */
struct shard {
    uint64_t index, count; /* count 0: as 0 of 1, all */
};

/* How many of the blocks from..to-1 of point `number` are the shard's. */
uint64_t shard_blocks(struct shard shard, uint64_t number, uint64_t from, uint64_t to);

/* What the work is to do next. */
enum work_order { WORK_GO_ON, WORK_PAUSE, WORK_STOP };

struct work {
    const struct point *points;
    size_t point_count;
    uint64_t trials;                /* of each Monte Carlo point; 1 to WORK_TRIALS_MAX */
    const struct portion *portions; /* [point]; NULL: of each point all trials up to `trials` */
    const struct found_tilt *tilts; /* [point]: of points of importance sampling; NULL: there are
                                       none, or none that is to be run */
    struct shard shard;
    const size_t *numbers; /* [point]: i of the shards; NULL: as in `points` */
    uint64_t seed;
    int threads; /* 1 to WORK_THREADS_MAX */

    void *context; /* for the functions below */
    /* What was to be run of a point is finished; or, when the work pauses or stops, some of its
     * blocks are: then what it has found since it was last handed in. Never called for a point of
     * which there was nothing to run. In any order, by any thread, several at a time. False ends
     * the work with the error. */
    bool (*finished)(void *context, size_t point, struct outcome outcome, struct error *error);
    /* How far the work is, of so many blocks; called by one thread, between its blocks, and once
     * more when all that was begun is done. May be NULL. */
    void (*progress)(void *context, const struct work_done *done, uint64_t blocks);
    /* Asked by one thread between its blocks. Told to pause or to stop, all threads finish the
     * blocks that they have in hand; points under way are handed in with what they have, but for
     * exact ones, which are all or nothing: those that are cut short by a stop are lost. May be
     * NULL. */
    enum work_order (*order)(void *context);
    /* After WORK_PAUSE, by one thread, while nothing else goes on. False ends the work with the
     * error. May be NULL. */
    bool (*paused)(void *context, struct error *error);
};

/* --- processes -------------------------------------------------------------------------------- */

/* If MPI has started several processes (ranks), all call work_join() first and work_leave() last.
 * In between the first rank does whatever it likes, and the others do blocks of each work that it
 * runs, by as many threads as it has; or, if it has as many as it may use, as many as they may use.
 * They find strategies by their names. Without MPI, or if no MPI launcher started it, the process
 * is the first and only one. An error ends the process, and so all others. */
bool work_join(struct error *error);
bool work_is_first(void);
/* What another rank does, until the first one leaves. `unable`: why it can do none of the work that
 * may come, which then fails for this reason; NULL if it can. */
void work_serve(strategy_finder *find, const struct error *unable);
void work_leave(void);

/* How many processes there are. */
int work_ranks(void);

/* Processors that this process may use. Those that several ranks may use are shared out. */
int work_processors(void);

/* --- work ------------------------------------------------------------------------------------- */

/* Checks without running anything: every schedule is recorded once, and of exact points it is
 * estimated how many histories they have. */
bool work_check(const struct work *work, struct error *error);

/* Fills in how many trials a block of each point has. */
bool work_block_trials(const struct point *points, size_t count, uint64_t *trials,
                       struct error *error);

/* Calls one(context, 0), ..., one(context, count - 1), by so many threads, in any order; false with
 * the first error, after which no more are begun. */
bool work_each(int threads, uint64_t count, void *context,
               bool (*one)(void *context, uint64_t index, struct error *error),
               struct error *error);

/* Runs all blocks of all points. Memory: about 0.4 kB for each point, and each thread's rows.
 */
bool work_run(const struct work *work, struct error *error);

#endif
