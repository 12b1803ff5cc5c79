/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The width of the vectors changes no number: strategies compiled for 16, 32 and 64 bytes in one
 * program, and the counting of every kernel, against words counted one by one. */

#include "engine/random.h"
#include "tests/engine/tallies.h"

#define WIDTHS(X) X(16) X(32) X(64)

#define DECLARE(width) \
    unsigned lanes_popcounts_##width(const uint64_t *row, uint64_t *counts, size_t words);
WIDTHS(DECLARE)

#define STRATEGY(name) extern const struct strategy name##_16, name##_32, name##_64;
#include "strategies/list.h"
STRATEGY(coins)
#undef STRATEGY

enum { WIDTH_COUNT = 3, WORDS = 128 };

/* Rows of random words, and of words with all, no or few bits. */
static void make_row(uint64_t *row, uint64_t number)
{
    random_words((struct random_key){{1, 2}}, number, row, WORDS);
    for (size_t i = 0; i < 64; i++)
        row[i] = number % 3 == 0 ? (uint64_t)1 << i : number % 3 == 1 ? UINT64_MAX << i : row[i];
    row[WORDS - 1] = 0;
    row[WORDS - 2] = UINT64_MAX;
}

/* Lanes of each width count the bits of a word as the compiler's builtin does. */
static void popcount_counts_bits(void **state)
{
    (void)state;
    unsigned (*const popcounts[WIDTH_COUNT])(const uint64_t *, uint64_t *, size_t) = {
        lanes_popcounts_16, lanes_popcounts_32, lanes_popcounts_64};
    _Alignas(LANES_ALIGNMENT) uint64_t row[WORDS], counts[WORDS];
    for (int i = 0; i < WIDTH_COUNT; i++) {
        for (uint64_t number = 0; number < 30; number++) {
            make_row(row, number);
            assert_int_equal(popcounts[i](row, counts, WORDS), 16 << i);
            for (size_t word = 0; word < WORDS; word++)
                assert_int_equal(counts[word], __builtin_popcountll(row[word]));
        }
    }
}

static uint64_t popcount(uint64_t word)
{
    return (uint64_t)__builtin_popcountll(word);
}

enum { EVENTS = 5 };

/* One panel of random rows, and what counting it must give. */
struct panel_rows {
    _Alignas(LANES_ALIGNMENT) uint64_t live[WORDS], decided[2][WORDS], sent[EVENTS][WORDS];
    _Alignas(LANES_ALIGNMENT) uint64_t messengers[WORDS], reached[EVENTS][GROUP_WORDS];
};

static const uint64_t copies[EVENTS] = {1, 7, 1 << 20, 2, 1000000};

/* Adds what one word holds; checks the word's messengers, and returns them. */
static uint64_t count_word(const struct panel_rows *rows, size_t word, uint64_t cells[3],
                           uint64_t reached[EVENTS][GROUP_WORDS])
{
    const uint64_t live = rows->live[word];
    const uint64_t first = rows->decided[0][word], second = rows->decided[1][word];
    cells[0] += popcount(live & first & ~second);
    cells[1] += popcount(live & ~first & second);
    cells[2] += popcount(live & first & second);
    uint64_t messengers = 0;
    for (size_t i = 0; i < EVENTS; i++) {
        uint64_t later = 0;
        for (size_t j = i; j < EVENTS; j++)
            later |= rows->sent[j][word];
        reached[i][word % GROUP_WORDS] += popcount(later);
        messengers += popcount(rows->sent[i][word]) * copies[i];
    }
    assert_int_equal(rows->messengers[word], messengers);
    return messengers;
}

/* Each kernel counts cells, messengers and rounds as one does word by word, and adds them to what
 * was there. */
static void kernels_count(void **state)
{
    (void)state;
    static struct panel_rows rows;
    make_row(rows.live, 2);
    make_row(rows.decided[0], 5);
    make_row(rows.decided[1], 8);
    for (uint64_t i = 0; i < EVENTS; i++)
        make_row(rows.sent[i], 9 + i);
    for (size_t k = 0; kernels_available(k) != NULL; k++) {
        uint64_t cells[3] = {10, 20, 30}, reached[EVENTS][GROUP_WORDS] = {{5}};
        struct sent_row sent[EVENTS];
        for (size_t i = 0; i < EVENTS; i++)
            sent[i] = (struct sent_row){rows.sent[i], copies[i]};
        struct count_job job = {.words = WORDS,
                                .live = rows.live,
                                .decided = {rows.decided[0], rows.decided[1]},
                                .rows = sent,
                                .row_count = EVENTS,
                                .cells = {10, 20, 30},
                                .reached = rows.reached,
                                .messengers = rows.messengers,
                                .messenger_total = 40,
                                .messenger_squares = 50};
        memset(rows.messengers, 0x77, sizeof rows.messengers);
        memcpy(rows.reached, reached, sizeof reached);
        kernels_available(k)->count(&job);
        uint64_t total = 40, squares = 50;
        for (size_t word = 0; word < WORDS; word++) {
            const uint64_t messengers = count_word(&rows, word, cells, reached);
            total += messengers;
            squares += messengers * messengers;
        }
        assert_int_equal(job.messenger_total, total);
        assert_int_equal(job.messenger_squares, squares);
        assert_memory_equal(job.cells, cells, sizeof cells);
        assert_memory_equal(rows.reached, reached, sizeof reached);
    }
}

/* The kernels are different ones, the last for any processor. */
static void kernels_differ(void **state)
{
    (void)state;
    size_t count = 0;
    for (; kernels_available(count) != NULL; count++)
        for (size_t i = 0; i < count; i++) {
            assert_string_not_equal(kernels_available(i)->name, kernels_available(count)->name);
            assert_ptr_not_equal(kernels_available(i)->fill, kernels_available(count)->fill);
            assert_ptr_not_equal(kernels_available(i)->count, kernels_available(count)->count);
        }
    assert_true(count > 0);
    assert_string_equal(kernels_available(count - 1)->name, "baseline");
}

#define LIST(name)                         \
    {                                      \
        &name##_16, &name##_32, &name##_64 \
    }

/* All strategies, with their default parameters. */
static const struct strategy *const listed[][WIDTH_COUNT] = {
#define STRATEGY(name) LIST(name),
#include "strategies/list.h"
#undef STRATEGY
};

static const struct {
    const struct strategy *width[WIDTH_COUNT];
    double parameter[PARAMETERS_MAX];
    struct channel channel;
} width_cases[] = {
    {LIST(always_attack), {4, 3}, {0.3, 0.3}},  {LIST(always_attack), {9, 0}, {0.9, 0.9}},
    {LIST(await_reply), {1}, {0.5, 0.002}},     {LIST(ack_chain), {7, 1}, {0.01, 0.2}},
    {LIST(ack_chain), {60, 1}, {0.004, 0.001}}, {LIST(retransmit), {5, 2}, {0.7, 0.4}},
    {LIST(retransmit), {2, 1}, {0.0, 1.0}},     {LIST(coins), {4, 0.9, 0.3}, {0.2, 0.1}},
};

/* The strategy compiled for each width gives the same tallies, for numbers of trials that fill no
 * group. */
static void check_widths(const struct strategy *const width[WIDTH_COUNT], const double *parameter,
                         struct channel channel)
{
    const uint64_t trials[] = {1, 130, 511, 513, 8193, 100003};
    for (size_t j = 0; j < COUNT_OF(trials); j++) {
        struct tally tally[WIDTH_COUNT];
        for (int i = 0; i < WIDTH_COUNT; i++) {
            struct point point = {.strategy = width[i], .channel = channel};
            memcpy(point.parameter, parameter, sizeof point.parameter);
            tally[i] = tally_of_trials(&point, 6, trials[j]);
            assert_int_equal(tally[i].trials, trials[j]);
            assert_tallies_equal(&tally[i], &tally[0]);
        }
        for (int i = 0; i < WIDTH_COUNT; i++)
            tally_release(&tally[i]);
    }
}

static void strategies_of_all_widths_agree(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(width_cases); i++)
        check_widths(width_cases[i].width, width_cases[i].parameter, width_cases[i].channel);
    for (size_t i = 0; i < COUNT_OF(listed); i++) {
        double parameter[PARAMETERS_MAX] = {0};
        for (size_t j = 0; j < strategy_parameter_count(listed[i][0]); j++)
            parameter[j] = listed[i][0]->parameter[j].initial;
        check_widths(listed[i], parameter, (struct channel){0.3, 0.3});
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(popcount_counts_bits),
        cmocka_unit_test(kernels_count),
        cmocka_unit_test(kernels_differ),
        cmocka_unit_test(strategies_of_all_widths_agree),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
