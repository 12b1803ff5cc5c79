/* SPDX-License-Identifier: GPL-3.0-or-later */

/* VALUES on the command line: lists and ranges, and what is refused with which sentence. */

#include "cli/values.h"
#include "tests/testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct values read_good(const char *text)
{
    struct values values = {0};
    struct error error;
    if (!values_read(&values, "--loss", text, &error))
        fail_msg("'%s' was refused: %s", text, error.message);
    return values;
}

static void assert_reads(const char *text, const double *expected, size_t count)
{
    const struct values values = read_good(text);
    if (values.count != count)
        fail_msg("'%s' was read as %zu values, not %zu", text, values.count, count);
    for (size_t i = 0; i < count; i++)
        if (values.value[i] != expected[i])
            fail_msg("value %zu of '%s' is %.17g, not %.17g", i, text, values.value[i],
                     expected[i]);
    free(values.value);
}

#define ASSERT_READS(text, ...) \
    assert_reads(text, (const double[]){__VA_ARGS__}, COUNT_OF(((const double[]){__VA_ARGS__})))

/* Refused with a sentence that begins with the option and holds `expected`. */
static void assert_refused(const char *text, const char *expected)
{
    struct values values = {0};
    struct error error;
    if (values_read(&values, "--loss", text, &error))
        fail_msg("'%s' was read as %zu values", text, values.count);
    if (strncmp(error.message, "--loss: '", 9) != 0 || strstr(error.message, expected) == NULL)
        fail_msg("'%s' was refused with: %s", text, error.message);
    free(values.value);
}

static void single_numbers(void **state)
{
    (void)state;
    ASSERT_READS("0", 0.0);
    ASSERT_READS("0.1", 0.1);
    ASSERT_READS("1e-7", 1e-7);
    ASSERT_READS("-3", -3.0);
    ASSERT_READS("+3", 3.0);
    ASSERT_READS(".5", 0.5);
    ASSERT_READS("0.30000000000000004", 0.1 + 0.2); /* what is typed is not rounded */
}

static void lists(void **state)
{
    (void)state;
    ASSERT_READS("0.1,0.2", 0.1, 0.2);
    ASSERT_READS("3,1,2,1", 3.0, 1.0, 2.0, 1.0);
    ASSERT_READS("1:3,10,0:0.5:1,log:1:100:3", 1.0, 2.0, 3.0, 10.0, 0.0, 0.5, 1.0, 1.0, 10.0,
                 100.0);
}

static void ranges_of_step_one(void **state)
{
    (void)state;
    ASSERT_READS("1:4", 1.0, 2.0, 3.0, 4.0);
    ASSERT_READS("5:5", 5.0);
    ASSERT_READS("-1:1", -1.0, 0.0, 1.0);
    ASSERT_READS("0.5:3", 0.5, 1.5, 2.5); /* no step falls on the end */
    ASSERT_READS("0:0.9", 0.0);
    ASSERT_READS("0:0", 0.0);
    ASSERT_READS("0:0.1:0", 0.0);
}

/* The decimals that one would type, not what adding a step gives. */
static void ranges_hold_the_decimals_themselves(void **state)
{
    (void)state;
    ASSERT_READS("0:0.1:1", 0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0);
    ASSERT_READS("0.1:0.1:0.3", 0.1, 0.2, 0.3);
    ASSERT_READS("1e-6:1e-6:4e-6", 1e-6, 2e-6, 3e-6, 4e-6);
    ASSERT_READS("0:0.4:1", 0.0, 0.4, 0.8);
    const struct values values = read_good("0:0.001:1");
    assert_int_equal(values.count, 1001);
    for (size_t i = 0; i < values.count; i++) {
        char text[48];
        snprintf(text, sizeof text, "%zu.%03zu", i / 1000, i % 1000);
        assert_true(values.value[i] == strtod(text, NULL));
    }
    free(values.value);
}

/* ... 0 too, though no number of digits turns 5.6e-17 into it. */
static void a_range_through_zero_holds_zero(void **state)
{
    (void)state;
    ASSERT_READS("-0.3:0.1:0.1", -0.3, -0.2, -0.1, 0.0, 0.1);
    ASSERT_READS("-1:0.1:-0.8", -1.0, -0.9, -0.8);
    ASSERT_READS("-1e-9:1e-9:1e-9", -1e-9, 0.0, 1e-9);
    ASSERT_READS("-1e-300:1e-300:1e-300", -1e-300, 0.0, 1e-300);
    ASSERT_READS("-1e300:1e300:1e300", -1e300, 0.0, 1e300);
}

static void the_end_belongs_to_a_range(void **state)
{
    (void)state;
    for (int steps = 1; steps <= 2000; steps++) {
        char text[64];
        snprintf(text, sizeof text, "0:%.17g:1", 1.0 / steps);
        const struct values values = read_good(text);
        if (values.count != (size_t)steps + 1 || values.value[steps] != 1.0)
            fail_msg("'%s' was read as %zu values, the last %.17g", text, values.count,
                     values.value[values.count - 1]);
        free(values.value);
    }
}

/* Rounding to 12 digits must not leave the range: 0.9999999999999 is not 1. */
static void a_range_ends_exactly(void **state)
{
    (void)state;
    ASSERT_READS("0:0.9999999999999:0.9999999999999", 0.0, 0.9999999999999);
    ASSERT_READS("0.5:0.1234567890123456:0.6234567890123456", 0.5, 0.6234567890123456);
}

static void equal_ratios(void **state)
{
    (void)state;
    ASSERT_READS("log:1:1000:4", 1.0, 10.0, 100.0, 1000.0);
    ASSERT_READS("log:1e-4:0.1:4", 1e-4, 1e-3, 1e-2, 0.1);
    ASSERT_READS("log:0.3:0.7:2", 0.3, 0.7);
    ASSERT_READS("log:2:2:3", 2.0, 2.0, 2.0);
    ASSERT_READS("log:1:16:5", 1.0, 2.0, 4.0, 8.0, 16.0);
    ASSERT_READS("log:1e-300:1:4", 1e-300, 1e-200, 1e-100, 1.0);
}

/* The 12 digits of a value inside may be those of one beyond the end. */
static void no_value_is_beyond_the_ends(void **state)
{
    (void)state;
    struct values values = read_good("1:1.6e-11:1.0000000000160001");
    assert_true(values.value[values.count - 1] <= 1.0000000000160001);
    free(values.value);
    values = read_good("log:1.0000000000001:1.0000000000003:5");
    for (size_t i = 0; i < values.count; i++)
        assert_true(values.value[i] >= 1.0000000000001 && values.value[i] <= 1.0000000000003);
    free(values.value);
}

static void ends_of_a_log_range_are_exact(void **state)
{
    (void)state;
    static const double lows[] = {0.1234567890123456, 1e-9, 1.0 / 3.0, 3e-5};
    for (size_t i = 0; i < COUNT_OF(lows); i++)
        for (int count = 2; count < 50; count++) {
            const double high = lows[i] * 7.654321;
            char text[96];
            snprintf(text, sizeof text, "log:%.17g:%.17g:%d", lows[i], high, count);
            const struct values values = read_good(text);
            assert_int_equal(values.count, count);
            assert_true(values.value[0] == lows[i] && values.value[count - 1] == high);
            for (int j = 1; j < count; j++)
                assert_true(values.value[j] > values.value[j - 1]);
            free(values.value);
        }
}

static void a_log_range_may_span_all_numbers(void **state)
{
    (void)state;
    ASSERT_READS("log:1e-200:1e200:3", 1e-200, 1.0, 1e200);
}

static void what_is_no_number_is_named(void **state)
{
    (void)state;
    assert_refused("x", "'x' is not a number");
    assert_refused("nan", "'nan' is not a number");
    assert_refused("inf", "'inf' is not a number");
    assert_refused("0x1", "'0x1' is not a number");
    assert_refused(" 0.1", "' 0.1' is not a number");
    assert_refused("0.1 ", "'0.1 ' is not a number");
    assert_refused("0.1,0.2x,0.3", "'0.2x' is not a number");
    assert_refused("0:b:1", "'0:b:1': 'b' is not a number");
    assert_refused("log:a:1:2", "'log:a:1:2': 'a' is not a number");
    assert_refused("Log:1:2:3", "'Log' is not a number");
    assert_refused("log", "'log' is not a number");
    assert_refused("1;2", "'1;2' is not a number");
}

/* Of an empty element nothing can be quoted: the sentence quotes the whole list. */
static void empty_elements_are_refused(void **state)
{
    (void)state;
    assert_refused("", "''");
    assert_refused("0.1,,0.2", "'0.1,,0.2'");
    assert_refused("0.1,", "'0.1,'");
    assert_refused(",0.1", "',0.1'");
    assert_refused(",", "','");
    assert_refused(":", "':'");
    assert_refused("0.1:", "'0.1:'");
    assert_refused(":0.1", "':0.1'");
    assert_refused("0.1::0.2", "'0.1::0.2'");
    assert_refused("log:", "'log:'");
    assert_refused("log::::", "'log::::'");
}

static void bad_ranges_are_refused(void **state)
{
    (void)state;
    assert_refused("0.5:0.1", "'0.5:0.1' runs the wrong way");
    assert_refused("0.5:0.1:0.1", "'0.5:0.1:0.1' runs the wrong way");
    assert_refused("0:0:1", "'0:0:1': expected a step above 0");
    assert_refused("0:-0.1:1", "'0:-0.1:1': expected a step above 0");
    assert_refused("1:-0.1:0", "'1:-0.1:0': expected a step above 0");
    assert_refused("log:0:1:5", "'log:0:1:5': expected a lower end above 0");
    assert_refused("log:-1:1:5", "'log:-1:1:5': expected a lower end above 0");
    assert_refused("log:0.5:0.1:4", "'log:0.5:0.1:4' runs the wrong way");
    assert_refused("log:0.1:1:1", "'log:0.1:1:1': expected a whole count of at least 2");
    assert_refused("log:0.1:1:0", "'log:0.1:1:0': expected a whole count of at least 2");
    assert_refused("log:0.1:1:-3", "'log:0.1:1:-3': expected a whole count of at least 2");
    assert_refused("log:0.1:1:2.5", "'log:0.1:1:2.5': expected a whole count of at least 2");
    assert_refused("0.1:1e-13:0.1000000000005", "the steps are too small for 12 digits");
    assert_refused("log:0.1:1", "'log:0.1:1': expected a number, low:high, low:step:high or");
    assert_refused("0:1:2:3", "'0:1:2:3': expected a number, low:high, low:step:high or");
    assert_refused("log:1:2:3:4", "'log:1:2:3:4': expected a number, low:high, low:step:high or");
}

/* However many parts there are, the form is wrong, not a number. */
static void ranges_of_many_parts_are_refused(void **state)
{
    (void)state;
    assert_refused("0:1:2:3:4", "'0:1:2:3:4': expected a number, low:high, low:step:high or");
    assert_refused("0:1:2:3:4:5:6", "expected a number, low:high, low:step:high or");
    assert_refused("log:1:2:3:4:5", "'log:1:2:3:4:5': expected a number, low:high,");
}

static void long_text_is_no_trouble(void **state)
{
    (void)state;
    static const char bytes[] = "9:,.-e";
    for (size_t i = 0; i < sizeof bytes - 1; i++) {
        char text[4096];
        memset(text, bytes[i], sizeof text);
        text[sizeof text - 1] = '\0';
        assert_refused(text, "");
    }
}

/* Of a list that a script has made, the sentence still tells which value is wrong, and why. */
static void the_bad_value_of_a_long_list_is_named(void **state)
{
    (void)state;
    char text[4096] = "0.1";
    while (strlen(text) < 3000)
        strcat(text, ",0.25");
    strcat(text, ",0.3x,0.5");
    assert_refused(text, "'0.3x' is not a number");
    text[strlen(text) - strlen("x,0.5")] = '\0';
    strcat(text, ":0.1");
    assert_refused(text, "runs the wrong way");
}

static void a_million_values_are_the_most(void **state)
{
    (void)state;
    struct values values = read_good("1:1000000");
    assert_int_equal(values.count, 1000000);
    assert_true(values.value[999999] == 1e6);
    free(values.value);
    values = read_good("log:1:2:1000000");
    assert_int_equal(values.count, 1000000);
    free(values.value);
    assert_refused("0:1000000", "has more than 1000000 values");
    assert_refused("0:1e-6:1", "has more than 1000000 values");
    assert_refused("0:1e-300:1", "has more than 1000000 values");
    assert_refused("0:1e300", "has more than 1000000 values");
    assert_refused("-1.7e308:1.7e308", "has more than 1000000 values");
    assert_refused("-1.7e308:1e300:1.7e308", "has more than 1000000 values");
    assert_refused("log:1:2:1000001", "has more than 1000000 values");
    assert_refused("log:1:2:1e300", "has more than 1000000 values");
    assert_refused("1:1000000,0", "has more than 1000000 values");
    assert_refused("0,1:1000000", "has more than 1000000 values");
}

/* A list of many long ranges is refused once it is too long, not after all of them were made. */
static void long_lists_are_refused_early(void **state)
{
    (void)state;
    enum { RANGES = 12 };
    char text[RANGES * 16] = "";
    for (int i = 0; i < RANGES; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s1:600000", i > 0 ? "," : "");
    struct values values = {0};
    struct error error;
    assert_false(values_read(&values, "--loss", text, &error));
    assert_non_null(strstr(error.message, "has more than 1000000 values"));
    assert_true(values.count <= 1000001);
    free(values.value);
}

static void values_are_added_to_those_before(void **state)
{
    (void)state;
    struct values values = {0};
    struct error error;
    assert_true(values_read(&values, "--loss", "1,2", &error));
    assert_true(values_read(&values, "--loss", "3:5", &error));
    assert_int_equal(values.count, 5);
    for (size_t i = 0; i < values.count; i++)
        assert_true(values.value[i] == (double)(i + 1));
    free(values.value);
}

static void probabilities_lie_between_0_and_1(void **state)
{
    (void)state;
    static const char *const bad[][2] = {
        {"1.2", "'1.2'"},
        {"-0.1", "'-0.1'"},
        {"0.5,1.0000001", "'1.0000001'"},
        {"0:2", "'2'"},
        {"-1:0", "'-1'"},
        {"1.0000000000000002", "'1.0000000000000002'"},
        {"1e300", "'1e+300'"},
        {"-1e-300", "'-1e-300'"},
    };
    struct error error;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        struct values values = {0};
        assert_false(values_read_probabilities(&values, "--loss", bad[i][0], &error));
        char expected[96];
        snprintf(expected, sizeof expected, "--loss: %s is not a probability in [0, 1]", bad[i][1]);
        assert_string_equal(error.message, expected);
        free(values.value);
    }
    struct values values = {0};
    assert_true(values_read_probabilities(&values, "--loss", "0,1,0:0.25:1,1e-300", &error));
    assert_int_equal(values.count, 8);
    free(values.value);
}

/* One number has one stream of random bits: -0 is 0. */
static void assert_no_minus_zero(struct values *values)
{
    for (size_t i = 0; i < values->count; i++)
        if (values->value[i] == 0.0 && signbit(values->value[i]))
            fail_msg("value %zu of %zu is -0", i, values->count);
    free(values->value);
}

static void a_probability_of_minus_zero_is_zero(void **state)
{
    (void)state;
    struct values values = {0};
    struct error error;
    assert_true(values_read_probabilities(&values, "--loss", "-0,-0.0:0.5:1,0", &error));
    assert_no_minus_zero(&values);
}

static void minus_zero_is_zero(void **state)
{
    (void)state;
    struct values values = read_good("-0,-0.0:0.5:1,-1:1,-1:0.5:0,0");
    assert_no_minus_zero(&values);
}

/* --- random text ------------------------------------------------------------------------------ */

static uint32_t random_below(uint64_t *random, uint32_t bound)
{
    *random = *random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)((*random >> 33) % bound);
}

/* Whatever is typed: at most a million numbers, all of them numbers, or a sentence. */
static void random_text_is_read_or_refused(void **state)
{
    (void)state;
    static const char alphabet[] = "0123456789.:,elog-+x";
    uint64_t random = 4;
    int good = 0;
    for (int i = 0; i < 100000; i++) {
        char text[16] = "";
        const uint32_t length = random_below(&random, sizeof text);
        for (uint32_t j = 0; j < length; j++)
            text[j] = alphabet[random_below(&random, sizeof alphabet - 1)];
        if (length > 8 && random_below(&random, 4) == 0)
            memcpy(text, "log:", 4);
        struct values values = {0};
        struct error error = {""};
        const bool read = values_read(&values, "--loss", text, &error);
        good += read;
        assert_true(read ? values.count > 0 && values.count <= EXPERIMENT_POINTS_MAX
                         : strlen(error.message) > 0);
        for (size_t j = 0; read && j < values.count; j++)
            if (!isfinite(values.value[j]))
                fail_msg("value %zu of '%s' is %g", j, text, values.value[j]);
        free(values.value);
    }
    assert_true(good > 1000); /* else it tests next to nothing */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(single_numbers),
        cmocka_unit_test(lists),
        cmocka_unit_test(ranges_of_step_one),
        cmocka_unit_test(ranges_hold_the_decimals_themselves),
        cmocka_unit_test(a_range_through_zero_holds_zero),
        cmocka_unit_test(the_end_belongs_to_a_range),
        cmocka_unit_test(a_range_ends_exactly),
        cmocka_unit_test(equal_ratios),
        cmocka_unit_test(no_value_is_beyond_the_ends),
        cmocka_unit_test(ends_of_a_log_range_are_exact),
        cmocka_unit_test(a_log_range_may_span_all_numbers),
        cmocka_unit_test(what_is_no_number_is_named),
        cmocka_unit_test(empty_elements_are_refused),
        cmocka_unit_test(bad_ranges_are_refused),
        cmocka_unit_test(ranges_of_many_parts_are_refused),
        cmocka_unit_test(long_text_is_no_trouble),
        cmocka_unit_test(the_bad_value_of_a_long_list_is_named),
        cmocka_unit_test(a_million_values_are_the_most),
        cmocka_unit_test(long_lists_are_refused_early),
        cmocka_unit_test(values_are_added_to_those_before),
        cmocka_unit_test(probabilities_lie_between_0_and_1),
        cmocka_unit_test(a_probability_of_minus_zero_is_zero),
        cmocka_unit_test(minus_zero_is_zero),
        cmocka_unit_test(random_text_is_read_or_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
