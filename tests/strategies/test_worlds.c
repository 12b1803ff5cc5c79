/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The exact method, for every strategy of the list, against the same strategy lived through one
 * world at a time. */

#include "engine/work.h"
#include "strategies/strategies.h"
#include "tests/engine/exact_sums.h"
#include "tests/strategies/worlds.h"

static const struct channel channels[] = {{0.1, 0.1},  {0.17, 0.29}, {0.0, 0.3}, {0.3, 0.0},
                                          {0.25, 1.0}, {1.0, 0.25},  {0.0, 0.0}, {1.0, 1.0},
                                          {1e-9, 0.6}, {0.999, 0.01}};

static const struct channel bursts[] = {
    {0.1, 0.1, CHANNEL_BURST, 8, 1, 0},
    {0.3, 0.3, CHANNEL_BURST, 1, 0.9, 0.05},
    {0.5, 0.5, CHANNEL_BURST, 2.5, 1, 0.2},
    {0.05, 0.05, CHANNEL_BURST, 20, 0.75, 0},
};

/* Where worlds are many, they are gone through in the first channels alone. */
enum { MANY_WORLDS = 2000, CHANNELS_OF_MANY = 2 };

static void compare(long double actual, long double expected, const struct point *point,
                    const char *what, size_t i)
{
    if (fabsl(actual - expected) <= 1e-12L * fabsl(expected)) /* false for NaN */
        return;
    fail_msg("%s(%g, %g, %g, %g) at loss %g, %g back: %s %zu is %.20Lg, not %.20Lg",
             point->strategy->name, point->parameter[0], point->parameter[1], point->parameter[2],
             point->parameter[3], point->channel.loss, point->channel.loss_back, what, i, actual,
             expected);
}

static void compare_sums(const struct point *point, const struct exact_sums *sums,
                         const struct world_sums *worlds)
{
    for (size_t i = 0; i < CELL_COUNT; i++) {
        compare(sums->cell[i], worlds->cell[i], point, "cell", i);
        compare(sums->possible_cells >> i & 1, worlds->cell[i] > 0.0L, point, "cell possible", i);
    }
    compare(sums->messengers, worlds->messengers, point, "messengers", 0);
    for (size_t i = 0; i < COUNTERS_MAX; i++) {
        compare(sums->counter[i], worlds->counter[i], point, "counter", i);
        compare(sums->possible_counters >> i & 1, worlds->counter[i] > 0.0L, point,
                "counter possible", i);
    }
    long double reached = 0.0L;
    unsigned round = WORLD_ROUNDS_MAX + 1;
    for (size_t i = sums->round_count; i-- > 0;) {
        while (round > sums->rounds[i].round)
            reached += worlds->last_sent[--round];
        compare(sums->rounds[i].reached, reached, point, "P(reached), round",
                sums->rounds[i].round);
    }
}

static bool keep(void *context, size_t point, struct outcome outcome, struct error *error)
{
    struct exact_sums *sums = context;
    (void)point;
    return exact_sums_copy(sums, outcome.exact) || error_no_memory(error);
}

static void check_point(const struct scalar *scalar, const struct point *point)
{
    struct exact_sums sums;
    const struct work work = {.points = point,
                              .point_count = 1,
                              .trials = 1,
                              .threads = 1,
                              .context = &sums,
                              .finished = keep};
    struct error error;
    if (!work_check(&work, &error) || !work_run(&work, &error))
        fail_msg("%s", error.message);
    const struct world_sums worlds = worlds_sum(scalar, point);
    compare_sums(point, &sums, &worlds);
    exact_sums_release(&sums);
}

static bool is_last(const double *variant)
{
    bool zero = true;
    for (int i = 0; i < PARAMETERS_MAX; i++)
        zero = zero && variant[i] == 0.0;
    return zero;
}

static void check_variant(const struct scalar *scalar, struct point point,
                          const struct channel *list, size_t count, double worlds_max)
{
    point.channel = (struct channel){0.5, 0.5};
    const double worlds = worlds_sum(scalar, &point).worlds;
    if (worlds > worlds_max)
        return;
    for (size_t c = 0; c < count && (c < CHANNELS_OF_MANY || worlds <= MANY_WORLDS); c++) {
        point.channel = list[c];
        if (point.strategy->problem->one_loss_rate)
            point.channel.loss_back = point.channel.loss;
        check_point(scalar, &point);
    }
}

/* Each strategy, with each variant of its parameters, on each of the channels. */
static void check_all(const struct channel *list, size_t count, double worlds_max)
{
    const struct strategy *const *strategies = strategy_list();
    for (size_t s = 0; strategies[s] != NULL; s++) {
        const struct scalar *scalar = scalar_find(strategies[s]->name);
        if (scalar == NULL) /* every_strategy_has_a_twin tells */
            continue;
        if (list[0].kind != CHANNEL_MEMORYLESS && strategies[s]->problem->one_loss_rate)
            continue; /* it has no bursts */
        assert_false(is_last(scalar->variants[0]));
        for (size_t v = 0; !is_last(scalar->variants[v]); v++) {
            struct point point = {.strategy = strategies[s], .method = METHOD_EXACT};
            memcpy(point.parameter, scalar->variants[v], sizeof point.parameter);
            check_variant(scalar, point, list, count, worlds_max);
        }
    }
}

static void every_strategy_has_a_twin(void **state)
{
    (void)state;
    const struct strategy *const *strategies = strategy_list();
    size_t missing = 0;
    for (size_t s = 0; strategies[s] != NULL; s++) {
        if (scalar_find(strategies[s]->name) != NULL)
            continue;
        missing++;
        print_error("'%s' has no scalar twin, with which its results would be compared: write "
                    "tests/strategies/scalar/FILE.c, named as in strategies/ "
                    "(tests/strategies/worlds.h says how)\n",
                    strategies[s]->name);
    }
    assert_int_equal(missing, 0);
}

static void exact_equals_all_worlds(void **state)
{
    (void)state;
    check_all(channels, COUNT_OF(channels), FEWER_IF_SANITIZED(INFINITY, 200));
}

/* A world of bursts has several moods of the city for each of its messages. */
static void bursts_equal_all_worlds(void **state)
{
    (void)state;
    check_all(bursts, COUNT_OF(bursts), FEWER_IF_SANITIZED(64, 16));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_strategy_has_a_twin),
        cmocka_unit_test(exact_equals_all_worlds),
        cmocka_unit_test(bursts_equal_all_worlds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
