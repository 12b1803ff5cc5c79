/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_RANDOM_H
#define GENERALS_ENGINE_RANDOM_H

/* The streams. A block's randomness is a pure function of (seed, the point's key text, block
 * number), so that adding a point, a thread or a wider vector changes no other number:
 *
 *     seed, text --SipHash-2-4-128--> key --Philox4x64-10(block)--> states of xoshiro256++ streams
 *
 * SipHash: Aumasson and Bernstein (2012). Philox: Salmon, Moraes, Dror and Shaw (2011).
 * xoshiro256++: Blackman and Vigna (2021), https://prng.di.unimi.it/. Each is checked against its
 * published output in tests/engine/test_random.c. */

#include "engine/lanes.h"

#include <stddef.h>
#include <stdint.h>

/* Raised whenever the same seed and arguments would give other counts than before. */
enum { STREAM_VERSION = 2 };

struct random_key {
    uint64_t word[2];
};

/* The key of `text` under `seed` and the stream version. */
struct random_key random_key(uint64_t seed, const char *text);

/* SipHash-2-4 with 128 bits of output, of `length` bytes. */
struct random_key random_siphash(struct random_key key, const void *data, size_t length);

/* One block of Philox4x64-10: encrypts `counter` in place. */
void random_philox(struct random_key key, uint64_t counter[4]);

/* The first `count` words that belong to a block of the keyed point. */
void random_words(struct random_key key, uint64_t block, uint64_t *words, size_t count);

/* One xoshiro256++ stream. Its state must not be all zero. */
struct random_stream {
    uint64_t s[4];
};

static inline uint64_t random_rotate(uint64_t x, int by)
{
    return (x << by) | (x >> (64 - by));
}

static inline uint64_t random_next(struct random_stream *stream)
{
    uint64_t *s = stream->s;
    const uint64_t result = random_rotate(s[0] + s[3], 23) + s[0];
    const uint64_t t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = random_rotate(s[3], 45);
    return result;
}

/* GROUP_WORDS streams side by side: s[i][j] is word i of the state of stream j. Stream j decides
 * the trials of word j of every group, whatever the width of the vectors that step it. */
struct random_streams {
    _Alignas(LANES_ALIGNMENT) uint64_t s[4][GROUP_WORDS];
};

/* What a block draws from: dense rows from `dense`, gaps of sparse rows from `sparse`. */
struct random_block {
    struct random_streams dense;
    struct random_stream sparse;
};

void random_block_init(struct random_block *random, struct random_key key, uint64_t block);

#endif
