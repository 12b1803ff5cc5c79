/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether a clause holds: by an exact number, by a tally, and how often that is wrong. */

#include "analysis/verdict.h"

#include "analysis/bounded_mean.h"
#include "strategies/problems.h"
#include "tests/testing.h"

#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>

static struct error error;

static const struct clause failure_below = {QUANTITY_FAILURE, true, 0.1},
                           failure_above = {QUANTITY_FAILURE, false, 0.1};

/* --- exact ------------------------------------------------------------------------------------ */

static struct proportion share(double value, double rest)
{
    return (struct proportion){value, rest, {value, value}};
}

static void assert_exact(struct clause clause, const struct estimate *estimate, enum answer answer,
                         enum reason reason)
{
    struct finding finding;
    verdict_exact(&clause, estimate, &finding);
    assert_int_equal(finding.answer, answer);
    assert_int_equal(finding.reason, reason);
    assert_true(finding.exact);
}

/* Each quantity is read from its own number. */
static void exact_numbers_decide(void **state)
{
    (void)state;
    struct counted counters[2] = {{0, {0.7, {0.7, 0.7}}}, {0, {80.0, {80.0, 80.0}}}};
    const struct estimate estimate = {
        .success = share(0.1, 0.9),
        .failure = share(0.2, 0.8),
        .confidence = {share(0.3, 0.7), share(0.4, 0.6)},
        .messengers = {50.0, {50.0, 50.0}},
        .rounds_p99 = 60,
        .counter = counters,
    };
    const double numbers[] = {0.1, 0.2, 0.3, 0.4, 50.0, 60.0, 0.7, 80.0};
    for (unsigned i = 0; i < COUNT_OF(numbers); i++)
        for (int below = 0; below < 2; below++)
            for (int high = 0; high < 2; high++) {
                const struct clause clause = {i, below, numbers[i] * (high ? 1.001 : 0.999)};
                assert_exact(clause, &estimate, below == high ? ANSWER_HOLDS : ANSWER_FAILS,
                             REASON_EXACT);
            }
}

/* More than 0, less than 1e-307: all else is open. */
static void a_number_may_be_too_small(void **state)
{
    (void)state;
    struct counted counter = {0, {0.0, {0.0, 1e-307}}};
    const struct estimate estimate = {.failure = {0.0, 1.0, {0.0, 1e-307}},
                                      .success = {1.0, 0.0, {nextafter(1.0, 0.0), 1.0}},
                                      .counter = &counter};
    const struct clause clauses[] = {
        {QUANTITY_FAILURE, false, 0.0},  {QUANTITY_FAILURE, true, 1e-300},
        {QUANTITY_SUCCESS, true, 1.0},   {QUANTITY_SUCCESS, false, 0.999},
        {QUANTITY_COUNTERS, false, 0.0}, {QUANTITY_COUNTERS, true, 1e-307},
    };
    for (size_t i = 0; i < COUNT_OF(clauses); i++) {
        struct clause other_side = clauses[i];
        other_side.below = !other_side.below;
        assert_exact(clauses[i], &estimate, ANSWER_HOLDS, REASON_EXACT);
        assert_exact(other_side, &estimate, ANSWER_FAILS, REASON_EXACT);
    }
    assert_exact((struct clause){QUANTITY_FAILURE, true, 5e-308}, &estimate, ANSWER_UNDECIDED,
                 REASON_TOO_SMALL);
    assert_exact((struct clause){QUANTITY_FAILURE, false, 5e-308}, &estimate, ANSWER_UNDECIDED,
                 REASON_TOO_SMALL);
}

/* To 12 digits of the number, or, near 1, of what it lacks. */
static void an_exact_number_may_be_the_limit(void **state)
{
    (void)state;
    struct estimate estimate = {.failure = share(0.1 * (1.0 + 1e-13), 0.9)};
    assert_exact(failure_below, &estimate, ANSWER_FAILS, REASON_EQUAL);
    assert_exact(failure_above, &estimate, ANSWER_FAILS, REASON_EQUAL);
    estimate.failure = share(0.1 * (1.0 + 1e-11), 0.9);
    assert_exact(failure_above, &estimate, ANSWER_HOLDS, REASON_EXACT);
    estimate.failure = share(1.00000000001e-300, 1.0);
    assert_exact((struct clause){QUANTITY_FAILURE, false, 1e-300}, &estimate, ANSWER_HOLDS,
                 REASON_EXACT);
    estimate.success = share(1.0 - 1.0001e-13, 1.0001e-13);
    assert_exact((struct clause){QUANTITY_SUCCESS, true, 1.0 - 1.2e-13}, &estimate, ANSWER_FAILS,
                 REASON_EXACT);
    estimate.success = share(0.999, 0.001);
    assert_exact((struct clause){QUANTITY_SUCCESS, false, 0.999}, &estimate, ANSWER_FAILS,
                 REASON_EQUAL);
    estimate.failure = share(0.0, 1.0);
    assert_exact((struct clause){QUANTITY_FAILURE, false, 0.0}, &estimate, ANSWER_FAILS,
                 REASON_EQUAL);
}

static void what_is_not_defined_does_not_hold(void **state)
{
    (void)state;
    const struct estimate estimate = {.confidence = {{NAN, NAN, {NAN, NAN}}}};
    for (int below = 0; below < 2; below++)
        assert_exact((struct clause){QUANTITY_CONFIDENCE_FIRST, below, 0.5}, &estimate,
                     ANSWER_FAILS, REASON_UNDEFINED);
}

/* --- tallies ---------------------------------------------------------------------------------- */

static struct finding find(struct clause clause, const struct tally *tally, double level,
                           double within)
{
    struct finding finding;
    if (!verdict_of_tally(&clause, tally, &two_generals, level, within, &finding, &error))
        fail_msg("%s", error.message);
    return finding;
}

/* So many failures, one way and the other, in so many trials; the rest are successes. */
static struct tally tally_of(uint64_t failures, uint64_t trials)
{
    return (struct tally){
        .trials = trials,
        .cell = {0, failures - failures / 3, failures / 3, trials - failures},
    };
}

/* The edges of the region are 0.09 and 0.11. The ends of the interval, at 95 %: */
static void the_far_edge_of_the_region_decides(void **state)
{
    (void)state;
    static const struct {
        uint64_t failures, trials;
        enum answer below;
        enum reason reason;
    } cases[] = {
        {800, 10000, ANSWER_HOLDS, REASON_INTERVAL},   /* 0.0747 to 0.0855 */
        {970, 10000, ANSWER_HOLDS, REASON_REGION},     /* 0.0913 to 0.1030 */
        {99, 1000, ANSWER_UNDECIDED, REASON_WIDE},     /* 0.0812 to 0.1192 */
        {90, 1000, ANSWER_HOLDS, REASON_REGION},       /* 0.0730 to 0.1095 */
        {101, 1000, ANSWER_UNDECIDED, REASON_WIDE},    /* 0.0830 to 0.1214 */
        {112, 1000, ANSWER_FAILS, REASON_REGION},      /* 0.0931 to 0.1332 */
        {1000, 10000, ANSWER_FAILS, REASON_REGION},    /* 0.0942 to 0.1061 */
        {1200, 10000, ANSWER_FAILS, REASON_INTERVAL},  /* 0.1137 to 0.1265 */
        {0, 40, ANSWER_HOLDS, REASON_INTERVAL},        /* 0 to 0.0881 */
        {0, 33, ANSWER_HOLDS, REASON_REGION},          /* 0 to 0.1058 */
        {0, 31, ANSWER_UNDECIDED, REASON_WIDE},        /* 0 to 0.1122 */
        {10000, 10000, ANSWER_FAILS, REASON_INTERVAL}, /* 0.9996 to 1 */
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct tally tally = tally_of(cases[i].failures, cases[i].trials);
        const struct finding below = find(failure_below, &tally, 0.95, 0.1),
                             above = find(failure_above, &tally, 0.95, 0.1);
        if (below.answer != cases[i].below || below.reason != cases[i].reason)
            fail_msg("case %zu: %d, %d: %g to %g", i, below.answer, below.reason,
                     below.found.interval.low, below.found.interval.high);
        assert_close(below.region.low, 0.09, 1e-15);
        assert_close(below.region.high, 0.11, 1e-15);
        /* `above` is the contrary, but for what lies on the limit. */
        if (cases[i].failures * 10 != cases[i].trials)
            assert_int_equal(above.answer, cases[i].below == ANSWER_HOLDS   ? ANSWER_FAILS
                                           : cases[i].below == ANSWER_FAILS ? ANSWER_HOLDS
                                                                            : ANSWER_UNDECIDED);
        else
            assert_int_equal(above.answer, ANSWER_FAILS);
        const double excess = verdict_excess(&below);
        assert_true(below.answer == ANSWER_UNDECIDED ? excess > 1.0 && excess < 3.0
                                                     : excess == 0.0);
    }
}

/* Without a region the limit itself has to be outside. */
static void without_a_region_the_limit_decides(void **state)
{
    (void)state;
    const struct tally near = tally_of(970, 10000), on = tally_of(1000, 10000),
                       far = tally_of(930, 10000);
    assert_int_equal(find(failure_below, &near, 0.95, 0.0).answer, ANSWER_UNDECIDED);
    assert_int_equal(find(failure_below, &on, 0.95, 0.0).answer, ANSWER_UNDECIDED);
    const struct finding finding = find(failure_below, &far, 0.95, 0.0);
    assert_int_equal(finding.answer, ANSWER_HOLDS);
    assert_int_equal(finding.reason, REASON_INTERVAL);
    assert_true(isinf(verdict_excess(
        &(struct finding){.found = {0.1, 0.9, {0.0, 1.0}}, .limit = 0.1, .region = {0.1, 0.1}})));
}

/* Near 1 the region is a share of what the limit lacks to 1. */
static void the_region_is_of_the_smaller_part(void **state)
{
    (void)state;
    const struct tally tally = tally_of(100, 100000);
    const struct finding finding =
        find((struct clause){QUANTITY_SUCCESS, false, 0.999}, &tally, 0.95, 0.5);
    assert_close(finding.region.low, 0.9985, 1e-15);
    assert_close(finding.region.high, 0.9995, 1e-15);
    assert_close(finding.found.value, 0.999, 1e-15);
    assert_int_equal(finding.answer, ANSWER_FAILS); /* on the limit */
    assert_close(
        find((struct clause){QUANTITY_MESSENGERS, false, 20.0}, &tally, 0.95, 0.5).region.low, 10.0,
        1e-15);
}

static void assert_share(struct finding finding, uint64_t k, uint64_t n)
{
    struct interval interval;
    assert_true(interval_of_proportion(INTERVAL_CLOPPER_PEARSON, k, n, 0.9, &interval));
    assert_close(finding.found.value, (double)k / (double)n, 1e-15);
    assert_close(finding.found.interval.low, interval.low, 0.0);
    assert_close(finding.found.interval.high, interval.high, 0.0);
    assert_true(finding.probability);
}

static void each_quantity_has_its_interval(void **state)
{
    (void)state;
    struct tally_round rounds[] = {{2, 600}, {3, 50}, {7, 9}};
    struct tally tally = {
        .trials = 640,
        .batches = 10,
        .cell = {40, 100, 200, 300},
        .messengers_max = 3,
        .counter_max = {1, 5},
        .round_count = 3,
        .rounds = rounds,
    };
    const uint64_t batches[10] = {64, 65, 66, 64, 64, 64, 70, 64, 64, 0};
    tally_sum_add(&tally.messengers, batches, 10, 10);
    tally_sum_add(&tally.counter[1], batches, 10, 10);
    tally.counter[0].total = 77;
    assert_share(find((struct clause){QUANTITY_SUCCESS, true, 0.5}, &tally, 0.9, 0.1), 300, 640);
    assert_share(find((struct clause){QUANTITY_FAILURE, true, 0.5}, &tally, 0.9, 0.1), 300, 640);
    assert_share(find((struct clause){QUANTITY_CONFIDENCE_FIRST, true, 0.5}, &tally, 0.9, 0.1), 300,
                 400);
    assert_share(find((struct clause){QUANTITY_CONFIDENCE_SECOND, true, 0.5}, &tally, 0.9, 0.1),
                 300, 500);
    assert_share(find((struct clause){QUANTITY_COUNTERS, true, 0.5}, &tally, 0.9, 0.1), 77, 640);
    const unsigned means[] = {QUANTITY_MESSENGERS, QUANTITY_COUNTERS + 1};
    for (int i = 0; i < 2; i++) {
        struct interval interval;
        const struct finding finding = find((struct clause){means[i], true, 0.5}, &tally, 0.9, 0.1);
        assert_true(
            bounded_mean_interval(&tally, &tally.messengers, i == 0 ? 3 : 5, 0.9, &interval));
        assert_close(finding.found.value, 585.0 / 640.0, 1e-15);
        assert_close(finding.found.interval.low, interval.low, 0.0);
        assert_close(finding.found.interval.high, interval.high, 0.0);
        assert_false(finding.probability);
    }
}

/* rounds_p99 < R: at most 1 % in round R or later. rounds_p99 > R: more than 1 % after R. */
static void a_percentile_is_a_share(void **state)
{
    (void)state;
    struct tally_round rounds[] = {{2, 600}, {3, 50}, {7, 9}};
    const struct tally tally = {
        .trials = 640, .cell = {640, 0, 0, 0}, .round_count = 3, .rounds = rounds};
    static const struct {
        bool below;
        double limit;
        uint64_t reached;
    } cases[] = {
        {true, 1.0, 600},  {true, 2.0, 600},  {true, 2.5, 50},   {true, 3.0, 50},
        {true, 3.5, 9},    {true, 7.0, 9},    {true, 8.0, 0},    {true, 1e300, 0},
        {false, 0.0, 600}, {false, 1.0, 600}, {false, 1.5, 600}, {false, 2.0, 50},
        {false, 3.0, 9},   {false, 6.5, 9},   {false, 7.0, 0},   {false, 1e300, 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct finding finding = find(
            (struct clause){QUANTITY_ROUNDS_P99, cases[i].below, cases[i].limit}, &tally, 0.9, 0.1);
        assert_share(finding, cases[i].reached, 640);
        assert_close(finding.limit, 0.01, 0.0);
        assert_close(finding.region.high, 0.011, 1e-15);
        assert_close(finding.round,
                     cases[i].below ? ceil(cases[i].limit) : floor(cases[i].limit) + 1.0, 0.0);
        if (cases[i].reached > 40)
            assert_int_equal(finding.answer, cases[i].below ? ANSWER_FAILS : ANSWER_HOLDS);
    }
}

static void nobody_acted_yet(void **state)
{
    (void)state;
    const struct tally tally = {.trials = 1000, .cell = {1000, 0, 0, 0}};
    for (int below = 0; below < 2; below++) {
        const struct finding finding =
            find((struct clause){QUANTITY_CONFIDENCE_FIRST, below, 0.5}, &tally, 0.95, 0.1);
        assert_int_equal(finding.answer, ANSWER_UNDECIDED);
        assert_int_equal(finding.reason, REASON_UNSEEN);
        assert_true(isinf(verdict_excess(&finding)));
    }
}

/* --- how often it is wrong -------------------------------------------------------------------- */

/* Looks at more and more trials until there is an answer. */
static enum answer test_until_answered(gsl_rng *random, const struct clause *clause,
                                       double probability, double level)
{
    uint64_t trials = 0, failures = 0;
    for (unsigned look = 1;; look++) {
        const uint64_t all = stopping_trials(look, 64, UINT64_C(1) << 40);
        failures += gsl_ran_binomial(random, probability, (unsigned)(all - trials));
        trials = all;
        const struct tally tally = tally_of(failures, trials);
        const struct finding finding = find(*clause, &tally, stopping_level(level, look), 0.1);
        if (finding.answer != ANSWER_UNDECIDED)
            return finding.answer;
    }
}

/* At either edge of the region, where a test is wrong most often, at a level that many experiments
 * can tell: limits for which the first look decides, and others that need many. */
static void errors_are_as_rare_as_stated(void **state)
{
    (void)state;
    const double limits[] = {1e-2, 1e-3, 1e-4, 1e-5}, level = 0.8;
    const int experiments = FEWER_IF_SANITIZED(1000, 100);
    gsl_rng *random = gsl_rng_alloc(gsl_rng_taus2);
    assert_non_null(random);
    unsigned wrong_in_all = 0;
    for (size_t i = 0; i < COUNT_OF(limits); i++)
        for (int edge = 0; edge < 2; edge++) {
            const struct clause clause = {QUANTITY_FAILURE, true, limits[i]};
            int wrong = 0;
            for (int j = 0; j < experiments; j++)
                wrong += test_until_answered(random, &clause, limits[i] * (edge ? 1.1 : 0.9),
                                             level) == (edge ? ANSWER_HOLDS : ANSWER_FAILS);
            /* 5 standard errors: a false alarm with probability 3e-7. */
            assert_true(wrong <= experiments * 0.2 + 5.0 * sqrt(experiments * 0.16));
            wrong_in_all += (unsigned)wrong;
        }
    /* It is a test that may be wrong: who never is has not been asked where it is hard. */
    assert_true(wrong_in_all > 0);
    gsl_rng_free(random);
}

int main(void)
{
    let_tails_underflow();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_numbers_decide),
        cmocka_unit_test(a_number_may_be_too_small),
        cmocka_unit_test(an_exact_number_may_be_the_limit),
        cmocka_unit_test(what_is_not_defined_does_not_hold),
        cmocka_unit_test(the_far_edge_of_the_region_decides),
        cmocka_unit_test(without_a_region_the_limit_decides),
        cmocka_unit_test(the_region_is_of_the_smaller_part),
        cmocka_unit_test(each_quantity_has_its_interval),
        cmocka_unit_test(a_percentile_is_a_share),
        cmocka_unit_test(nobody_acted_yet),
        cmocka_unit_test(errors_are_as_rare_as_stated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
