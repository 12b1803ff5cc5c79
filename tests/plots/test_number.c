/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers as text: the shortest decimal that reads back the same, and nothing else is read. */

#include "plots/number.h"
#include "tests/testing.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

static uint64_t bits_of(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static double number_of(uint64_t bits)
{
    double number;
    memcpy(&number, &bits, sizeof number);
    return number;
}

static uint64_t next_random(uint64_t *random) /* splitmix64 */
{
    uint64_t z = *random += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* Significant digits of a decimal: those from the first to the last that is not 0. */
static int digits_of(const char *text)
{
    int digits = 0, zeros = 0;
    for (; *text != '\0' && *text != 'e'; text++) {
        if (*text < '0' || *text > '9')
            continue;
        if (*text != '0') {
            digits += zeros + 1;
            zeros = 0;
        } else if (digits > 0) {
            zeros++;
        }
    }
    return digits;
}

static void assert_reads_back(double number)
{
    char text[NUMBER_SIZE];
    number_text(number, text);
    if (strlen(text) >= NUMBER_SIZE || bits_of(strtod(text, NULL)) != bits_of(number))
        fail_msg("%a was written as '%s'", number, text);
}

/* With a digit less, the nearest decimal is another number. */
static void assert_shortest(double number)
{
    char text[NUMBER_SIZE], shorter[NUMBER_SIZE];
    number_text(number, text);
    const int digits = digits_of(text);
    if (digits < 2)
        return;
    snprintf(shorter, sizeof shorter, "%.*e", digits - 2, number);
    if (strtod(shorter, NULL) == number)
        fail_msg("%a was written as '%s'; '%s' is shorter", number, text, shorter);
}

static void writes_well_known_numbers(void **state)
{
    (void)state;
    static const struct {
        double number;
        const char *text;
    } cases[] = {
        {0.0, "0"},
        {-0.0, "-0"},
        {1.0, "1"},
        {-1.0, "-1"},
        {0.1, "0.1"},
        {0.3, "0.3"},
        {0.1 + 0.2, "0.30000000000000004"},
        {1.0 / 3.0, "0.3333333333333333"},
        {2.0 / 3.0, "0.6666666666666666"},
        {1e6, "1000000"},
        {1e15, "1e+15"},
        {1e-5, "1e-05"},
        {0.95, "0.95"},
        {9007199254740993.0, "9007199254740992"},
        {DBL_MAX, "1.7976931348623157e+308"},
        {DBL_MIN, "2.2250738585072014e-308"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char text[NUMBER_SIZE];
        assert_string_equal(number_text(cases[i].number, text), cases[i].text);
        assert_reads_back(cases[i].number);
    }
}

static void writes_nothing_for_what_was_not_estimated(void **state)
{
    (void)state;
    char text[NUMBER_SIZE] = "old";
    assert_ptr_equal(number_text(NAN, text), text);
    assert_string_equal(text, "");
    assert_string_equal(number_text(-NAN, text), "");
}

static void random_bit_patterns_read_back(void **state)
{
    (void)state;
    uint64_t random = 1;
    for (int i = 0; i < 100000; i++) {
        const double number = number_of(next_random(&random));
        if (isfinite(number))
            assert_reads_back(number);
        if (isnormal(number))
            assert_shortest(number);
    }
}

/* Most numbers in results are such. */
static void random_probabilities_read_back(void **state)
{
    (void)state;
    uint64_t random = 2;
    for (int i = 0; i < 100000; i++) {
        const uint64_t bits = next_random(&random);
        const double number = (double)(bits >> 11) * 0x1p-53;
        const double share = (double)(bits % 1000003) / (double)(1 + (bits >> 32) % 1000000007);
        assert_reads_back(number);
        assert_shortest(number);
        assert_reads_back(share);
        assert_shortest(share);
    }
}

/* There the distance to the next number changes. */
static void powers_of_two_read_back(void **state)
{
    (void)state;
    for (int exponent = -1074; exponent <= 1023; exponent++) {
        const double power = ldexp(1.0, exponent);
        const double numbers[] = {power, nextafter(power, 0.0), nextafter(power, INFINITY), -power};
        for (size_t i = 0; i < COUNT_OF(numbers); i++) {
            assert_reads_back(numbers[i]);
            if (isnormal(numbers[i]))
                assert_shortest(numbers[i]);
        }
    }
}

static void subnormal_numbers_read_back(void **state)
{
    (void)state;
    uint64_t random = 3;
    for (int i = 0; i < 20000; i++) {
        const uint64_t bits = next_random(&random);
        assert_reads_back(number_of((bits >> 12) >> (bits % 52)));
    }
    for (uint64_t bits = 1; bits < 1000; bits++)
        assert_reads_back(number_of(bits));
}

static void subnormal_numbers_are_written_shortest(void **state)
{
    (void)state;
    char text[NUMBER_SIZE];
    uint64_t random = 4;
    assert_string_equal(number_text(number_of(1), text), "5e-324");
    for (int i = 0; i < 20000; i++) {
        const uint64_t bits = next_random(&random);
        assert_shortest(number_of((bits >> 12) >> (bits % 52)));
    }
}

static void reads_whole_decimals(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double number;
    } cases[] = {
        {"0", 0.0},        {"1", 1.0},
        {"-1", -1.0},      {"+1", 1.0},
        {"0.1", 0.1},      {".5", 0.5},
        {"5.", 5.0},       {"00.10", 0.1},
        {"1e6", 1e6},      {"1E6", 1e6},
        {"1e+6", 1e6},     {"1e-6", 1e-6},
        {"-.5e-2", -5e-3}, {"2.5e7", 2.5e7},
        {"1e308", 1e308},  {"2.2250738585072014e-308", DBL_MIN},
        {"0e999", 0.0},    {"0.30000000000000004", 0.1 + 0.2},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        double number = -7.0;
        if (!number_read(cases[i].text, &number) || number != cases[i].number)
            fail_msg("'%s' was read as %.17g", cases[i].text, number);
    }
    double number = 7.0;
    assert_true(number_read("-0", &number));
    assert_true(number == 0.0 && signbit(number));
}

static void refuses_what_is_no_whole_finite_decimal(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",
        " ",
        "x",
        "e",
        "e5",
        ".",
        "-",
        "+",
        "--1",
        "+-1",
        "1x",
        "x1",
        "1 ",
        " 1",
        "1 2",
        "\t1",
        "1\n",
        "1,2",
        "1,5",
        "1.2.3",
        "1e",
        "1e+",
        "1e5.5",
        "1e1e1",
        "0x1",
        "0x1p3",
        "0X1",
        "1f",
        "1.0f",
        "1L",
        "nan",
        "NaN",
        "-nan",
        "nan(1)",
        "inf",
        "-inf",
        "Inf",
        "infinity",
        "1e309",
        "-1e309",
        "1e999999999999",
        "1e-400",
        "-1e-400",
        "1e-310",
        "4.9e-324",
        "1_000",
        "1'000",
        "\xd9\xa1",
        "1-",
        "1+1",
        "0b1",
        "NULL",
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        double number = 7.0;
        if (number_read(cases[i], &number) || number != 7.0)
            fail_msg("'%s' was read as %.17g", cases[i], number);
    }
}

static void tells_what_is_wrong_with_a_number(void **state)
{
    (void)state;
    static const char *const none[] = {"", "x", "1e", "nan", "inf", "0x1", " 1", "1e400x"};
    static const char *const beyond[] = {"1e400", "-1e400", "1e-400", "1e-310", "1e999999999999"};
    for (size_t i = 0; i < COUNT_OF(none); i++)
        assert_string_equal(number_problem(none[i]), "is not a number");
    for (size_t i = 0; i < COUNT_OF(beyond); i++)
        assert_string_equal(number_problem(beyond[i]),
                            "is beyond the numbers that the program can hold");
}

static void reads_whole_integers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t number;
    } cases[] = {{"0", 0},
                 {"1", 1},
                 {"007", 7},
                 {"18446744073709551615", UINT64_MAX},
                 {"00000000000000000000000000000000000000009", 9}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        uint64_t number = 77;
        assert_true(number_read_integer(cases[i].text, &number));
        assert_true(number == cases[i].number);
    }
}

static void refuses_what_is_no_whole_integer(void **state)
{
    (void)state;
    static const char *const cases[] = {"",
                                        " ",
                                        "-1",
                                        "-0",
                                        "+1",
                                        "1.5",
                                        "1.",
                                        "1e3",
                                        "0x1",
                                        "x",
                                        " 1",
                                        "1 ",
                                        "1x",
                                        "1,0",
                                        "nan",
                                        "inf",
                                        "\n1",
                                        "1\n",
                                        "-18446744073709551615",
                                        "18446744073709551616",
                                        "99999999999999999999999999"};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        uint64_t number = 77;
        if (number_read_integer(cases[i], &number) || number != 77)
            fail_msg("'%s' was read", cases[i]);
    }
}

/* What a results.csv holds, `plot` reads. */
static void written_numbers_are_read(void **state)
{
    (void)state;
    uint64_t random = 5;
    for (int i = 0; i < 20000; i++) {
        const double number = number_of(next_random(&random));
        char text[NUMBER_SIZE];
        double again;
        if (isnormal(number) &&
            (!number_read(number_text(number, text), &again) || again != number))
            fail_msg("%a was written as '%s' and not read back", number, text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_well_known_numbers),
        cmocka_unit_test(writes_nothing_for_what_was_not_estimated),
        cmocka_unit_test(random_bit_patterns_read_back),
        cmocka_unit_test(random_probabilities_read_back),
        cmocka_unit_test(powers_of_two_read_back),
        cmocka_unit_test(subnormal_numbers_read_back),
        cmocka_unit_test(subnormal_numbers_are_written_shortest),
        cmocka_unit_test(reads_whole_decimals),
        cmocka_unit_test(refuses_what_is_no_whole_finite_decimal),
        cmocka_unit_test(tells_what_is_wrong_with_a_number),
        cmocka_unit_test(reads_whole_integers),
        cmocka_unit_test(refuses_what_is_no_whole_integer),
        cmocka_unit_test(written_numbers_are_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
