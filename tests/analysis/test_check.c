/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whole conditions at points: by which method, and with how many trials. */

#include "analysis/check.h"

#include "strategies/strategies.h"
#include "tests/testing.h"

#include <string.h>

static struct error error;

/* One point: a strategy, its first two parameters, a loss rate. */
static struct experiment make(const char *name, double first, double second, double loss)
{
    struct experiment experiment = {
        .trials = 100000000,
        .seed = 1,
        .threads = 2,
        .options = {INTERVAL_CLOPPER_PEARSON, 0.95},
    };
    struct sweep sweep = {.strategy = strategy_find(name), .loss = {1, &loss}};
    sweep.parameter[0] = (struct values){1, &first};
    sweep.parameter[1] = (struct values){1, &second};
    if (!experiment_add(&experiment, &sweep, &error))
        fail_msg("%s", error.message);
    return experiment;
}

static enum answer run(struct check *check, struct experiment *experiment)
{
    if (!check_run(check, experiment, NULL, NULL, &error))
        fail_msg("%s", error.message);
    return check->answer;
}

static enum method method_for(const char *name, double first, double second, double loss)
{
    struct experiment experiment = make(name, first, second, loss);
    assert_true(check_choose_method(&experiment, &error));
    const enum method method = experiment.points[0].method;
    experiment_release(&experiment);
    return method;
}

/* always-attack has 2^n histories if every messenger has a round of its own, a chain one more than
 * messages. */
static void few_histories_are_gone_through(void **state)
{
    (void)state;
    assert_int_equal(method_for("always-attack", 30, 1, 0.1), METHOD_EXACT);
    assert_int_equal(method_for("always-attack", 31, 1, 0.1), METHOD_MONTE_CARLO);
    assert_int_equal(method_for("always-attack", 31, 1, 0.0), METHOD_EXACT);
    assert_int_equal(method_for("always-attack", 1000, 0, 0.5), METHOD_EXACT);
    assert_int_equal(method_for("ack-chain", 1000, 1, 0.1), METHOD_EXACT);
    /* 0.1^100000 is no number: what is not exact is no exact answer. */
    assert_int_equal(method_for("always-attack", 100000, 0, 0.1), METHOD_MONTE_CARLO);
}

/* The answers of two clauses and of their conjunction. */
static void all_clauses_must_hold(void **state)
{
    (void)state;
    const struct clause holds = {QUANTITY_FAILURE, true, 0.2},
                        fails = {QUANTITY_SUCCESS, true, 0.5}, open = {QUANTITY_FAILURE, true, 0.1};
    const struct {
        struct clause clause[2];
        enum answer answer;
    } cases[] = {
        {{holds, holds}, ANSWER_HOLDS},    {{holds, fails}, ANSWER_FAILS},
        {{fails, holds}, ANSWER_FAILS},    {{fails, open}, ANSWER_FAILS},
        {{open, fails}, ANSWER_FAILS},     {{open, holds}, ANSWER_UNDECIDED},
        {{holds, open}, ANSWER_UNDECIDED}, {{open, open}, ANSWER_UNDECIDED},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct check check = {.condition = {.count = 2}, .within = 0.0};
        struct experiment experiment = make("always-attack", 1, 0, 0.1);
        memcpy(check.condition.clause, cases[i].clause, sizeof cases[i].clause);
        if (run(&check, &experiment) != cases[i].answer)
            fail_msg("case %zu: %d", i, check.answer);
        const struct estimate *estimate = &experiment.estimates[0];
        if (cases[i].answer == ANSWER_UNDECIDED) {
            assert_int_equal(estimate->status, STATUS_IMPRECISE);
            assert_int_equal(estimate->trials, experiment.trials);
        } else {
            assert_int_equal(estimate->status, STATUS_COMPLETE);
            assert_int_equal(estimate->look, 1);
        }
        experiment_release(&experiment);
    }
}

/* Its intervals have the level that looks and clauses leave: of k failures in n trials. */
static void looks_and_clauses_share_the_error(void **state)
{
    (void)state;
    struct check check = {.condition = {.count = 3}, .within = 0.1};
    struct experiment experiment = make("always-attack", 6, 0, 0.1);
    for (int i = 0; i < 3; i++)
        check.condition.clause[i] = (struct clause){QUANTITY_FAILURE, true, 3e-6};
    assert_int_equal(run(&check, &experiment), ANSWER_HOLDS);
    const struct estimate *estimate = &experiment.estimates[0];
    assert_true(estimate->look > 1);
    struct interval interval;
    assert_true(interval_of_proportion(
        INTERVAL_CLOPPER_PEARSON, estimate->count[CELL_FIRST_ONLY], estimate->trials,
        stopping_level(1.0 - 0.05 / 3.0, estimate->look), &interval));
    for (int i = 0; i < 3; i++) {
        assert_close(check.finding[i].found.interval.low, interval.low, 0.0);
        assert_close(check.finding[i].found.interval.high, interval.high, 0.0);
    }
    experiment_release(&experiment);
}

static void exact_numbers_answer(void **state)
{
    (void)state;
    struct check check = {
        .condition = {2, {{QUANTITY_FAILURE, true, 2e-6}, {QUANTITY_MESSENGERS, false, 5.9}}}};
    struct experiment experiment = make("always-attack", 6, 0, 0.1);
    assert_true(check_choose_method(&experiment, &error));
    assert_int_equal(run(&check, &experiment), ANSWER_HOLDS);
    assert_close(check.finding[0].found.value, 1e-6, 1e-12);
    assert_true(check.finding[0].exact && check.finding[1].exact);
    assert_int_equal(experiment.estimates[0].trials, 2);
    experiment_release(&experiment);
}

/* Whole tests, trials and all, at an edge of the region: 0.1^5 and a limit 10 % above or below it.
 */
static void errors_are_as_rare_as_stated(void **state)
{
    (void)state;
    const int experiments = FEWER_IF_SANITIZED(2000, 20);
    for (int edge = 0; edge < 2; edge++) {
        int wrong = 0;
        for (int i = 0; i < experiments; i++) {
            struct check check = {
                .condition = {1, {{QUANTITY_FAILURE, true, edge ? 1e-5 / 1.1 : 1e-5 / 0.9}}},
                .within = 0.1};
            struct experiment experiment = make("always-attack", 5, 0, 0.1);
            experiment.seed = (uint64_t)i;
            experiment.trials = 10000000000;
            experiment.options.level = 0.8;
            const enum answer answer = run(&check, &experiment);
            assert_int_not_equal(answer, ANSWER_UNDECIDED);
            wrong += answer == (edge ? ANSWER_HOLDS : ANSWER_FAILS);
            experiment_release(&experiment);
        }
        /* 5 standard errors: a false alarm with probability 3e-7. */
        assert_true(wrong <= 0.2 * experiments + 5.0 * sqrt(0.16 * experiments));
    }
}

int main(void)
{
    let_tails_underflow();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(few_histories_are_gone_through),
        cmocka_unit_test(all_clauses_must_hold),
        cmocka_unit_test(looks_and_clauses_share_the_error),
        cmocka_unit_test(exact_numbers_answer),
        cmocka_unit_test(errors_are_as_rare_as_stated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
