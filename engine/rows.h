/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_ROWS_H
#define GENERALS_ENGINE_ROWS_H

/* Rows of random bits, each one with a given probability p, 0 < p < 1.
 *
 * Every row is made of two exact parts. Write p (or 1 - p, and invert, if p > 1/2) as
 *
 *     p = t + (1 - t) q,        t = the first k binary digits of p,        q = (p - t) / (1 - t)
 *
 * so that a bit is set if a dense row of probability t sets it or else a sparse row of probability
 * q does. The dense part costs k random words of the streams for a group of 512 trials, whatever
 * the digits. The sparse part jumps from one set bit to the next; its cost falls with q. A model of
 * the two costs chooses k for each p: k = 0, all sparse, for p below about 1/256; k = 1 and
 * no sparse part for 1/2. The choice decides the numbers, so it belongs to the stream version.
 *
 * The gap between set bits of a sparse row is geometric, P(G >= g) = (1-q)^g. Its base-256 digits
 * are independent, and digit i has P(d) proportional to s^d with s = (1-q)^(256^i). So each digit
 * is drawn from a table of 256 cells by Walker's alias method; the last table keeps its cell 255
 * for "255 or more": then the position moves on by that much and, since the geometric distribution
 * has no memory, the digit is drawn again. Tables come from +, -, *, / alone, so that they are the
 * same on every machine; no logarithm is taken. What the integers of a recipe stand for is p to
 * 1e-14, relative, and the probability of each single gap to 1e-11 (tests/engine/test_recipes.c).
 */

#include "engine/error.h"
#include "engine/kernels.h"
#include "engine/random.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { ROW_TABLE_CELLS = 256, ROW_TABLES_MAX = 8 };

/* A cell of Walker's table: the upper 56 bits are the threshold, the lower 8 the alias. */
struct row_table {
    uint64_t cell[ROW_TABLE_CELLS];
};

/* How rows of one probability are filled. Read-only once made; may be shared by threads. */
struct row_recipe {
    double probability;
    uint64_t invert;         /* all ones if the row is made for 1 - probability, else 0 */
    unsigned digits;         /* dense random words per group; 0: no dense part */
    uint64_t pattern;        /* bit 0 is the last digit */
    double rest;             /* q: probability of the sparse part; 0: none */
    unsigned tables;         /* base-256 digits of a gap */
    struct row_table *table; /* [tables], least significant digit first */
};

/* 0 < probability < 1. */
bool row_recipe_init(struct row_recipe *recipe, double probability, struct error *error);
void row_recipe_release(struct row_recipe *recipe);

/* Position, in trials since the start of the block, of the next bit that the sparse part sets. */
struct row_position {
    uint64_t next;
};

/* At the start of a block, once per row, in the order of the draws. */
void row_start(const struct row_recipe *recipe, struct random_stream *sparse,
               struct row_position *position);

/* Is the row all sparse? Then most words of a rare row are calm: no draw has set a bit in them. */
static inline bool row_is_sparse(const struct row_recipe *recipe)
{
    return recipe->digits == 0;
}

/* Words of a panel that are not calm, gathered from several rows and panels: the first that is met
 * has place 0, and so on, in every row. */
struct row_gathering {
    size_t count;
    size_t words;    /* of a panel */
    uint16_t *place; /* [word of the panel]: its place + 1; 0: it has none yet */
};

/* As row_fill for a row that is all sparse, but only for the gathered words, to which it adds those
 * that it meets: their bits are flipped in `row`, where they were all like a calm one's. */
void row_gather(const struct row_recipe *recipe, struct random_stream *sparse,
                struct row_position *position, uint64_t first, struct row_gathering *gathering,
                uint64_t *row);

/* Fills `row` with the trials first .. first + 512 groups - 1 of the block. Panels of a row are
 * filled in order. */
void row_fill(const struct row_recipe *recipe, const struct kernels *kernels,
              struct random_block *random, struct row_position *position, uint64_t first,
              uint64_t *row, size_t groups);

#endif
