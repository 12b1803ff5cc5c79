/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Importance sampling against the exact method over a grid of every strategy's parameters, channels
 * and targets: within 3 standard errors in 95 % of the cases or more, and never more than 5 off
 * without a warning. `test_rare_events_grid all` takes minutes; else one case in so many is tried.
 * Seeds are fixed: what passes once passes always. */
#include "strategies/strategies.h"
#include "tests/analysis/sampled.h"
#include "tests/analysis/small_points.h"
#include "tests/testing.h"

#include <stdlib.h>
#include <string.h>

enum { CASES_MAX = 20000, DRAWS_MAX = 24, TRIALS = 50000 };

static size_t step = FEWER_IF_SANITIZED(41, 211);
static struct point *cases;
static size_t case_count, seen;
static struct channel channel;

static void add(const struct point *point, enum target target)
{
    if (seen++ % step != 0)
        return;
    assert_true(case_count < CASES_MAX);
    cases[case_count] = *point;
    cases[case_count].method = METHOD_IMPORTANCE;
    cases[case_count++].target = target;
}

static void add_point(const struct point *point)
{
    const size_t targets = TARGET_COUNTER + strategy_counter_count(point->strategy);
    const struct problem *problem = point->strategy->problem;
    const bool equal = channel.kind == CHANNEL_MEMORYLESS && channel.loss == channel.loss_back;
    if (!problem->one_loss_rate || equal)
        for (enum target target = 0; target < targets; target++)
            add(point, target);
}

static void list_cases(void)
{
    static const struct channel memoryless[] = {{0.1, 0.1},   {0.5, 0.5},   {0.3, 0.01},
                                                {0.001, 0.9}, {1e-9, 1e-9}, {0.999, 0.25}};
    cases = calloc(CASES_MAX, sizeof *cases);
    assert_non_null(cases);
    for (size_t i = 0; i < COUNT_OF(memoryless); i++) {
        channel = memoryless[i];
        for_small_points(channel, DRAWS_MAX, add_point);
    }
    channel = channel_burst;
    channel.loss = channel.loss_back = 0.01;
    for_small_points(channel, DRAWS_MAX, add_point);
    channel.length = 2.0;
    channel.capture = 0.75;
    channel.leak = 0.001;
    for_small_points(channel, DRAWS_MAX, add_point);
}

/* The same points by the exact method. */
static struct experiment exactly(void)
{
    struct point *points = calloc(case_count, sizeof *points);
    assert_non_null(points);
    for (size_t i = 0; i < case_count; i++) {
        points[i] = cases[i];
        points[i].method = METHOD_EXACT;
        points[i].target = TARGET_FAILURE;
    }
    struct experiment experiment = sampled(points, case_count, 1, 1);
    free(points);
    return experiment;
}

static void describe(size_t index, const struct estimate *estimate, double known, double deviation)
{
    print_error("%s %s: %g, not %g: %.2f standard errors; %s\n", point_words(&cases[index]),
                target_name(cases[index].strategy, cases[index].target),
                estimate_target(cases[index].target, estimate).value, known, deviation,
                status_name(estimate->status));
}

static void importance_agrees_with_exact(void **state)
{
    (void)state;
    list_cases();
    struct experiment exact = exactly(), rare = sampled(cases, case_count, TRIALS, 1);
    size_t near = 0, warned = 0, tried = 0;
    for (size_t i = 0; i < case_count; i++) {
        const struct estimate *estimate = &rare.estimates[i];
        const double known = estimate_target(cases[i].target, &exact.estimates[i]).value;
        const double deviation = sampled_deviation(&rare, i, known);
        const bool good = estimate->status == STATUS_COMPLETE;
        if (known == 0.0) {
            assert_int_equal(estimate->status, STATUS_UNSEEN);
            continue;
        }
        tried++;
        near += fabs(deviation) < 3.0;
        warned += !good;
        if (!good || !(fabs(deviation) < 3.0))
            describe(i, estimate, known, deviation);
        if (good && !(fabs(deviation) < 5.0))
            fail();
    }
    print_message("%zu cases, %zu within 3 standard errors, %zu with a warning\n", tried, near,
                  warned);
    assert_true(tried > 0 && (double)near >= 0.95 * (double)tried);
    experiment_release(&exact);
    experiment_release(&rare);
    free(cases);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "all") == 0)
        step = 1;
    let_tails_underflow();
    const struct CMUnitTest tests[] = {cmocka_unit_test(importance_agrees_with_exact)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
