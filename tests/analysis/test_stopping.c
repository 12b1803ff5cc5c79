/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looks, their shares of the error, and experiments that stop when they know enough. */

#include "analysis/stopping.h"

#include "analysis/experiment.h"
#include "strategies/strategies.h"
#include "tests/testing.h"

#include <stdlib.h>
#include <string.h>

static struct error error;

/* The shares of all looks sum to no more than 1, and a level is kept. */
static void shares_sum_to_one(void **state)
{
    (void)state;
    double sum = 0.0, miss = 0.0;
    for (unsigned look = 1; look <= 10000; look++) {
        sum += stopping_share(look);
        miss += 1.0 - stopping_level(0.95, look);
    }
    assert_close(sum, 1.0 - 1.0 / 10001.0, 1e-12);
    assert_close(miss, 0.05 * (1.0 - 1.0 / 10001.0), 1e-9);
    assert_close(stopping_level(0.95, 1), 0.975, 1e-15);
    assert_close(1.0 - stopping_level(1.0 - 1e-9, 60), 1e-9 / 3660.0, 1e-3);
}

/* Whole blocks, at least 65536 trials at first, half as many again each time, then all. */
static void looks_grow(void **state)
{
    (void)state;
    const uint64_t blocks[] = {1, 512, 4096, 65536, 1 << 20, 1 << 22}, most = 1000000000000001;
    for (size_t i = 0; i < COUNT_OF(blocks); i++) {
        uint64_t before = 0;
        for (unsigned look = 1; before < most; look++) {
            const uint64_t trials = stopping_trials(look, blocks[i], most);
            assert_true(look < 70);
            assert_true(trials >= 65536);
            assert_true(trials == most || trials % blocks[i] == 0);
            if (before > 8 * blocks[i] && trials < most) {
                assert_true(2 * trials >= 3 * before);
                assert_true(3 * trials <= 5 * before);
            }
            assert_true(trials > before);
            before = trials;
        }
        assert_true(stopping_trials(1000, blocks[i], most) == most);
    }
    assert_int_equal(stopping_trials(1, 1 << 22, 1 << 23), 1 << 22);
    assert_int_equal(stopping_trials(2, 1 << 22, 1 << 23), 1 << 23);
    assert_int_equal(stopping_trials(3, 1 << 22, 1 << 23), 1 << 23);
    assert_int_equal(stopping_trials(1, 1 << 22, 7), 7);
    assert_int_equal(stopping_trials(9, 512, 65537), 65537);
}

static void precision_is_half_the_width(void **state)
{
    (void)state;
    const struct stopping relative = {PRECISION_RELATIVE, 0.5, 0},
                          absolute = {PRECISION_ABSOLUTE, 0.25, 0};
    const struct interval interval = {0.125, 0.375};
    assert_close(stopping_excess(&relative, 0.25, interval), 1.0, 0.0);
    assert_close(stopping_excess(&relative, 0.125, interval), 2.0, 0.0);
    assert_close(stopping_excess(&absolute, 0.25, interval), 0.5, 0.0);
    assert_true(isinf(stopping_excess(&relative, 0.0, interval)));
}

/* --- experiments ------------------------------------------------------------------------------ */

/* always-attack fails with loss^messengers; the last point never does. */
static struct experiment make(double half_width, enum precision_kind precision, uint64_t trials)
{
    struct experiment experiment = {
        .trials = trials,
        .seed = 7,
        .threads = 2,
        .stopping = {precision, half_width, 0.0},
        .options = {INTERVAL_CLOPPER_PEARSON, 0.95},
    };
    double losses[] = {0.0, 0.01, 0.5}, messengers[] = {1, 3};
    struct sweep sweep = {.strategy = strategy_find("always-attack")};
    sweep.loss = (struct values){3, losses};
    sweep.parameter[0] = (struct values){2, messengers};
    assert_true(experiment_add(&experiment, &sweep, &error));
    experiment_sort(&experiment);
    if (!experiment_run(&experiment, NULL, NULL, &error))
        fail_msg("%s", error.message);
    return experiment;
}

/* A point is complete exactly if it is precise, with no more looks than it needs; else it has all
 * its trials. */
static void check_stops(const struct experiment *experiment, size_t complete)
{
    size_t found = 0;
    for (size_t i = 0; i < experiment->point_count; i++) {
        const struct estimate *estimate = &experiment->estimates[i];
        const double excess = stopping_excess(&experiment->stopping, estimate->failure.value,
                                              estimate->failure.interval);
        uint64_t block;
        assert_true(work_block_trials(&experiment->points[i], 1, &block, &error));
        assert_int_equal(estimate->trials,
                         stopping_trials(estimate->look, block, experiment->trials));
        if (estimate->status == STATUS_COMPLETE) {
            found++;
            assert_true(excess <= 1.0);
            /* A look before, it was not yet: it had two thirds of the trials, at most. */
            assert_true(estimate->look == 1 || excess > 0.5);
        } else {
            assert_int_equal(estimate->status, STATUS_IMPRECISE);
            assert_true(excess > 1.0);
            assert_int_equal(estimate->trials, experiment->trials);
        }
        struct interval expected;
        assert_true(interval_of_proportion(
            INTERVAL_CLOPPER_PEARSON, estimate->count[CELL_FIRST_ONLY], estimate->trials,
            stopping_level(experiment->options.level, estimate->look), &expected));
        assert_close(estimate->failure.interval.low, expected.low, 0.0);
        assert_close(estimate->failure.interval.high, expected.high, 0.0);
    }
    assert_int_equal(found, complete);
    assert_int_equal(experiment_count_status(experiment, STATUS_COMPLETE), complete);
}

static void points_stop_when_known(void **state)
{
    (void)state;
    struct experiment experiment = make(0.01, PRECISION_RELATIVE, 100000001);
    check_stops(&experiment, 3); /* 0.01, 0.5, 0.5^3, but not 0 and 1e-6 */
    char text[EXPERIMENT_INTERVAL_SIZE];
    assert_string_equal(experiment_interval(&experiment, METHOD_MONTE_CARLO, text),
                        "clopper-pearson-sequential");
    experiment_release(&experiment);
    experiment = make(1e-4, PRECISION_ABSOLUTE, 100000001);
    check_stops(&experiment, 4); /* but not 0.5 and 0.125, which need some more */
    experiment_release(&experiment);
    experiment = make(0.3, PRECISION_RELATIVE, 99);
    check_stops(&experiment, 1);
    experiment_release(&experiment);
}

/* The trials of a look are those of a run with as many trials. */
static void looks_change_no_trial(void **state)
{
    (void)state;
    struct experiment sequential = make(0.001, PRECISION_RELATIVE, 20000001);
    struct experiment plain = make(0.0, PRECISION_NONE, 20000001);
    for (size_t i = 0; i < plain.point_count; i++) {
        const struct estimate *a = &sequential.estimates[i], *b = &plain.estimates[i];
        if (a->trials == b->trials) {
            assert_memory_equal(a->count, b->count, sizeof a->count);
            assert_close(a->messengers.value, b->messengers.value, 0.0);
            assert_close(a->rounds, b->rounds, 0.0);
        }
    }
    assert_int_equal(sequential.estimates[5].status, STATUS_IMPRECISE);
    assert_int_equal(plain.estimates[5].status, STATUS_COMPLETE);
    experiment_release(&sequential);
    experiment_release(&plain);
}

struct asked {
    unsigned looks[6];
    uint64_t trials[6];
};

/* Enough is known at the third look. */
static bool three_looks(void *context, size_t point, const struct tally *tally, unsigned look,
                        double *excess, struct error *why)
{
    struct asked *asked = context;
    (void)why;
    asked->looks[point]++;
    asked->trials[point] = tally->trials;
    *excess = look < 3 ? 1.5 : 1.0;
    return asked->looks[point] == look;
}

static void points_stop_by_rule(void **state)
{
    (void)state;
    struct asked asked = {{0}, {0}};
    double loss = 0.5, messengers[] = {1, 2};
    struct sweep sweep = {.strategy = strategy_find("always-attack"), .loss = {1, &loss}};
    sweep.parameter[0] = (struct values){2, messengers};
    struct experiment experiment = {
        .trials = 100000000,
        .threads = 2,
        .stopping = {PRECISION_BY_RULE, 0.0, 0.0},
        .rule = three_looks,
        .rule_context = &asked,
        .options = {INTERVAL_CLOPPER_PEARSON, 0.95},
    };
    assert_true(experiment_add(&experiment, &sweep, &error));
    assert_true(experiment_run(&experiment, NULL, NULL, &error));
    for (size_t i = 0; i < 2; i++) {
        uint64_t block;
        assert_true(work_block_trials(&experiment.points[i], 1, &block, &error));
        assert_int_equal(asked.looks[i], 3);
        assert_int_equal(asked.trials[i], stopping_trials(3, block, experiment.trials));
        assert_int_equal(experiment.estimates[i].trials, asked.trials[i]);
        assert_int_equal(experiment.estimates[i].look, 3);
        assert_int_equal(experiment.estimates[i].status, STATUS_COMPLETE);
    }
    experiment_release(&experiment);
}

/* Once time is up, nothing is begun: exact points are all or nothing, too. With time enough they
 * are run once, whatever the others do. */
static void time_ends_all(void **state)
{
    (void)state;
    struct experiment experiment = {
        .method = {METHOD_MONTE_CARLO, METHOD_EXACT},
        .method_count = 2,
        .trials = 1000000,
        .threads = 2,
        .stopping = {PRECISION_RELATIVE, 0.05, 1e-9},
        .options = {INTERVAL_CLOPPER_PEARSON, 0.95},
    };
    double loss = 0.25;
    struct sweep sweep = {.strategy = strategy_find("ack-chain"), .loss = {1, &loss}};
    assert_true(experiment_add(&experiment, &sweep, &error));
    experiment_sort(&experiment);
    assert_true(experiment_run(&experiment, NULL, NULL, &error));
    /* Time was up before the first trial: nothing is known of it. */
    const struct estimate *sampled = &experiment.estimates[0], *exact = &experiment.estimates[1];
    assert_int_equal(sampled->status, STATUS_TIMEOUT);
    assert_int_equal(sampled->trials, 0);
    assert_true(isnan(sampled->failure.value) && isnan(sampled->failure.interval.low));
    assert_true(isnan(sampled->messengers.value) && isnan(sampled->rounds));
    assert_int_equal(exact->status, STATUS_TIMEOUT);
    assert_int_equal(exact->trials, 0);
    assert_true(isnan(exact->failure.value));
    experiment_release(&experiment);
    experiment = (struct experiment){.method = {METHOD_MONTE_CARLO, METHOD_EXACT},
                                     .method_count = 2,
                                     .trials = 1000000,
                                     .threads = 2,
                                     .stopping = {PRECISION_RELATIVE, 0.05, 1e6},
                                     .options = {INTERVAL_CLOPPER_PEARSON, 0.95}};
    assert_true(experiment_add(&experiment, &sweep, &error));
    assert_true(experiment_run(&experiment, NULL, NULL, &error));
    assert_int_equal(experiment.estimates[0].status, STATUS_COMPLETE);
    assert_int_equal(experiment.estimates[0].trials, 1000000);
    assert_int_equal(experiment.estimates[1].status, STATUS_COMPLETE);
    assert_close(experiment.estimates[1].failure.value, 0.75 * 0.75 * 0.25, 1e-15);
    experiment_release(&experiment);
}

int main(void)
{
    let_tails_underflow();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_sum_to_one),
        cmocka_unit_test(looks_grow),
        cmocka_unit_test(precision_is_half_the_width),
        cmocka_unit_test(points_stop_when_known),
        cmocka_unit_test(looks_change_no_trial),
        cmocka_unit_test(points_stop_by_rule),
        cmocka_unit_test(time_ends_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
