/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Compiled once per instruction set, with KERNELS_SYMBOL and KERNELS_NAME set by the build. */

#include "engine/kernels.h"
#include "engine/lanes.h"

#include <stdbool.h>

enum { PARTS = GROUP_WORDS / LANES_WORDS }; /* vectors in a group */

/* One word from every stream: xoshiro256++ as in random_next, PARTS vectors at a time, in an order
 * that takes fewer instructions. */
LANES_INLINE void next_words(lanes s[4][PARTS], lanes result[PARTS])
{
    for (int i = 0; i < PARTS; i++) {
        const lanes sum = s[0][i] + s[3][i];
        result[i] = ((sum << 23) | (sum >> 41)) + s[0][i];
        const lanes t = s[1][i] << 17;
        const lanes s1 = lanes_xor3(s[2][i], s[0][i], s[1][i]);
        const lanes s3 = s[3][i] ^ s[1][i];
        s[2][i] = lanes_xor3(s[2][i], s[0][i], t);
        s[0][i] ^= s3;
        s[1][i] = s1;
        s[3][i] = (s3 << 45) | (s3 >> 19);
    }
}

/* A random number below 0.d1 d2 ... dn: fold the digits from the last to the first. A digit 1 makes
 * the number smaller where its own digit is 0, a digit 0 keeps it smaller only where its own is 0;
 * random words stand for the complement of the number's digits. */
LANES_INLINE void fill_group(lanes s[4][PARTS], uint64_t pattern, unsigned digits, lanes row[PARTS])
{
    lanes word[PARTS];
    next_words(s, row);
    for (unsigned i = 1; i < digits; i++) {
        next_words(s, word);
        if (pattern >> i & 1)
            for (int j = 0; j < PARTS; j++)
                row[j] |= word[j];
        else
            for (int j = 0; j < PARTS; j++)
                row[j] &= word[j];
    }
}

static void fill(struct random_streams *streams, uint64_t pattern, unsigned digits, uint64_t invert,
                 uint64_t *row, size_t groups)
{
    lanes s[4][PARTS];
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < PARTS; j++)
            s[i][j] = lanes_load(&streams->s[i][j * LANES_WORDS]);
    for (size_t group = 0; group < groups; group++) {
        lanes bits[PARTS];
        fill_group(s, pattern, digits, bits);
        for (int j = 0; j < PARTS; j++)
            lanes_store(row + group * GROUP_WORDS + j * LANES_WORDS, bits[j] ^ invert);
    }
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < PARTS; j++)
            lanes_store(&streams->s[i][j * LANES_WORDS], s[i][j]);
}

LANES_INLINE uint64_t sum_of_words(lanes x)
{
    uint64_t sum = 0;
    for (int i = 0; i < LANES_WORDS; i++)
        sum += x[i];
    return sum;
}

LANES_INLINE void add_to(uint64_t *sum, lanes x)
{
    lanes_store(sum, lanes_load(sum) + x);
}

/* The messengers that 64 trials sent, for each word. Later events first: `later` collects the
 * trials in which something was sent from here on. */
LANES_INLINE lanes count_messengers(const struct count_job *job, size_t word)
{
    const lanes none = {0};
    lanes later = none, messengers = none;
    for (size_t i = job->row_count; i-- > 0;) {
        const lanes sent = lanes_load(job->rows[i].sent + word);
        later |= sent;
        messengers += lanes_multiply_low(lanes_popcount(sent), none + job->rows[i].copies);
        add_to(&job->reached[i][word % GROUP_WORDS], lanes_popcount(later));
    }
    return messengers;
}

static void count(struct count_job *panel)
{
    const struct count_job job = *panel; /* a copy, which no store to a row can change */
    lanes decided[2] = {{0}}, both = {0};
    lanes total = {0}, squares = {0};
    for (size_t word = 0; word < job.words; word += LANES_WORDS) {
        const lanes live = lanes_load(job.live + word);
        const lanes first = lanes_load(job.decided[0] + word) & live;
        const lanes second = lanes_load(job.decided[1] + word) & live;
        decided[0] += lanes_popcount(first);
        decided[1] += lanes_popcount(second);
        both += lanes_popcount(first & second);
        const lanes messengers = count_messengers(&job, word);
        total += messengers;
        squares += lanes_multiply_low(messengers, messengers);
        lanes_store(job.messengers + word, messengers);
    }
    panel->cells[0] += sum_of_words(decided[0] - both);
    panel->cells[1] += sum_of_words(decided[1] - both);
    panel->cells[2] += sum_of_words(both);
    panel->messenger_total += sum_of_words(total);
    panel->messenger_squares += sum_of_words(squares);
}

static void add_up(const uint64_t *const *rows, size_t row_count, size_t words, uint64_t *sums)
{
    for (size_t word = 0; word < words; word += LANES_WORDS) {
        lanes sum = {0};
        for (size_t i = 0; i < row_count; i++)
            sum += lanes_popcount(lanes_load(rows[i] + word));
        lanes_store(sums + word, sum);
    }
}

typedef double reals __attribute__((vector_size(LANES_BYTES), may_alias));

LANES_INLINE reals reals_load(const double *from)
{
    return *(const reals *)(const void *)from;
}

/* Whole numbers below 2^52 as reals: the digits of 2^52 + x, minus 2^52. */
LANES_INLINE reals reals_of(lanes x)
{
    return (reals)(x | 0x4330000000000000U) - 0x1p52;
}

LANES_INLINE bool all_words_are(const uint64_t *group, uint64_t value)
{
    lanes differ = {0};
    for (int i = 0; i < PARTS; i++)
        differ |= lanes_load(group + i * LANES_WORDS) ^ value;
    return !lanes_any(differ);
}

/* The same additions in the same order for any width of vectors: the sums agree to the last bit. */
static double weigh(const struct weighing *weighing, const uint64_t *row)
{
    reals sums[PARTS] = {{0}};
    for (size_t word = 0; word < weighing->words; word += GROUP_WORDS) {
        const uint64_t *group = row + word;
        if (all_words_are(group, 0))
            continue;
        reals weights[PARTS] = {{0}};
        if (all_words_are(group, ~(uint64_t)0))
            for (int i = 0; i < PARTS; i++)
                weights[i] += weighing->full;
        else
            for (unsigned class = 0; class < weighing->class_count; class ++)
                for (int i = 0; i < PARTS; i++) {
                    const lanes set =
                        lanes_load(group + i * LANES_WORDS) & weighing->class_mask[class];
                    weights[i] += reals_of(lanes_popcount(set)) * weighing->class_weight[class];
                }
        for (int i = 0; i < PARTS; i++)
            sums[i] += weights[i] * reals_load(weighing->word_weight + word + i * LANES_WORDS);
    }
    double sum = 0.0;
    for (int i = 0; i < GROUP_WORDS; i++)
        sum += sums[i / LANES_WORDS][i % LANES_WORDS];
    return sum;
}

const struct kernels KERNELS_SYMBOL = {KERNELS_NAME, fill, count, add_up, weigh};
