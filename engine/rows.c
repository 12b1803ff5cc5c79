/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/rows.h"

#include <stdlib.h>
#include <string.h>

/* Costs that choose the number of dense digits, in cycles: of a digit for a group of 512 trials,
 * and of a bit that the sparse part sets. Measured on a processor with AVX-512 (benchmarks/rows
 * measures them again); constants, because they decide the numbers. */
static const double cost_of_digit = 4.0;
static const double cost_of_hit = 17.5;

enum {
    DIGITS_MAX = 16,
    LAST_CELL = ROW_TABLE_CELLS - 1, /* of the last table: this many or more */
    HITS_MAX = 64,
};

/* No block is longer: a gap that reaches so far ends the row. */
static const uint64_t row_never = (uint64_t)1 << 48;

/* --- the dense part --------------------------------------------------------------------------- */

/* The part of p beyond its first k digits, as a probability among the trials not yet set. */
static double rest_after(double p, unsigned k, double *head)
{
    const double scale = (double)((uint64_t)1 << k);
    *head = (double)(uint64_t)(p * scale) / scale;
    return (p - *head) / (1.0 - *head);
}

static void choose_digits(struct row_recipe *recipe, double p)
{
    double least = -1.0;
    for (unsigned k = 0; k <= DIGITS_MAX; k++) {
        double head;
        const double rest = rest_after(p, k, &head);
        if (k > 0 && ((uint64_t)(head * (double)((uint64_t)1 << k)) & 1) == 0)
            continue; /* a last digit 0 buys nothing */
        const double cost = k * cost_of_digit + rest * GROUP_TRIALS * cost_of_hit;
        if (least >= 0.0 && cost >= least)
            continue;
        least = cost;
        recipe->digits = k;
        recipe->pattern = (uint64_t)(head * (double)((uint64_t)1 << k));
        recipe->rest = rest;
    }
}

/* --- the sparse part -------------------------------------------------------------------------- */

/* 1 - (1-u)^256 without cancellation: 1 - (1-u)^2 = u (2 - u), eight times. */
static double any_of_256(double u)
{
    for (int i = 0; i < 8; i++)
        u = u * (2.0 - u);
    return u;
}

/* Walker's alias method, built as Vose (1991): cells that are too full lend to those that are not.
 * `weight` sums to 1 and is used up. */
static void table_build(struct row_table *table, double weight[ROW_TABLE_CELLS])
{
    const double scale = 72057594037927936.0; /* 2^56 */
    unsigned small[ROW_TABLE_CELLS], large[ROW_TABLE_CELLS];
    unsigned smalls = 0, larges = 0;
    for (unsigned i = 0; i < ROW_TABLE_CELLS; i++) {
        weight[i] *= ROW_TABLE_CELLS;
        if (weight[i] < 1.0)
            small[smalls++] = i;
        else
            large[larges++] = i;
    }
    while (smalls > 0 && larges > 0) {
        const unsigned from = large[larges - 1], to = small[--smalls];
        table->cell[to] = (uint64_t)(weight[to] * scale) << 8 | from;
        weight[from] -= 1.0 - weight[to];
        if (weight[from] < 1.0)
            small[smalls++] = large[--larges];
    }
    /* What is left is full up to rounding: it keeps to itself. */
    while (larges > 0 || smalls > 0) {
        const unsigned i = larges > 0 ? large[--larges] : small[--smalls];
        table->cell[i] = i;
    }
}

/* A digit with P(d) = u (1-u)^d / (1 - (1-u)^256), d = 0..255; in the last table
 * P(d) = u (1-u)^d for d < 255, and cell 255 has the rest. */
static void digit_table(struct row_table *table, double u, bool last)
{
    double weight[ROW_TABLE_CELLS];
    double power = 1.0;
    const double first = last ? u : u / any_of_256(u);
    for (int d = 0; d < ROW_TABLE_CELLS; d++) {
        weight[d] = first * power;
        power *= 1.0 - u;
    }
    if (last)
        weight[LAST_CELL] /= u;
    table_build(table, weight);
}

/* Enough digits that the last table's digit is rarely beyond its cells. */
static unsigned digits_of_gap(double q)
{
    unsigned tables = 1;
    for (double u = q; u < 1.0 / 128 && tables < ROW_TABLES_MAX; tables++)
        u = any_of_256(u);
    return tables;
}

bool row_recipe_init(struct row_recipe *recipe, double probability, struct error *error)
{
    *recipe = (struct row_recipe){.probability = probability};
    recipe->invert = probability > 0.5 ? ~(uint64_t)0 : 0;
    choose_digits(recipe, probability > 0.5 ? 1.0 - probability : probability);
    if (recipe->rest <= 0.0)
        return true;
    recipe->tables = digits_of_gap(recipe->rest);
    recipe->table = malloc(recipe->tables * sizeof *recipe->table);
    if (recipe->table == NULL)
        return error_no_memory(error);
    double u = recipe->rest;
    for (unsigned i = 0; i < recipe->tables; i++) {
        digit_table(&recipe->table[i], u, i + 1 == recipe->tables);
        u = any_of_256(u);
    }
    return true;
}

void row_recipe_release(struct row_recipe *recipe)
{
    free(recipe->table);
    recipe->table = NULL;
}

/* Whether the cell or its alias is drawn is a surprise to the processor each time: no branch. */
static inline uint64_t draw_digit(const struct row_table *table, struct random_stream *sparse)
{
    const uint64_t random = random_next(sparse);
    const uint64_t digit = random % ROW_TABLE_CELLS;
    const uint64_t cell = table->cell[digit];
    const uint64_t keep = -(uint64_t)((random >> 8) < (cell >> 8));
    return (digit & keep) | (cell % ROW_TABLE_CELLS & ~keep);
}

/* Trials that are not set before the next one that is; row_never or more: no block is that long. */
static inline __attribute__((always_inline)) uint64_t
draw_gap(const struct row_table *table, unsigned tables, struct random_stream *sparse)
{
    const unsigned last = tables - 1;
    uint64_t gap = 0;
    uint64_t digit;
    while ((digit = draw_digit(&table[last], sparse)) == LAST_CELL) {
        gap += digit << (8 * last);
        if (gap >= row_never)
            return gap;
    }
    gap += digit << (8 * last);
    for (unsigned i = last; i-- > 0;)
        gap += draw_digit(&table[i], sparse) << (8 * i);
    return gap;
}

void row_start(const struct row_recipe *recipe, struct random_stream *sparse,
               struct row_position *position)
{
    position->next =
        recipe->tables > 0 ? draw_gap(recipe->table, recipe->tables, sparse) : UINT64_MAX;
}

/* Bits to be set, found some at a time: one loop that both draws and sets would need more registers
 * than there are. */
struct hits {
    unsigned count;
    uint32_t trial[HITS_MAX]; /* since the start of the panel */
};

static inline __attribute__((always_inline)) void
draw_hits(struct hits *hits, const struct row_table *table, unsigned tables,
          struct random_stream *sparse, struct row_position *position, uint64_t first, uint64_t end)
{
    struct random_stream stream = *sparse; /* a copy, which stays in registers */
    uint64_t next = position->next;
    unsigned count = 0;
    while (next < end && count < HITS_MAX) {
        hits->trial[count++] = (uint32_t)(next - first);
        const uint64_t gap = draw_gap(table, tables, &stream);
        next = gap < row_never ? next + 1 + gap : row_never;
    }
    hits->count = count;
    *sparse = stream;
    position->next = next;
}

/* The next bits of the panel first .. end - 1 that the sparse part sets; false if none is left. */
static bool next_hits(struct hits *hits, const struct row_recipe *recipe,
                      struct random_stream *sparse, struct row_position *position, uint64_t first,
                      uint64_t end)
{
    if (position->next >= end)
        return false;
    if (recipe->tables == 2) /* the most common number is compiled for itself */
        draw_hits(hits, recipe->table, 2, sparse, position, first, end);
    else
        draw_hits(hits, recipe->table, recipe->tables, sparse, position, first, end);
    return true;
}

void row_gather(const struct row_recipe *recipe, struct random_stream *sparse,
                struct row_position *position, uint64_t first, struct row_gathering *gathering,
                uint64_t *row)
{
    const uint64_t end = first + gathering->words * 64;
    struct hits hits;
    while (next_hits(&hits, recipe, sparse, position, first, end)) {
        size_t count = gathering->count;
        for (unsigned i = 0; i < hits.count; i++) {
            uint16_t *place = &gathering->place[hits.trial[i] / 64];
            const size_t new = *place == 0; /* a surprise each time: no branch */
            count += new;
            *place = (uint16_t)(*place | (count & -new));
            row[*place - 1] ^= (uint64_t)1 << (hits.trial[i] % 64);
        }
        gathering->count = count;
    }
}

/* --- both ------------------------------------------------------------------------------------- */

void row_fill(const struct row_recipe *recipe, const struct kernels *kernels,
              struct random_block *random, struct row_position *position, uint64_t first,
              uint64_t *row, size_t groups)
{
    if (recipe->digits > 0)
        kernels->fill(&random->dense, recipe->pattern, recipe->digits, recipe->invert, row, groups);
    else
        memset(row, recipe->invert != 0 ? 0xff : 0, groups * GROUP_WORDS * sizeof *row);

    const uint64_t end = first + groups * GROUP_TRIALS;
    struct hits hits;
    while (next_hits(&hits, recipe, &random->sparse, position, first, end))
        for (unsigned i = 0; i < hits.count; i++) {
            const uint64_t bit = (uint64_t)1 << (hits.trial[i] % 64);
            uint64_t *word = &row[hits.trial[i] / 64];
            *word = (*word | bit) ^ (bit & recipe->invert);
        }
}
