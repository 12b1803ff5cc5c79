/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Truth tables and the weights of their lanes, against one lane at a time. */

#include "engine/truth_table.h"

#include "engine/random.h"
#include "tests/testing.h"

#include <string.h>

typedef uint64_t row[WEIGHING_WORDS_MAX] __attribute__((aligned(LANES_ALIGNMENT)));

/* --- probabilities ---------------------------------------------------------------------------- */

enum kind { EQUAL, ALTERNATING, TWO_BLOCKS, ONE_OTHER, DIFFERENT, EXTREME, KINDS };

static double probability_of(enum kind kind, unsigned draw)
{
    static const double extreme[] = {1e-20, 0x1.fffffffffffffp-1, 1e-5, 0.5, 0.999};
    switch (kind) {
    case EQUAL:
        return 0.1;
    case ALTERNATING:
        return draw % 2 == 0 ? 0.3 : 0.004;
    case TWO_BLOCKS:
        return draw < 4 ? 0.17 : 0.29;
    case ONE_OTHER:
        return draw == 1 ? 0.9 : 0.2;
    case DIFFERENT:
        return (draw + 1.0) / 17.0;
    default:
        return extreme[draw % COUNT_OF(extreme)];
    }
}

struct case_of {
    unsigned draws;
    double probability[TRUTH_TABLE_DRAWS_MAX];
    struct truth_table table;
};

static void make_case(struct case_of *c, enum kind kind, unsigned draws)
{
    c->draws = draws;
    for (unsigned draw = 0; draw < draws; draw++)
        c->probability[draw] = probability_of(kind, draw);
    struct chance chance[TRUTH_TABLE_DRAWS_MAX] = {{0}};
    for (unsigned draw = 0; draw < draws; draw++)
        chance[draw] = (struct chance){c->probability[draw], 1.0 - c->probability[draw]};
    truth_table_init(&c->table, chance, draws);
    assert_int_equal(c->table.lanes, (uint64_t)1 << draws);
    assert_int_equal(c->table.words % GROUP_WORDS, 0);
    assert_in_range(c->table.words, 1, WEIGHING_WORDS_MAX);
    assert_int_equal(c->table.words, c->table.weighing.words);
    assert_true(64 * c->table.words >= c->table.lanes);
}

/* --- weights ---------------------------------------------------------------------------------- */

/* Bits of lanes that do not exist weigh nothing. */
static long double naive_weight(const struct case_of *c, const uint64_t *bits)
{
    long double sum = 0.0L;
    for (uint64_t lane = 0; lane < c->table.lanes; lane++) {
        if (!(bits[lane / 64] >> (lane % 64) & 1))
            continue;
        long double weight = 1.0L;
        for (unsigned draw = 0; draw < c->draws; draw++)
            weight *= lane >> draw & 1 ? c->probability[draw] : 1.0L - c->probability[draw];
        sum += weight;
    }
    return sum;
}

static double check_row(const struct case_of *c, const uint64_t *bits)
{
    const double weight = kernels_available(0)->weigh(&c->table.weighing, bits);
    assert_close(weight, naive_weight(c, bits), 1e-14);
    for (size_t i = 1; kernels_available(i) != NULL; i++) {
        const double other = kernels_available(i)->weigh(&c->table.weighing, bits);
        assert_memory_equal(&other, &weight, sizeof weight);
    }
    return weight;
}

/* Random rows of every density, each group of them at random full, empty or neither. */
static void fill_at_random(struct random_stream *stream, unsigned density, uint64_t *bits)
{
    for (size_t word = 0; word < WEIGHING_WORDS_MAX; word++) {
        bits[word] = random_next(stream);
        for (unsigned i = 0; i < density / 2; i++)
            bits[word] = density % 2 == 0 ? bits[word] & random_next(stream)
                                          : bits[word] | random_next(stream);
    }
    for (size_t word = 0; density >= 6 && word < WEIGHING_WORDS_MAX; word += GROUP_WORDS) {
        const uint64_t choice = random_next(stream) >> 62;
        if (choice < 2)
            memset(bits + word, choice == 0 ? 0 : 0xff, GROUP_WORDS * sizeof *bits);
    }
}

static void rows_weigh_what_their_lanes_do(void **state)
{
    (void)state;
    struct random_stream stream = {{5, 6, 7, 8}};
    struct case_of c;
    row bits;
    for (enum kind kind = 0; kind < KINDS; kind++) {
        for (unsigned draws = 0; draws <= TRUTH_TABLE_DRAWS_MAX; draws++) {
            make_case(&c, kind, draws);
            for (unsigned density = 0; density < 10; density++) {
                fill_at_random(&stream, density, bits);
                check_row(&c, bits);
            }
        }
    }
}

/* Nothing weighs nothing; all lanes weigh 1, whether or not the others are set. */
static void empty_and_full_rows(void **state)
{
    (void)state;
    struct case_of c;
    row bits;
    for (enum kind kind = 0; kind < KINDS; kind++) {
        for (unsigned draws = 0; draws <= TRUTH_TABLE_DRAWS_MAX; draws++) {
            make_case(&c, kind, draws);
            memset(bits, 0, sizeof bits);
            assert_true(check_row(&c, bits) == 0.0);
            memset(bits, 0xff, sizeof bits);
            assert_close(check_row(&c, bits), 1.0, 1e-14);
            truth_table_fill_live(&c.table, bits);
            assert_close(check_row(&c, bits), 1.0, 1e-14);
        }
    }
}

/* A full group among empty ones, an empty one among full ones, and both but for one lane. */
static void full_and_empty_groups(void **state)
{
    (void)state;
    struct case_of c;
    row bits;
    for (enum kind kind = 0; kind < KINDS; kind++) {
        make_case(&c, kind, TRUTH_TABLE_DRAWS_MAX);
        for (size_t group = 0; group < WEIGHING_WORDS_MAX; group += GROUP_WORDS) {
            for (int others = 0; others <= 0xff; others += 0xff) {
                memset(bits, others, sizeof bits);
                memset(bits + group, 0xff - others, GROUP_WORDS * sizeof *bits);
                check_row(&c, bits);
                bits[group + group / GROUP_WORDS % GROUP_WORDS] ^= (uint64_t)1 << (group % 61);
                check_row(&c, bits);
            }
        }
    }
}

/* --- rows ------------------------------------------------------------------------------------- */

/* Lane i has bit j of i in the row of draw j; the live row has the lanes that exist, and no other.
 */
static void lanes_count_through_all_values(void **state)
{
    (void)state;
    struct case_of c;
    row bits;
    for (unsigned draws = 0; draws <= TRUTH_TABLE_DRAWS_MAX; draws++) {
        make_case(&c, DIFFERENT, draws);
        for (unsigned draw = 0; draw < draws; draw++) {
            truth_table_fill(&c.table, draw, bits);
            for (uint64_t lane = 0; lane < c.table.lanes; lane++)
                assert_int_equal(bits[lane / 64] >> (lane % 64) & 1, lane >> draw & 1);
            /* Many lanes as one: P(the draw is 1). */
            assert_close(check_row(&c, bits), c.probability[draw], 1e-14);
        }
        truth_table_fill_live(&c.table, bits);
        for (uint64_t lane = 0; lane < 64 * c.table.words; lane++)
            assert_int_equal(bits[lane / 64] >> (lane % 64) & 1, lane < c.table.lanes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_weigh_what_their_lanes_do),
        cmocka_unit_test(empty_and_full_rows),
        cmocka_unit_test(full_and_empty_groups),
        cmocka_unit_test(lanes_count_through_all_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
