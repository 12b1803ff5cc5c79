/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_TRUTH_TABLE_H
#define GENERALS_ENGINE_TRUTH_TABLE_H

/* All values of a few draws at once: lane i of a row gives draw j the value of bit j of i. */

#include "engine/channel.h"
#include "engine/kernels.h"

#include <stddef.h>
#include <stdint.h>

enum { TRUTH_TABLE_DRAWS_MAX = 13 };

struct truth_table {
    size_t words;   /* of a row: whole groups */
    uint64_t lanes; /* that exist: 2^draws */
    /* The weight of a lane is the product, over all draws, of the probability of its value. */
    struct weighing weighing;
};

/* `chance[j]`: that draw j is 1; strictly between 0 and 1. */
void truth_table_init(struct truth_table *table, const struct chance *chance, unsigned draws);

/* The row of draw j, and the row of the lanes that exist. */
void truth_table_fill(const struct truth_table *table, unsigned draw, uint64_t *row);
void truth_table_fill_live(const struct truth_table *table, uint64_t *row);

#endif
