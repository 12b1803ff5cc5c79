/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Exact tests against sums of fractions, and of terms with 40 digits. */

#include "analysis/exact_test.h"

#include "tests/testing.h"

#include "tests/analysis/exact_test_reference.h"

#include <float.h>

/* What is too small to be held is 0. */
static void check(double actual, long double expected)
{
    if (expected < DBL_MIN)
        assert_true(actual < DBL_MIN);
    else
        assert_close(actual, expected, 2e-8L);
}

static void fisher_is_right(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(fisher_reference); i++)
        check(exact_test_fisher(fisher_reference[i].a, fisher_reference[i].trials_a,
                                fisher_reference[i].b, fisher_reference[i].trials_b),
              fisher_reference[i].p);
}

static void binomial_is_right(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(binomial_reference); i++)
        check(exact_test_binomial(binomial_reference[i].k, binomial_reference[i].trials,
                                  binomial_reference[i].probability),
              binomial_reference[i].p);
}

/* The sides can be swapped, and successes can be counted instead of failures. */
static void fisher_has_no_side(void **state)
{
    (void)state;
    const uint64_t m = 1000000, n = 30000000;
    for (uint64_t a = 0; a < 40; a += 3) {
        const double p = exact_test_fisher(a, m, 400, n);
        assert_close(exact_test_fisher(400, n, a, m), p, 1e-9L);
        assert_close(exact_test_fisher(m - a, m, n - 400, n), p, 1e-9L);
    }
}

/* With more trials on one side, it becomes a test against a known probability. */
static void fisher_becomes_binomial(void **state)
{
    (void)state;
    for (uint64_t k = 60; k < 150; k += 10)
        assert_close(exact_test_fisher(k, 1000000, 100000000000, 1000000000000000),
                     exact_test_binomial(k, 1000000, 1e-4), 1e-5L);
}

/* From term by term to the integral there is no step: the p-value falls with the distance. */
static void no_step_where_terms_are_many(void **state)
{
    (void)state;
    double before = 1.0;
    for (uint64_t k = 300000000; k < 300000000 + 530000; k += 100) {
        const double p = exact_test_binomial(k, 1000000000, 0.3);
        assert_true(p <= before);
        if (before < 1.0)
            assert_true(p > 0.3 * before);
        before = p;
    }
    assert_true(before < 1e-290);
}

static void nonsense_is_nan(void **state)
{
    (void)state;
    assert_true(isnan(exact_test_fisher(2, 1, 0, 1)));
    assert_true(isnan(exact_test_fisher(0, 1, 2, 1)));
    assert_true(isnan(exact_test_fisher(0, 0, 0, 1)));
    assert_true(isnan(exact_test_fisher(0, 1, 0, 0)));
    assert_true(isnan(exact_test_binomial(2, 1, 0.5)));
    assert_true(isnan(exact_test_binomial(0, 0, 0.5)));
    assert_true(isnan(exact_test_binomial(0, 1, 1.5)));
    assert_true(isnan(exact_test_binomial(0, 1, NAN)));
    assert_close(exact_test_binomial(0, 10, 0.0), 1.0, 0.0L);
    assert_close(exact_test_binomial(1, 10, 0.0), 0.0, 0.0L);
    assert_close(exact_test_binomial(10, 10, 1.0), 1.0, 0.0L);
    assert_close(exact_test_binomial(9, 10, 1.0), 0.0, 0.0L);
}

int main(void)
{
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fisher_is_right),
        cmocka_unit_test(binomial_is_right),
        cmocka_unit_test(fisher_has_no_side),
        cmocka_unit_test(fisher_becomes_binomial),
        cmocka_unit_test(no_step_where_terms_are_many),
        cmocka_unit_test(nonsense_is_nan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
