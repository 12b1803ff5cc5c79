/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/truth_table.h"

#include <string.h>

_Static_assert(1 << TRUTH_TABLE_DRAWS_MAX == 64 * WEIGHING_WORDS_MAX, "the weights fit");

enum { WORD_DRAWS = 6 }; /* whose values differ between the lanes of one word */

/* Bit j of i, for i = 0 .. 63. */
static const uint64_t pattern[WORD_DRAWS] = {
    0xaaaaaaaaaaaaaaaaU, 0xccccccccccccccccU, 0xf0f0f0f0f0f0f0f0U,
    0xff00ff00ff00ff00U, 0xffff0000ffff0000U, 0xffffffff00000000U,
};

static uint64_t lanes_of_word(const struct truth_table *table)
{
    return table->lanes < 64 ? table->lanes : 64;
}

/* In base 7, how many of the draws of each probability are 1 in lane `lane`: lanes of one number
 * have one weight. */
static unsigned composition(const struct chance *chance, unsigned draws, unsigned lane)
{
    unsigned number = 0;
    for (unsigned j = 0; j < draws; j++) {
        unsigned first = 0, place = 1;
        for (; chance[first].probability != chance[j].probability; first++)
            place *= WORD_DRAWS + 1;
        number += (lane >> j & 1) * place;
    }
    return number;
}

/* Rounded once: rounding each product would push the sum of all weights to one side of 1. */
static double weight_of(const struct chance *chance, unsigned draws, unsigned lane)
{
    long double weight = 1.0L;
    for (unsigned j = 0; j < draws; j++)
        weight *= lane >> j & 1 ? chance[j].probability : chance[j].complement;
    return (double)weight;
}

/* Sorts the lanes of a word into classes of equal weight. */
static void classify(struct truth_table *table, const struct chance *chance, unsigned draws)
{
    struct weighing *weighing = &table->weighing;
    unsigned numbers[64] = {0};
    for (unsigned lane = 0; lane < lanes_of_word(table); lane++) {
        const unsigned number = composition(chance, draws, lane);
        unsigned class = 0;
        while (class < weighing->class_count && numbers[class] != number)
            class ++;
        if (class == weighing->class_count) {
            numbers[class] = number;
            weighing->class_weight[class] = weight_of(chance, draws, lane);
            weighing->class_count++;
        }
        weighing->class_mask[class] |= (uint64_t)1 << lane;
    }
    for (unsigned i = 0; i < weighing->class_count; i++)
        weighing->full +=
            (double)__builtin_popcountll(weighing->class_mask[i]) * weighing->class_weight[i];
}

void truth_table_init(struct truth_table *table, const struct chance *chance, unsigned draws)
{
    *table = (struct truth_table){.lanes = (uint64_t)1 << draws};
    const size_t words = (size_t)(table->lanes + 63) / 64;
    table->words = (words + GROUP_WORDS - 1) / GROUP_WORDS * GROUP_WORDS;
    table->weighing.words = table->words;
    const unsigned inside = draws < WORD_DRAWS ? draws : WORD_DRAWS;
    classify(table, chance, inside);
    for (size_t word = 0; word < words; word++)
        table->weighing.word_weight[word] =
            weight_of(chance + inside, draws - inside, (unsigned)word);
}

void truth_table_fill(const struct truth_table *table, unsigned draw, uint64_t *row)
{
    for (size_t word = 0; word < table->words; word++)
        row[word] =
            draw < WORD_DRAWS ? pattern[draw] : -(uint64_t)(word >> (draw - WORD_DRAWS) & 1);
}

void truth_table_fill_live(const struct truth_table *table, uint64_t *row)
{
    memset(row, 0, table->words * sizeof *row);
    for (uint64_t lane = 0; lane < table->lanes; lane += 64)
        row[lane / 64] =
            table->lanes - lane >= 64 ? ~(uint64_t)0 : ((uint64_t)1 << table->lanes) - 1;
}
