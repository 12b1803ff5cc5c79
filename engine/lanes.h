/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_LANES_H
#define GENERALS_ENGINE_LANES_H

/* Lanes: a vector of bits, one trial per bit; all lanes run side by side.
 *
 * In memory, a row of bits is an array of 64-bit words: trial i is bit i % 64 of word i / 64. Rows
 * are aligned to LANES_ALIGNMENT bytes and hold a whole number of groups of 512 trials, so code
 * compiled for vectors of any width runs on the same rows and gives the same bits. The width is the
 * target's; define LANES_BYTES (16, 32 or 64) to force one.
 *
 * Vectors never cross a call: whatever takes or returns lanes is inlined, because objects compiled
 * for different instruction sets pass vectors in different registers. */

#include <stdint.h>
#if defined(__SSE2__)
#include <immintrin.h>
#endif

#ifndef LANES_BYTES
#if defined(__AVX512F__)
#define LANES_BYTES 64
#elif defined(__AVX2__)
#define LANES_BYTES 32
#else
#define LANES_BYTES 16
#endif
#endif

enum {
    LANES_WORDS = LANES_BYTES / 8, /* words of a row that one vector holds */
    LANES_ALIGNMENT = 64,          /* of every row, in bytes */
    GROUP_TRIALS = 512,            /* rows are whole groups, whatever the vector's width */
    GROUP_WORDS = GROUP_TRIALS / 64,
};

typedef uint64_t lanes __attribute__((vector_size(LANES_BYTES), may_alias));

#define LANES_INLINE static inline __attribute__((always_inline))

/* `row` points at a word whose index is a multiple of LANES_WORDS. */
LANES_INLINE lanes lanes_load(const uint64_t *row)
{
    return *(const lanes *)(const void *)row;
}

LANES_INLINE void lanes_store(uint64_t *row, lanes value)
{
    *(lanes *)(void *)row = value;
}

/* x ^ y ^ z: one instruction of AVX-512; elsewhere x ^ y can be shared between two of these. */
LANES_INLINE lanes lanes_xor3(lanes x, lanes y, lanes z)
{
#if LANES_BYTES == 64 && defined(__AVX512F__)
    return (lanes)_mm512_ternarylogic_epi64((__m512i)x, (__m512i)y, (__m512i)z, 0x96);
#else
    return (x ^ y) ^ z;
#endif
}

/* Product of the lower 32 bits of each word: one fast instruction, where the product of whole words
 * is made from several. */
LANES_INLINE lanes lanes_multiply_low(lanes x, lanes y)
{
#if LANES_BYTES == 64 && defined(__AVX512F__)
    return (lanes)_mm512_mul_epu32((__m512i)x, (__m512i)y);
#elif LANES_BYTES == 32 && defined(__AVX2__)
    return (lanes)_mm256_mul_epu32((__m256i)x, (__m256i)y);
#elif LANES_BYTES == 16 && defined(__SSE2__)
    return (lanes)_mm_mul_epu32((__m128i)x, (__m128i)y);
#else
    return (x & 0xffffffffU) * (y & 0xffffffffU);
#endif
}

/* Is any bit set? */
LANES_INLINE int lanes_any(lanes x)
{
#if LANES_BYTES == 64 && defined(__AVX512F__)
    return _mm512_test_epi64_mask((__m512i)x, (__m512i)x) != 0;
#elif LANES_BYTES == 32 && defined(__AVX2__)
    return !_mm256_testz_si256((__m256i)x, (__m256i)x);
#else
    uint64_t any = 0;
    for (int i = 0; i < LANES_WORDS; i++)
        any |= x[i];
    return any != 0;
#endif
}

/* How many bits are set in each 64-bit word of the vector. */
LANES_INLINE lanes lanes_popcount(lanes x)
{
#if LANES_BYTES == 64 && defined(__AVX512VPOPCNTDQ__)
    return (lanes)_mm512_popcnt_epi64((__m512i)x);
#elif LANES_BYTES == 32 && defined(__AVX512VPOPCNTDQ__) && defined(__AVX512VL__)
    return (lanes)_mm256_popcnt_epi64((__m256i)x);
#elif LANES_BYTES == 32 && defined(__AVX2__)
    /* Muła, Kurz and Lemire (2018): look up the count of each half byte, add the bytes of a word.
     */
    const __m256i nibble = _mm256_set1_epi8(15);
    const __m256i counts = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1,
                                            2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    const __m256i low = _mm256_shuffle_epi8(counts, _mm256_and_si256((__m256i)x, nibble));
    const __m256i high =
        _mm256_shuffle_epi8(counts, _mm256_and_si256(_mm256_srli_epi16((__m256i)x, 4), nibble));
    return (lanes)_mm256_sad_epu8(_mm256_add_epi8(low, high), _mm256_setzero_si256());
#else
    /* Sums of neighbouring bits, pairs, half bytes, then all bytes (Warren, Hacker's Delight, 5).
     */
    x = x - ((x >> 1) & 0x5555555555555555U);
    x = (x & 0x3333333333333333U) + ((x >> 2) & 0x3333333333333333U);
    x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0fU;
    x = x + (x >> 8);
    x = x + (x >> 16);
    return (x + (x >> 32)) & 127U;
#endif
}

#endif
