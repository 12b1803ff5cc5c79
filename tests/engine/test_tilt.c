/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/rungs.h"
#include "engine/tilt.h"
#include "engine/weights.h"
#include "strategies/strategies.h"
#include "tests/engine/coins.h"
#include "tests/testing.h"

#include <stdlib.h>

static const double probabilities[] = {1e-300, 1e-20, 1e-9, 0.001, 0.02,  0.1,
                                       0.25,   0.3,   0.5,  0.7,   0.999, 1.0 - 1e-12};

static struct chance chance_of(double p)
{
    return (struct chance){p, p == 1.0 - 1e-12 ? 1e-12 : 1.0 - p}; /* which has more digits */
}

/* --- scaled numbers --------------------------------------------------------------------------- */

static void scaled_numbers_have_no_limits(void **state)
{
    (void)state;
    struct scaled product = scaled_from(1.0);
    for (int i = 0; i < 100; i++)
        product = scaled_product(product, scaled_from(1e-300));
    assert_true(product.number >= 0.5 && product.number < 1.0);
    for (int i = 0; i < 100; i++)
        product = scaled_quotient(product, scaled_from(1e-300));
    assert_close(scaled_value(product), 1.0, 1e-13);
}

static void sums_of_scaled_numbers(void **state)
{
    (void)state;
    const struct scaled one = scaled_from(1.0), tiny = {0.5, -2000}, zero = scaled_from(0.0);
    assert_true(scaled_value(scaled_sum(one, scaled_from(0.25))) == 1.25);
    assert_true(scaled_value(scaled_sum(scaled_from(0.25), one)) == 1.25);
    assert_true(scaled_value(scaled_sum(one, tiny)) == 1.0);
    assert_true(scaled_value(scaled_sum(zero, one)) == 1.0);
    assert_true(scaled_value(scaled_sum(zero, zero)) == 0.0);
    assert_int_equal(scaled_sum(tiny, tiny).exponent, -1999);
    assert_true(scaled_less(zero, tiny) && scaled_less(tiny, one) && !scaled_less(one, one));
    assert_true(scaled_value(scaled_product(zero, one)) == 0.0);
}

/* --- probabilities ---------------------------------------------------------------------------- */

static void snapping_keeps_what_is_real(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(probabilities); i++) {
        const struct chance p = chance_of(probabilities[i]);
        assert_true(tilt_snap(p.probability, p) == p.probability);
    }
}

static void snapped_probabilities_are_near_and_few(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(probabilities); i++) {
        const struct chance p = chance_of(probabilities[i]);
        double before = 0.0;
        int different = 0;
        for (double q = 1e-6; q < 1.0; q += 1e-4) {
            const double snapped = tilt_snap(q, p);
            assert_true(snapped > 0.0 && snapped < 1.0);
            different += snapped != before;
            before = snapped;
            if (p.probability < 0.25)
                assert_true(snapped >= p.probability / 256.0);
            if (q < p.probability && p.probability < 0.25)
                assert_true(snapped < 1.5 * q || snapped <= p.probability / 256.0);
            if (p.probability < q && q < 2.0 / 256)
                assert_true(snapped > q / 1.5 && snapped <= q * 4.0 / 3.0);
            if (p.complement < 0.25)
                assert_true(1.0 - snapped >= p.complement / 256.0 * (1.0 - 1e-3));
            if (q >= 2.0 / 256 && q <= 254.0 / 256 && q > p.probability + 1.0 / 256 &&
                p.probability < 0.25)
                assert_true(fabs(snapped - q) <= 1.0 / 256);
        }
        assert_true(different <= 300);
    }
}

static void rungs_go_from_real_rates_to_even_ones(void **state)
{
    (void)state;
    struct schedule schedule = {0};
    struct error error;
    const double parameters[PARAMETERS_MAX] = {2, 0.75, 0.001};
    assert_true(schedule_record(&schedule, &coins_strategy, parameters,
                                (struct channel){.loss = 0.01, .loss_back = 0.3}, &error));
    struct chance *nominal = tilt_nominal(&schedule, &error);
    struct rungs rungs;
    double *rates = calloc(schedule.draw_count, sizeof *rates);
    assert_true(nominal != NULL && rates != NULL);
    assert_true(rungs_init(&rungs, &schedule, nominal, &error));
    for (enum direction direction = 0; direction < DIRECTION_COUNT; direction++)
        for (unsigned theta = THETA_1; theta > 0; theta -= 64) {
            rungs_rates(&rungs, (struct rung){direction, theta}, rates);
            for (size_t i = 0; i < schedule.draw_count; i++) {
                const double p = nominal[i].probability, power = theta / 1024.0;
                const double yes = pow(p, power), no = pow(nominal[i].complement, power);
                const bool evened = rungs.coin[i] || direction == DIRECTION_EVENED;
                const double expected = evened                          ? yes / (yes + no)
                                        : direction == DIRECTION_RAISED ? yes
                                                                        : 1.0 - no;
                assert_close(rates[i], expected, 1e-10); /* 1 - no has lost digits */
            }
        }
    rungs_release(&rungs);
    free(rates);
    free(nominal);
    schedule_release(&schedule);
}

/* --- ratios ----------------------------------------------------------------------------------- */

enum { DRAWS = 4000, WORDS = (DRAWS + 63) / 64, COMPONENTS = 7 };

static uint64_t noise(uint64_t i)
{
    i = (i + 1) * 0x9e3779b97f4a7c15U;
    i = (i ^ i >> 29) * 0xbf58476d1ce4e5b9U;
    return i ^ i >> 32;
}

static void ratios_are_products_over_the_draws_that_mattered(void **state)
{
    (void)state;
    static struct chance nominal[DRAWS];
    uint64_t mattered[WORDS] = {0}, yes[WORDS] = {0};
    struct tilt tilt;
    struct error error;
    for (size_t i = 0; i < DRAWS; i++)
        nominal[i] = chance_of(probabilities[noise(i) % COUNT_OF(probabilities)]);
    assert_true(tilt_init(&tilt, nominal, DRAWS, COMPONENTS, &error));
    for (size_t c = 1; c < COMPONENTS; c++)
        for (size_t i = 0; i < DRAWS; i++)
            tilt.yes[c][i] =
                tilt_snap((double)(noise(i * COMPONENTS + c) % 1000) / 1000.0, nominal[i]);
    for (size_t i = 0; i < DRAWS; i++) {
        mattered[i / 64] |= (uint64_t)(noise(i + 10000) % 3 != 0) << i % 64;
        yes[i / 64] |= (uint64_t)(noise(i + 20000) % 2) << i % 64;
    }
    struct tilt_factor *factors = tilt_factors(&tilt, nominal, &error);
    assert_non_null(factors);
    struct scaled ratio[TILT_COMPONENTS_MAX];
    tilt_ratios(factors, COMPONENTS, (struct trace){mattered, yes}, WORDS, ratio);
    for (size_t c = 0; c < COMPONENTS; c++) {
        long double logarithm = 0.0L;
        for (size_t i = 0; i < DRAWS; i++)
            if (mattered[i / 64] >> i % 64 & 1)
                logarithm += yes[i / 64] >> i % 64 & 1
                                 ? logl(tilt.yes[c][i]) - logl(nominal[i].probability)
                             : tilt.yes[c][i] == nominal[i].probability
                                 ? 0.0L
                                 : logl(1.0L - tilt.yes[c][i]) - logl(nominal[i].complement);
        const long double found =
            logl(ratio[c].number) + (long double)ratio[c].exponent * logl(2.0L);
        assert_true(fabsl(found - logarithm) <= 1e-11L);
    }
    assert_true(scaled_value(ratio[0]) == 1.0); /* the real probabilities, to the last bit */
    for (size_t c = COMPONENTS; c < TILT_COMPONENTS_MAX; c++)
        assert_true(ratio[c].number == 0.0);
    free(factors);
    tilt_release(&tilt);
}

/* --- weights ---------------------------------------------------------------------------------- */

static void weights_are_rounded_to_the_grid(void **state)
{
    (void)state;
    const struct tilt tilt = {.components = 2, .first_half = 1, .share = {3, 1}};
    struct weighted_tally tally = {0}, other = {0};
    struct weighing_scale scale = {&tilt, weights_grid(scaled_from(0.75)), &tally};
    static struct hits hits;
    hits.component = 1;
    hits.count = 3;
    for (unsigned i = 0; i < hits.count; i++)
        hits.value[i] = i + 1;
    for (unsigned i = 0; i < hits.count; i++) {
        hits.ratio[i][0] = scaled_from(2.0);
        hits.ratio[i][1] = scaled_from(10.0);
    }
    hits.ratio[2][0] = hits.ratio[2][1] = scaled_from(0x1p-10); /* weighs 3 * 2^10 */
    weights_add(&scale, &hits);
    /* 1 / (3/4 2 + 1/4 10) = 1/4, and under the second half alone 1/10 */
    const double unit = ldexp(1.0, scale.grid);
    assert_true((double)tally.all[1].sum * unit == 0.25 + 0.5);
    assert_close((double)tally.half[1].sum * unit, 0.1 + 0.2, 1e-12);
    assert_close(ldexp((double)tally.all[1].squares, 2 * WEIGHTS_SQUARE_DROP) * unit * unit,
                 0.0625 + 0.25, 1e-8);
    assert_true((double)tally.largest * unit == 0.5);
    assert_int_equal(tally.beyond, 1);
    assert_int_equal(tally.hits, 3);
    assert_true(tally.all[0].sum == 0);
    other = tally;
    weighted_tally_add(&tally, &other);
    assert_true(tally.all[1].sum == 2 * other.all[1].sum && tally.beyond == 2 && tally.hits == 6);
    assert_true(tally.half[1].squares == 2 * other.half[1].squares);
    assert_int_equal(tally.largest, other.largest);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scaled_numbers_have_no_limits),
        cmocka_unit_test(sums_of_scaled_numbers),
        cmocka_unit_test(snapping_keeps_what_is_real),
        cmocka_unit_test(snapped_probabilities_are_near_and_few),
        cmocka_unit_test(rungs_go_from_real_rates_to_even_ones),
        cmocka_unit_test(ratios_are_products_over_the_draws_that_mattered),
        cmocka_unit_test(weights_are_rounded_to_the_grid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
