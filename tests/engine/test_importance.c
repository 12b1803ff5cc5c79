/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/importance.h"
#include "engine/traces.h"
#include "engine/weights.h"
#include "strategies/strategies.h"
#include "tests/engine/coins.h"
#include "tests/testing.h"

#include <stdlib.h>
#include <string.h>

static const struct random_key key = {{1, 2}};

static struct point coins_point(enum target target)
{
    return (struct point){.strategy = &coins_strategy,
                          .parameter = {3, 0.75, 0.25},
                          .channel = {.loss = 0.1, .loss_back = 0.3},
                          .method = METHOD_IMPORTANCE,
                          .target = target};
}

static struct sampler *make(const struct point *point, const struct kernels *kernels)
{
    struct error error;
    struct sampler *sampler = sampler_create(point, kernels, &error);
    if (sampler == NULL)
        fail_msg("%s", error.message);
    return sampler;
}

/* Three components: the real rates, even ones, and others between. */
static struct tilt some_tilt(const struct sampler *sampler)
{
    const struct chance *nominal = sampler_nominal(sampler);
    struct tilt tilt;
    struct error error;
    assert_true(tilt_init(&tilt, nominal, sampler_schedule(sampler)->draw_count, 3, &error));
    for (size_t i = 0; i < tilt.draws; i++) {
        tilt.yes[1][i] = tilt_snap(0.5, nominal[i]);
        tilt.yes[2][i] = tilt_snap(0.9 - 0.8 * (double)(i % 7) / 7.0, nominal[i]);
    }
    tilt.share[2] = 3;
    tilt.first_half = 1;
    return tilt;
}

static struct weighted_tally run(const struct point *point, const struct kernels *kernels,
                                 uint64_t blocks)
{
    struct sampler *sampler = make(point, kernels);
    struct tilt tilt = some_tilt(sampler);
    struct weighted_tally tally = {0};
    struct weighing_scale scale = {&tilt, -50, &tally};
    struct error error;
    assert_true(sampler_use(sampler, &tilt, &error));
    for (uint64_t block = 0; block < blocks; block++)
        assert_true(sampler_run_block(sampler, key, block, weights_add, &scale, &error));
    tally.trials = blocks * importance_block_trials(sampler_schedule(sampler), &tilt);
    tilt_release(&tilt);
    sampler_destroy(sampler);
    return tally;
}

static void all_kernels_give_the_same(void **state)
{
    (void)state;
    const struct point point = coins_point(TARGET_FAILURE);
    const struct weighted_tally first = run(&point, kernels_available(0), 3);
    assert_true(first.hits > 0 && first.beyond == 0);
    for (size_t i = 1; kernels_available(i) != NULL; i++) {
        const struct weighted_tally other = run(&point, kernels_available(i), 3);
        assert_memory_equal(&first, &other, sizeof first);
    }
}

static void a_block_does_not_depend_on_those_before_it(void **state)
{
    (void)state;
    const struct point point = coins_point(TARGET_SUCCESS);
    const struct weighted_tally all = run(&point, NULL, 2), first = run(&point, NULL, 1);
    struct sampler *sampler = make(&point, NULL);
    struct tilt tilt = some_tilt(sampler);
    struct weighted_tally sum = first;
    struct weighing_scale scale = {&tilt, -50, &sum};
    struct error error;
    assert_true(sampler_use(sampler, &tilt, &error));
    assert_true(sampler_run_block(sampler, key, 1, weights_add, &scale, &error));
    sum.trials = all.trials;
    assert_memory_equal(&all, &sum, sizeof all);
    tilt_release(&tilt);
    sampler_destroy(sampler);
}

/* --- every hit is a trial of the strategy ------------------------------------------------------
 */

/* What happens in coins, one trial at a time: which draws matter, and how it ends. */
struct replay {
    size_t draw;
    struct trace trace;
    bool good; /* draws matter where they should */
};

static bool yes(struct replay *replay, bool matters)
{
    const size_t draw = replay->draw++;
    const bool mattered = replay->trace.mattered[draw / 64] >> draw % 64 & 1;
    replay->good = replay->good && mattered == matters;
    return matters && (replay->trace.yes[draw / 64] >> draw % 64 & 1);
}

struct outcome_of_coins {
    bool failure;
    unsigned waiting;
};

static struct outcome_of_coins replay_coins(struct replay *replay)
{
    struct outcome_of_coins outcome = {false, 0};
    const bool idle = !yes(replay, true);
    bool informed = false, content = false;
    for (int i = 0; i < 3; i++) {
        const bool news = !idle && !content;
        informed |= !yes(replay, news) && news;
        outcome.waiting += !informed;
        const bool willing = yes(replay, informed);
        content |= !yes(replay, willing) && willing;
    }
    outcome.failure = !idle != (!informed || content);
    return outcome;
}

struct checked {
    enum target target;
    uint64_t hits;
};

static void check_hits(void *context, const struct hits *hits)
{
    struct checked *checked = context;
    for (unsigned i = 0; i < hits->count; i++) {
        struct replay replay = {0, hits->trace[i], true};
        const struct outcome_of_coins outcome = replay_coins(&replay);
        assert_true(replay.good);
        if (checked->target == TARGET_FAILURE)
            assert_true(outcome.failure && hits->value[i] == 1);
        else
            assert_int_equal(hits->value[i], outcome.waiting);
        checked->hits++;
    }
}

static void hits_are_traces_of_trials(void **state)
{
    (void)state;
    const enum target targets[] = {TARGET_FAILURE, TARGET_COUNTER + COINS_WAITING};
    for (size_t i = 0; i < COUNT_OF(targets); i++) {
        const struct point point = coins_point(targets[i]);
        struct sampler *sampler = make(&point, NULL);
        struct tilt tilt = some_tilt(sampler);
        struct checked checked = {targets[i], 0};
        struct error error;
        assert_true(sampler_use(sampler, &tilt, &error));
        assert_true(sampler_run_block(sampler, key, 7, check_hits, &checked, &error));
        assert_true(checked.hits > 1000);
        tilt_release(&tilt);
        sampler_destroy(sampler);
    }
}

/* --- traces ----------------------------------------------------------------------------------- */

static void a_full_sample_of_traces_is_even(void **state)
{
    (void)state;
    const struct point point = coins_point(TARGET_FAILURE);
    struct sampler *sampler = make(&point, NULL);
    struct tilt tilt = some_tilt(sampler);
    struct traces traces;
    struct error error;
    assert_true(traces_init(&traces, sampler_schedule(sampler), &error));
    assert_true(sampler_use(sampler, &tilt, &error));
    traces_restart(&traces, &tilt);
    for (uint64_t block = 0; block < 8; block++)
        assert_true(sampler_run_block(sampler, key, block, traces_add, &traces, &error));
    assert_true(traces.shown > 2 * traces.capacity);
    assert_true(traces.count <= traces.capacity && traces.count >= traces.capacity / 2);
    assert_int_equal(traces.count, (traces.shown - 1) / traces.stride + 1);
    for (size_t i = 0; i < traces.count; i++) {
        struct replay replay = {0, traces_get(&traces, i), true};
        assert_true(replay_coins(&replay).failure && replay.good);
    }
    assert_int_equal(traces_distance(&traces, 3, 3), 0);
    traces_release(&traces);
    tilt_release(&tilt);
    sampler_destroy(sampler);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_kernels_give_the_same),
        cmocka_unit_test(a_block_does_not_depend_on_those_before_it),
        cmocka_unit_test(hits_are_traces_of_trials),
        cmocka_unit_test(a_full_sample_of_traces_is_even),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
