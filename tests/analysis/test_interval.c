/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/interval.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/analysis/interval_reference.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

static const enum interval_kind kinds[] = {INTERVAL_CLOPPER_PEARSON, INTERVAL_WILSON,
                                           INTERVAL_JEFFREYS};

/* cmocka 1.1.5 compares doubles as floats. Not to be called with NaN. */
#define assert_near(actual, expected, tolerance)                                         \
    do {                                                                                 \
        double actual_ = (actual), expected_ = (expected), tolerance_ = (tolerance);     \
        if (!(fabs(actual_ - expected_) <= tolerance_))                                  \
            fail_msg("%s is %.17g, expected %.17g +- %.2g", #actual, actual_, expected_, \
                     tolerance_);                                                        \
    } while (0)

static struct interval of(enum interval_kind kind, uint64_t k, uint64_t n, double level)
{
    struct interval found = {NAN, NAN};
    if (!interval_of_proportion(kind, k, n, level, &found))
        fail_msg("no %s interval of %llu in %llu at %.10g", interval_name(kind),
                 (unsigned long long)k, (unsigned long long)n, level);
    return found;
}

/* An end is right if it is the true one as seen from 0, from 1 and from the estimate k/n. */
static void check_end(const char *end, double actual, double expected,
                      const struct reference *reference)
{
    double estimate = (double)reference->k / (double)reference->n;
    double scale = fmin(fmin(expected, 1 - expected), fabs(expected - estimate));
    double last_bit = nextafter(expected, 2) - expected;
    if (!(fabs(actual - expected) <= 1e-9 * scale + (expected < 0.5 ? 2 : 1) * last_bit))
        fail_msg("%s end of %s, %llu in %llu at %.10g: %.17g, expected %.17g, off by %.2g of %.2g",
                 end, interval_name(reference->kind), (unsigned long long)reference->k,
                 (unsigned long long)reference->n, reference->level, actual, expected,
                 actual - expected, scale);
}

static void ends_agree_with_40_digit_references(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(references); i++) {
        const struct reference *r = &references[i];
        struct interval found = of(r->kind, r->k, r->n, r->level);
        check_end("low", found.low, r->low, r);
        check_end("high", found.high, r->high, r);
    }
}

static void no_success_and_no_failure_have_exact_ends(void **state)
{
    (void)state;
    static const uint64_t trials[] = {1, 2, 10, 1000, 1000000, 1000000000000};
    for (size_t kind = 0; kind < COUNT(kinds); kind++)
        for (size_t i = 0; i < COUNT(trials); i++) {
            struct interval none = of(kinds[kind], 0, trials[i], 0.95);
            struct interval all = of(kinds[kind], trials[i], trials[i], 0.95);
            assert_true(none.low == 0 && none.high > 0 && none.high < 1);
            assert_true(all.high == 1 && all.low < 1 && all.low > 0);
        }
    /* Clopper-Pearson: (1 - high)^n = tail, the rule of three at n = 1e12. */
    assert_near(of(INTERVAL_CLOPPER_PEARSON, 0, 1, 0.95).high, 0.975, 2e-16);
    assert_near(of(INTERVAL_CLOPPER_PEARSON, 0, 1000000000000, 0.95).high, -log(0.025) / 1e12,
                1e-23);
}

/* To the last bit, as long as the ends for k are below one half. */
static void failures_mirror_successes(void **state)
{
    (void)state;
    static const uint64_t cases[][2] = {
        {0, 10}, {1, 30}, {3, 1000}, {30, 100000}, {6000, 1000000}, {400000000000, 1000000000000}};
    for (size_t kind = 0; kind < COUNT(kinds); kind++)
        for (size_t i = 0; i < COUNT(cases); i++) {
            uint64_t k = cases[i][0], n = cases[i][1];
            struct interval of_k = of(kinds[kind], k, n, 0.99),
                            of_rest = of(kinds[kind], n - k, n, 0.99);
            assert_true(of_rest.low == 1 - of_k.high && of_rest.high == 1 - of_k.low);
        }
}

/* Of k and k + 1, for all k below `count` from `first`; across both changes of method. */
static void check_rising(enum interval_kind kind, uint64_t first, uint64_t count, uint64_t n,
                         double level)
{
    struct interval before = of(kind, first, n, level);
    for (uint64_t k = first + 1; k < first + count; k++) {
        struct interval now = of(kind, k, n, level);
        assert_true(now.low > before.low && now.high > before.high);
        before = now;
    }
}

static void ends_rise_with_successes(void **state)
{
    (void)state;
    static const double levels[] = {0.1, 0.95, 0.999999};
    for (size_t kind = 0; kind < COUNT(kinds); kind++)
        for (size_t i = 0; i < COUNT(levels); i++) {
            check_rising(kinds[kind], 0, 101, 100, levels[i]);
            check_rising(kinds[kind], 4900, 200, 10000, levels[i]);
            check_rising(kinds[kind], 4900, 200, 1000000000000, levels[i]);
            check_rising(kinds[kind], 0, 100, 10000050, levels[i]);
        }
}

static void ends_enclose_the_estimate_and_widen_with_the_level(void **state)
{
    (void)state;
    static const double levels[] = {0.5, 0.8, 0.9, 0.95, 0.99, 0.999, 1 - 1e-9};
    static const uint64_t cases[][2] = {
        {0, 1},          {1, 1},        {1, 7},
        {3, 1000},       {50, 100},     {4990, 20000},
        {6000, 1000000}, {5, 30000000}, {500000000000, 1000000000000}};
    for (size_t kind = 0; kind < COUNT(kinds); kind++)
        for (size_t i = 0; i < COUNT(cases); i++) {
            uint64_t k = cases[i][0], n = cases[i][1];
            double estimate = (double)k / (double)n;
            struct interval inner = {estimate, estimate};
            for (size_t j = 0; j < COUNT(levels); j++) {
                struct interval outer = of(kinds[kind], k, n, levels[j]);
                assert_true(k == 0 ? outer.low == 0 : outer.low < inner.low);
                assert_true(k == n ? outer.high == 1 : outer.high > inner.high);
                inner = outer;
            }
        }
}

static double binomial_sum(uint64_t first, uint64_t last, double p, uint64_t n)
{
    double sum = 0;
    for (uint64_t k = first; k <= last; k++)
        sum += gsl_ran_binomial_pdf((unsigned)k, p, (unsigned)n);
    return sum;
}

/* What Clopper and Pearson define: at either end, the count is as extreme as its tail is probable.
 */
static void clopper_pearson_ends_meet_their_definition(void **state)
{
    (void)state;
    for (uint64_t n = 1; n <= 120; n += 7)
        for (uint64_t k = 0; k <= n; k++) {
            struct interval found = of(INTERVAL_CLOPPER_PEARSON, k, n, 0.9);
            if (k > 0)
                assert_near(binomial_sum(k, n, found.low, n), 0.05, 1e-11);
            if (k < n)
                assert_near(binomial_sum(0, k, found.high, n), 0.05, 1e-11);
        }
}

static double coverage(enum interval_kind kind, double p, uint64_t n, double level)
{
    double sum = 0;
    for (uint64_t k = 0; k <= n; k++) {
        struct interval found = of(kind, k, n, level);
        if (found.low <= p && p <= found.high)
            sum += gsl_ran_binomial_pdf((unsigned)k, p, (unsigned)n);
    }
    return sum;
}

static void clopper_pearson_covers_at_least_its_level(void **state)
{
    (void)state;
    static const uint64_t trials[] = {1, 2, 10, 37, 300};
    static const double levels[] = {0.5, 0.95, 0.999};
    static const double probabilities[] = {1e-4, 0.003, 0.0123, 0.1, 0.29, 0.5, 0.77, 0.98, 0.9999};
    for (size_t i = 0; i < COUNT(trials); i++)
        for (size_t j = 0; j < COUNT(levels); j++)
            for (size_t m = 0; m < COUNT(probabilities); m++) {
                double found =
                    coverage(INTERVAL_CLOPPER_PEARSON, probabilities[m], trials[i], levels[j]);
                if (!(found >= levels[j] - 1e-12 && found <= 1 + 1e-12))
                    fail_msg("coverage %.12g of level %g at p = %g, n = %llu", found, levels[j],
                             probabilities[m], (unsigned long long)trials[i]);
            }
    /* The others do not promise it: Wilson's are too short here, or this test sees nothing. */
    assert_true(coverage(INTERVAL_WILSON, 0.0123, 10, 0.95) < 0.95);
}

static void impossible_arguments_are_refused(void **state)
{
    (void)state;
    static const struct {
        uint64_t k, n;
        double level;
    } cases[] = {{0, 0, 0.95}, {4, 3, 0.95}, {1, 3, 0},   {1, 3, 1},       {0, 3, 1},
                 {1, 3, -0.5}, {1, 3, 1.5},  {1, 3, NAN}, {1, 3, INFINITY}};
    for (size_t kind = 0; kind < COUNT(kinds); kind++)
        for (size_t i = 0; i < COUNT(cases); i++) {
            struct interval untouched = {3, 4};
            assert_false(interval_of_proportion(kinds[kind], cases[i].k, cases[i].n, cases[i].level,
                                                &untouched));
            assert_true(untouched.low == 3 && untouched.high == 4);
        }
}

static void names_lead_back_to_kinds(void **state)
{
    (void)state;
    static const char *const names[] = {"clopper-pearson", "wilson", "jeffreys"};
    for (size_t i = 0; i < COUNT(kinds); i++) {
        enum interval_kind kind = kinds[(i + 1) % COUNT(kinds)];
        assert_string_equal(interval_name(kinds[i]), names[i]);
        assert_true(interval_from_name(names[i], &kind));
        assert_int_equal(kind, kinds[i]);
    }
    enum interval_kind untouched = INTERVAL_JEFFREYS;
    static const char *const unknown[] = {"", "Wilson", "wilso", "wilson ", "wald"};
    for (size_t i = 0; i < COUNT(unknown); i++)
        assert_false(interval_from_name(unknown[i], &untouched));
    assert_int_equal(untouched, INTERVAL_JEFFREYS);
}

/* Quantiles of Student's distribution from R 4.2.2's qt; the first is tan(pi (0.975 - 0.5)). */
static void mean_is_between_student_quantiles(void **state)
{
    (void)state;
    static const struct {
        uint64_t batches;
        double level, quantile;
    } cases[] = {
        {2, 0.95, 12.706204736174694},          {3, 0.95, 4.3026527297494619},
        {11, 0.9, 1.8124611228116765},          {11, 0.95, 2.2281388519862739},
        {64, 0.99, 2.6561450250998608},         {100, 0.999999, 5.2171642066426678},
        {1000000000, 0.95, 1.9599639869123251},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct interval found = {NAN, NAN};
        assert_true(interval_of_mean(-3, 0.5, cases[i].batches, cases[i].level, &found));
        assert_near(found.low, -3 - 0.5 * cases[i].quantile, 1e-12 * cases[i].quantile);
        assert_near(found.high, -3 + 0.5 * cases[i].quantile, 1e-12 * cases[i].quantile);
    }
    struct interval point = {NAN, NAN};
    assert_true(interval_of_mean(7, 0, 2, 0.95, &point));
    assert_true(point.low == 7 && point.high == 7);
}

static void impossible_means_are_refused(void **state)
{
    (void)state;
    static const struct {
        double mean, standard_error;
        uint64_t batches;
        double level;
    } cases[] = {{1, 1, 0, 0.95},        {1, 1, 1, 0.95},         {1, -1, 9, 0.95},
                 {1, NAN, 9, 0.95},      {NAN, 1, 9, 0.95},       {INFINITY, 1, 9, 0.95},
                 {1, INFINITY, 9, 0.95}, {1e308, 1e308, 9, 0.95}, {1, 1, 9, 0},
                 {1, 1, 9, 1},           {1, 1, 9, NAN}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct interval untouched = {3, 4};
        assert_false(interval_of_mean(cases[i].mean, cases[i].standard_error, cases[i].batches,
                                      cases[i].level, &untouched));
        assert_true(untouched.low == 3 && untouched.high == 4);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ends_agree_with_40_digit_references),
        cmocka_unit_test(no_success_and_no_failure_have_exact_ends),
        cmocka_unit_test(failures_mirror_successes),
        cmocka_unit_test(ends_rise_with_successes),
        cmocka_unit_test(ends_enclose_the_estimate_and_widen_with_the_level),
        cmocka_unit_test(clopper_pearson_ends_meet_their_definition),
        cmocka_unit_test(clopper_pearson_covers_at_least_its_level),
        cmocka_unit_test(impossible_arguments_are_refused),
        cmocka_unit_test(names_lead_back_to_kinds),
        cmocka_unit_test(mean_is_between_student_quantiles),
        cmocka_unit_test(impossible_means_are_refused),
    };
    gsl_set_error_handler_off();
    return cmocka_run_group_tests_name("analysis/interval", tests, NULL, NULL);
}
