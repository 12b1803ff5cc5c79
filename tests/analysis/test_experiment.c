/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/experiment.h"

#include "strategies/strategies.h"
#include "tests/testing.h"

#include <string.h>

static struct error error;

static struct values values_of(double *numbers, size_t count)
{
    return (struct values){.count = count, .value = numbers};
}

/* Points come in canonical order whatever the order of the sweeps, and once. */
static void test_canonical_order(void **state)
{
    (void)state;
    double losses[] = {0.3, 0.1, 0.3}, attempts[] = {10, 2};
    struct sweep retransmit = {.strategy = strategy_find("retransmit")};
    retransmit.parameter[0] = values_of(attempts, 2);
    retransmit.loss = values_of(losses, 3);
    struct sweep chain = {.strategy = strategy_find("ack-chain")};
    chain.loss = values_of(losses, 2);
    struct experiment experiment = {0};
    assert_true(experiment_add(&experiment, &retransmit, &error));
    assert_true(experiment_add(&experiment, &chain, &error));
    assert_true(experiment_add(&experiment, &chain, &error));
    experiment_sort(&experiment);

    assert_int_equal(experiment.point_count, 6);
    const struct {
        const char *strategy;
        double first_parameter, loss;
    } expected[] = {{"ack-chain", 3, 0.1},  {"ack-chain", 3, 0.3},   {"retransmit", 2, 0.1},
                    {"retransmit", 2, 0.3}, {"retransmit", 10, 0.1}, {"retransmit", 10, 0.3}};
    for (int i = 0; i < 6; i++) {
        const struct point *point = &experiment.points[i];
        assert_string_equal(point->strategy->name, expected[i].strategy);
        assert_close(point->parameter[0], expected[i].first_parameter, 0.0);
        assert_close(point->channel.loss, expected[i].loss, 0.0);
        assert_close(point->channel.loss_back, expected[i].loss, 0.0); /* the same by default */
    }
    experiment_release(&experiment);
}

/* Every combination of loss and loss back. */
static void test_loss_back(void **state)
{
    (void)state;
    double losses[] = {0.1, 0.2}, back[] = {0.3, 0.4, 0.5};
    struct sweep sweep = {.strategy = strategy_find("await-reply")};
    sweep.loss = values_of(losses, 2);
    sweep.loss_back = values_of(back, 3);
    struct experiment experiment = {0};
    assert_true(experiment_add(&experiment, &sweep, &error));
    experiment_sort(&experiment);
    assert_int_equal(experiment.point_count, 6);
    for (int i = 0; i < 6; i++) {
        assert_close(experiment.points[i].channel.loss, losses[i / 3], 0.0);
        assert_close(experiment.points[i].channel.loss_back, back[i % 3], 0.0);
    }
    experiment_release(&experiment);
}

static void expect_refusal(double value, const char *message)
{
    double loss[] = {0.1};
    struct sweep sweep = {.strategy = strategy_find("retransmit")};
    sweep.parameter[0] = values_of(&value, 1);
    sweep.loss = values_of(loss, 1);
    struct experiment experiment = {0};
    assert_false(experiment_add(&experiment, &sweep, &error));
    assert_non_null(strstr(error.message, message));
    assert_int_equal(experiment.point_count, 0);
    experiment_release(&experiment);
}

/* Parameters outside their range, or not whole, are refused with what was expected. */
static void test_bad_parameters(void **state)
{
    (void)state;
    expect_refusal(0, "retransmit: attempts=0: expected a whole number from 1 to 1000");
    expect_refusal(1001, "attempts=1001: expected a whole number from 1 to 1000");
    expect_refusal(2.5, "attempts=2.5: expected a whole number");
}

/* Two million points are refused before any memory is taken for them. */
static void test_too_many_points(void **state)
{
    (void)state;
    static double losses[2000], attempts[1000];
    for (int i = 0; i < 2000; i++)
        losses[i] = i / 2000.0;
    for (int i = 0; i < 1000; i++)
        attempts[i] = i + 1;
    struct sweep sweep = {.strategy = strategy_find("retransmit")};
    sweep.parameter[0] = values_of(attempts, 1000);
    sweep.loss = values_of(losses, 2000);
    struct experiment experiment = {0};
    assert_false(experiment_add(&experiment, &sweep, &error));
    assert_non_null(strstr(error.message, "2000000 points; at most 1000000"));
    assert_null(experiment.points);
}

/* What no single value can show: parameters that the strategy refuses, channels that the problem
 * does. */
static void test_bad_combinations(void **state)
{
    (void)state;
    double loss = 0.1, loss_back = 0.2, traitors = 3;
    struct sweep sweep = {.strategy = strategy_find("oral-messages"), .loss = {1, &loss}};
    struct experiment experiment = {0};
    sweep.loss_back = values_of(&loss_back, 1);
    assert_false(experiment_add(&experiment, &sweep, &error));
    assert_non_null(strstr(error.message, "has one loss rate for all directions"));
    sweep.loss_back.count = 0;
    sweep.channel.kind = CHANNEL_BURST;
    assert_false(experiment_add(&experiment, &sweep, &error));
    assert_non_null(strstr(error.message, "has a memoryless channel"));
    sweep.channel.kind = CHANNEL_MEMORYLESS;
    sweep.parameter[1] = values_of(&traitors, 1);
    assert_false(experiment_add(&experiment, &sweep, &error));
    assert_non_null(strstr(error.message, "no loyal lieutenant"));
    sweep.parameter[1].count = 0;
    assert_true(experiment_add(&experiment, &sweep, &error));
    experiment_release(&experiment);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_canonical_order), cmocka_unit_test(test_loss_back),
        cmocka_unit_test(test_bad_parameters),  cmocka_unit_test(test_bad_combinations),
        cmocka_unit_test(test_too_many_points),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
