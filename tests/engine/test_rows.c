/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows of random bits, against one trial at a time. What a recipe stands for is the question of
 * test_recipes.c, whether bits come out as often as they should that of test_rows_statistics.c. */

#include "tests/engine/probabilities.h"

#include <float.h>
#include <string.h>

enum { GROUPS = 1000, WORDS = GROUPS * GROUP_WORDS };

struct filled {
    _Alignas(LANES_ALIGNMENT) uint64_t row[WORDS];
    struct random_block random; /* as it was left */
};

/* Fills WORDS words in panels of so many groups. */
static void fill_in_panels(struct filled *filled, const struct row_recipe *recipe,
                           const struct kernels *kernels, size_t groups)
{
    struct row_position position;
    memset(filled->row, 0x5a, sizeof filled->row);
    random_block_init(&filled->random, random_key(1, "rows"), 3);
    row_start(recipe, &filled->random.sparse, &position);
    for (size_t first = 0; first < GROUPS; first += groups)
        row_fill(recipe, kernels, &filled->random, &position, first * GROUP_TRIALS,
                 filled->row + first * GROUP_WORDS,
                 groups < GROUPS - first ? groups : GROUPS - first);
}

/* One trial at a time: its digits, least significant first, are the complements of its random
 * bits; the dense part sets it if the number that they spell is below the pattern. */
static void reference_dense(struct filled *filled, const struct row_recipe *recipe)
{
    for (size_t word = 0; word < WORDS; word++) {
        struct random_streams *streams = &filled->random.dense;
        const size_t j = word % GROUP_WORDS;
        struct random_stream stream = {
            {streams->s[0][j], streams->s[1][j], streams->s[2][j], streams->s[3][j]}};
        uint64_t number[64] = {0};
        for (unsigned digit = 0; digit < recipe->digits; digit++) {
            const uint64_t random = ~random_next(&stream);
            for (unsigned trial = 0; trial < 64; trial++)
                number[trial] |= (random >> trial & 1) << digit;
        }
        filled->row[word] = 0;
        for (unsigned trial = 0; trial < 64; trial++)
            filled->row[word] |= (uint64_t)(number[trial] < recipe->pattern) << trial;
        for (int i = 0; i < 4; i++)
            streams->s[i][j] = stream.s[i];
    }
}

static uint64_t reference_digit(const struct row_table *table, struct random_stream *stream)
{
    const uint64_t random = random_next(stream);
    const uint64_t cell = table->cell[random & 255];
    return (random >> 8) < (cell >> 8) ? random & 255 : cell & 255;
}

/* The digits of a gap, most significant first, the last table's once more after each 255. */
static long double reference_gap(const struct row_recipe *recipe, struct random_stream *stream)
{
    long double gap = 0.0L;
    for (unsigned i = recipe->tables; i-- > 0;) {
        uint64_t digit;
        do {
            digit = reference_digit(&recipe->table[i], stream);
            gap += ldexpl((long double)digit, 8 * (int)i);
        } while (i == recipe->tables - 1 && digit == 255 && gap < 0x1p48L);
    }
    return gap;
}

static void reference_fill(struct filled *filled, const struct row_recipe *recipe)
{
    random_block_init(&filled->random, random_key(1, "rows"), 3);
    memset(filled->row, 0, sizeof filled->row);
    if (recipe->digits > 0)
        reference_dense(filled, recipe);
    if (recipe->tables > 0) {
        struct random_stream *sparse = &filled->random.sparse;
        long double at = reference_gap(recipe, sparse);
        for (; at < WORDS * 64; at += 1.0L + reference_gap(recipe, sparse))
            filled->row[(size_t)at / 64] |= (uint64_t)1 << (size_t)at % 64;
    }
    for (size_t word = 0; word < WORDS; word++)
        filled->row[word] ^= recipe->probability > 0.5 ? UINT64_MAX : 0;
}

static void assert_same_filled(const struct filled *actual, const struct filled *expected)
{
    assert_memory_equal(actual->row, expected->row, sizeof actual->row);
    assert_memory_equal(actual->random.dense.s, expected->random.dense.s,
                        sizeof actual->random.dense.s);
    assert_memory_equal(actual->random.sparse.s, expected->random.sparse.s,
                        sizeof actual->random.sparse.s);
}

/* Every kernel gives the bits that one trial at a time gives, and uses up as much randomness,
 * whatever the panels: of one group, of a few, or all at once. */
static void bits_are_those_of_one_trial_at_a_time(void **state)
{
    (void)state;
    static struct filled expected, actual;
    for (size_t i = 0; i < COUNT_OF(probabilities); i++) {
        struct row_recipe recipe = recipe_of(probabilities[i]);
        reference_fill(&expected, &recipe);
        const size_t panels[] = {1, 3, 16, 97, GROUPS};
        for (size_t k = 0; kernels_available(k) != NULL; k++) {
            for (size_t j = 0; j < COUNT_OF(panels); j++) {
                fill_in_panels(&actual, &recipe, kernels_available(k), panels[j]);
                assert_same_filled(&actual, &expected);
            }
        }
        row_recipe_release(&recipe);
    }
}

/* Gathers one panel; a word without a place is calm. */
static void gather_panel(struct filled *filled, const struct row_recipe *recipe,
                         struct row_position *position, size_t first, size_t words)
{
    uint16_t place[WORDS] = {0};
    uint64_t row[WORDS];
    const uint64_t calm = recipe->probability > 0.5 ? UINT64_MAX : 0;
    struct row_gathering gathering = {.words = words, .place = place};
    for (size_t word = 0; word < WORDS; word++)
        row[word] = calm;
    row_gather(recipe, &filled->random.sparse, position, first * 64, &gathering, row);
    size_t placed = 0;
    for (size_t word = 0; word < words; word++) {
        placed += place[word] > 0;
        filled->row[first + word] = place[word] > 0 ? row[place[word] - 1] : calm;
    }
    assert_int_equal(gathering.count, placed);
}

/* Gathered words hold the bits of the row, and all others of the row are calm. */
static void gathered_words_are_those_of_the_row(void **state)
{
    (void)state;
    static struct filled expected, actual;
    for (size_t i = 0; i < COUNT_OF(probabilities); i++) {
        struct row_recipe recipe = recipe_of(probabilities[i]);
        if (row_is_sparse(&recipe)) {
            reference_fill(&expected, &recipe);
            random_block_init(&actual.random, random_key(1, "rows"), 3);
            struct row_position position;
            row_start(&recipe, &actual.random.sparse, &position);
            for (size_t first = 0; first < WORDS; first += 128)
                gather_panel(&actual, &recipe, &position, first,
                             WORDS - first < 128 ? WORDS - first : 128);
            assert_same_filled(&actual, &expected);
        }
        row_recipe_release(&recipe);
    }
}

/* Next to 0 and 1 a row of a block is empty or full, and nothing overflows. */
static void extreme_probabilities_set_nothing(void **state)
{
    (void)state;
    const double extremes[] = {1e-15, 1e-18, 1e-25, 1e-100, DBL_MIN, DBL_TRUE_MIN, 1.0 - 0x1p-53};
    static struct filled filled;
    for (size_t i = 0; i < COUNT_OF(extremes); i++) {
        struct row_recipe recipe = recipe_of(extremes[i]);
        assert_int_equal(recipe.digits, 0);
        fill_in_panels(&filled, &recipe, kernels_available(0), 16);
        for (size_t word = 0; word < WORDS; word++)
            assert_int_equal(filled.row[word], extremes[i] > 0.5 ? UINT64_MAX : 0);
        row_recipe_release(&recipe);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bits_are_those_of_one_trial_at_a_time),
        cmocka_unit_test(gathered_words_are_those_of_the_row),
        cmocka_unit_test(extreme_probabilities_set_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
