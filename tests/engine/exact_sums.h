/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_TESTS_ENGINE_EXACT_SUMS_H
#define GENERALS_TESTS_ENGINE_EXACT_SUMS_H

/* What tests do with exact sums: make those of a point, compare two. */

#include "engine/enumerate.h"
#include "tests/testing.h"

#include <stdlib.h>
#include <string.h>

/* To the last bit. */
static inline bool exact_sums_same(const struct exact_sums *a, const struct exact_sums *b)
{
    bool same = a->histories == b->histories && a->messengers == b->messengers &&
                a->possible_cells == b->possible_cells &&
                a->possible_counters == b->possible_counters && a->round_count == b->round_count;
    for (int i = 0; i < CELL_COUNT; i++)
        same = same && a->cell[i] == b->cell[i];
    for (size_t i = 0; same && i < a->round_count; i++)
        same = a->rounds[i].round == b->rounds[i].round &&
               a->rounds[i].reached == b->rounds[i].reached;
    return same;
}

static inline struct enumeration *enumeration_of(const struct point *point,
                                                 const struct kernels *kernels)
{
    struct error error;
    struct enumeration *enumeration = enumeration_create(point, kernels, &error);
    if (enumeration == NULL)
        fail_msg("%s", error.message);
    return enumeration;
}

static inline struct exact_sums exact_sums_of_block(struct enumeration *enumeration, uint64_t block,
                                                    uint64_t blocks)
{
    struct exact_sums sums;
    struct error error;
    assert_true(exact_sums_init(&sums, enumeration_schedule(enumeration), &error));
    if (!enumeration_run_block(enumeration, block, blocks, &sums, &error))
        fail_msg("%s", error.message);
    return sums;
}

static inline uint64_t blocks_of(const struct point *point, size_t draws)
{
    struct error error;
    uint64_t blocks;
    if (!enumerate_blocks(point, draws, &blocks, &error))
        fail_msg("%s", error.message);
    return blocks;
}

/* All blocks of the point, one after the other. `kernels` as in enumeration_create. */
static inline struct exact_sums exact_sums_of(const struct point *point,
                                              const struct kernels *kernels)
{
    struct enumeration *enumeration = enumeration_of(point, kernels);
    const uint64_t blocks = blocks_of(point, enumeration_schedule(enumeration)->draw_count);
    struct exact_sums sums = exact_sums_of_block(enumeration, 0, blocks);
    for (uint64_t block = 1; block < blocks; block++) {
        struct exact_sums more = exact_sums_of_block(enumeration, block, blocks);
        exact_sums_add(&sums, &more);
        exact_sums_release(&more);
    }
    enumeration_destroy(enumeration);
    return sums;
}

/* To keep what sums say beyond their life; false for no memory. */
static inline bool exact_sums_copy(struct exact_sums *to, const struct exact_sums *from)
{
    *to = *from;
    to->rounds = malloc((from->round_count + 1) * sizeof *to->rounds);
    if (to->rounds != NULL && from->round_count > 0)
        memcpy(to->rounds, from->rounds, from->round_count * sizeof *to->rounds);
    return to->rounds != NULL;
}

#endif
