/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Trials that are lived through again, against the counts of runs, and against the histories that
 * they are. */

#include "engine/replay.h"

#include "engine/histories.h"
#include "engine/work.h"
#include "strategies/strategies.h"
#include "tests/engine/coins.h"
#include "tests/engine/tallies.h"

enum { SEED = 20, EDGE = FEWER_IF_SANITIZED(40, 6) };

static const struct replay_case {
    const char *strategy; /* NULL: coins */
    double parameter[PARAMETERS_MAX];
    struct channel channel;
} cases[] = {
    {"await-reply", {1}, {0.1, 0.1}},
    {"always-attack", {3, 2}, {0.4, 0.4}},
    {"ack-chain", {5, 2}, {0.3, 0.05}},
    {"retransmit", {40, 1}, {0.6, 0.9}}, /* panels of 512 trials */
    {NULL, {3, 0.75, 0.25}, {0.3, 0.4}},
    {NULL, {7, 1.0, 0.01}, {0.2, 0.0}}, /* some draws certain */
    {"random-attack", {5}, {0.2, 0.1}},
    {"reconcile", {2, 2, 0.4, 1}, {0.17, 0.29}},
    {"signed-messages", {4, 1, 0}, {0.3, 0.3}},
    {"ack-chain", {3, 1}, {0.0, 1.0}}, /* no draws */
    /* Rare draws alone: words in which nothing rare happens are not run when they are counted. */
    {"ack-chain", {6, 1}, {0.001, 0.003}},
    {"await-reply", {1}, {1e-5, 0.9995}},
    {"retransmit", {4, 2}, {0.9999, 0.001}},
    {"ack-chain", {300, 1}, {1e-4, 1e-5}},
    /* Bursts. */
    {"retransmit", {3, 1}, {0.3, 0.3, CHANNEL_BURST, 4, 1, 0}},
    {"always-attack", {5, 3}, {0.2, 0.2, CHANNEL_BURST, 8, 0.9, 0.05}},
    {NULL, {4, 0.75, 0.5}, {0.4, 0.4, CHANNEL_BURST, 3, 0.8, 0.1}},
    {"four-way-close", {2, 2}, {0.01, 0.01, CHANNEL_BURST, 2, 1, 0}},
};

static struct point point_of(const struct replay_case *from)
{
    struct point point = {.strategy = from->strategy != NULL ? strategy_find(from->strategy)
                                                             : &coins_strategy,
                          .channel = from->channel};
    assert_non_null(point.strategy);
    memcpy(point.parameter, from->parameter, sizeof point.parameter);
    return point;
}

static void make(struct replay *replay, const struct point *point, uint64_t trial)
{
    struct error error;
    if (!replay_make(replay, point, SEED, trial, &error))
        fail_msg("%s", error.message);
}

static uint64_t block_trials_of(const struct point *point)
{
    struct simulation *simulation = simulation_of(point, SEED, NULL);
    const uint64_t trials = simulation_block_trials(simulation);
    simulation_destroy(simulation);
    return trials;
}

/* --- they are the trials of a run ------------------------------------------------------------- */

/* The trials from .. to - 1, of which a run counts these. */
static void check_counts(const struct point *point, uint64_t from, uint64_t to)
{
    struct tally counted = tally_of_trials(point, SEED, to);
    struct tally before = tally_of_trials(point, SEED, from);
    uint64_t cell[CELL_COUNT] = {0}, messengers = 0, counter[COUNTERS_MAX] = {0};
    uint64_t *reached = calloc(counted.round_count + 1, sizeof *reached);
    assert_non_null(reached);
    tally_subtract(&counted, &before);
    for (uint64_t trial = from; trial < to; trial++) {
        struct replay replay;
        make(&replay, point, trial);
        cell[replay.cell]++;
        messengers += replay.messengers;
        for (size_t i = 0; i < COUNTERS_MAX; i++)
            counter[i] += replay.counter[i];
        for (size_t i = 0; i < counted.round_count; i++)
            reached[i] += replay.last_round >= counted.rounds[i].round;
        replay_release(&replay);
    }
    for (int i = 0; i < CELL_COUNT; i++)
        assert_int_equal(cell[i], counted.cell[i]);
    assert_true(messengers == counted.messengers.total);
    for (size_t i = 0; i < COUNTERS_MAX; i++)
        assert_true(counter[i] == counted.counter[i].total);
    for (size_t i = 0; i < counted.round_count; i++)
        assert_int_equal(reached[i], counted.rounds[i].reached);
    free(reached);
    tally_release(&before);
    tally_release(&counted);
}

/* From the first on; where panels of 512 and of 8192 trials end; where the first block ends, and
 * the second. */
static void trials_are_those_of_a_run(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct point point = point_of(&cases[i]);
        const uint64_t block = block_trials_of(&point);
        check_counts(&point, 0, (uint64_t)10 * EDGE);
        check_counts(&point, 512 - EDGE, 512 + EDGE);
        check_counts(&point, 8192 - EDGE, 8192 + EDGE);
        check_counts(&point, block - EDGE, block + EDGE);
        check_counts(&point, 2 * block - 2, 2 * block + 2);
    }
}

/* A trial belongs to seed and point alone: another seed has others. */
static void seeds_differ(void **state)
{
    (void)state;
    const struct point point = point_of(&cases[3]);
    struct replay a, b;
    struct error error;
    size_t differ = 0;
    for (uint64_t trial = 0; trial < 20; trial++) {
        make(&a, &point, trial);
        assert_true(replay_make(&b, &point, SEED + 1, trial, &error));
        assert_int_equal(a.acts.event_count, b.acts.event_count);
        differ += memcmp(a.happening, b.happening, a.acts.event_count * sizeof *a.happening) != 0;
        replay_release(&a);
        replay_release(&b);
    }
    assert_true(differ >= 19); /* a chain of 80 messages is hardly ever the same twice */
}

/* --- they are the histories that their draws name --------------------------------------------- */

static void check_history(const struct point *point, uint64_t trial)
{
    struct replay replay;
    struct histories histories;
    struct error error;
    make(&replay, point, trial);
    assert_true(histories_make_one(&histories, point, replay.draws, replay.draw_count, &error));
    const size_t events = histories.stage.schedule.event_count;
    enum happening *happening = malloc((events + 1) * sizeof *happening);
    assert_non_null(happening);
    assert_true(histories_tell(&histories, histories.count - 1, happening, &error));
    assert_int_equal(histories.history[histories.count - 1].cell, replay.cell);
    size_t act = 0;
    for (size_t i = 0; i < events; i++) {
        const enum event_kind kind = histories.stage.schedule.events[i].kind;
        if (kind == EVENT_TRANSMIT || kind == EVENT_FLIP)
            assert_int_equal(happening[i], replay.happening[act++]);
    }
    assert_int_equal(act, replay.acts.event_count);
    free(happening);
    histories_release(&histories);
    replay_release(&replay);
}

static void draws_name_the_history(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct point point = point_of(&cases[i]);
        for (uint64_t trial = 0; trial < EDGE; trial++)
            check_history(&point, 8180 + trial);
    }
}

/* In how many draws it differs from the first history. */
static size_t draws_of(const struct histories *histories, size_t index)
{
    size_t draws = 0;
    for (; histories->history[index].differs != UINT32_MAX;
         index = histories->history[index].differs)
        draws++;
    return draws;
}

/* Among all histories it is the same one as alone. */
static void the_history_is_found_among_all(void **state)
{
    (void)state;
    static const size_t small[] = {0, 1, 2, 4, 7, 14, 15};
    for (size_t i = 0; i < COUNT_OF(small); i++) {
        const struct point point = point_of(&cases[small[i]]);
        struct histories all, one;
        struct error error;
        assert_true(
            histories_make(&all, &point, (struct histories_limits){NULL, 1 << 20, true}, &error));
        for (uint64_t trial = 0; trial < EDGE; trial++) {
            struct replay replay;
            make(&replay, &point, trial);
            const size_t found = histories_find(&all, replay.draws, replay.draw_count);
            assert_true(histories_make_one(&one, &point, replay.draws, replay.draw_count, &error));
            assert_int_equal(draws_of(&all, found), replay.draw_count);
            assert_int_equal(all.history[found].cell, replay.cell);
            assert_true(all.history[found].probability == one.history[one.count - 1].probability);
            histories_release(&one);
            replay_release(&replay);
        }
        histories_release(&all);
    }
}

/* Where a vigilant city captures all and one asleep nothing, the mood is to be seen. */
static void the_mood_of_the_city(void **state)
{
    (void)state;
    const struct point point = point_of(&cases[14]);
    size_t captured = 0;
    for (uint64_t trial = 0; trial < 200; trial++) {
        struct replay replay;
        make(&replay, &point, trial);
        for (size_t i = 0; i < replay.acts.event_count; i++) {
            assert_int_equal(replay.happening[i] == CAPTURED, replay.vigilant[i]);
            captured += replay.vigilant[i];
        }
        replay_release(&replay);
    }
    assert_in_range(captured, 100, 600);
}

/* --- the first that ends so ------------------------------------------------------------------- */

static uint64_t found_first(const struct point *point, enum verdict verdict, uint64_t first,
                            uint64_t end, bool *found)
{
    const struct replay_search search = {
        .point = point, .seed = SEED, .verdict = verdict, .first = first, .end = end};
    struct error error;
    uint64_t trial = 0;
    if (!replay_find(&search, found, &trial, &error))
        fail_msg("%s", error.message);
    return trial;
}

static uint64_t first_by_replays(const struct point *point, enum verdict verdict, uint64_t first,
                                 uint64_t end)
{
    for (uint64_t trial = first; trial < end; trial++) {
        struct replay replay;
        make(&replay, point, trial);
        const enum cell cell = replay.cell;
        replay_release(&replay);
        if (point->strategy->problem->cell[cell].verdict == verdict)
            return trial;
    }
    return end;
}

static void the_first_that_ends_so(void **state)
{
    (void)state;
    static const uint64_t firsts[] = {0, 1, 500, 8191};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct point point = point_of(&cases[i]);
        for (size_t j = 0; j < COUNT_OF(firsts); j++)
            for (enum verdict verdict = VERDICT_NOTHING; verdict <= VERDICT_FAILURE; verdict++) {
                const uint64_t first = firsts[j], end = first + EDGE;
                bool found;
                const uint64_t trial = found_first(&point, verdict, first, end, &found);
                const uint64_t expected = first_by_replays(&point, verdict, first, end);
                assert_int_equal(trial, expected);
                assert_int_equal(found, expected < end);
            }
    }
}

static uint64_t failures_of(const struct point *point, uint64_t trials)
{
    struct tally tally = tally_of_trials(point, SEED, trials);
    uint64_t failures = 0;
    for (int i = 0; i < CELL_COUNT; i++)
        if (point->strategy->problem->cell[i].verdict == VERDICT_FAILURE)
            failures += tally.cell[i];
    tally_release(&tally);
    return failures;
}

/* Far off, over many blocks: a run of that many trials has none, and one more trial has one. */
static void rare_failures_are_those_that_a_run_counts(void **state)
{
    (void)state;
    static const struct replay_case rare[] = {
        {"retransmit", {2, 1}, {2e-4, 2e-4}},
        {"ack-chain", {300, 1}, {1e-8, 1e-8}}, /* blocks of 32768 trials */
        {"retransmit", {9, 1}, {0.12, 0.1}},   /* dense */
    };
    for (size_t i = 0; i < COUNT_OF(rare); i++) {
        const struct point point = point_of(&rare[i]);
        bool found;
        const uint64_t trial = found_first(&point, VERDICT_FAILURE, 0, 500000000, &found);
        assert_true(found);
        assert_true(trial > 1 << 17);
        assert_int_equal(failures_of(&point, trial), 0);
        assert_int_equal(failures_of(&point, trial + 1), 1);
        assert_int_equal(found_first(&point, VERDICT_FAILURE, trial, trial + 1, &found), trial);
        assert_true(found);
        assert_int_equal(found_first(&point, VERDICT_FAILURE, trial / 2, trial, &found), trial);
        assert_false(found);
    }
}

static bool go_on_twice(void *context, uint64_t trials)
{
    uint64_t *asked = context;
    assert_true((trials == 0) == (*asked == 0));
    return (*asked)++ < 2;
}

static void a_search_that_is_not_to_go_on(void **state)
{
    (void)state;
    const struct point point = point_of(&(struct replay_case){"await-reply", {1}, {0.5, 0.0}});
    const uint64_t block = block_trials_of(&point);
    uint64_t asked = 0, trial = 0;
    const struct replay_search search = {
        .point = &point,
        .seed = SEED,
        .verdict = VERDICT_FAILURE,
        .first = 7,
        .end = 100 * block,
        .go_on = go_on_twice,
        .context = &asked,
    };
    struct error error;
    bool found = true;
    assert_true(replay_find(&search, &found, &trial, &error));
    assert_false(found);
    assert_int_equal(trial, 2 * block);
}

/* The last trial that a run can have. */
static void the_last_trial(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct point point = point_of(&cases[i]);
        struct replay replay;
        make(&replay, &point, WORK_TRIALS_MAX - 1);
        const enum verdict verdict = point.strategy->problem->cell[replay.cell].verdict;
        bool found;
        assert_int_equal(found_first(&point, verdict, WORK_TRIALS_MAX - 1, WORK_TRIALS_MAX, &found),
                         WORK_TRIALS_MAX - 1);
        assert_true(found);
        replay_release(&replay);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(trials_are_those_of_a_run),
        cmocka_unit_test(seeds_differ),
        cmocka_unit_test(draws_name_the_history),
        cmocka_unit_test(the_history_is_found_among_all),
        cmocka_unit_test(the_mood_of_the_city),
        cmocka_unit_test(the_first_that_ends_so),
        cmocka_unit_test(rare_failures_are_those_that_a_run_counts),
        cmocka_unit_test(a_search_that_is_not_to_go_on),
        cmocka_unit_test(the_last_trial),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
