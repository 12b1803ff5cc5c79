/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/tree_size.h"

#include "engine/random.h"
#include "engine/stage.h"

#include <math.h>
#include <string.h>

enum {
    WALKS = GROUP_TRIALS,
    WALK_WORDS = WALKS / 64,
    STEP_MIN = 8,    /* draws between two choices of walks */
    STEP_MAX = 512,  /* 2^512 is still a number */
    STEPS_MAX = 256, /* or about so many choices in all */
};

/* How many of the draws first .. end - 1 mattered in each walk. */
static void count_branchings(const struct stage *stage, size_t first, size_t end,
                             unsigned branchings[WALKS])
{
    memset(branchings, 0, WALKS * sizeof *branchings);
    for (size_t draw = first; draw < end; draw++) {
        const uint64_t *where = stage->events[stage->draw_event[draw]].where;
        for (unsigned walk = 0; walk < WALKS; walk++)
            branchings[walk] += (unsigned)(where[walk / 64] >> (walk % 64) & 1);
    }
}

/* Chooses walks in proportion to what they stand for: of walk i, source[i] is the one that it
 * continues. Returns the mean of what they stand for. */
static double choose(const unsigned branchings[WALKS], double random, unsigned source[WALKS])
{
    double total = 0.0, below = 0.0;
    for (unsigned i = 0; i < WALKS; i++)
        total += ldexp(1.0, (int)branchings[i]);
    unsigned walk = 0;
    for (unsigned i = 0; i < WALKS; i++) {
        const double at = (i + random) / WALKS * total;
        while (walk + 1 < WALKS && below + ldexp(1.0, (int)branchings[walk]) <= at)
            below += ldexp(1.0, (int)branchings[walk++]);
        source[i] = walk;
    }
    return total / WALKS;
}

static void copy_walks(uint64_t row[WALK_WORDS], const unsigned source[WALKS])
{
    uint64_t copy[WALK_WORDS] = {0};
    for (unsigned i = 0; i < WALKS; i++)
        copy[i / 64] |= (row[source[i] / 64] >> (source[i] % 64) & 1) << (i % 64);
    memcpy(row, copy, sizeof copy);
}

static bool walk_down(struct stage *stage, double enough, struct tree_size *size,
                      struct error *error)
{
    const size_t draws = stage->schedule.draw_count;
    size_t step = draws / STEPS_MAX > STEP_MIN ? draws / STEPS_MAX : STEP_MIN;
    step = step < STEP_MAX ? step : STEP_MAX;
    struct random_stream stream = {{1, 2, 3, 4}}; /* the same walks whatever the seed */
    uint64_t live[GROUP_WORDS] __attribute__((aligned(LANES_ALIGNMENT))) = {0};
    memset(live, 0xff, WALKS / 8);
    for (size_t draw = 0; draw < draws; draw++)
        memset(stage->draw[draw], 0, GROUP_WORDS * sizeof(uint64_t));
    *size = (struct tree_size){1.0, true};
    for (size_t first = 0; first < draws && size->histories <= enough; first += step) {
        const size_t end = first + step < draws ? first + step : draws;
        for (size_t draw = first; draw < end; draw++)
            for (int word = 0; word < WALK_WORDS; word++)
                stage->draw[draw][word] = random_next(&stream);
        if (!stage_run(stage, live, GROUP_WORDS, error))
            return false;
        stage_forget_idle_moods(stage, GROUP_WORDS);
        unsigned branchings[WALKS], source[WALKS];
        count_branchings(stage, first, end, branchings);
        for (unsigned i = 1; i < WALKS; i++)
            size->even = size->even && branchings[i] == branchings[0];
        size->histories *=
            choose(branchings, (double)(random_next(&stream) >> 11) * 0x1p-53, source);
        for (size_t draw = 0; draw < end; draw++)
            copy_walks(stage->draw[draw], source);
    }
    return true;
}

bool tree_size_estimate(const struct point *point, double enough, struct tree_size *size,
                        struct error *error)
{
    struct stage stage;
    const bool good = stage_init(&stage, point, error) &&
                      stage_allocate(&stage, GROUP_WORDS, error) &&
                      walk_down(&stage, enough, size, error);
    stage_release(&stage);
    return good;
}
