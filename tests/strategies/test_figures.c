/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is said of some strategies: formulas for a part of how they end, figures, and what holds in
 * every world. Whole closed forms are in closed_forms.c. */

#include "strategies/strategies.h"
#include "tests/engine/exact_sums.h"
#include "tests/strategies/worlds.h"

static const struct channel channels[] = {{0.1, 0.1}, {0.17, 0.29}, {0.5, 0.5}, {1e-6, 1e-6},
                                          {0.9, 0.9}, {0.999, 0.2}, {0.0, 0.3}, {0.3, 0.0},
                                          {0.0, 0.0}, {1.0, 1.0},   {1.0, 0.0}, {0.4, 1.0}};

static struct point point_of(const char *strategy, struct channel channel, double first,
                             double second, double third, double fourth)
{
    const struct point point = {.strategy = strategy_find(strategy),
                                .parameter = {first, second, third, fourth},
                                .channel = channel,
                                .method = METHOD_EXACT};
    assert_non_null(point.strategy);
    return point;
}

/* By the exact method; the rounds are left out. */
static struct exact_sums exact(const struct point *point)
{
    struct exact_sums sums = exact_sums_of(point, NULL), kept = sums;
    exact_sums_release(&sums);
    kept.rounds = NULL;
    return kept;
}

static long double failure(const struct exact_sums *sums)
{
    return sums->cell[CELL_FIRST_ONLY] + sums->cell[CELL_SECOND_ONLY];
}

/* --- levels ----------------------------------------------------------------------------------- */

/* 1 - s^r, where s is the probability that in a round both messages arrive or none. */
static long double parted(struct channel channel, int rounds)
{
    const long double p = channel.loss, b = channel.loss_back;
    const long double one = p * (1.0L - b) + b * (1.0L - p);
    return one < 1.0L ? -expm1l(rounds * log1pl(-one)) : 1.0L;
}

/* The levels part in the first round in which one message arrives alone, and stay one apart:
 * failure is that the key is the higher one. */
static void random_attack_fails_as_it_should(void **state)
{
    (void)state;
    for (size_t c = 0; c < COUNT_OF(channels); c++)
        for (int rounds = 1; rounds <= 7; rounds++) {
            const struct point point = point_of("random-attack", channels[c], rounds, 0, 0, 0);
            const struct exact_sums sums = exact(&point);
            assert_close(failure(&sums), parted(channels[c], rounds) / rounds, 1e-13L);
            assert_true(failure(&sums) <= 1.0L / rounds * (1.0L + 1e-15L));
            const long double p = channels[c].loss;
            if (channels[c].loss != channels[c].loss_back)
                continue;
            const long double success = (1.0L - p) - parted(channels[c], rounds) / (2.0L * rounds);
            assert_true(fabsl(sums.cell[CELL_BOTH] - success) <= 1e-15L);
        }
}

/* A key of 1..r, each as likely, is a threshold of 1..r, each as often. */
static void random_attack_is_a_mean_of_thresholds(void **state)
{
    (void)state;
    for (size_t c = 0; c < COUNT_OF(channels); c++)
        for (int rounds = 1; rounds <= 6; rounds++) {
            const struct point random = point_of("random-attack", channels[c], rounds, 0, 0, 0);
            const struct exact_sums sums = exact(&random);
            long double mean[CELL_COUNT] = {0.0L};
            for (int level = 1; level <= rounds; level++) {
                const struct point fixed =
                    point_of("level-threshold", channels[c], rounds, level, 0, 0);
                const struct exact_sums part = exact(&fixed);
                assert_close(part.messengers, 2 * rounds, 1e-13L);
                for (int i = 0; i < CELL_COUNT; i++)
                    mean[i] += part.cell[i] / rounds;
            }
            for (int i = 0; i < CELL_COUNT; i++)
                assert_close(sums.cell[i], mean[i], 1e-13L);
            assert_close(sums.messengers, 2 * rounds, 1e-13L);
        }
}

/* Level 0: general 1 always attacks. Level 1: each waits for one message. */
static void low_thresholds(void **state)
{
    (void)state;
    for (size_t c = 0; c < COUNT_OF(channels); c++)
        for (int rounds = 1; rounds <= 6; rounds++) {
            const long double none_1 = powl(channels[c].loss_back, rounds); /* reaches general 1 */
            const long double none_2 = powl(channels[c].loss, rounds);
            struct point point = point_of("level-threshold", channels[c], rounds, 0, 0, 0);
            struct exact_sums sums = exact(&point);
            assert_close(sums.cell[CELL_FIRST_ONLY], none_2, 1e-13L);
            assert_close(failure(&sums), none_2, 1e-13L);
            assert_close(sums.cell[CELL_NEITHER], 0.0L, 0.0L);
            point.parameter[1] = 1;
            sums = exact(&point);
            assert_close(sums.cell[CELL_NEITHER], none_1 * none_2, 1e-13L);
            assert_close(sums.cell[CELL_FIRST_ONLY], (1.0L - none_1) * none_2, 1e-13L);
            assert_close(sums.cell[CELL_SECOND_ONLY], none_1 * (1.0L - none_2), 1e-13L);
        }
}

/* Who never attacks has chosen no threshold. */
static void thresholds_out_of_reach_are_refused(void **state)
{
    (void)state;
    const struct strategy *strategy = strategy_find("level-threshold");
    struct error error;
    assert_true(strategy->check((const double[]){3, 3}, &error));
    assert_false(strategy->check((const double[]){3, 4}, &error));
    assert_string_equal(
        error.message,
        "level=4 is never reached with rounds=3; expected a level of at most the rounds");
}

/* --- the shop --------------------------------------------------------------------------------- */

/* (1-(1-p)(1-b))^n - p^n, whether or not the service is idempotent. If not, all requests that
 * arrive but one charge again; on average (1-p)(1 + f + ... + f^(n-1)) arrive, f = 1-(1-p)(1-b). */
static void await_payment_fails_as_it_should(void **state)
{
    (void)state;
    for (size_t c = 0; c < COUNT_OF(channels); c++)
        for (int attempts = 1; attempts <= 6; attempts++) {
            const long double p = channels[c].loss, b = channels[c].loss_back;
            const long double f = 1.0L - (1.0L - p) * (1.0L - b);
            const long double charged = 1.0L - powl(p, attempts);
            long double arrived = 0.0L;
            for (int i = 0; i < attempts; i++)
                arrived += (1.0L - p) * powl(f, i);
            for (int idempotent = 0; idempotent <= 1; idempotent++) {
                const struct point point =
                    point_of("await-payment", channels[c], attempts, idempotent, 1, 0);
                const struct exact_sums sums = exact(&point);
                assert_true(fabsl(failure(&sums) - (powl(f, attempts) - powl(p, attempts))) <=
                            1e-15L);
                const struct world_sums worlds = worlds_sum(scalar_find("await-payment"), &point);
                assert_true(fabsl(worlds.counter[0] - (idempotent ? 0.0L : arrived - charged)) <=
                            1e-15L);
            }
        }
}

enum { UNSETTLED = 2 }; /* a counter of refund and reconcile */

/* Figures that were worked out elsewhere, to the digits given. */
static void figures_of_the_shop(void **state)
{
    (void)state;
    const struct channel channel = {0.17, 0.29};
    const long double digits = 5e-12L;
    const struct point refund = point_of("refund", channel, 2, 3, 0.4, 1);
    struct exact_sums sums = exact(&refund);
    assert_close(failure(&sums), 0.00232043296162L, digits);
    assert_close(sums.messengers, 4.03019053159L, digits);
    struct world_sums worlds = worlds_sum(scalar_find("refund"), &refund);
    assert_close(worlds.counter[UNSETTLED], 0.0347207612322L, digits);

    const struct point reconcile = point_of("reconcile", channel, 2, 2, 0.4, 1);
    sums = exact(&reconcile);
    assert_close(failure(&sums), 0.0523192098753L, digits);
    assert_close(sums.cell[CELL_BOTH], 0.568514165511L, digits);
    worlds = worlds_sum(scalar_find("reconcile"), &reconcile);
    assert_close(worlds.counter[UNSETTLED], 0.111603639928L, digits);
}

static void expect_unsettled(void *context, const struct world_end *end)
{
    size_t *failing = context;
    assert_true(end->counter[UNSETTLED] == 0.0 || end->counter[UNSETTLED] == 1.0);
    assert_int_not_equal(end->cell, CELL_FIRST_ONLY); /* goods are never lost */
    if (end->cell != CELL_SECOND_ONLY)
        return;
    assert_true(end->counter[UNSETTLED] == 1.0);
    ++*failing;
}

/* Why the shop is not the two generals problem: in every world that ends badly the shop still knows
 * that something is to be done. */
static void every_failure_is_unsettled(void **state)
{
    (void)state;
    const char *const names[] = {"refund", "reconcile"};
    const double stock_outs[] = {0.0, 0.4, 1.0};
    for (size_t i = 0; i < COUNT_OF(names); i++) {
        assert_string_equal(strategy_find(names[i])->counter[UNSETTLED], "unsettled");
        for (size_t c = 0; c < COUNT_OF(channels); c++) {
            size_t failing = 0;
            for (int attempts = 1; attempts <= 4; attempts++)
                for (int queries = 0; queries <= 4; queries++)
                    for (size_t j = 0; j < COUNT_OF(stock_outs); j++) {
                        const struct point point =
                            point_of(names[i], channels[c], attempts, queries, stock_outs[j], 1);
                        worlds_visit(scalar_find(names[i]), &point, &failing, expect_unsettled);
                    }
            if (channels[c].loss < 1.0) /* else nobody is ever charged */
                assert_true(failing > 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(random_attack_fails_as_it_should),
        cmocka_unit_test(random_attack_is_a_mean_of_thresholds),
        cmocka_unit_test(low_thresholds),
        cmocka_unit_test(thresholds_out_of_reach_are_refused),
        cmocka_unit_test(await_payment_fails_as_it_should),
        cmocka_unit_test(figures_of_the_shop),
        cmocka_unit_test(every_failure_is_unsettled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
