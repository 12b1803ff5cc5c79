/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Groups of contenders: intervals, p-values and their adjustment, ranks, and the Pareto set. */

#include "analysis/comparison.h"

#include "analysis/exact_test.h"
#include "analysis/stopping.h"
#include "tests/testing.h"

#include <stdlib.h>
#include <string.h>

static struct error error;

static struct contender counted(uint64_t failures, uint64_t trials, double messengers)
{
    return (struct contender){.evidence = EVIDENCE_COUNTS,
                              .failure = (double)failures / (double)trials,
                              .failures = failures,
                              .trials = trials,
                              .own_level = 0.95,
                              .cost = {messengers, messengers},
                              .messengers = {messengers - 1e-3, messengers + 1e-3},
                              .messengers_level = 0.95,
                              .messengers_trials = trials};
}

static struct contender exact(double failure, double messengers)
{
    return (struct contender){.evidence = EVIDENCE_EXACT,
                              .failure = failure,
                              .own_level = 1.0,
                              .cost = {messengers, messengers},
                              .messengers = {messengers, messengers},
                              .messengers_level = 1.0};
}

static struct contender looked(uint64_t failures, uint64_t trials, unsigned look)
{
    struct contender contender = counted(failures, trials, 1.0);
    contender.evidence = EVIDENCE_LOOKS;
    contender.look = look;
    return contender;
}

static struct contender bounded(double failure, double low, double high, double level)
{
    struct contender contender = exact(failure, 1.0);
    contender.evidence = EVIDENCE_INTERVAL;
    contender.own = (struct interval){low, high};
    contender.own_level = level;
    contender.messengers_trials = 1000;
    return contender;
}

/* Numbers the contenders and compares them. */
static struct comparison_group compare(struct contender *contenders, size_t count)
{
    struct comparison_group group = {.contender = contenders, .count = count, .level = 0.95};
    for (size_t i = 0; i < count; i++)
        contenders[i].id = i;
    if (!comparison_find(&group, &error))
        fail_msg("%s", error.message);
    return group;
}

/* --- intervals -------------------------------------------------------------------------------- */

/* Four contenders, of which three have an error: each has a third of 5 %. */
static void intervals_hold_together(void **state)
{
    (void)state;
    struct contender contenders[] = {counted(100, 1000, 1), counted(20, 1000, 1), exact(0.05, 1),
                                     counted(300, 2000, 1)};
    struct comparison_group group = compare(contenders, 4);
    struct interval best, last;
    assert_true(interval_of_proportion(INTERVAL_CLOPPER_PEARSON, 20, 1000, 1 - 0.05 / 3, &best));
    assert_true(interval_of_proportion(INTERVAL_CLOPPER_PEARSON, 300, 2000, 1 - 0.05 / 3, &last));
    assert_close(contenders[0].interval.low, best.low, 1e-12L);
    assert_close(contenders[3].interval.high, last.high, 1e-12L);
    assert_close(contenders[1].interval.low, 0.05, 0.0L);
    assert_int_equal(group.comparison_count, 6);
    const struct comparison *widest = &group.comparison[2]; /* of the best and the last */
    assert_int_equal(widest->first, 0);
    assert_int_equal(widest->second, 3);
    assert_close(widest->difference, 0.13, 1e-12L);
    assert_close(widest->difference_interval.low, last.low - best.high, 1e-12L);
    assert_close(widest->difference_interval.high, last.high - best.low, 1e-12L);
    assert_close(widest->ratio, 7.5, 1e-12L);
    assert_close(widest->ratio_interval.low, last.low / best.high, 1e-12L);
    assert_close(widest->ratio_interval.high, last.high / best.low, 1e-12L);
    comparison_release(&group);
}

static void nothing_seen_has_no_highest_ratio(void **state)
{
    (void)state;
    struct contender contenders[] = {counted(0, 500, 1), counted(0, 1000, 1), counted(30, 1000, 1)};
    struct comparison_group group = compare(contenders, 3);
    assert_int_equal(contenders[0].trials, 1000); /* the narrower of the two */
    assert_true(isnan(group.comparison[0].ratio));
    assert_true(group.comparison[0].ratio_interval.low <= 0.0);
    assert_true(isinf(group.comparison[0].ratio_interval.high));
    assert_true(isinf(group.comparison[1].ratio));
    assert_true(group.comparison[1].ratio_interval.low > 1.0);
    assert_close(group.comparison[0].p_holm, 1.0, 0.0L);
    comparison_release(&group);
    struct contender never[] = {exact(0.0, 1), exact(0.0, 2)};
    group = compare(never, 2);
    assert_true(isnan(group.comparison[0].ratio));
    assert_true(group.comparison[0].ratio_interval.low <= 0.0);
    assert_true(isinf(group.comparison[0].ratio_interval.high));
    assert_false(group.comparison[0].told_apart);
    comparison_release(&group);
}

/* The level of a look is what its share leaves. */
static void looks_are_paid_for(void **state)
{
    (void)state;
    struct interval at_look, once;
    const struct contender contender = looked(100, 100000, 3);
    assert_true(comparison_interval(&contender, 0.05, &at_look));
    assert_true(interval_of_proportion(INTERVAL_CLOPPER_PEARSON, 100, 100000,
                                       stopping_level(0.95, 3), &once));
    assert_close(at_look.low, once.low, 1e-12L);
    assert_close(at_look.high, once.high, 1e-12L);
    struct contender contenders[] = {looked(100, 100000, 3), looked(160, 100000, 2),
                                     exact(0.002, 1)};
    struct comparison_group group = compare(contenders, 3);
    assert_int_equal(group.comparison[0].test, TEST_LOOKS);
    assert_close(group.comparison[0].p_value,
                 exact_test_fisher(100, 100000, 160, 100000) * 12.0 * 6.0, 1e-9L);
    assert_int_equal(group.comparison[1].test, TEST_LOOKS);
    assert_close(group.comparison[1].p_value, exact_test_binomial(100, 100000, 0.002) * 12.0,
                 1e-9L);
    comparison_release(&group);
}

/* An interval of another kind holds at its own level, and below that says nothing. */
static void intervals_of_other_kinds(void **state)
{
    (void)state;
    struct interval interval;
    const struct contender own = bounded(1e-9, 9e-10, 2e-9, 0.99);
    assert_true(comparison_interval(&own, 0.0101, &interval));
    assert_close(interval.high, 2e-9, 0.0L);
    assert_true(comparison_interval(&own, 0.0099, &interval));
    assert_close(interval.high, 1.0, 0.0L);

    struct contender contenders[] = {own, counted(1000, 1000000, 1), exact(1e-6, 1),
                                     bounded(1.5e-9, 1e-9, 3e-9, 0.95)};
    struct comparison_group group = compare(contenders, 4);
    /* The other interval: they meet. Exact: the error of the interval. Counts: half of the error.
     */
    const double expected[] = {1.0, 0.01, 0.02};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(group.comparison[i].test, TEST_INTERVALS);
        assert_close(group.comparison[i].p_value, expected[i], 2e-6L);
    }
    comparison_release(&group);
    struct contender apart[] = {bounded(1e-3, 9e-4, 1.1e-3, 0.99), bounded(0.1, 0.09, 0.2, 0.98)};
    group = compare(apart, 2);
    assert_close(group.comparison[0].p_value, 0.04, 2e-6L);
    comparison_release(&group);
}

static struct contender weighted(double sum, double variance, double most, double level)
{
    const double tail = (1.0 - level) / 2.0;
    const double low_variance = fmax(variance, 4 * most * most);
    const double high_mean = sum + most, high_variance = variance + most * most;
    struct contender contender = bounded(
        sum * 1e-9, 1e-9 * gsl_cdf_gamma_Pinv(tail, sum * sum / low_variance, low_variance / sum),
        1e-9 * gsl_cdf_gamma_Qinv(tail, high_mean * high_mean / high_variance,
                                  high_variance / high_mean),
        level);
    contender.evidence = EVIDENCE_WEIGHTS;
    return contender;
}

/* The interval of Fay and Feuer at another level: what it would have been, or a bit wider. */
static void weights_have_any_level(void **state)
{
    (void)state;
    const double cases[][3] = {{10000, 10000, 1}, {1000, 1000, 1}, {1000, 4000, 30}, {200, 220, 4}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const double sum = cases[i][0], variance = cases[i][1], most = cases[i][2];
        const struct contender contender = weighted(sum, variance, most, 0.95);
        for (double miss = 0.5; miss > 1e-8; miss /= 7) {
            const struct contender other = weighted(sum, variance, most, 1.0 - miss);
            const double deviation = sqrt(variance) * 1e-9;
            struct interval found;
            assert_true(comparison_interval(&contender, miss, &found));
            if (miss > 0.05)
                continue;
            assert_true(found.low < other.own.low + 2e-3 * deviation);
            assert_true(found.low > other.own.low - 2e-2 * deviation);
            assert_true(found.high > other.own.high - 2e-3 * deviation);
            assert_true(found.high < other.own.high + 4e-9 * most + 2e-2 * deviation);
        }
    }
    struct contender wild = bounded(1e-9, 1e-12, 1e-3, 0.95); /* no such gamma distribution */
    struct interval found;
    wild.evidence = EVIDENCE_WEIGHTS;
    assert_true(comparison_interval(&wild, 0.01, &found));
    assert_close(found.high, 1.0, 0.0L);
}

/* The p-value is the error at which the intervals begin to meet. */
static void weights_have_p_values(void **state)
{
    (void)state;
    struct contender contenders[] = {weighted(1000, 1000, 1, 0.95), weighted(1150, 1300, 2, 0.99),
                                     counted(0, 10000000, 1), exact(1.12e-6, 1)};
    struct comparison_group group = compare(contenders, 4);
    size_t checked = 0;
    for (size_t i = 0; i < group.comparison_count; i++) {
        const struct comparison *pair = &group.comparison[i];
        const struct contender *a = &contenders[pair->first], *b = &contenders[pair->second];
        if (pair->test != TEST_INTERVALS || pair->p_value >= 1.0)
            continue;
        const bool has_exact = a->evidence == EVIDENCE_EXACT || b->evidence == EVIDENCE_EXACT;
        for (int side = -1; side <= 1; side += 2) {
            const double miss = pair->p_value * (1 + side * 1e-4) / (has_exact ? 1 : 2);
            struct interval of_a, of_b;
            assert_true(comparison_interval(a, miss, &of_a));
            assert_true(comparison_interval(b, miss, &of_b));
            assert_int_equal(of_a.high<of_b.low, side> 0);
        }
        checked++;
    }
    assert_int_equal(checked, 5);
    comparison_release(&group);
    struct contender far[] = {weighted(1000, 1000, 1, 0.95), exact(0.5, 1)};
    group = compare(far, 2);
    assert_true(group.comparison[0].p_value > 0.0 && group.comparison[0].p_value < 1e-12);
    comparison_release(&group);
}

/* --- p-values --------------------------------------------------------------------------------- */

/* The p-values are those of exact_test; what is checked here is their adjustment: sorted, times
 * what is left of the 6 pairs, never falling, at most 1. */
static void holm_adjusts(void **state)
{
    (void)state;
    struct contender contenders[] = {counted(100, 1000, 1), counted(131, 1000, 1),
                                     counted(190, 1000, 1), counted(132, 1000, 1)};
    struct comparison_group group = compare(contenders, 4);
    assert_close(group.family, 6, 0.0L);
    double before = 0.0;
    size_t raised = 0;
    bool done[6] = {false};
    for (int i = 0; i < 6; i++) {
        int smallest = -1;
        for (int j = 0; j < 6; j++)
            if (!done[j] &&
                (smallest < 0 || group.comparison[j].p_value < group.comparison[smallest].p_value))
                smallest = j;
        done[smallest] = true;
        const struct comparison *comparison = &group.comparison[smallest];
        const double product = (6 - i) * comparison->p_value;
        raised += product < before;
        before = fmin(1.0, fmax(before, product));
        assert_close(comparison->p_holm, before, 1e-15L);
        assert_int_equal(comparison->told_apart, before <= 0.05);
    }
    assert_int_not_equal(raised, 0);
    comparison_release(&group);
}

static void exact_ones_need_no_test(void **state)
{
    (void)state;
    struct contender contenders[] = {exact(0.1, 1), exact(0.1 * (1.0 + 1e-13), 1),
                                     exact(0.1 * (1.0 + 1e-9), 1), counted(130, 1000, 1)};
    struct comparison_group group = compare(contenders, 4);
    assert_close(group.family, 3, 0.0L); /* the three with the counted one */
    for (size_t i = 0; i < group.comparison_count; i++) {
        const struct comparison *comparison = &group.comparison[i];
        const bool both = contenders[comparison->first].evidence == EVIDENCE_EXACT &&
                          contenders[comparison->second].evidence == EVIDENCE_EXACT;
        assert_int_equal(comparison->test, both ? TEST_NONE : TEST_BINOMIAL);
        if (both)
            assert_int_equal(comparison->told_apart,
                             contenders[comparison->second].failure > 0.1 * (1.0 + 5e-10));
        else /* three tests of nearly the same */
            assert_close(comparison->p_holm, 3.0 * comparison->p_value, 1e-6L);
    }
    comparison_release(&group);
}

/* Above the most that are compared in pairs only the best is compared, and the family is all pairs:
 * the best is chosen by the same trials. */
static void the_best_against_many(void **state)
{
    (void)state;
    enum { MANY = COMPARISON_PAIRWISE_MAX + 1 };
    struct contender contenders[MANY];
    for (size_t i = 0; i < MANY; i++)
        contenders[i] = counted(100 + 20 * i, 1000, 1);
    struct comparison_group group = compare(contenders, MANY);
    assert_false(group.pairwise);
    assert_int_equal(group.comparison_count, MANY - 1);
    assert_close(group.family, MANY * (MANY - 1) / 2.0, 0.0L);
    for (size_t i = 0; i < group.comparison_count; i++)
        assert_int_equal(group.comparison[i].first, 0);
    const struct comparison *last = &group.comparison[MANY - 2];
    assert_close(last->p_holm, group.family * last->p_value, 1e-12L);
    comparison_release(&group);
    group = compare(contenders, MANY - 1);
    assert_true(group.pairwise);
    assert_int_equal(group.comparison_count, (MANY - 1) * (MANY - 2) / 2);
    comparison_release(&group);
}

/* --- ranks ------------------------------------------------------------------------------------ */

static void check_ranks(const struct contender *contenders, size_t count,
                        const size_t (*expected)[2])
{
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(contenders[i].rank_low, expected[i][0]);
        assert_int_equal(contenders[i].rank_high, expected[i][1]);
    }
}

static void ties_share_ranks(void **state)
{
    (void)state;
    struct contender contenders[] = {counted(5000, 10000, 1), counted(101, 10000, 1),
                                     counted(100, 10000, 1), counted(1000, 10000, 1),
                                     counted(1020, 10000, 1)};
    struct comparison_group group = compare(contenders, 5);
    assert_int_equal(contenders[0].id, 2);
    assert_int_equal(contenders[1].id, 1);
    assert_int_equal(contenders[4].id, 0);
    check_ranks(contenders, 5, (const size_t[][2]){{1, 2}, {1, 2}, {3, 4}, {3, 4}, {5, 5}});
    comparison_release(&group);
}

/* With many, by intervals that do not meet; exact ones that are the same are not apart. */
static void ranks_of_many(void **state)
{
    (void)state;
    enum { MANY = 40 };
    struct contender contenders[MANY];
    for (size_t i = 0; i < MANY; i++) {
        const double rounding = 1.0 + (double)i * 1e-14;
        contenders[i] = i % 2 == 0 ? exact((i < 6    ? 0.0
                                            : i < 20 ? 0.1
                                                     : 0.25) *
                                               rounding,
                                           1)
                                   : counted(5 * i * i / 10, 1000, 1);
    }
    struct comparison_group group = compare(contenders, MANY);
    for (size_t i = 0; i < MANY; i++) {
        size_t better = 0, worse = 0;
        const struct interval own = contenders[i].interval;
        for (size_t j = 0; j < MANY; j++) {
            const struct interval other = contenders[j].interval;
            better += other.high < own.low - 1e-12;
            worse += other.low > own.high + 1e-12;
        }
        assert_int_equal(contenders[i].rank_low, 1 + better);
        assert_int_equal(contenders[i].rank_high, MANY - worse);
        assert_true(better + worse > 0 && better + worse < MANY - 1);
    }
    comparison_release(&group);
}

/* --- the line --------------------------------------------------------------------------------- */

static const struct contender *find(const struct comparison_group *group, size_t id)
{
    for (size_t i = 0; i < group->count; i++)
        if (group->contender[i].id == id)
            return &group->contender[i];
    fail();
    return NULL;
}

static void check_line(const struct comparison_group *group, size_t id, enum line line, size_t by,
                       bool sure)
{
    const struct contender *contender = find(group, id);
    assert_int_equal(contender->pareto[COST_MESSENGERS].line, line);
    if (line != LINE_OFF)
        return;
    assert_int_equal(group->contender[contender->pareto[COST_MESSENGERS].by].id, by);
    assert_int_equal(contender->pareto[COST_MESSENGERS].sure, sure);
}

static void dominated_ones_are_off(void **state)
{
    (void)state;
    struct contender contenders[] = {
        exact(0.1, 1),    /* 0: on */
        exact(0.01, 2),   /* 1: on */
        exact(0.05, 2.5), /* 2: fails more than 1 and costs more */
        exact(0.01, 3),   /* 3: fails as often as 1 and costs more */
        exact(0.2, 1),    /* 4: costs as much as 0 and fails more */
        exact(0.001, 3),  /* 5: on */
        exact(0.01, 2),   /* 6: the same as 1: neither dominates the other */
        exact(0.3, 4),    /* 7: dominated by all: told is the one that fails least */
    };
    struct comparison_group group = compare(contenders, 8);
    check_line(&group, 0, LINE_ON, 0, false);
    check_line(&group, 1, LINE_ON, 0, false);
    check_line(&group, 2, LINE_OFF, 1, true);
    check_line(&group, 3, LINE_OFF, 5, true);
    check_line(&group, 4, LINE_OFF, 0, true);
    check_line(&group, 5, LINE_ON, 0, false);
    check_line(&group, 6, LINE_ON, 0, false);
    check_line(&group, 7, LINE_OFF, 5, true);
    comparison_release(&group);
}

/* Rounding is no difference: the second comes first in the order, and costs more. */
static void rounding_dominates_nothing(void **state)
{
    (void)state;
    struct contender contenders[] = {exact(0.1, 1), exact(0.1 * (1 - 1e-14), 2),
                                     exact(0.05, 1 + 1e-14), exact(0.05 * (1 + 1e-14), 1)};
    struct comparison_group group = compare(contenders, 4);
    check_line(&group, 2, LINE_ON, 0, false);
    check_line(&group, 3, LINE_ON, 0, false);
    assert_int_equal(find(&group, 0)->pareto[0].line, LINE_OFF);
    assert_int_equal(find(&group, 1)->pareto[0].line, LINE_OFF);
    comparison_release(&group);
    struct contender pair[] = {exact(0.1, 1), exact(0.1 * (1 - 1e-14), 2)};
    group = compare(pair, 2);
    check_line(&group, 0, LINE_ON, 0, false);
    check_line(&group, 1, LINE_OFF, 0, true);
    comparison_release(&group);
}

/* Sure: both that it fails less, and that it costs no more. */
static void sure_takes_both(void **state)
{
    (void)state;
    struct contender contenders[] = {
        counted(1000, 100000, 2.0), /* 0: on */
        counted(1020, 100000, 3.0), /* 1: off, not surely failing more */
        counted(2000, 100000, 3.0), /* 2: surely off */
        counted(2000, 100000, 2.0), /* 3: off, by as many messengers as are known to +- 0.001 */
        counted(2500, 100000, 1.0), /* 4: on */
    };
    struct comparison_group group = compare(contenders, 5);
    check_line(&group, 0, LINE_ON, 0, false);
    check_line(&group, 1, LINE_OFF, 0, false);
    check_line(&group, 2, LINE_OFF, 0, true);
    check_line(&group, 3, LINE_OFF, 0, false);
    check_line(&group, 4, LINE_ON, 0, false);
    assert_true(find(&group, 3)->pareto[COST_ROUNDS].sure); /* of rounds, failure alone */
    comparison_release(&group);
}

/* Of several that dominate it, none surely, the one that fails least is told. */
static void the_least_failing_is_told(void **state)
{
    (void)state;
    struct contender contenders[] = {counted(1000, 100000, 2.0), counted(1010, 100000, 1.9),
                                     counted(1020, 100000, 1.8), counted(1030, 100000, 3.0)};
    struct comparison_group group = compare(contenders, 4);
    check_line(&group, 3, LINE_OFF, 0, false);
    comparison_release(&group);
}

/* +- 0.001 at 95 % is +- 0.0026 where four share half of the error: 0.003 apart are not enough for
 * both, 0.006 are. */
static void intervals_of_messengers_are_widened(void **state)
{
    (void)state;
    for (int enough = 0; enough < 2; enough++) {
        struct contender contenders[] = {counted(1000, 100000, 2.0),
                                         counted(2000, 100000, enough ? 2.006 : 2.003),
                                         counted(60000, 100000, 5), counted(70000, 100000, 5)};
        struct comparison_group group = compare(contenders, 4);
        check_line(&group, 1, LINE_OFF, 0, enough != 0);
        comparison_release(&group);
    }
    struct contender unknown[] = {counted(10, 100, 2.0), counted(90, 100, 3.0)};
    unknown[0].messengers = (struct interval){NAN, NAN};
    struct comparison_group group = compare(unknown, 2);
    check_line(&group, 1, LINE_OFF, 0, false);
    comparison_release(&group);
}

/* Who has not failed yet may be anywhere below its bound: it is not dominated, and dominates those
 * that fail more often than the bound. */
static void unseen_failures_are_unknown(void **state)
{
    (void)state;
    struct contender contenders[] = {counted(0, 100000, 5),   counted(0, 100000, 6),
                                     counted(100, 100000, 4), counted(100, 100000, 7),
                                     exact(0.0, 9),           exact(1e-7, 8)};
    struct comparison_group group = compare(contenders, 6);
    check_line(&group, 0, LINE_UNKNOWN, 0, false);
    check_line(&group, 1, LINE_UNKNOWN, 0, false);
    check_line(&group, 2, LINE_ON, 0, false);
    check_line(&group, 3, LINE_OFF, 0, true);
    check_line(&group, 4, LINE_ON, 0, false);
    check_line(&group, 5, LINE_ON, 0, false);
    comparison_release(&group);
    struct contender never[] = {exact(0.0, 1), counted(0, 1000, 2), counted(0, 1000, 1)};
    group = compare(never, 3);
    check_line(&group, 1, LINE_OFF, 0, false);
    check_line(&group, 2, LINE_UNKNOWN, 0, false);
    comparison_release(&group);
}

static void without_a_cost_nothing_is_known(void **state)
{
    (void)state;
    struct contender contenders[] = {exact(0.1, NAN), exact(0.2, 1), exact(0.3, 2),
                                     exact(0.4, NAN)};
    struct comparison_group group = compare(contenders, 4);
    check_line(&group, 0, LINE_UNKNOWN, 0, false);
    check_line(&group, 1, LINE_ON, 0, false);
    check_line(&group, 2, LINE_OFF, 1, true);
    check_line(&group, 3, LINE_UNKNOWN, 0, false);
    comparison_release(&group);
}

static void levels_too_near_to_one(void **state)
{
    (void)state;
    struct contender contenders[] = {counted(1, 10, 1), counted(2, 10, 1)};
    struct comparison_group group = {.contender = contenders, .count = 2, .level = 1.0 - 1e-16};
    assert_false(comparison_find(&group, &error));
    assert_non_null(strstr(error.message, "too near to 1"));
    comparison_release(&group);
}

int main(void)
{
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(intervals_hold_together),
        cmocka_unit_test(nothing_seen_has_no_highest_ratio),
        cmocka_unit_test(looks_are_paid_for),
        cmocka_unit_test(intervals_of_other_kinds),
        cmocka_unit_test(weights_have_any_level),
        cmocka_unit_test(weights_have_p_values),
        cmocka_unit_test(holm_adjusts),
        cmocka_unit_test(exact_ones_need_no_test),
        cmocka_unit_test(the_best_against_many),
        cmocka_unit_test(ties_share_ranks),
        cmocka_unit_test(ranks_of_many),
        cmocka_unit_test(dominated_ones_are_off),
        cmocka_unit_test(rounding_dominates_nothing),
        cmocka_unit_test(sure_takes_both),
        cmocka_unit_test(the_least_failing_is_told),
        cmocka_unit_test(intervals_of_messengers_are_widened),
        cmocka_unit_test(unseen_failures_are_unknown),
        cmocka_unit_test(without_a_cost_nothing_is_known),
        cmocka_unit_test(levels_too_near_to_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
