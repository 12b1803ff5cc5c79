/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The generators against output that their authors or others published, and the streams against
 * the generators. */

#include "engine/kernels.h"
#include "engine/random.h"
#include "tests/testing.h"

#include <string.h>

/* xoshiro256++ from state 1, 2, 3, 4: output of the reference xoshiro256plusplus.c, as in the test
 * `reference` of the Rust crate rand_xoshiro. */
static const uint64_t xoshiro_expected[] = {
    41943041U,
    58720359U,
    3588806011781223U,
    3591011842654386U,
    9228616714210784205U,
    9973669472204895162U,
    14011001112246962877U,
    12406186145184390807U,
    15849039046786891736U,
    10450023813501588000U,
};

/* A stream gives the published numbers. */
static void xoshiro_gives_published_output(void **state)
{
    (void)state;
    struct random_stream stream = {{1, 2, 3, 4}};
    for (size_t i = 0; i < COUNT_OF(xoshiro_expected); i++)
        assert_int_equal(random_next(&stream), xoshiro_expected[i]);
}

/* Random123, tests/kat_vectors: counter, key and result of "philox4x64 10". */
static const struct {
    uint64_t counter[4], key[2], expected[4];
} philox_cases[] = {
    {{0, 0, 0, 0},
     {0, 0},
     {0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b}},
    {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX},
     {UINT64_MAX, UINT64_MAX},
     {0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0}},
    {{0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89},
     {0x452821e638d01377, 0xbe5466cf34e90c6c},
     {0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6}},
};

/* Philox gives the known answers. */
static void philox_gives_known_answers(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(philox_cases); i++) {
        uint64_t counter[4];
        memcpy(counter, philox_cases[i].counter, sizeof counter);
        random_philox((struct random_key){{philox_cases[i].key[0], philox_cases[i].key[1]}},
                      counter);
        assert_memory_equal(counter, philox_cases[i].expected, sizeof counter);
    }
}

/* The authors' vectors of SipHash-2-4-128 (vectors.h of their implementation): key 00 01 .. 0f,
 * input 00 01 .. of so many bytes; the 16 bytes of the result are two little-endian words. Length 0
 * is a3817f04ba25a8e66df67214c7550293. */
static const struct {
    size_t length;
    uint64_t expected[2];
} siphash_cases[] = {
    {0, {0xe6a825ba047f81a3, 0x930255c71472f66d}},  {1, {0x44af996bd8c187da, 0x45fc229b11597634}},
    {7, {0x53c1dbd8beebf1a1, 0x3982f01fa64ab8c0}},  {8, {0x61f55862baa9623b, 0xb49714f364e2830f}},
    {9, {0xabbad90a06994426, 0xed716dbb028b7fc4}},  {15, {0x11a8b03399e99354, 0xd9c3cf970fec087e}},
    {16, {0xbb54b067caa4e26e, 0x77052385bf1533fd}}, {31, {0xfcfa233218b03929, 0x353dc4524fde2317}},
    {63, {0x4a83502f77d15051, 0x7cbd3f979a063e50}},
};

/* SipHash gives the authors' vectors, wherever the input lies in memory. */
static void siphash_gives_published_vectors(void **state)
{
    (void)state;
    const struct random_key key = {{0x0706050403020100, 0x0f0e0d0c0b0a0908}};
    for (size_t offset = 0; offset < 3; offset++) {
        unsigned char input[66];
        for (size_t i = 0; i < sizeof input - offset; i++)
            input[offset + i] = (unsigned char)i;
        for (size_t i = 0; i < COUNT_OF(siphash_cases); i++) {
            const struct random_key hash =
                random_siphash(key, input + offset, siphash_cases[i].length);
            assert_int_equal(hash.word[0], siphash_cases[i].expected[0]);
            assert_int_equal(hash.word[1], siphash_cases[i].expected[1]);
        }
    }
}

/* A point's key is SipHash of its text under (seed, stream version). */
static void key_is_siphash_of_text(void **state)
{
    (void)state;
    const char text[] = "two-generals always-attack";
    const struct random_key key = random_key(7, text);
    const struct random_key expected =
        random_siphash((struct random_key){{7, STREAM_VERSION}}, text, strlen(text));
    assert_memory_equal(&key, &expected, sizeof key);
}

/* A block's words are Philox of the counters (0, block), (1, block), ..., however many are asked.
 */
static void words_are_philox_of_counters(void **state)
{
    (void)state;
    const struct random_key key = {{3, 14}};
    uint64_t expected[12];
    for (uint64_t i = 0; i < 3; i++) {
        uint64_t counter[4] = {i, 15, 0, 0};
        random_philox(key, counter);
        memcpy(expected + 4 * i, counter, sizeof counter);
    }
    for (size_t count = 0; count <= COUNT_OF(expected); count++) {
        uint64_t words[COUNT_OF(expected) + 1];
        words[count] = 92;
        random_words(key, 15, words, count);
        assert_memory_equal(words, expected, count * sizeof *words);
        assert_int_equal(words[count], 92);
    }
}

/* Each kernel steps stream j as random_next does: rows of probability 1/2 are its outputs, word j
 * of group g the g-th of stream j; and it leaves the streams where the next call goes on. */
static void kernels_step_streams(void **state)
{
    (void)state;
    enum { GROUPS = 101, FIRST = 37 };
    for (size_t i = 0; kernels_available(i) != NULL; i++) {
        struct random_block random;
        random_block_init(&random, random_key(1, "streams"), 2);
        struct random_stream scalar[GROUP_WORDS];
        for (int j = 0; j < GROUP_WORDS; j++)
            for (int k = 0; k < 4; k++)
                scalar[j].s[k] = random.dense.s[k][j];
        _Alignas(LANES_ALIGNMENT) uint64_t row[GROUPS * GROUP_WORDS];
        kernels_available(i)->fill(&random.dense, 1, 1, 0, row, FIRST);
        kernels_available(i)->fill(&random.dense, 1, 1, 0, row + FIRST * GROUP_WORDS,
                                   GROUPS - FIRST);
        for (size_t word = 0; word < COUNT_OF(row); word++)
            assert_int_equal(row[word], random_next(&scalar[word % GROUP_WORDS]));
    }
}

static size_t equal_words(const struct random_block *a, const struct random_block *b)
{
    size_t equal = 0;
    for (int i = 0; i < 4; i++) {
        equal += a->sparse.s[i] == b->sparse.s[i];
        for (int j = 0; j < GROUP_WORDS; j++)
            equal += a->dense.s[i][j] == b->dense.s[i][j];
    }
    return equal;
}

/* Another block, seed or text shares no word of any stream's state with the first; the streams of
 * a block are all different. False alarm: below 1e-14. */
static void blocks_seeds_and_texts_differ(void **state)
{
    (void)state;
    struct random_block random[7];
    random_block_init(&random[0], random_key(1, "a"), 0);
    random_block_init(&random[1], random_key(1, "a"), 1);
    random_block_init(&random[2], random_key(1, "a"), (uint64_t)1 << 32);
    random_block_init(&random[3], random_key(2, "a"), 0);
    random_block_init(&random[4], random_key((uint64_t)1 << 63 | 1, "a"), 0);
    random_block_init(&random[5], random_key(1, "b"), 0);
    random_block_init(&random[6], random_key(1, "a "), 0);
    for (size_t i = 0; i < COUNT_OF(random); i++) {
        for (size_t j = 0; j < i; j++)
            assert_int_equal(equal_words(&random[i], &random[j]), 0);
        for (int j = 0; j < GROUP_WORDS; j++) {
            assert_int_not_equal(random[i].dense.s[0][j], random[i].sparse.s[0]);
            for (int k = 0; k < j; k++)
                assert_int_not_equal(random[i].dense.s[0][j], random[i].dense.s[0][k]);
        }
    }
}

/* A block is the same each time that it is made, and its states are the words in order. */
static void block_is_function_of_key_and_number(void **state)
{
    (void)state;
    struct random_block random;
    uint64_t words[4 * GROUP_WORDS + 4];
    random_block_init(&random, random_key(5, "text"), 9);
    random_words(random_key(5, "text"), 9, words, COUNT_OF(words));
    for (int i = 0; i < 4; i++) {
        for (int j = 0; j < GROUP_WORDS; j++)
            assert_int_equal(random.dense.s[i][j], words[i * GROUP_WORDS + j]);
        assert_int_equal(random.sparse.s[i], words[4 * GROUP_WORDS + i]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(xoshiro_gives_published_output),
        cmocka_unit_test(philox_gives_known_answers),
        cmocka_unit_test(siphash_gives_published_vectors),
        cmocka_unit_test(key_is_siphash_of_text),
        cmocka_unit_test(words_are_philox_of_counters),
        cmocka_unit_test(kernels_step_streams),
        cmocka_unit_test(blocks_seeds_and_texts_differ),
        cmocka_unit_test(block_is_function_of_key_and_number),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
