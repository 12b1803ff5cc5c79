/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/estimate.h"

#include "strategies/problems.h"
#include "tests/testing.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <math.h>

static const struct strategy two_strategy = {
    .name = "two", .problem = &two_generals, .counter = {"once", "often"}};

static const struct estimate_options options = {INTERVAL_CLOPPER_PEARSON, 0.95};

static struct estimate estimate(const struct tally *tally)
{
    struct estimate result;
    struct error error;
    assert_true(estimate_tally(&two_strategy, tally, options, &result, &error));
    estimate_release(&result); /* the counters: there is a test of their own */
    return result;
}

/* Success, failure and both confidences are the shares that their names say. */
static void test_shares(void **state)
{
    (void)state;
    const struct tally tally = {.trials = 1000, .cell = {100, 20, 30, 850}};
    const struct estimate found = estimate(&tally);
    assert_close(found.success.value, 0.85, 1e-15);
    assert_close(found.failure.value, 0.05, 1e-15);
    assert_close(found.confidence[0].value, 850.0 / 870.0, 1e-15);
    assert_close(found.confidence[1].value, 850.0 / 880.0, 1e-15);
    assert_int_equal(estimate_less_sure(found.confidence), 1);
    struct interval expected;
    assert_true(interval_of_proportion(INTERVAL_CLOPPER_PEARSON, 850, 870, 0.95, &expected));
    assert_close(found.confidence[0].interval.low, expected.low, 1e-15);
    assert_close(found.confidence[0].interval.high, expected.high, 1e-15);
}

/* A confidence whose condition never occurred is unknown, and the other party is the less sure. */
static void test_condition_never_met(void **state)
{
    (void)state;
    const struct tally tally = {.trials = 10, .cell = {4, 0, 6, 0}};
    const struct estimate found = estimate(&tally);
    assert_true(isnan(found.confidence[0].value));
    assert_true(isnan(found.confidence[0].interval.low));
    assert_close(found.confidence[1].value, 0.0, 0.0);
    assert_int_equal(estimate_less_sure(found.confidence), 1);

    const struct tally nobody = {.trials = 10, .cell = {10, 0, 0, 0}};
    assert_int_equal(estimate_less_sure(estimate(&nobody).confidence), -1);
}

/* Nothing seen is not nothing possible. */
static void test_zero_failures(void **state)
{
    (void)state;
    const struct tally tally = {.trials = 1000000, .cell = {0, 0, 0, 1000000}};
    const struct estimate found = estimate(&tally);
    assert_close(found.failure.value, 0.0, 0.0);
    assert_close(found.failure.interval.low, 0.0, 0.0);
    assert_close(found.failure.interval.high, 1.0 - pow(0.025, 1e-6), 1e-9);
}

/* Mean and t interval of messengers, from four batches of 64 trials and 10 trials more. */
static void test_messengers(void **state)
{
    (void)state;
    const uint64_t batch[] = {64, 70, 80, 66, 12};
    struct tally tally = {
        .trials = 4 * 64 + 10, .batches = 4, .messengers_max = 2, .cell = {266, 0, 0, 0}};
    tally_sum_add(&tally.messengers, batch, 5, 4);
    const struct estimate found = estimate(&tally);
    const double mean = 292.0 / 266.0;
    const double batch_mean = 70.0;
    double squares = 0.0;
    for (int i = 0; i < 4; i++)
        squares += ((double)batch[i] - batch_mean) * ((double)batch[i] - batch_mean);
    const double error_of_mean = sqrt(squares / 3.0 * 266.0 / 64.0) / 266.0;
    const double t = gsl_cdf_tdist_Pinv(0.975, 3.0);
    assert_close(found.messengers.value, mean, 1e-15);
    assert_close(found.messengers.interval.low, mean - t * error_of_mean, 1e-12);
    assert_close(found.messengers.interval.high, mean + t * error_of_mean, 1e-12);
}

/* Always the same number of messengers, however large the sums: no trial was seen to differ, and at
 * most 3.7 in so many trials may do. */
static void test_constant_messengers(void **state)
{
    (void)state;
    const uint64_t batch = (uint64_t)64 << 20;
    const uint64_t batches = (uint64_t)1 << 33;
    struct tally tally = {.trials = 64 * batches, .batches = batches, .messengers_max = 1 << 21};
    tally.cell[CELL_BOTH] = tally.trials;
    tally.messengers.total = (uint128)batch * batches;
    tally.messengers.batch_total = tally.messengers.total;
    tally.messengers.batch_squares = (uint128)batch * batch * batches;
    const struct estimate found = estimate(&tally);
    const double share = -log(0.025) / (double)tally.trials;
    assert_close(found.messengers.value, 1048576.0, 0.0);
    assert_close(found.messengers.interval.low, 1048576.0 * (1.0 - share), 1e-15);
    assert_close(found.messengers.interval.high, 1048576.0 * (1.0 + share), 1e-15);
}

/* Two messengers, but one alone in one of a million trials: the truth is 2 - 1e-6, and most samples
 * of 1e6 trials show 0 to 3 such trials. Their intervals hold it. */
static void test_rare_messengers(void **state)
{
    (void)state;
    for (uint64_t rare = 0; rare <= 3; rare++) {
        struct tally tally = {.trials = 1000000, .batches = 15625, .messengers_max = 2};
        tally.cell[CELL_BOTH] = tally.trials;
        tally.messengers.total = 2000000 - rare;
        tally.messengers.batch_total = tally.messengers.total;
        tally.messengers.batch_squares = (15625 - rare) * 128 * 128 + rare * 127 * 127;
        const struct estimate found = estimate(&tally);
        assert_true(found.messengers.interval.low < 2.0 - 1e-6);
        assert_true(found.messengers.interval.high > 2.0 - 1e-6);
        assert_true(found.messengers.interval.low > 2.0 - 3e-5);
    }
}

/* Too few trials for an interval of a mean: it is unknown, not zero. */
static void test_one_batch(void **state)
{
    (void)state;
    const struct tally tally = {.trials = 100, .batches = 1, .cell = {100, 0, 0, 0}};
    assert_true(isnan(estimate(&tally).messengers.interval.low));
}

/* 1000 trials: all reach round 1, 50 round 4, 10 round 9. Mean 1 + 3 * 0.05 + 5 * 0.01. */
static void test_rounds(void **state)
{
    (void)state;
    struct tally_round rounds[] = {{1, 1000}, {4, 50}, {9, 10}};
    struct tally tally = {
        .trials = 1000, .cell = {1000, 0, 0, 0}, .round_count = 3, .rounds = rounds};
    struct estimate found = estimate(&tally);
    assert_close(found.rounds, 1.2, 1e-15);
    assert_int_equal(found.rounds_p99, 4); /* exactly 99 % have sent their last by round 4 */
    rounds[2].reached = 11;
    found = estimate(&tally);
    assert_int_equal(found.rounds_p99, 9);
}

/* --- exact points ----------------------------------------------------------------------------- */

static void assert_exactly(struct proportion proportion, double value, double rest)
{
    assert_close(proportion.value, value, 1e-15);
    assert_close(proportion.rest, rest, 1e-15);
    assert_true(proportion.interval.low == proportion.value);
    assert_true(proportion.interval.high == proportion.value);
}

/* Shares of probability in place of shares of trials, and intervals without width. */
static void test_exact_shares(void **state)
{
    (void)state;
    const struct exact_sums sums = {.histories = 7,
                                    .cell = {0.1L, 0.02L, 0.03L, 0.85L},
                                    .possible_cells = 0xf,
                                    .messengers = 2.5L};
    struct estimate found;
    struct error error;
    assert_true(estimate_exact(&two_strategy, &sums, &found, &error));
    estimate_release(&found);
    assert_int_equal(found.trials, 7);
    for (int i = 0; i < CELL_COUNT; i++) {
        assert_int_equal(found.count[i], 0);
        assert_close(found.probability[i], sums.cell[i], 1e-15);
    }
    assert_exactly(found.success, 0.85, 0.15);
    assert_exactly(found.failure, 0.05, 0.95);
    assert_exactly(found.confidence[0], 0.85 / 0.87, 0.02 / 0.87);
    assert_exactly(found.confidence[1], 0.85 / 0.88, 0.03 / 0.88);
    assert_int_equal(estimate_less_sure(found.confidence), 1);
    assert_close(found.messengers.value, 2.5, 0.0);
    assert_close(found.messengers.interval.low, 2.5, 0.0);
    assert_close(found.messengers.interval.high, 2.5, 0.0);
}

/* What is missing from certainty keeps all its digits, however little it is. */
static void test_exact_rest(void **state)
{
    (void)state;
    const struct exact_sums sums = {
        .histories = 4, .cell = {1e-50L, 1e-30L, 3e-300L, 1.0L}, .possible_cells = 0xf};
    struct estimate found;
    struct error error;
    assert_true(estimate_exact(&two_strategy, &sums, &found, &error));
    estimate_release(&found);
    assert_exactly(found.confidence[0], 1.0, 1e-30);
    assert_exactly(found.confidence[1], 1.0, 3e-300);
    assert_exactly(found.success, 1.0, 1e-30); /* 1e-50 does not show */
    assert_exactly(found.failure, 1e-30, 1.0);
    assert_int_equal(estimate_less_sure(found.confidence), 0);
}

/* As with trials: a condition that never occurs leaves a confidence unknown. */
static void test_exact_condition_never_met(void **state)
{
    (void)state;
    struct exact_sums sums = {.histories = 2,
                              .cell = {0.25L, 0.0L, 0.75L, 0.0L},
                              .possible_cells = 1U << CELL_NEITHER | 1U << CELL_SECOND_ONLY};
    struct estimate found;
    struct error error;
    assert_true(estimate_exact(&two_strategy, &sums, &found, &error));
    estimate_release(&found);
    assert_true(isnan(found.confidence[0].value));
    assert_true(isnan(found.confidence[0].rest));
    assert_true(isnan(found.confidence[0].interval.low));
    assert_true(isnan(found.confidence[0].interval.high));
    assert_exactly(found.confidence[1], 0.0, 1.0);
    assert_exactly(found.success, 0.0, 1.0);
    assert_int_equal(estimate_less_sure(found.confidence), 1);

    sums.cell[CELL_NEITHER] = 1.0L;
    sums.cell[CELL_SECOND_ONLY] = 0.0L;
    sums.possible_cells = 1U << CELL_NEITHER;
    assert_true(estimate_exact(&two_strategy, &sums, &found, &error));
    estimate_release(&found);
    assert_int_equal(estimate_less_sure(found.confidence), -1);
    assert_exactly(found.failure, 0.0, 1.0);
}

/* What is possible is never shown as 0 or 1 without a width, nor what is not possible with one. */
static void test_exact_too_small(void **state)
{
    (void)state;
    struct exact_sums sums = {.histories = 4,
                              .cell = {0.0L, 1e-400L, 0.0L, 1.0L},
                              .possible_cells = 0xf,
                              .counter = {0.0L, 0.0L},
                              .possible_counters = 1};
    struct estimate found;
    struct error error;
    assert_true(estimate_exact(&two_strategy, &sums, &found, &error));
    assert_int_equal(found.status, STATUS_TOO_SMALL);
    assert_true(found.failure.value == 0.0 && found.failure.interval.low == 0.0);
    assert_true(found.failure.interval.high == 1e-307);
    assert_true(found.success.value == 1.0 && found.success.interval.high == 1.0);
    assert_true(found.success.interval.low < 1.0 && found.success.interval.low > 1.0 - 1e-15);
    assert_true(found.confidence[0].interval.low < 1.0 && found.confidence[1].interval.low < 1.0);
    assert_true(found.counter[0].mean.interval.high == 1e-307);
    assert_true(found.counter[1].mean.interval.high == 0.0);
    estimate_release(&found);

    sums.possible_cells = 1U << CELL_SECOND_ONLY | 1U << CELL_BOTH;
    sums.cell[CELL_FIRST_ONLY] = 0.0L;
    assert_true(estimate_exact(&two_strategy, &sums, &found, &error));
    estimate_release(&found);
    assert_int_equal(found.status, STATUS_TOO_SMALL);
    assert_exactly(found.confidence[0], 1.0, 0.0);
    assert_int_equal(estimate_less_sure(found.confidence), 1);

    sums.possible_cells = 1U << CELL_BOTH;
    assert_true(estimate_exact(&two_strategy, &sums, &found, &error));
    estimate_release(&found);
    assert_int_equal(found.status, STATUS_TOO_SMALL); /* a counter's mean */
    sums.possible_counters = 0;
    assert_true(estimate_exact(&two_strategy, &sums, &found, &error));
    estimate_release(&found);
    assert_int_equal(found.status, STATUS_COMPLETE);
    assert_exactly(found.failure, 0.0, 1.0);
    assert_exactly(found.success, 1.0, 0.0);

    sums.possible_cells |= 1U << CELL_NEITHER; /* one end alone */
    sums.cell[CELL_FIRST_ONLY] = 0.5L;
    sums.possible_cells |= 1U << CELL_FIRST_ONLY;
    assert_true(estimate_exact(&two_strategy, &sums, &found, &error));
    estimate_release(&found);
    assert_int_equal(found.status, STATUS_TOO_SMALL);

    /* It hardly ever happens that the first acts: how often the second does then is not known. */
    sums = (struct exact_sums){.histories = 4, .cell = {1.0L, 1e-400L}, .possible_cells = 3};
    assert_true(estimate_exact(&two_strategy, &sums, &found, &error));
    estimate_release(&found);
    assert_true(isnan(found.confidence[0].value) && found.confidence[0].interval.high == 1.0);
    assert_true(isnan(found.confidence[1].value) && isnan(found.confidence[1].interval.high));
}

static struct estimate estimate_rounds(long double second, long double third)
{
    struct exact_round rounds[] = {{1, 1.0L}, {4, second}, {9, third}};
    const struct exact_sums sums = {.histories = 3,
                                    .cell = {1.0L, 0.0L, 0.0L, 0.0L},
                                    .possible_cells = 1,
                                    .round_count = COUNT_OF(rounds),
                                    .rounds = rounds};
    struct estimate found;
    struct error error;
    assert_true(estimate_exact(&two_strategy, &sums, &found, &error));
    estimate_release(&found);
    return found;
}

/* The mean is 1 + 3 P(R >= 4) + 5 P(R >= 9). One in a hundred, but for rounding, may go on after
 * the 99th percentile. */
static void test_exact_rounds(void **state)
{
    (void)state;
    assert_close(estimate_rounds(0.05L, 0.01L).rounds, 1.2, 1e-15);
    assert_close(estimate_rounds(0.0L, 0.0L).rounds, 1.0, 0.0);
    assert_int_equal(estimate_rounds(0.0L, 0.0L).rounds_p99, 1);
    assert_int_equal(estimate_rounds(0.05L, 0.01L).rounds_p99, 4);
    assert_int_equal(estimate_rounds(0.05L, 0.1L * 0.1L).rounds_p99, 4);
    assert_int_equal(estimate_rounds(0.05L, (long double)0.01).rounds_p99, 4);
    assert_int_equal(estimate_rounds(0.05L, (long double)(0.1 * 0.1)).rounds_p99, 4);
    assert_int_equal(estimate_rounds(0.05L, 0.01L * (1.0L + 1e-14L)).rounds_p99, 4);
    assert_int_equal(estimate_rounds(0.05L, 0.01L * (1.0L + 1e-9L)).rounds_p99, 9);
    assert_int_equal(estimate_rounds(0.01L, 0.001L).rounds_p99, 1);
    assert_int_equal(estimate_rounds(0.02L, 0.02L).rounds_p99, 9);

    const struct exact_sums silent = {
        .histories = 1, .cell = {1.0L, 0.0L, 0.0L, 0.0L}, .possible_cells = 1};
    struct estimate found;
    struct error error;
    assert_true(estimate_exact(&two_strategy, &silent, &found, &error));
    estimate_release(&found);
    assert_true(found.rounds == 0.0);
    assert_int_equal(found.rounds_p99, 0);
}

/* A counter that a trial adds to at most once is a proportion, with its interval; another one a
 * mean; exactly, both have no width. */
static void test_counters(void **state)
{
    (void)state;
    struct tally tally = {.trials = 6400, .batches = 100, .cell = {6400}, .counter_max = {1, 3}};
    struct estimate found;
    struct error error;
    struct interval share;
    tally.counter[0].total = tally.counter[0].batch_total = 50;
    tally.counter[1].total = tally.counter[1].batch_total = 12800;
    /* Half of the batches count 64 more than the mean, half 64 less. */
    tally.counter[1].batch_squares = 50 * 64 * 64 + 50 * 192 * 192;
    assert_true(estimate_tally(&two_strategy, &tally, options, &found, &error));
    assert_true(interval_of_proportion(INTERVAL_CLOPPER_PEARSON, 50, 6400, 0.95, &share));
    assert_int_equal(found.counter[0].count, 50);
    assert_close(found.counter[0].mean.value, 50.0 / 6400.0, 1e-15);
    assert_close(found.counter[0].mean.interval.low, share.low, 1e-15);
    assert_close(found.counter[0].mean.interval.high, share.high, 1e-15);
    assert_int_equal(found.counter[1].count, 12800);
    assert_close(found.counter[1].mean.value, 2.0, 1e-15);
    const double width = gsl_cdf_tdist_Pinv(0.975, 99.0) * sqrt(64.0 * 64.0 / 99.0) / 64.0;
    assert_close(found.counter[1].mean.interval.low, 2.0 - width, 1e-9);
    assert_close(found.counter[1].mean.interval.high, 2.0 + width, 1e-9);
    estimate_release(&found);

    const struct exact_sums sums = {.histories = 4,
                                    .cell = {1.0L, 0.0L, 0.0L, 0.0L},
                                    .possible_cells = 1,
                                    .counter = {0.25L, 1e-300L},
                                    .possible_counters = 3};
    assert_true(estimate_exact(&two_strategy, &sums, &found, &error));
    assert_close(found.counter[0].mean.value, 0.25, 1e-15);
    assert_close(found.counter[1].mean.interval.low, 1e-300, 1e-15);
    assert_close(found.counter[1].mean.interval.high, 1e-300, 1e-15);
    estimate_release(&found);
}

int main(void)
{
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counters),
        cmocka_unit_test(test_shares),
        cmocka_unit_test(test_condition_never_met),
        cmocka_unit_test(test_zero_failures),
        cmocka_unit_test(test_messengers),
        cmocka_unit_test(test_constant_messengers),
        cmocka_unit_test(test_rare_messengers),
        cmocka_unit_test(test_one_batch),
        cmocka_unit_test(test_rounds),
        cmocka_unit_test(test_exact_shares),
        cmocka_unit_test(test_exact_rest),
        cmocka_unit_test(test_exact_condition_never_met),
        cmocka_unit_test(test_exact_too_small),
        cmocka_unit_test(test_exact_rounds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
