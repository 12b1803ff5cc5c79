/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Are the bits of rows as frequent and as independent as their probability says? A billion bits in
 * all: how many are set; how often two are set together in a row at some distance, in two rows of a
 * block and in two blocks; how the gaps between them are distributed, and their last base-256
 * digit.
 *
 * All counts of pairs are of disjoint pairs, so that they are binomial. The whole program fails
 * with probability below 1e-6 if nothing is wrong: each p-value is compared with its share of that.
 * The seed is fixed: a run that passed passes again. */

#include "engine/rows.h"
#include "tests/testing.h"

#include <string.h>

enum {
    BLOCKS = 12, /* of each probability, two at a time */
    BLOCK_TRIALS = 1 << 22,
    GROUPS = 64, /* of a panel */
    TRIALS = GROUPS * GROUP_TRIALS,
    WORDS = GROUPS * GROUP_WORDS,
    CLASSES_MAX = 40, /* of gaps */
    EXPECTED_MIN = 20 /* in each class of a chi-square */
};

static const double probabilities[] = {0.5,   0.3,  0.1,    0.05, 0.006,
                                       0.003, 1e-3, 3.1e-5, 1e-5, 0.999};
static const unsigned lags[] = {1, 2, 63, 64, 65, 511, 512, 513};

/* p-values of each probability: set bits, pairs, two rows and blocks, gaps and their digits. */
enum { P_VALUES_MAX = COUNT_OF(probabilities) * (1 + COUNT_OF(lags) + 2 + 2) };

static const double false_alarm = 1e-6 / P_VALUES_MAX; /* of one of them */

/* Pairs of trials i, i + lag of a panel whose first has its bit in `first`: no trial is in two. */
struct pairs {
    uint64_t first[WORDS];
    uint64_t count;
};

static struct pairs pairs[COUNT_OF(lags)];

static void choose_pairs(void)
{
    for (size_t i = 0; i < COUNT_OF(lags); i++) {
        pairs[i] = (struct pairs){.count = 0};
        for (unsigned trial = 0; trial + lags[i] < TRIALS; trial++) {
            if (trial % (2 * lags[i]) >= lags[i])
                continue;
            pairs[i].first[trial / 64] |= (uint64_t)1 << trial % 64;
            pairs[i].count++;
        }
    }
}

/* What was counted in all rows of one probability. Bits of p > 1/2 are looked at inverted. */
struct counts {
    double rare; /* p or 1 - p, at most 1/2 */
    uint64_t invert;
    uint64_t bits, set;
    uint64_t panels, together[COUNT_OF(lags)]; /* both of a pair set */
    uint64_t row_pairs, rows_together;         /* of two rows of a block */
    uint64_t block_pairs, blocks_together;     /* of two blocks */
    uint64_t class_width;
    size_t class_count;
    uint64_t gap_class[CLASSES_MAX], gap_digit[256];
};

/* --- counting --------------------------------------------------------------------------------- */

static uint64_t bits_set(const uint64_t *row)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < WORDS; i++)
        sum += (uint64_t)__builtin_popcountll(row[i]);
    return sum;
}

static uint64_t bits_set_in_both(const uint64_t *a, const uint64_t *b)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < WORDS; i++)
        sum += (uint64_t)__builtin_popcountll(a[i] & b[i]);
    return sum;
}

/* Pairs at a distance of 64 `words` + `bits`. */
static uint64_t pairs_set(const uint64_t *row, const uint64_t *first, size_t words, unsigned bits)
{
    uint64_t padded[WORDS + 16] = {0};
    uint64_t sum = 0;
    memcpy(padded, row, WORDS * sizeof *row);
    for (size_t i = 0; i < WORDS; i++) {
        const uint64_t later = padded[i + words] >> bits | padded[i + words + 1] << 1
                                                                                 << (63 - bits);
        sum += (uint64_t)__builtin_popcountll(row[i] & later & first[i]);
    }
    return sum;
}

/* `since`: trials since the last bit that was set, in this panel or before. */
static void count_gaps(struct counts *counts, const uint64_t *row, uint64_t *since)
{
    for (size_t i = 0; i < WORDS; i++) {
        unsigned from = 0;
        for (uint64_t left = row[i]; left != 0; left &= left - 1) {
            const unsigned at = (unsigned)__builtin_ctzll(left);
            const uint64_t gap = *since + at - from;
            const uint64_t class = gap / counts->class_width;
            counts->gap_class[class < counts->class_count ? class : counts->class_count - 1]++;
            counts->gap_digit[gap % 256]++;
            *since = 0;
            from = at + 1;
        }
        *since += 64 - from;
    }
}

/* One row of a block, as the engine fills it. */
struct source {
    struct row_position position;
    uint64_t since; /* goes on from block to block, so that no gap is cut short at a block's end */
    _Alignas(LANES_ALIGNMENT) uint64_t row[WORDS];
};

static void next_panel(struct counts *counts, const struct row_recipe *recipe,
                       struct random_block *random, struct source *source, uint64_t first)
{
    row_fill(recipe, kernels_available(0), random, &source->position, first, source->row, GROUPS);
    for (size_t i = 0; i < WORDS; i++)
        source->row[i] ^= counts->invert;
    counts->panels++;
    counts->bits += TRIALS;
    counts->set += bits_set(source->row);
    for (size_t i = 0; i < COUNT_OF(lags); i++)
        counts->together[i] += pairs_set(source->row, pairs[i].first, lags[i] / 64, lags[i] % 64);
    count_gaps(counts, source->row, &source->since);
}

/* Two blocks side by side, each of two rows. */
static void count_two_blocks(struct counts *counts, const struct row_recipe *recipe,
                             struct source source[2][2], uint64_t block)
{
    struct random_block random[2];
    for (uint64_t i = 0; i < 2; i++) {
        random_block_init(&random[i], random_key(1, "statistics"), block + i);
        for (int j = 0; j < 2; j++)
            row_start(recipe, &random[i].sparse, &source[i][j].position);
    }
    for (uint64_t first = 0; first < BLOCK_TRIALS; first += TRIALS) {
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 2; j++)
                next_panel(counts, recipe, &random[i], &source[i][j], first);
            counts->rows_together += bits_set_in_both(source[i][0].row, source[i][1].row);
            counts->row_pairs += TRIALS;
        }
        counts->blocks_together += bits_set_in_both(source[0][0].row, source[1][0].row);
        counts->block_pairs += TRIALS;
    }
}

/* --- judging ---------------------------------------------------------------------------------- */

static void assert_plausible(double p_value, const struct counts *counts, const char *what)
{
    if (p_value >= false_alarm) /* false for NaN */
        return;
    print_error("%s, rare bits of probability %g: p-value %g\n", what, counts->rare, p_value);
    fail();
}

/* P(gap >= g) */
static double gap_tail(const struct counts *counts, uint64_t gap)
{
    return exp((double)gap * log1p(-counts->rare));
}

/* Classes a tenth of the mean gap wide, as many as have enough gaps; the last has all the rest. */
static void choose_classes(struct counts *counts)
{
    const double gaps = (double)BLOCKS * BLOCK_TRIALS * 2.0 * counts->rare;
    counts->class_width = counts->rare < 0.05 ? (uint64_t)(0.1 / counts->rare) : 1;
    counts->class_count = 1;
    while (counts->class_count < CLASSES_MAX &&
           gaps * gap_tail(counts, counts->class_count * counts->class_width) *
                   (1.0 - gap_tail(counts, counts->class_width)) >
               EXPECTED_MIN)
        counts->class_count++;
}

static void judge_gaps(const struct counts *counts)
{
    double probability[CLASSES_MAX];
    for (size_t i = 0; i < counts->class_count; i++)
        probability[i] =
            gap_tail(counts, i * counts->class_width) -
            (i + 1 < counts->class_count ? gap_tail(counts, (i + 1) * counts->class_width) : 0.0);
    assert_true(counts->class_count > 10);
    assert_plausible(chi_square_p_value(counts->gap_class, probability, counts->class_count),
                     counts, "gaps");
}

/* The last base-256 digit of a gap has P(d) = q (1-q)^d / (1 - (1-q)^256). */
static void judge_digits(const struct counts *counts)
{
    double probability[256];
    for (unsigned d = 0; d < 256; d++)
        probability[d] = counts->rare * gap_tail(counts, d) / (1.0 - gap_tail(counts, 256));
    if ((double)counts->set * probability[255] > EXPECTED_MIN)
        assert_plausible(chi_square_p_value(counts->gap_digit, probability, 256), counts,
                         "last digits of gaps");
}

static void judge(const struct counts *counts)
{
    const double both = counts->rare * counts->rare;
    assert_plausible(binomial_p_value(counts->set, counts->bits, counts->rare), counts, "set bits");
    for (size_t i = 0; i < COUNT_OF(lags); i++)
        assert_plausible(
            binomial_p_value(counts->together[i], counts->panels * pairs[i].count, both), counts,
            "pairs in a row");
    assert_plausible(binomial_p_value(counts->rows_together, counts->row_pairs, both), counts,
                     "pairs in two rows");
    assert_plausible(binomial_p_value(counts->blocks_together, counts->block_pairs, both), counts,
                     "pairs in two blocks");
    judge_gaps(counts);
    judge_digits(counts);
}

/* Bits are set with their probability, independently of the others. */
static void bits_are_independent_with_their_probability(void **state)
{
    (void)state;
    choose_pairs();
    for (size_t i = 0; i < COUNT_OF(probabilities); i++) {
        const double p = probabilities[i];
        struct counts counts = {.rare = p > 0.5 ? 1.0 - p : p, .invert = p > 0.5 ? UINT64_MAX : 0};
        choose_classes(&counts);
        struct row_recipe recipe;
        struct error error;
        assert_true(row_recipe_init(&recipe, p, &error));
        static struct source source[2][2];
        memset(source, 0, sizeof source);
        for (uint64_t block = 0; block < BLOCKS; block += 2)
            count_two_blocks(&counts, &recipe, source, 1000 * i + block);
        row_recipe_release(&recipe);
        judge(&counts);
    }
}

int main(void)
{
    let_tails_underflow();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bits_are_independent_with_their_probability),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
