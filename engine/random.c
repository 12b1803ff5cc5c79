/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/random.h"

#include "engine/wide.h"

#include <string.h>

static void sip_round(uint64_t v[4])
{
    v[0] += v[1];
    v[1] = random_rotate(v[1], 13) ^ v[0];
    v[0] = random_rotate(v[0], 32);
    v[2] += v[3];
    v[3] = random_rotate(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = random_rotate(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = random_rotate(v[1], 17) ^ v[2];
    v[2] = random_rotate(v[2], 32);
}

static void sip_absorb(uint64_t v[4], uint64_t word)
{
    v[3] ^= word;
    sip_round(v);
    sip_round(v);
    v[0] ^= word;
}

static uint64_t sip_finish(uint64_t v[4])
{
    for (int i = 0; i < 4; i++)
        sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* Little-endian on every machine. */
static uint64_t read_word(const unsigned char *bytes, size_t count)
{
    uint64_t word = 0;
    for (size_t i = 0; i < count; i++)
        word |= (uint64_t)bytes[i] << (8 * i);
    return word;
}

struct random_key random_siphash(struct random_key key, const void *data, size_t length)
{
    const unsigned char *bytes = data;
    uint64_t v[4] = {
        key.word[0] ^ 0x736f6d6570736575U,
        key.word[1] ^ 0x646f72616e646f6dU ^ 0xee, /* 0xee: 128 bits of output */
        key.word[0] ^ 0x6c7967656e657261U,
        key.word[1] ^ 0x7465646279746573U,
    };
    size_t at = 0;
    for (; at + 8 <= length; at += 8)
        sip_absorb(v, read_word(bytes + at, 8));
    sip_absorb(v, read_word(bytes + at, length - at) | ((uint64_t)length << 56));

    struct random_key result;
    v[2] ^= 0xee;
    result.word[0] = sip_finish(v);
    v[1] ^= 0xdd;
    result.word[1] = sip_finish(v);
    return result;
}

struct random_key random_key(uint64_t seed, const char *text)
{
    return random_siphash((struct random_key){{seed, STREAM_VERSION}}, text, strlen(text));
}

static uint64_t multiply(uint64_t a, uint64_t b, uint64_t *high)
{
    const uint128 product = (uint128)a * b;
    *high = (uint64_t)(product >> 64);
    return (uint64_t)product;
}

void random_philox(struct random_key key, uint64_t counter[4])
{
    for (int round = 0; round < 10; round++) {
        uint64_t high0, high1;
        const uint64_t low0 = multiply(0xD2E7470EE14C6C93U, counter[0], &high0);
        const uint64_t low1 = multiply(0xCA5A826395121157U, counter[2], &high1);
        counter[0] = high1 ^ counter[1] ^ key.word[0];
        counter[1] = low1;
        counter[2] = high0 ^ counter[3] ^ key.word[1];
        counter[3] = low0;
        key.word[0] += 0x9E3779B97F4A7C15U;
        key.word[1] += 0xBB67AE8584CAA73BU;
    }
}

void random_words(struct random_key key, uint64_t block, uint64_t *words, size_t count)
{
    for (size_t at = 0; at < count; at += 4) {
        uint64_t counter[4] = {at / 4, block, 0, 0};
        random_philox(key, counter);
        const size_t left = count - at < 4 ? count - at : 4;
        memcpy(words + at, counter, left * sizeof *words);
    }
}

void random_block_init(struct random_block *random, struct random_key key, uint64_t block)
{
    uint64_t words[4 * GROUP_WORDS + 4];
    random_words(key, block, words, sizeof words / sizeof *words);
    memcpy(random->dense.s, words, sizeof random->dense.s);
    memcpy(random->sparse.s, words + 4 * GROUP_WORDS, sizeof random->sparse.s);
}
