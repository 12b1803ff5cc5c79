/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Recipes of rows: the probability that their integers stand for, computed from them alone, and the
 * choices that decide the numbers. */

#include "tests/engine/probabilities.h"

/* P(a table gives `digit`): a cell is uniform on 256, then keeps its own digit with probability
 * threshold / 2^56. */
static long double digit_probability(const struct row_table *table, unsigned digit)
{
    long double sum = 0.0L;
    for (unsigned i = 0; i < ROW_TABLE_CELLS; i++) {
        const long double keeps = (long double)(table->cell[i] >> 8) * 0x1p-56L;
        if (i == digit)
            sum += keeps;
        if (table->cell[i] % ROW_TABLE_CELLS == digit)
            sum += 1.0L - keeps;
    }
    return sum / ROW_TABLE_CELLS;
}

/* P(gap = g): the last table's cell 255 means "255 and then as much again". */
static long double gap_probability(const struct row_recipe *recipe, uint64_t gap)
{
    const unsigned last = recipe->tables - 1;
    long double product = 1.0L;
    for (unsigned i = 0; i < last; i++, gap /= 256)
        product *= digit_probability(&recipe->table[i], gap % 256);
    for (; gap >= 255; gap -= 255)
        product *= digit_probability(&recipe->table[last], 255);
    return product * digit_probability(&recipe->table[last], (unsigned)gap);
}

static long double mean_gap(const struct row_recipe *recipe)
{
    const unsigned last = recipe->tables - 1;
    long double mean = 0.0L, place = 1.0L;
    for (unsigned i = 0; i <= last; i++, place *= 256) {
        long double digit = 0.0L;
        for (unsigned d = 0; d < ROW_TABLE_CELLS; d++)
            digit += d * digit_probability(&recipe->table[i], d);
        if (i == last)
            digit /= 1.0L - digit_probability(&recipe->table[i], 255);
        mean += place * digit;
    }
    return mean;
}

/* p of the bits before they are inverted: t + (1 - t) q, where q = 1 / (1 + mean gap). */
static long double recipe_probability(const struct row_recipe *recipe)
{
    const long double dense = ldexpl((long double)recipe->pattern, -(int)recipe->digits);
    if (recipe->tables == 0)
        return dense;
    return dense + (1.0L - dense) / (1.0L + mean_gap(recipe));
}

/* The integers of a recipe stand for its probability, to 1e-14 of it or of its complement. */
static void integers_stand_for_probability(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(probabilities); i++) {
        const double p = probabilities[i];
        struct row_recipe recipe = recipe_of(p);
        assert_int_equal(recipe.invert, p > 0.5 ? UINT64_MAX : 0);
        assert_close(recipe_probability(&recipe), p > 0.5 ? 1.0L - p : p, 1e-14L);
        if (recipe.digits > 0)
            assert_int_equal(recipe.pattern & 1, 1); /* kernels count on the last digit */
        row_recipe_release(&recipe);
    }
}

/* Of a gap, to this much of it: what rounding does to the 256 weights of a table, some 2^-53 each
 * times its place in the table, gathers in one cell. The mean gap, and so p, comes out closer. */
static const long double gap_tolerance = 1e-11L;

/* Gaps of the sparse part are geometric: P(gap = g) = q (1-q)^g for gaps of all numbers of digits.
 */
static void gaps_are_geometric(void **state)
{
    (void)state;
    const uint64_t gaps[] = {0, 1, 2, 3, 7, 100, 253, 254, 255, 256, 257, 511, 1000, 65535, 65536};
    for (size_t i = 0; i < COUNT_OF(probabilities); i++) {
        struct row_recipe recipe = recipe_of(probabilities[i]);
        const long double q = recipe.rest;
        for (size_t j = 0; recipe.tables > 0 && j < COUNT_OF(gaps); j++) {
            const long double expected = q * expl((long double)gaps[j] * log1pl(-q));
            if (expected > 1e-3L * q) /* beyond, thresholds of 56 bits have fewer digits left */
                assert_close(gap_probability(&recipe, gaps[j]), expected, gap_tolerance);
        }
        row_recipe_release(&recipe);
    }
}

/* P(gap < 256^k) = 1 - (1-q)^(256^k): the place values of the digits fit together. */
static void digits_of_gaps_fit_together(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(probabilities); i++) {
        struct row_recipe recipe = recipe_of(probabilities[i]);
        long double below = 1.0L;
        for (unsigned k = recipe.tables; k-- > 0;) {
            below *= digit_probability(&recipe.table[k], 0);
            const long double place = ldexpl(1.0L, 8 * (int)k);
            assert_close(below, -expm1l(place * log1pl(-(long double)recipe.rest)), gap_tolerance);
        }
        row_recipe_release(&recipe);
    }
}

/* The list above has recipes of all kinds: dense, sparse, both, and gaps of 2 to 6 digits. */
static void kinds_of_recipe_all_occur(void **state)
{
    (void)state;
    bool dense = false, sparse = false, both = false, tables[ROW_TABLES_MAX + 1] = {false};
    for (size_t i = 0; i < COUNT_OF(probabilities); i++) {
        struct row_recipe recipe = recipe_of(probabilities[i]);
        dense |= recipe.digits > 0 && recipe.tables == 0;
        sparse |= recipe.digits == 0 && recipe.tables > 0;
        both |= recipe.digits > 0 && recipe.tables > 0;
        tables[recipe.tables] = true;
        row_recipe_release(&recipe);
    }
    assert_true(dense && sparse && both);
    for (unsigned i = 2; i <= 6; i++)
        assert_true(tables[i]);
}

/* How a row of some probabilities is filled, on both sides of where one more table or another kind
 * becomes worth its cost. These choices belong to the stream version. */
static void choices_are_those_of_stream_version(void **state)
{
    (void)state;
    static const struct {
        double probability;
        unsigned digits;
        uint64_t pattern;
        unsigned tables;
    } choices[] = {
        {1.19e-7, 0, 0, 4},        {1.2e-7, 0, 0, 3},       {3.06e-5, 0, 0, 3},
        {3.07e-5, 0, 0, 2},        {0.0039061, 0, 0, 2},    {0.0039063, 8, 0x1, 4},
        {0.01, 9, 0x5, 2},         {0.1, 9, 0x33, 2},       {0.3, 10, 0x133, 2},
        {1.0 / 3.0, 10, 0x155, 2}, {0.45484, 12, 0x747, 3}, {0.5, 1, 0x1, 0},
        {0.7, 10, 0x133, 2},       {0.999, 0, 0, 2},        {0.999999, 0, 0, 3},
    };
    assert_int_equal(STREAM_VERSION, 2);
    for (size_t i = 0; i < COUNT_OF(choices); i++) {
        struct row_recipe recipe = recipe_of(choices[i].probability);
        assert_int_equal(recipe.digits, choices[i].digits);
        assert_int_equal(recipe.pattern, choices[i].pattern);
        assert_int_equal(recipe.tables, choices[i].tables);
        row_recipe_release(&recipe);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(integers_stand_for_probability),
        cmocka_unit_test(gaps_are_geometric),
        cmocka_unit_test(digits_of_gaps_fit_together),
        cmocka_unit_test(kinds_of_recipe_all_occur),
        cmocka_unit_test(choices_are_those_of_stream_version),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
