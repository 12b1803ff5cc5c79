/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Compiled once per instruction set, with KERNELS_SYMBOL and KERNELS_NAME set by the build. */

#include "engine/kernels.h"
#include "engine/lanes.h"

enum { PARTS = GROUP_WORDS / LANES_WORDS }; /* vectors in a group */

/* One word from every stream: xoshiro256++ as in random_next, PARTS vectors at a time. */
LANES_INLINE void next_words(lanes s[4][PARTS], lanes result[PARTS])
{
    for (int i = 0; i < PARTS; i++) {
        const lanes sum = s[0][i] + s[3][i];
        result[i] = ((sum << 23) | (sum >> 41)) + s[0][i];
        const lanes t = s[1][i] << 17;
        s[2][i] ^= s[0][i];
        s[3][i] ^= s[1][i];
        s[1][i] ^= s[2][i];
        s[0][i] ^= s[3][i];
        s[2][i] ^= t;
        s[3][i] = (s[3][i] << 45) | (s[3][i] >> 19);
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

/* Later events first: `later` collects the trials in which something was sent from here on. */
LANES_INLINE void count_messengers(const struct count_job *job, size_t word)
{
    uint64_t *const reached = &job->reached[0][word % GROUP_WORDS];
    lanes later = {0};
    lanes messengers = {0};
    for (size_t i = job->row_count; i-- > 0;) {
        const lanes sent = lanes_load(job->rows[i].sent + word);
        later |= sent;
        messengers += lanes_popcount(sent) * job->rows[i].copies;
        uint64_t *const total = reached + i * GROUP_WORDS;
        lanes_store(total, lanes_load(total) + lanes_popcount(later));
    }
    lanes_store(job->messengers + word, messengers);
}

static void count(struct count_job *job)
{
    lanes cells[3] = {{0}};
    for (size_t word = 0; word < job->words; word += LANES_WORDS) {
        const lanes live = lanes_load(job->live + word);
        const lanes first = lanes_load(job->decided[0] + word) & live;
        const lanes second = lanes_load(job->decided[1] + word) & live;
        cells[0] += lanes_popcount(first & ~second);
        cells[1] += lanes_popcount(second & ~first);
        cells[2] += lanes_popcount(first & second);
        count_messengers(job, word);
    }
    for (int i = 0; i < 3; i++)
        job->cells[i] += sum_of_words(cells[i]);
}

const struct kernels KERNELS_SYMBOL = {KERNELS_NAME, fill, count};
