/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Conditions as they are typed: what they mean, and where they are wrong. */

#include "cli/condition_words.h"

#include "strategies/problems.h"
#include "tests/testing.h"

#include <stdlib.h>
#include <string.h>

static const struct strategy strategy = {
    .name = "two", .problem = &two_generals, .counter = {"refunds", "not_reported"}};

static struct error error;
static size_t place;

static struct condition must_read(const char *text)
{
    struct condition condition;
    if (!condition_read(&condition, &strategy, text, &place, &error))
        fail_msg("'%s': %s", text, error.message);
    return condition;
}

static void assert_clause(struct clause clause, unsigned quantity, bool below, double limit)
{
    assert_int_equal(clause.quantity, quantity);
    assert_int_equal(clause.below, below);
    assert_close(clause.limit, limit, 0.0);
}

static void a_clause_is_a_quantity_a_comparison_and_a_number(void **state)
{
    (void)state;
    struct condition condition = must_read("failure < 1e-6");
    assert_int_equal(condition.count, 1);
    assert_clause(condition.clause[0], QUANTITY_FAILURE, true, 1e-6);
    condition = must_read("\t messengers>12.5 ");
    assert_clause(condition.clause[0], QUANTITY_MESSENGERS, false, 12.5);
    condition = must_read("rounds_p99<8");
    assert_clause(condition.clause[0], QUANTITY_ROUNDS_P99, true, 8.0);
    condition = must_read("not_reported > 0");
    assert_clause(condition.clause[0], QUANTITY_COUNTERS + 1, false, 0.0);
    condition = must_read("failure > -0");
    assert_false(signbit(condition.clause[0].limit));
}

static void percentages_are_probabilities(void **state)
{
    (void)state;
    assert_clause(must_read("success > 99.5%").clause[0], QUANTITY_SUCCESS, false, 0.995);
    assert_clause(must_read("confidence_second<100%").clause[0], QUANTITY_CONFIDENCE_SECOND, true,
                  1.0);
}

static void clauses_are_joined(void **state)
{
    (void)state;
    const struct condition condition =
        must_read("failure < 0.1 and success > 1% and confidence_first > 0.5 and refunds < 3");
    assert_int_equal(condition.count, 4);
    assert_clause(condition.clause[0], QUANTITY_FAILURE, true, 0.1);
    assert_clause(condition.clause[1], QUANTITY_SUCCESS, false, 0.01);
    assert_clause(condition.clause[2], QUANTITY_CONFIDENCE_FIRST, false, 0.5);
    assert_clause(condition.clause[3], QUANTITY_COUNTERS, true, 3.0);
}

/* Each text with the place of its mistake, and a part of the sentence. */
static void mistakes_have_a_place(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t place;
        const char *sentence;
    } cases[] = {
        {"", 0, "expected a quantity"},
        {"  ", 2, "expected a quantity"},
        {"< 1", 0, "expected a quantity"},
        {"failur < 1", 0, "unknown quantity 'failur'; did you mean 'failure'?"},
        {"failure < 1 and zzz < 1", 16, "unknown quantity 'zzz' (two has success, failure, "},
        {"refund < 1", 0, "did you mean 'refunds'?"},
        {"and < 1", 0, "unknown quantity 'and'"},
        {"failure", 7, "expected < or > after 'failure'"},
        {"failure = 1", 8, "expected < or > after 'failure'"},
        {"failure 1", 8, "expected < or > after 'failure'"},
        {"failure <= 1", 9, "expected < or >: "},
        {"failure >=1", 9, "expected < or >: "},
        {"failure <", 9, "expected a number"},
        {"failure < and success > 1", 10, "'and' is not a number"},
        {"failure < 1e-6x", 10, "'1e-6x' is not a number"},
        {"failure < nan", 10, "'nan' is not a number"},
        {"failure < 1e-400", 10, "'1e-400' is beyond the numbers"},
        {"failure < 0x1", 10, "'0x1' is not a number"},
        {"failure < %", 10, "expected a number"},
        {"failure << 1", 9, "expected a number"},
        {"failure < 1.5", 10, "failure is a probability: expected a limit from 0 to 1"},
        {"failure < 150%", 10, "failure is a probability"},
        {"failure < -0.1", 10, "failure is a probability"},
        {"failure < 0", 10, "failure is never below 0"},
        {"success > 100%", 10, "success is never above 1"},
        {"messengers > -1", 13, "messengers is never negative"},
        {"rounds_p99 < 0", 13, "rounds_p99 is never below 0"},
        {"messengers < 5%", 14, "messengers is not a probability: expected no %"},
        {"failure < 1 success > 0", 12, "expected `and`, or the end"},
        {"failure < 1 or success > 0", 12, "expected `and`, or the end"},
        {"failure < 1 andsuccess > 0", 12, "expected `and`, or the end"},
        {"failure < 1%%", 12, "expected `and`, or the end"},
        {"failure < 0.5 < 0.6", 14, "expected `and`, or the end"},
        {"failure < 1 and", 15, "expected a quantity"},
        {"failure < 1 and and success > 0", 16, "unknown quantity 'and'"},
        {"\xc3\xa9 < 1", 0, "expected a quantity"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct condition condition;
        if (condition_read(&condition, &strategy, cases[i].text, &place, &error))
            fail_msg("'%s' was read", cases[i].text);
        if (place != cases[i].place || strstr(error.message, cases[i].sentence) == NULL)
            fail_msg("'%s': at %zu: %s", cases[i].text, place, error.message);
    }
}

static void long_texts_are_cut_or_refused(void **state)
{
    (void)state;
    struct condition condition;
    char text[1000];
    memset(text, '1', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_false(condition_read(&condition, &strategy, text, &place, &error));
    assert_non_null(strstr(error.message, "unknown quantity '111"));
    memcpy(text, "failure < 0.", 12);
    assert_false(condition_read(&condition, &strategy, text, &place, &error));
    assert_int_equal(place, 10);
    text[0] = '\0';
    for (int i = 0; i < CLAUSES_MAX; i++)
        strcat(text, i == 0 ? "failure < 1" : " and failure < 1");
    assert_int_equal(must_read(text).count, CLAUSES_MAX);
    strcat(text, " and failure < 1");
    assert_false(condition_read(&condition, &strategy, text, &place, &error));
    assert_non_null(strstr(error.message, "at most 16 clauses"));
}

/* The caret stands under a character, however many bytes those before it have. */
static void a_caret_points_at_it(void **state)
{
    (void)state;
    char *text;
    size_t size;
    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    condition_point_at(stream, "\xc3\xa9\x01 < x", 6);
    assert_int_equal(fclose(stream), 0);
    assert_string_equal(text, "  \xc3\xa9? < x\n"
                              "       ^\n");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clause_is_a_quantity_a_comparison_and_a_number),
        cmocka_unit_test(percentages_are_probabilities),
        cmocka_unit_test(clauses_are_joined),
        cmocka_unit_test(mistakes_have_a_place),
        cmocka_unit_test(long_texts_are_cut_or_refused),
        cmocka_unit_test(a_caret_points_at_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
