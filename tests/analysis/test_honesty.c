/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a party sends, flips a coin and acts depends on its own view alone: in every strategy of
 * the list. Those that cheat are caught. */

#include "engine/histories.h"
#include "strategies/strategies.h"
#include "tests/analysis/cheats.h"
#include "tests/analysis/honest.h"
#include "tests/analysis/small_points.h"
#include "tests/engine/coins.h"
#include "tests/testing.h"

static void expect_honest(const struct point *point)
{
    struct histories histories;
    struct error error;
    if (!histories_make(&histories, point, histories_all, &error))
        fail_msg("%s: %s", point_words(point), error.message);
    if (point->strategy->problem->parties_act)
        assert_true(histories.views_known);
    histories_release(&histories);
}

static void every_strategy_is_honest(void **state)
{
    (void)state;
    for (size_t i = 0; i < small_channel_count; i++)
        for_small_points(small_channels[i], 12, expect_honest);
}

/* As it is listed, whatever the number of its draws; too many to look at is no dishonesty. */
static void every_default_is_honest(void **state)
{
    (void)state;
    for (const struct strategy *const *strategy = strategy_list(); *strategy != NULL; strategy++) {
        struct point point = {.strategy = *strategy, .channel = {0.1, 0.2}};
        struct histories histories;
        struct error error;
        for (size_t i = 0; i < strategy_parameter_count(*strategy); i++)
            point.parameter[i] = (*strategy)->parameter[i].initial;
        if (!histories_make(&histories, &point, histories_all, &error) && !histories.too_many)
            fail_msg("%s", error.message);
        histories_release(&histories);
    }
}

static void others_are_honest(void **state)
{
    (void)state;
    for (size_t i = 0; honest_strategies[i] != NULL; i++)
        for (size_t j = 0; j < small_channel_count; j++)
            expect_honest(
                &(struct point){.strategy = honest_strategies[i], .channel = small_channels[j]});
}

static void expect_cheat(const struct point *point, const char *message)
{
    struct histories histories;
    struct error error = {"nothing was said"};
    assert_false(histories_make(&histories, point, histories_all, &error));
    assert_string_equal(error.message, message);
    assert_false(histories.too_many);
    histories_release(&histories);
}

static void cheats_are_caught(void **state)
{
    (void)state;
    const struct {
        const struct strategy *strategy;
        const char *message;
    } cheats[] = {
        {&acts_unseeing_strategy, "strategy 'acts-unseeing' cheats: whether it is true that army 2 "
                                  "attacks depends on what general 2 cannot know"},
        {&sends_unseeing_strategy, "strategy 'sends-unseeing' cheats: whether general 1 sends "
                                   "'repetition' in round 3 depends on what it cannot know"},
        {&flips_unseeing_strategy, "strategy 'flips-unseeing' cheats: whether general 2 flips a "
                                   "coin in round 2 depends on what it cannot know"},
        {&reads_coins_strategy, "strategy 'reads-coins' cheats: whether general 2 sends 'news' in "
                                "round 1 depends on what it cannot know"},
    };
    for (size_t i = 0; i < COUNT_OF(cheats); i++) {
        struct point point = {.strategy = cheats[i].strategy, .channel = {0.1, 0.1}};
        expect_cheat(&point, cheats[i].message);
        point.channel = (struct channel){1e-12, 0.999};
        expect_cheat(&point, cheats[i].message);
    }
}

/* In it, general 2 acts where an answer of its own arrived. */
static void coins_cheats(void **state)
{
    (void)state;
    for (int rounds = 1; rounds <= 4; rounds++)
        expect_cheat(&(struct point){.strategy = &coins_strategy,
                                     .parameter = {rounds, 0.75, 0.25},
                                     .channel = {0.1, 0.1}},
                     "strategy 'coins' cheats: whether it is true that army 2 attacks depends on "
                     "what general 2 cannot know");
}

/* What cannot happen betrays nobody; nor does a run without views. */
static void cheats_that_cannot_show(void **state)
{
    (void)state;
    struct histories histories;
    struct error error;
    expect_honest(&(struct point){.strategy = &acts_unseeing_strategy, .channel = {0.1, 0}});
    expect_honest(&(struct point){.strategy = &sends_unseeing_strategy, .channel = {0, 0.1}});
    expect_honest(&(struct point){.strategy = &flips_unseeing_strategy, .channel = {0.1, 1}});
    const struct point point = {.strategy = &acts_unseeing_strategy, .channel = {0.1, 0.1}};
    struct histories_limits limits = histories_all;
    limits.without_views = true;
    assert_true(histories_make(&histories, &point, limits, &error));
    assert_false(histories.views_known);
    histories_release(&histories);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_strategy_is_honest),
        cmocka_unit_test(every_default_is_honest),
        cmocka_unit_test(others_are_honest),
        cmocka_unit_test(cheats_are_caught),
        cmocka_unit_test(coins_cheats),
        cmocka_unit_test(cheats_that_cannot_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
