/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_KERNELS_H
#define GENERALS_ENGINE_KERNELS_H

/* The inner loops of the engine that no strategy contains: filling rows with random bits, counting
 * what the strategies left in rows, and adding up the weights of bits. kernels.c is compiled once
 * per instruction set; the widest that the processor has is chosen at run time. All give the same
 * bits. */

#include "engine/random.h"

#include <stddef.h>
#include <stdint.h>

/* The trials in which one event sent messengers: a row, and how many messengers each of them is. */
struct sent_row {
    const uint64_t *sent;
    uint64_t copies;
};

/* One panel to count. Rows hold `words` words, a multiple of GROUP_WORDS. */
struct count_job {
    size_t words;
    const uint64_t *live;        /* the trials that exist */
    const uint64_t *decided[2];  /* those in which each proposition holds */
    const struct sent_row *rows; /* one per event that sends, in the order of time */
    size_t row_count;

    /* Results. messengers is overwritten, all others are added to. */
    uint64_t cells[3];                /* first only, second only, both */
    uint64_t (*reached)[GROUP_WORDS]; /* [event][j]: trials in words j mod GROUP_WORDS in which this
                                         event or a later one sent a messenger */
    uint64_t *messengers;             /* [word]: messengers sent by the 64 trials of that word */
    uint64_t messenger_total;         /* sum of messengers */
    uint64_t messenger_squares;       /* sum of their squares */
};

enum { WEIGHING_CLASSES_MAX = 64, WEIGHING_WORDS_MAX = 128 };

/* Weights for the bits of a row of `words` words, a multiple of GROUP_WORDS: bit i of word w weighs
 * word_weight[w] times the class_weight of the class whose mask has bit i. */
struct weighing {
    size_t words;
    _Alignas(LANES_ALIGNMENT) double word_weight[WEIGHING_WORDS_MAX];
    unsigned class_count;
    uint64_t class_mask[WEIGHING_CLASSES_MAX]; /* disjoint */
    double class_weight[WEIGHING_CLASSES_MAX];
    double full; /* of a word whose bits are all set, but for its word_weight */
};

struct kernels {
    const char *name;
    /* Fills `groups` groups of `row` with bits that are one with probability
     * 0.d1 d2 ... in binary, XOR `invert` (0 or all ones). `digits` >= 1 is the number of binary
     * digits; bit i of `pattern` is digit `digits` - i, so bit 0 is the last one and is set. */
    void (*fill)(struct random_streams *streams, uint64_t pattern, unsigned digits, uint64_t invert,
                 uint64_t *row, size_t groups);
    void (*count)(struct count_job *job);
    /* sums[word]: how many bits are set in that word of all rows together. */
    void (*add_up)(const uint64_t *const *rows, size_t row_count, size_t words, uint64_t *sums);
    /* The sum of the weights of the bits that are set. */
    double (*weigh)(const struct weighing *weighing, const uint64_t *row);
};

/* Kernels that this processor can run, widest first; NULL when `index` is past the last one. */
const struct kernels *kernels_available(size_t index);

#endif
