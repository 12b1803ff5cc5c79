/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_WORK_H
#define GENERALS_ENGINE_WORK_H

/* Who does which block. Blocks of all points are one list, point after point; threads take from it.
 * Tallies are integers and sums of exact points are added in the order of their blocks, so who does
 * what never matters. The schedule is OpenMP's: dynamic, or
 * what OMP_SCHEDULE says. Only here is OpenMP used. */

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
    const struct exact_sums *exact;        /* of an exact point, else NULL */
    const struct weighted_tally *weighted; /* of a point of importance sampling, else NULL */
};

/* How far the work is. */
struct work_done {
    uint64_t blocks, trials, histories;
    size_t points;
};

/* Which trials of a point to run: from the first of block `first_block` up to trial `trials`, which
 * may be in the midst of a block. Portions add up: two that meet where a block begins give together
 * what one over both gives. None if `trials` is 0 or where they would end before they begin. Of an
 * exact point all is run, unless `trials` is 0. Of a point of importance sampling blocks are always
 * run whole: it may get some more trials. */
struct portion {
    uint64_t first_block;
    uint64_t trials; /* 0 to WORK_TRIALS_MAX */
};

struct work {
    const struct point *points;
    size_t point_count;
    uint64_t trials;                /* of each Monte Carlo point; 1 to WORK_TRIALS_MAX */
    const struct portion *portions; /* [point]; NULL: of each point all trials up to `trials` */
    const struct found_tilt *tilts; /* [point]: of points of importance sampling; NULL: there are
                                       none, or none that is to be run */
    uint64_t seed;
    int threads; /* 1 to WORK_THREADS_MAX */

    void *context; /* for the functions below */
    /* What was to be run of a point is finished. Called once for each point of which there was
     * something to run, in any order, by any thread, several at a time. False ends the work with
     * the error. */
    bool (*finished)(void *context, size_t point, struct outcome outcome, struct error *error);
    /* How far the work is, of so many blocks; called by one thread, between its blocks. May be
     * NULL.
     */
    void (*progress)(void *context, const struct work_done *done, uint64_t blocks);
    /* Asked before each block of a point that is not exact, by any thread, several at a time. Once
     * it says true, no more of these are begun: points under way are finished with the blocks that
     * they have, others not at all. Exact points, whose blocks are nothing one by one, are run to
     * their end. May be NULL. */
    bool (*halt)(void *context);
};

/* Processors that this process may use. */
int work_processors(void);

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
