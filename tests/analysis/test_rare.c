/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/rare.h"
#include "tests/testing.h"

/* One component of one search, whose weights are all 1. */
static struct found_tilt plain = {.tilt = {.components = 1, .first_half = 1, .share = {1}},
                                  .grid = -WEIGHTS_BITS};

static const uint64_t one = (uint64_t)1 << WEIGHTS_BITS;

static struct weight_sum sum_of(uint64_t hits, uint64_t weight)
{
    const uint128 dropped = weight >> WEIGHTS_SQUARE_DROP;
    return (struct weight_sum){(uint128)hits * weight, hits * dropped * dropped};
}

static struct rare estimate(const struct weighted_tally *tally, const struct found_tilt *found)
{
    struct rare rare;
    struct error error;
    if (!rare_estimate(tally, found, 0.95, &rare, &error))
        fail_msg("%s", error.message);
    return rare;
}

/* Among very many trials, equal weights are counts: the interval is Garwood's (1936) for a mean of
 * Poisson's distribution; figures of his table. */
static void equal_weights_are_counts(void **state)
{
    (void)state;
    const struct {
        uint64_t hits;
        double low, high;
    } known[] = {{5, 1.6235, 11.6683}, {10, 4.7954, 18.3904}, {100, 81.364, 121.627}};
    for (size_t i = 0; i < COUNT_OF(known); i++) {
        struct weighted_tally tally = {
            .trials = 1000000000000, .hits = known[i].hits, .largest = one};
        tally.all[0] = tally.half[0] = sum_of(known[i].hits, one);
        const struct rare rare = estimate(&tally, &plain);
        assert_close(rare.mean * 1e12, (double)known[i].hits, 1e-12);
        assert_close(rare.interval.low * 1e12, known[i].low, 1e-4);
        assert_close(rare.interval.high * 1e12, known[i].high, 1e-4);
        assert_close(rare.effective, (double)known[i].hits, 1e-9);
        assert_close(rare.deviation * 1e12, sqrt((double)known[i].hits), 1e-6);
    }
}

static void many_hits_have_normal_intervals(void **state)
{
    (void)state;
    struct weighted_tally tally = {.trials = 1000000000000, .hits = 1000000, .largest = one};
    tally.all[0] = tally.half[0] = sum_of(tally.hits, one);
    const struct rare rare = estimate(&tally, &plain);
    assert_close(rare.interval.high - rare.interval.low, 2.0 * 1.959963985 * rare.deviation, 1e-3);
    assert_int_equal(rare.status, STATUS_COMPLETE);
}

/* GSL's search for quantiles does not converge for some shapes. */
static void every_number_of_hits_has_an_interval(void **state)
{
    (void)state;
    struct weighted_tally tally = {.trials = 1000000000000, .largest = one};
    double before = 0.0;
    for (tally.hits = 100; tally.hits < 10000; tally.hits++) {
        tally.all[0] = tally.half[0] = sum_of(tally.hits, one);
        const struct rare rare = estimate(&tally, &plain);
        const double reach = 1.96 * sqrt((double)tally.hits);
        assert_true(rare.interval.low > before);
        before = rare.interval.low;
        assert_true(fabs((rare.interval.high - rare.interval.low) * 1e12 / 2.0 - reach) < 2.0);
    }
}

static void only_what_varies_within_components_counts(void **state)
{
    (void)state;
    const struct found_tilt two = {.tilt = {.components = 2, .first_half = 2, .share = {1, 1}},
                                   .grid = -WEIGHTS_BITS};
    struct weighted_tally tally = {.trials = 20000, .hits = 20000, .largest = one};
    tally.all[0] = tally.half[0] = sum_of(10000, one);
    tally.all[1] = tally.half[1] = sum_of(10000, one / 2);
    const struct rare rare = estimate(&tally, &two);
    assert_close(rare.mean, 0.75, 1e-12);
    assert_close(rare.deviation, 2.0 / 20000, 1e-6); /* as of four hits: each component is sure */
    assert_true(rare.interval.low < 0.75 && rare.interval.high > 0.75);
}

static void warnings(void **state)
{
    (void)state;
    struct weighted_tally tally = {.trials = 1000000};
    struct rare rare = estimate(&tally, &plain);
    assert_int_equal(rare.status, STATUS_UNSEEN);
    assert_true(rare.mean == 0.0 && rare.interval.low == 0.0 && isinf(rare.interval.high));

    tally.hits = 99;
    tally.largest = one;
    tally.all[0] = tally.half[0] = sum_of(99, one);
    assert_int_equal(estimate(&tally, &plain).status, STATUS_FEW_EFFECTIVE);
    tally.hits = 101;
    tally.all[0] = tally.half[0] = sum_of(101, one);
    assert_int_equal(estimate(&tally, &plain).status, STATUS_COMPLETE);
    tally.beyond = 1;
    assert_int_equal(estimate(&tally, &plain).status, STATUS_DOMINATED);
    tally.beyond = 0;
    tally.hits = 100000;
    tally.all[0] = sum_of(100000, one / 10000);
    tally.all[0].sum += one;
    assert_int_equal(estimate(&tally, &plain).status, STATUS_DOMINATED);
}

static void searches_that_disagree(void **state)
{
    (void)state;
    const struct found_tilt two = {.tilt = {.components = 2, .first_half = 1, .share = {1, 1}},
                                   .grid = -WEIGHTS_BITS};
    struct weighted_tally tally = {.trials = 2000000, .hits = 20000, .largest = one};
    tally.all[0] = tally.half[0] = sum_of(10000, one);
    tally.all[1] = sum_of(10000, one);
    /* 4 and 5 standard errors of the difference, whose variance is that of 20000 counts */
    tally.half[1] = sum_of(10000 + (uint64_t)(4.0 * sqrt(20000.0)), one);
    assert_int_equal(estimate(&tally, &two).status, STATUS_COMPLETE);
    tally.half[1] = sum_of(10000 + (uint64_t)(5.0 * sqrt(20000.0)), one);
    assert_int_equal(estimate(&tally, &two).status, STATUS_TILTS_DISAGREE);
}

static void trials_for_a_precision(void **state)
{
    (void)state;
    const struct rare first = {.mean = 1e-9, .deviation = 1e-11};
    /* 1.96 1e-11 has to become 1e-11: 3.84 times as many, and something to spare */
    assert_close(rare_trials_needed(&first, 1000, 0.95, 1e-11), 1.2 * 3841.459, 1e-5);
}

int main(void)
{
    let_tails_underflow();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_weights_are_counts),
        cmocka_unit_test(many_hits_have_normal_intervals),
        cmocka_unit_test(every_number_of_hits_has_an_interval),
        cmocka_unit_test(only_what_varies_within_components_counts),
        cmocka_unit_test(warnings),
        cmocka_unit_test(searches_that_disagree),
        cmocka_unit_test(trials_for_a_precision),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
