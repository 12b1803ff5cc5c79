/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The exact method, for every strategy: against closed forms, and against Monte Carlo. */

#include "analysis/agreement.h"
#include "engine/work.h"
#include "strategies/strategies.h"
#include "tests/engine/exact_sums.h"
#include "tests/strategies/closed_forms.h"
#include "tests/strategies/small.h"

/* --- closed forms ----------------------------------------------------------------------------- */

static struct exact_sums all_sums[CLOSED_FORM_POINTS_MAX];

static bool keep(void *context, size_t point, struct outcome outcome, struct error *error)
{
    (void)context;
    return exact_sums_copy(&all_sums[point], outcome.exact) || error_no_memory(error);
}

/* 0 is close to 0 alone: what is impossible by one is so by the other. */
static void compare(long double actual, long double expected, const struct point *point,
                    const char *what, size_t i)
{
    if (fabsl(actual - expected) <= 1e-12L * fabsl(expected)) /* false for NaN */
        return;
    fail_msg("%s(%g, %g) at loss %g, %g back: %s %zu is %.20Lg, not %.20Lg", point->strategy->name,
             point->parameter[0], point->parameter[1], point->channel.loss,
             point->channel.loss_back, what, i, actual, expected);
}

static void compare_with_closed_form(const struct point *point, const struct exact_sums *sums)
{
    const struct closed_form *form = closed_form_of(point);
    const struct setting setting = setting_of(point);
    assert_non_null(form);
    long double cell[CELL_COUNT] = {0.0L}, mean, square;
    form->cells(&setting, cell);
    form->messengers(&setting, &mean, &square);
    for (size_t i = 0; i < CELL_COUNT; i++)
        compare(sums->cell[i], cell[i], point, "cell", i);
    compare(sums->messengers, mean, point, "messengers", 0);
    for (unsigned i = 0; i < sums->round_count; i++)
        compare(sums->rounds[i].reached, form->reached(&setting, i), point, "P(reached), round", i);
}

static void exact_equals_closed_forms(void **state)
{
    (void)state;
    static struct point points[CLOSED_FORM_POINTS_MAX];
    const size_t count = closed_form_points(points);
    for (size_t i = 0; i < count; i++)
        points[i].method = METHOD_EXACT;
    const struct work work = {.points = points,
                              .point_count = count,
                              .trials = 1,
                              .threads = work_processors(),
                              .finished = keep};
    struct error error;
    if (!work_run(&work, &error))
        fail_msg("%s", error.message);
    for (size_t i = 0; i < count; i++) {
        compare_with_closed_form(&points[i], &all_sums[i]);
        exact_sums_release(&all_sums[i]);
    }
}

/* --- Monte Carlo ------------------------------------------------------------------------------ */

/* The whole test fails with probability below 1e-6 if nothing is wrong. */
static void monte_carlo_agrees_with_exact(void **state)
{
    (void)state;
    double losses[] = {1e-4, 0.01, 0.2, 0.7}, losses_back[] = {0.003, 0.3, 0.9};
    struct experiment experiment = {
        .method = {METHOD_MONTE_CARLO, METHOD_EXACT},
        .method_count = 2,
        .trials = FEWER_IF_SANITIZED(2000000, 100000),
        .seed = 11,
        .threads = work_processors(),
        .options = {INTERVAL_CLOPPER_PEARSON, 0.95},
    };
    struct error error;
    size_t expected = 0;
    for (const struct strategy *const *strategy = strategy_list(); *strategy != NULL; strategy++) {
        struct point small = small_point(*strategy, (struct channel){0.2, 0.2});
        struct sweep sweep = {.strategy = *strategy, .loss = {COUNT_OF(losses), losses}};
        if (strategy_parameter_count(*strategy) > 0)
            sweep.parameter[0] = (struct values){1, &small.parameter[0]};
        if (!(*strategy)->problem->one_loss_rate)
            sweep.loss_back = (struct values){COUNT_OF(losses_back), losses_back};
        if (!experiment_add(&experiment, &sweep, &error))
            fail_msg("%s", error.message);
        expected += COUNT_OF(losses) * (sweep.loss_back.count > 0 ? COUNT_OF(losses_back) : 1);
    }
    experiment_sort(&experiment);
    if (!experiment_check(&experiment, &error) || !experiment_run(&experiment, NULL, NULL, &error))
        fail_msg("%s", error.message);
    size_t compared = 0;
    for (size_t i = 0; i < experiment.point_count; i++) {
        const struct point *point = &experiment.points[i];
        if (point->method != METHOD_MONTE_CARLO)
            continue;
        compared++;
        const double p_value = agreement_of_point(&experiment, i);
        if (!(p_value >= 1e-6 / (double)expected)) /* NaN, too */
            fail_msg("%s at loss %g, %g back: p-value %g", point->strategy->name,
                     point->channel.loss, point->channel.loss_back, p_value);
    }
    assert_int_equal(compared, expected);
    const struct agreement agreement = agreement_of_all(&experiment);
    assert_int_equal(agreement.points, expected);
    assert_true(agreement.overall >= 1e-6);
    experiment_release(&experiment);
}

int main(void)
{
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exact_equals_closed_forms),
        cmocka_unit_test(monte_carlo_agrees_with_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
