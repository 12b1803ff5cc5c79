/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The advice against all settings of a small range, and against closed forms where there are too
 * many histories to go through. */

#include "analysis/advice.h"

#include "strategies/strategies.h"
#include "tests/testing.h"

#include <string.h>

static struct error error;

static double loss_rates[] = {0.02, 0.1, 0.3};
enum { LOSS_002, LOSS_01, LOSS_03 };

static struct sweep sweep_of(const char *name, int loss)
{
    return (struct sweep){.strategy = strategy_find(name), .loss = {1, &loss_rates[loss]}};
}

static struct sweep burst_sweep_of(const char *name, int loss)
{
    struct sweep sweep = sweep_of(name, loss);
    sweep.channel = channel_burst;
    return sweep;
}

static struct advice find(const struct sweep *sweeps, size_t count, struct targets targets)
{
    struct advice advice = {.targets = targets, .seed = 1, .threads = 2, .level = 0.95};
    for (size_t i = 0; i < count; i++)
        if (!advice_check(&sweeps[i], &error))
            fail_msg("%s", error.message);
    if (!advice_find(&advice, sweeps, count, NULL, NULL, &error))
        fail_msg("%s", error.message);
    return advice;
}

/* The best of the best strategy. */
static const struct candidate *best_of(const struct advice *advice)
{
    assert_true(advice->best < advice->search_count);
    const struct search *search = &advice->search[advice->best];
    return &search->candidates.list[search->best];
}

static const char *best_name(const struct advice *advice)
{
    assert_true(advice->best < advice->search_count);
    return advice->search[advice->best].sweep->strategy->name;
}

/* --- all settings, exactly -------------------------------------------------------------------- */

/* The values low .. high for each parameter that is a choice. */
struct box {
    double value[PARAMETERS_MAX][64];
    struct experiment experiment;
};

static void enumerate_box(struct box *box, struct sweep sweep, const double *low,
                          const double *high)
{
    box->experiment = (struct experiment){
        .method = {METHOD_EXACT},
        .method_count = 1,
        .trials = 1,
        .seed = 1,
        .threads = 2,
        .options = {INTERVAL_CLOPPER_PEARSON, 0.95},
    };
    for (size_t i = 0; i < strategy_parameter_count(sweep.strategy); i++) {
        size_t count = 0;
        if (sweep.strategy->parameter[i].role != PARAMETER_CHOICE)
            continue;
        for (double value = low[i]; value <= high[i]; value++)
            box->value[i][count++] = value;
        sweep.parameter[i] = (struct values){count, box->value[i]};
    }
    if (!experiment_add(&box->experiment, &sweep, &error))
        fail_msg("%s", error.message);
    experiment_sort(&box->experiment);
    if (!experiment_run(&box->experiment, NULL, NULL, &error))
        fail_msg("%s", error.message);
}

static const double nearly = 1.0 + 1e-12;

static bool meets(const struct estimate *estimate, const struct targets *targets)
{
    return estimate->failure.value <= targets->failure * nearly &&
           (targets->success == 0.0 || estimate->success.value * nearly >= targets->success) &&
           (targets->rounds_p99 == 0.0 || estimate->rounds_p99 <= targets->rounds_p99);
}

/* The fewest messengers in the box that meet the targets; infinite if none do. */
static double fewest_in(const struct box *box, const struct targets *targets)
{
    double fewest = INFINITY;
    for (size_t i = 0; i < box->experiment.point_count; i++)
        if (meets(&box->experiment.estimates[i], targets))
            fewest = fmin(fewest, box->experiment.estimates[i].messengers.value);
    return fewest;
}

/* What is advised meets the targets by what the box knows of it, and nothing in the box is more
 * than 1 % cheaper. The box is large enough to hold the advice. */
static void assert_best_in(const struct box *box, const struct candidate *best,
                           const struct targets *targets)
{
    for (size_t i = 0; i < box->experiment.point_count; i++)
        if (memcmp(box->experiment.points[i].parameter, best->parameter, sizeof best->parameter) ==
            0) {
            const struct estimate *estimate = &box->experiment.estimates[i];
            assert_true(meets(estimate, targets));
            assert_close(best->messengers.value, estimate->messengers.value, 1e-12);
            assert_true(best->messengers.value <= 1.01 * nearly * fewest_in(box, targets));
            return;
        }
    fail_msg("the advice lies outside of the box");
}

static bool is_listed(const struct candidates *candidates, const double *parameter)
{
    for (size_t i = 0; i < candidates->count; i++)
        if (memcmp(candidates->list[i].parameter, parameter,
                   sizeof candidates->list[i].parameter) == 0)
            return true;
    return false;
}

/* All that is the smallest step from the best was looked at. */
static void assert_neighbours_listed(const struct search *search)
{
    const struct candidate *best = &search->candidates.list[search->best];
    for (size_t i = 0; i < strategy_parameter_count(search->sweep->strategy); i++) {
        const struct parameter *parameter = &search->sweep->strategy->parameter[i];
        for (int step = -1; step <= 1; step += 2) {
            double neighbour[PARAMETERS_MAX];
            memcpy(neighbour, best->parameter, sizeof neighbour);
            neighbour[i] += step;
            if (parameter->role == PARAMETER_CHOICE && neighbour[i] >= parameter->lowest)
                assert_true(is_listed(&search->candidates, neighbour));
        }
    }
}

static void nothing_in_a_box_is_cheaper(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        int loss;
        double low[2], high[2];
        struct targets targets[4];
    } cases[] = {
        {"always-attack", LOSS_01, {1}, {40}, {{1e-2, 0, 0}, {1e-9, 0, 0}, {1e-33, 0, 0}}},
        {"await-reply", LOSS_03, {1}, {40}, {{0.3, 0, 0}, {1e-6, 0.9, 2}, {1e-20, 0, 0}}},
        {"retransmit",
         LOSS_01,
         {1},
         {14},
         {{1e-2, 0, 0}, {1e-5, 0, 0}, {1e-9, 0, 3}, {0.09, 0.99, 0}}},
        {"ack-chain",
         LOSS_03,
         {1, 1},
         {40, 20},
         {{1e-3, 0, 0}, {1e-5, 0, 1}, {1e-5, 0.99, 2}, {0.05, 0.5, 0}}},
        {"four-way-close", LOSS_01, {0, 0}, {5, 7}, {{1e-3, 0.99, 0}, {0.03, 0, 4}}},
    };
    for (size_t i = 0; i < FEWER_IF_SANITIZED(COUNT_OF(cases), COUNT_OF(cases) - 1); i++) {
        const struct sweep sweep = sweep_of(cases[i].name, cases[i].loss);
        struct box box;
        enumerate_box(&box, sweep, cases[i].low, cases[i].high);
        for (size_t j = 0; j < COUNT_OF(cases[i].targets) && cases[i].targets[j].failure > 0; j++) {
            struct advice advice = find(&sweep, 1, cases[i].targets[j]);
            assert_best_in(&box, best_of(&advice), &cases[i].targets[j]);
            assert_neighbours_listed(&advice.search[0]);
            advice_release(&advice);
        }
        experiment_release(&box.experiment);
    }
}

/* A value that equals the target to 12 digits is no miss. */
static void at_most_is_no_less_than(void **state)
{
    (void)state;
    const struct sweep sweep = sweep_of("always-attack", LOSS_01);
    struct advice advice = find(&sweep, 1, (struct targets){.failure = 1e-9});
    assert_close(best_of(&advice)->parameter[0], 9, 0);
    advice_release(&advice);
    advice = find(&sweep, 1, (struct targets){.failure = 0.999999e-9});
    assert_close(best_of(&advice)->parameter[0], 10, 0);
    advice_release(&advice);
}

/* --- strategies against each other ------------------------------------------------------------ */

static void the_cheapest_strategy_wins(void **state)
{
    (void)state;
    struct sweep sweeps[] = {sweep_of("always-attack", LOSS_01), sweep_of("await-reply", LOSS_01),
                             sweep_of("retransmit", LOSS_01), sweep_of("random-attack", LOSS_01)};
    struct setting ranked[COUNT_OF(sweeps)], faster[4];
    struct advice advice = find(sweeps, COUNT_OF(sweeps), (struct targets){.failure = 1e-5});
    assert_string_equal(best_name(&advice), "retransmit");
    /* random-attack fails with at least 1/100 of 1 - s^100 */
    assert_int_equal(advice_rank(&advice, ranked), 3);
    const double messengers[] = {2.3456, 5, 9.9999};
    for (size_t i = 0; i < 3; i++) {
        const struct search *search = ranked[i].search;
        assert_close(search->candidates.list[ranked[i].index].messengers.value, messengers[i],
                     1e-4);
    }
    /* retransmit may need 3 rounds, await-reply 2, but always-attack needs fewer of both */
    assert_int_equal(advice_faster(&advice, faster, COUNT_OF(faster)), 1);
    assert_string_equal(faster[0].search->sweep->strategy->name, "always-attack");
    advice_release(&advice);
    advice = find(sweeps, COUNT_OF(sweeps), (struct targets){.failure = 1e-5, .rounds_p99 = 2});
    assert_string_equal(best_name(&advice), "always-attack");
    assert_int_equal(advice_faster(&advice, faster, COUNT_OF(faster)), 0);
    advice_release(&advice);
}

/* Under bursts many messengers at once buy nothing: time does. */
static void bursts_ask_for_spacing(void **state)
{
    (void)state;
    const struct sweep sweeps[] = {burst_sweep_of("always-attack", LOSS_01),
                                   burst_sweep_of("retransmit", LOSS_01)};
    const struct targets targets = {.failure = 1e-6, .success = 0.999};
    struct advice advice = find(sweeps, COUNT_OF(sweeps), targets);
    for (size_t i = 0; i < COUNT_OF(sweeps); i++) {
        const struct candidates *candidates = &advice.search[i].candidates;
        assert_true(advice.search[i].best < candidates->count);
        assert_true(candidates->list[advice.search[i].best].parameter[1] >= 8);
        for (size_t j = 0; j < candidates->count; j++)
            if (candidates->list[j].parameter[1] == 0)
                assert_false(candidate_meets(&candidates->list[j]));
    }
    assert_string_equal(best_name(&advice), "retransmit");
    advice_release(&advice);
}

static void nothing_in_a_box_under_bursts_is_cheaper(void **state)
{
    (void)state;
    static double paces[] = {0, 1, 2, 4, 8, 16, 32, 64};
    static const double low[] = {1}, high[] = {14};
    const struct targets targets[] = {{1e-2, 0, 0}, {1e-4, 0, 0}, {1e-4, 0, 100}, {1e-6, 0, 240}};
    struct sweep sweep = burst_sweep_of("always-attack", LOSS_01);
    struct box box;
    sweep.parameter[1] = (struct values){COUNT_OF(paces), paces};
    enumerate_box(&box, sweep, low, high);
    sweep.parameter[1].count = 0;
    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        struct advice advice = find(&sweep, 1, targets[i]);
        assert_best_in(&box, best_of(&advice), &targets[i]);
        advice_release(&advice);
    }
    experiment_release(&box.experiment);
}

/* Of those that are as cheap, always-attack with spacing 32 needs 7 messengers, with 64 too: the
 * one of fewer rounds is better. */
static void of_equally_cheap_ones_the_faster_is_better(void **state)
{
    (void)state;
    static double spacing[] = {64, 32, 48}, messengers[] = {8, 7};
    struct sweep sweep = burst_sweep_of("always-attack", LOSS_01);
    sweep.parameter[0] = (struct values){2, messengers};
    sweep.parameter[1] = (struct values){3, spacing};
    struct advice advice = find(&sweep, 1, (struct targets){.failure = 1e-6});
    assert_int_equal(advice.search[0].candidates.count, 6);
    assert_close(best_of(&advice)->parameter[0], 7, 0);
    assert_close(best_of(&advice)->parameter[1], 32, 0);
    advice_release(&advice);
}

/* --- what is sampled -------------------------------------------------------------------------- */

/* Failure of bounded-retransmission: (1-g)^(N-1) (g - p^(MAX+1)). */
static double file_failure(double chunks, double retries, double p)
{
    const double f = 1.0 - (1.0 - p) * (1.0 - p), g = pow(f, retries + 1.0);
    return pow(1.0 - g, chunks - 1.0) * (g - pow(p, retries + 1.0));
}

static void samples_lead_to_the_same(void **state)
{
    (void)state;
    static double chunks[] = {24};
    const double failures[] = {2e-3, 2e-6};
    struct sweep sweep = sweep_of("bounded-retransmission", LOSS_002);
    sweep.parameter[0] = (struct values){1, chunks};
    for (size_t i = 0; i < FEWER_IF_SANITIZED(COUNT_OF(failures), 1); i++) {
        const struct targets targets = {.failure = failures[i], .success = 0.95};
        double retries = 0.0;
        while (file_failure(chunks[0], retries, 0.02) > failures[i])
            retries++;
        struct advice advice = find(&sweep, 1, targets);
        const struct candidate *best = best_of(&advice);
        assert_int_equal(best->method, METHOD_MONTE_CARLO);
        assert_close(best->parameter[0], 24, 0);
        assert_close(best->parameter[1], retries, 0);
        assert_true(best->failure.interval.high <= failures[i]);
        assert_true(best->success.interval.low >= 0.95);
        assert_int_equal(best->rare_trials > 0, failures[i] < ASSESS_RARE);
        const double failure = file_failure(chunks[0], retries, 0.02);
        assert_true(best->failure.interval.low <= failure);
        assert_true(best->failure.interval.high >= failure);
        advice_release(&advice);
    }
}

/* What misses a target by next to nothing, or meets it so, does not meet it: that cannot be seen.
 */
static void an_interval_on_the_target_does_not_meet_it(void **state)
{
    (void)state;
    static double chunks[] = {24};
    const double g = pow(1.0 - 0.98 * 0.98, 2.0);
    struct sweep sweep = sweep_of("bounded-retransmission", LOSS_002);
    sweep.parameter[0] = (struct values){1, chunks};
    for (int side = -1; side <= 1; side += 2) {
        const double success = pow(1.0 - g, 24.0) + side * 1e-7;
        struct advice advice =
            find(&sweep, 1, (struct targets){.failure = 0.5, .success = success});
        assert_close(best_of(&advice)->parameter[1], 2, 0);
        advice_release(&advice);
    }
}

/* All that might be looked at share the error. */
static void intervals_hold_together(void **state)
{
    (void)state;
    struct sweep sweeps[] = {sweep_of("bounded-retransmission", LOSS_01),
                             sweep_of("bounded-retransmission", LOSS_01)};
    struct advice advice = find(sweeps, 2, (struct targets){.failure = 1e-2, .success = 0.5});
    const struct candidate *best = best_of(&advice);
    assert_int_equal(best->method, METHOD_MONTE_CARLO);
    const uint64_t k = (uint64_t)llround(best->success.value * (double)best->trials);
    const double level = 1.0 - 0.05 / (2.0 * 4096.0 * 5.0);
    struct interval narrow, wide;
    assert_true(interval_of_proportion(INTERVAL_CLOPPER_PEARSON, k, best->trials, level, &narrow));
    assert_true(interval_of_proportion(INTERVAL_CLOPPER_PEARSON, k, best->trials,
                                       1.0 - (1.0 - level) / 1000.0, &wide));
    assert_true(best->success.interval.low < narrow.low * nearly);
    assert_true(best->success.interval.low > wide.low);
    assert_true(best->success.interval.high > narrow.high);
    assert_true(best->success.interval.high < wide.high);
    advice_release(&advice);
}

/* --- nothing meets ---------------------------------------------------------------------------- */

static const struct candidate *nearest_to(const struct advice *advice, unsigned target)
{
    const struct setting setting = advice_nearest(advice, target);
    return setting.search == NULL ? NULL : &setting.search->candidates.list[setting.index];
}

static void nothing_meets_and_the_nearest_is_told(void **state)
{
    (void)state;
    const struct sweep chain = sweep_of("ack-chain", LOSS_03);
    static double at_most_four[] = {1, 2, 3, 4};
    struct sweep sweep = chain;
    sweep.parameter[0] = sweep.parameter[1] = (struct values){4, at_most_four};
    /* failure (1-q)^(k-1) q with q = 0.3^n, success (1-q)^k */
    struct advice advice = find(&sweep, 1, (struct targets){.failure = 1e-3, .success = 0.97});
    assert_int_equal(advice.best, advice.search_count);
    const struct candidate *nearest = nearest_to(&advice, MISSES_FAILURE);
    assert_non_null(nearest);
    assert_close(nearest->parameter[0], 3, 0); /* with 4 messages success is below 0.97 */
    assert_close(nearest->parameter[1], 4, 0);
    assert_close(nearest->failure.value, 0.9919 * 0.9919 * 0.0081, 1e-12);
    assert_null(nearest_to(&advice, MISSES_SUCCESS));
    assert_null(nearest_to(&advice, MISSES_ROUNDS));
    struct setting none[1];
    assert_int_equal(advice_rank(&advice, none), 0);
    assert_int_equal(advice_faster(&advice, none, 1), 0);
    advice_release(&advice);

    /* With 0.3, k messages fail with 0.7^(k-1) 0.3 and succeed with 0.7^k. */
    sweep.parameter[1].count = 1;
    advice = find(&sweep, 1, (struct targets){.failure = 0.22, .success = 0.55});
    assert_close(nearest_to(&advice, MISSES_SUCCESS)->parameter[0], 2, 0);
    assert_close(nearest_to(&advice, MISSES_FAILURE)->parameter[0], 1, 0);
    assert_null(nearest_to(&advice, MISSES_ROUNDS));
    advice_release(&advice);
    advice = find(&sweep, 1, (struct targets){.failure = 0.22, .rounds_p99 = 1});
    assert_close(nearest_to(&advice, MISSES_ROUNDS)->parameter[0], 2, 0);
    advice_release(&advice);
}

/* --- parameters ------------------------------------------------------------------------------- */

/* What is given is not chosen, whatever would be cheaper. */
static void the_task_is_given(void **state)
{
    (void)state;
    const struct sweep sweep = sweep_of("oral-messages", LOSS_002);
    struct advice advice = find(&sweep, 1, (struct targets){.failure = 0.5});
    const struct candidates *candidates = &advice.search[0].candidates;
    for (size_t i = 0; i < candidates->count; i++) {
        assert_close(candidates->list[i].parameter[0], 4, 0); /* generals */
        assert_close(candidates->list[i].parameter[1], 1, 0); /* traitors */
        assert_close(candidates->list[i].parameter[3], 0, 0); /* commander */
    }
    assert_int_equal(candidates_range(candidates, 2).values, 3); /* depth 0 to generals - 2 */
    advice_release(&advice);
}

static void assert_refused(struct sweep sweep, const char *text)
{
    assert_false(advice_check(&sweep, &error));
    if (strstr(error.message, text) == NULL)
        fail_msg("'%s' is not in '%s'", text, error.message);
}

static void what_cannot_be_searched_is_refused(void **state)
{
    (void)state;
    static double many[LADDER_MAX + 1] = {1, 2, 3};
    struct sweep sweep = sweep_of("bounded-retransmission", LOSS_01);
    sweep.loss = (struct values){2, loss_rates};
    assert_refused(sweep, "--loss: expected one value, got 2");
    sweep = sweep_of("bounded-retransmission", LOSS_01);
    sweep.loss_back = (struct values){3, loss_rates};
    assert_refused(sweep, "--loss-back: expected one value, got 3");
    sweep = burst_sweep_of("retransmit", LOSS_01);
    sweep.channel_parameter[0] = (struct values){2, many};
    assert_refused(sweep, "length: expected one value, got 2");
    sweep = sweep_of("bounded-retransmission", LOSS_01);
    sweep.parameter[0] = (struct values){2, many};
    assert_refused(sweep, "chunks is given with the task");
    sweep = sweep_of("retransmit", LOSS_01);
    sweep.parameter[0] = (struct values){LADDER_MAX + 1, many};
    assert_refused(sweep, "attempts: expected at most 256 values, got 257");
    sweep.parameter[0] = (struct values){1, &many[LADDER_MAX]};
    assert_refused(sweep, "attempts=0: expected a whole number from 1");
    assert_refused(burst_sweep_of("oral-messages", LOSS_01), "memoryless channel");
}

/* On a memoryless channel a pace changes when things happen, and nothing else. */
static void a_pace_changes_the_rounds_alone(void **state)
{
    (void)state;
    const struct strategy *const *strategies = strategy_list();
    size_t paces = 0;
    for (size_t s = 0; strategies[s] != NULL; s++)
        for (size_t p = 0; p < strategy_parameter_count(strategies[s]); p++) {
            const struct parameter *parameter = &strategies[s]->parameter[p];
            double values[] = {parameter->lowest, parameter->lowest + 1, parameter->lowest + 3};
            if (parameter->role != PARAMETER_PACE)
                continue;
            paces++;
            struct sweep sweep = sweep_of(strategies[s]->name, LOSS_03);
            sweep.parameter[p] = (struct values){COUNT_OF(values), values};
            struct experiment experiment = {.method = {METHOD_EXACT},
                                            .method_count = 1,
                                            .trials = 1,
                                            .threads = 2,
                                            .options = {INTERVAL_CLOPPER_PEARSON, 0.95}};
            assert_true(experiment_add(&experiment, &sweep, &error));
            experiment_sort(&experiment);
            assert_true(experiment_run(&experiment, NULL, NULL, &error));
            for (size_t i = 1; i < COUNT_OF(values); i++) {
                const struct estimate *a = &experiment.estimates[0], *b = &experiment.estimates[i];
                for (int cell = 0; cell < CELL_COUNT; cell++)
                    assert_close(b->probability[cell], a->probability[cell], 1e-12);
                assert_true(a->messengers.value > 0.0);
                assert_close(b->messengers.value, a->messengers.value, 1e-12);
            }
            experiment_release(&experiment);
        }
    assert_true(paces >= 6);
}

int main(void)
{
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_in_a_box_is_cheaper),
        cmocka_unit_test(at_most_is_no_less_than),
        cmocka_unit_test(the_cheapest_strategy_wins),
        cmocka_unit_test(bursts_ask_for_spacing),
        cmocka_unit_test(nothing_in_a_box_under_bursts_is_cheaper),
        cmocka_unit_test(of_equally_cheap_ones_the_faster_is_better),
        cmocka_unit_test(samples_lead_to_the_same),
        cmocka_unit_test(an_interval_on_the_target_does_not_meet_it),
        cmocka_unit_test(intervals_hold_together),
        cmocka_unit_test(nothing_meets_and_the_nearest_is_told),
        cmocka_unit_test(the_task_is_given),
        cmocka_unit_test(what_cannot_be_searched_is_refused),
        cmocka_unit_test(a_pace_changes_the_rounds_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
