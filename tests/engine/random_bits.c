/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Writes random bits to stdout without end, for test suites such as dieharder:
 *
 *     random_bits stream SEED          the words of the streams as they are
 *     random_bits row SEED P           rows of probability P, decoded to fair bits
 *
 * Decoding is von Neumann's: of two neighbouring trials, "only the first" is 1 and "only the
 * second" is 0; both or none give nothing. Fair, independent bits come out if and only if the
 * trials are independent and of one probability. Trial 2i is paired with 2i + 1 in even words and,
 * so that pairs at every distance are tried, words of odd number are paired with the word after. */

#include "engine/rows.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { GROUPS = 16, WORDS = GROUPS * GROUP_WORDS };

static uint64_t collected;
static unsigned collected_bits;

static bool put_bit(uint64_t bit)
{
    collected = collected << 1 | bit;
    if (++collected_bits < 64)
        return true;
    collected_bits = 0;
    return fwrite(&collected, sizeof collected, 1, stdout) == 1;
}

/* first and second: the two trials of 64 pairs; `kept` marks the pairs to look at. */
static bool put_pairs(uint64_t first, uint64_t second, uint64_t kept)
{
    for (uint64_t differ = (first ^ second) & kept; differ != 0; differ &= differ - 1)
        if (!put_bit(first >> __builtin_ctzll(differ) & 1))
            return false;
    return true;
}

static bool put_decoded(const uint64_t *row)
{
    for (size_t i = 0; i < WORDS; i += 4)
        if (!put_pairs(row[i], row[i] >> 1, 0x5555555555555555U) ||
            !put_pairs(row[i + 2], row[i + 2] >> 1, 0x5555555555555555U) ||
            !put_pairs(row[i + 1], row[i + 3], ~(uint64_t)0))
            return false;
    return true;
}

/* One block after the other, of 1024 panels. */
static int write_rows(uint64_t seed, double probability, bool decode)
{
    struct error error;
    struct row_recipe recipe;
    if (!row_recipe_init(&recipe, probability, &error)) {
        fprintf(stderr, "random_bits: error: %s\n", error.message);
        return EXIT_FAILURE;
    }
    _Alignas(LANES_ALIGNMENT) uint64_t row[WORDS];
    const struct random_key key = random_key(seed, "random_bits");
    bool good = true;
    for (uint64_t block = 0; good; block++) {
        struct random_block random;
        struct row_position position;
        random_block_init(&random, key, block);
        row_start(&recipe, &random.sparse, &position);
        for (uint64_t panel = 0; good && panel < 1024; panel++) {
            row_fill(&recipe, kernels_available(0), &random, &position,
                     panel * GROUPS * GROUP_TRIALS, row, GROUPS);
            good = decode ? put_decoded(row) : fwrite(row, sizeof row, 1, stdout) == 1;
        }
    }
    row_recipe_release(&recipe);
    return EXIT_SUCCESS; /* the reader has had enough */
}

int main(int argc, char **argv)
{
    char *end = NULL;
    const bool stream = argc == 3 && strcmp(argv[1], "stream") == 0;
    const bool decode = argc == 4 && strcmp(argv[1], "row") == 0;
    const uint64_t seed = stream || decode ? strtoumax(argv[2], &end, 10) : 0;
    bool good = end != NULL && *end == '\0';
    const double probability = decode ? strtod(argv[3], &end) : 0.5;
    good = good && *end == '\0' && probability > 0.0 && probability < 1.0;
    if (!good) {
        fprintf(stderr, "usage: random_bits stream SEED | row SEED P\n");
        return 2;
    }
    return write_rows(seed, probability, decode);
}
