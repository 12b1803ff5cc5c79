/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Blocks against a slow reference: the same random rows, but one trial at a time, each general in
 * plain bool. */

#include "engine/rows.h"
#include "strategies/strategies.h"
#include "tests/engine/coins.h"
#include "tests/engine/tallies.h"

enum { SEED = 20, ROUNDS_MAX = 512 };

/* --- one trial at a time ---------------------------------------------------------------------- */

struct scalar {
    const double *parameters;
    uint64_t **chance; /* of each event, for the whole block */
    size_t trial, event;
    unsigned round;
    /* How it went. */
    bool decided[2];
    uint64_t messengers, counter[2];
    unsigned last_round; /* in which something was sent; 0: never */
};

static bool scalar_chance(struct scalar *s)
{
    return s->chance[s->event++][s->trial / 64] >> s->trial % 64 & 1;
}

static bool scalar_transmit(struct scalar *s, bool where, unsigned copies)
{
    const bool captured = scalar_chance(s);
    if (!where)
        return false;
    s->messengers += copies;
    s->last_round = s->round;
    return !captured;
}

static bool scalar_flip(struct scalar *s, bool where)
{
    const bool heads = scalar_chance(s);
    return where && heads;
}

static void scalar_always_attack(struct scalar *s)
{
    const unsigned spacing = (unsigned)s->parameters[1];
    s->decided[0] = true;
    for (unsigned i = 0; i < (unsigned)s->parameters[0]; i++, s->round += spacing)
        if (scalar_transmit(s, true, 1))
            s->decided[1] = true;
}

static void scalar_await_reply(struct scalar *s)
{
    s->decided[1] = scalar_transmit(s, true, (unsigned)s->parameters[0]);
    s->round++;
    s->decided[0] = scalar_transmit(s, s->decided[1], (unsigned)s->parameters[0]);
}

static void scalar_ack_chain(struct scalar *s)
{
    bool arrived = true;
    s->decided[0] = true;
    for (unsigned i = 0; i < (unsigned)s->parameters[0]; i++, s->round++) {
        arrived = scalar_transmit(s, arrived, (unsigned)s->parameters[1]);
        s->decided[i % 2 == 0 ? 1 : 0] = arrived;
    }
}

static void scalar_retransmit(struct scalar *s)
{
    const unsigned attempts = (unsigned)s->parameters[0], spacing = (unsigned)s->parameters[1];
    for (unsigned i = 0; i < attempts; i++, s->round += spacing) {
        const bool order = scalar_transmit(s, !s->decided[0], 1);
        s->decided[1] |= order;
        s->decided[0] |= scalar_transmit(s, order, 1);
    }
}

static void scalar_coins(struct scalar *s)
{
    const bool idle = !scalar_flip(s, true);
    bool informed = false, content = false;
    for (unsigned i = 0; i < (unsigned)s->parameters[COINS_ROUNDS]; i++) {
        informed |= scalar_transmit(s, !idle && !content, 2);
        s->counter[COINS_WAITING] += !informed;
        s->round++;
        const bool answer = scalar_transmit(s, scalar_flip(s, informed), 3);
        s->counter[COINS_ANSWERED] += (answer ? 1U : 0U) + (answer && content ? 1U : 0U);
        content |= answer;
    }
    s->decided[0] = !idle;
    s->decided[1] = !informed || content;
}

static const struct simulate_case {
    const char *strategy; /* NULL: coins */
    void (*scalar)(struct scalar *s);
    double parameter[PARAMETERS_MAX];
    struct channel channel;
} simulate_cases[] = {
    {"always-attack", scalar_always_attack, {3, 2}, {0.4, 0.4}},
    {"await-reply", scalar_await_reply, {2}, {0.5, 0.999}},
    {"ack-chain", scalar_ack_chain, {5, 2}, {0.3, 0.05}},
    {"ack-chain", scalar_ack_chain, {3, 1}, {0.0, 1.0}}, /* no draws */
    {"retransmit", scalar_retransmit, {4, 3}, {0.1, 0.002}},
    {"retransmit", scalar_retransmit, {40, 1}, {0.6, 0.9}}, /* panels of 512 trials */
    {NULL, scalar_coins, {3, 0.75, 0.25}, {0.3, 0.4}},
    {NULL, scalar_coins, {7, 1.0, 0.01}, {0.2, 0.0}}, /* some draws certain */
    /* Rare draws alone: in most words all trials go the same way. */
    {"always-attack", scalar_always_attack, {3, 1}, {0.002, 0.002}},
    {"await-reply", scalar_await_reply, {1}, {1e-5, 0.9995}},
    {"ack-chain", scalar_ack_chain, {6, 1}, {0.001, 0.003}},
    {"ack-chain", scalar_ack_chain, {300, 1}, {1e-6, 1e-5}},
    {"retransmit", scalar_retransmit, {4, 2}, {0.9999, 0.001}},
    {"retransmit", scalar_retransmit, {2, 1}, {1e-7, 1e-9}},
    {NULL, scalar_coins, {3, 0.999, 0.998}, {0.03, 0.001}},
    {NULL, scalar_coins, {2, 0.0005, 1.0}, {0.9999, 0.0}},
};

static struct point point_of(const struct simulate_case *from)
{
    struct point point = {.strategy = from->strategy != NULL ? strategy_find(from->strategy)
                                                             : &coins_strategy,
                          .channel = from->channel};
    memcpy(point.parameter, from->parameter, sizeof point.parameter);
    return point;
}

/* --- the random rows of a block --------------------------------------------------------------- */

/* Panels are as long as the stream version says: the rows of all events together hold 2^16 bits, or
 * four times as many where every row is sparse and a word of 64 trials has less than one bit set.
 */
static size_t panel_groups(size_t events, const struct row_recipe *recipes, size_t draws)
{
    size_t groups = 16;
    while (groups > 1 && groups * GROUP_TRIALS * events > 1 << 16)
        groups /= 2;
    double bits = 0.0;
    for (size_t i = 0; i < draws; i++)
        bits += recipes[i].digits > 0 ? 64.0 : 64.0 * recipes[i].rest;
    return bits < 1.0 ? 4 * groups : groups;
}

static void fill_rows(uint64_t **rows, const struct row_recipe *recipes, size_t draws,
                      size_t groups, struct random_block *random, uint64_t trials)
{
    struct row_position *positions = calloc(draws + 1, sizeof *positions);
    assert_non_null(positions);
    for (size_t i = 0; i < draws; i++)
        row_start(&recipes[i], &random->sparse, &positions[i]);
    for (uint64_t first = 0; first < trials; first += groups * GROUP_TRIALS)
        for (size_t i = 0; i < draws; i++)
            row_fill(&recipes[i], kernels_available(0), random, &positions[i], first,
                     rows[i] + first / 64, groups);
    free(positions);
}

/* A row of `trials` bits for each event but counts: what is certain is not drawn. */
static uint64_t **chances_of(const struct schedule *schedule, struct random_block *random,
                             uint64_t trials)
{
    uint64_t **chance = calloc(schedule->event_count, sizeof *chance);
    uint64_t **drawn = calloc(schedule->draw_count + 1, sizeof *drawn);
    struct row_recipe *recipes = calloc(schedule->draw_count + 1, sizeof *recipes);
    assert_true(chance != NULL && drawn != NULL && recipes != NULL);
    size_t rows = 0, draws = 0;
    struct error error;
    for (size_t i = 0; i < schedule->event_count; i++) {
        const double p = schedule->events[i].probability;
        if (schedule->events[i].kind == EVENT_COUNT)
            continue;
        uint64_t *row = chance[rows++] = aligned_alloc(LANES_ALIGNMENT, trials / 8);
        assert_non_null(row);
        memset(row, p < 1.0 ? 0 : 0xff, trials / 8);
        if (p > 0.0 && p < 1.0) {
            drawn[draws] = row;
            assert_true(row_recipe_init(&recipes[draws++], p, &error));
        }
    }
    fill_rows(drawn, recipes, draws, panel_groups(schedule->chance_count, recipes, draws), random,
              trials);
    for (size_t i = 0; i < draws; i++)
        row_recipe_release(&recipes[i]);
    free(recipes);
    free(drawn);
    return chance;
}

/* --- counting --------------------------------------------------------------------------------- */

/* What the trials so far have come to. */
struct reference {
    struct tally tally;
    uint64_t batch_messengers, batch_counter[2]; /* of the batch under way */
    uint64_t last_round[ROUNDS_MAX];             /* [round]: trials that sent their last in it */
};

static void add_to_batch(struct tally_sum *sum, uint64_t *batch, uint64_t x, bool batch_ends)
{
    sum->total += x;
    *batch += x;
    if (!batch_ends)
        return;
    sum->batch_total += *batch;
    sum->batch_squares += (uint128)*batch * *batch;
    *batch = 0;
}

static void add_trial(struct reference *reference, const struct scalar *s)
{
    struct tally *tally = &reference->tally;
    const bool batch_ends = ++tally->trials % 64 == 0;
    tally->batches += batch_ends;
    tally->cell[s->decided[0] ? (s->decided[1] ? CELL_BOTH : CELL_FIRST_ONLY)
                              : (s->decided[1] ? CELL_SECOND_ONLY : CELL_NEITHER)]++;
    add_to_batch(&tally->messengers, &reference->batch_messengers, s->messengers, batch_ends);
    for (int i = 0; i < 2; i++)
        add_to_batch(&tally->counter[i], &reference->batch_counter[i], s->counter[i], batch_ends);
    reference->last_round[s->last_round]++;
}

/* The first trials of a block with each kernel: all is as the reference says. */
static void assert_block(const struct point *point, uint64_t block, uint64_t trials,
                         const struct reference *reference)
{
    for (size_t k = 0; kernels_available(k) != NULL; k++) {
        struct simulation *simulation = simulation_of(point, SEED, kernels_available(k));
        struct tally tally = tally_of(simulation);
        struct tally expected = reference->tally;
        expected.round_count = tally.round_count;
        expected.rounds = calloc(tally.round_count + 1, sizeof *expected.rounds);
        assert_non_null(expected.rounds);
        for (size_t i = 0; i < tally.round_count; i++) {
            expected.rounds[i].round = tally.rounds[i].round;
            for (size_t round = tally.rounds[i].round; round < ROUNDS_MAX; round++)
                expected.rounds[i].reached += reference->last_round[round];
        }
        run_block(simulation, block, trials, &tally);
        assert_int_equal(tally.trials, trials);
        assert_tallies_equal(&tally, &expected);
        tally_release(&expected);
        tally_release(&tally);
        simulation_destroy(simulation);
    }
}

static void check_case(const struct simulate_case *test, uint64_t block_number)
{
    const struct point point = point_of(test);
    struct simulation *simulation = simulation_of(&point, SEED, NULL);
    const struct schedule *schedule = simulation_schedule(simulation);
    const uint64_t block = simulate_block_trials(schedule->chance_count);
    const uint64_t counts[] = {1,   2,   63,   64,   65,   100,       511,
                               512, 513, 8191, 8192, 8193, block - 1, block};
    char key[POINT_KEY_SIZE];
    struct random_block random;
    point_key_text(&point, "estimate", key);
    random_block_init(&random, random_key(SEED, key), block_number);
    uint64_t **chance = chances_of(schedule, &random, block);
    struct reference reference = {0};
    for (size_t trial = 0, next = 0; trial < block; trial++) {
        struct scalar s = {
            .parameters = point.parameter, .chance = chance, .trial = trial, .round = 1};
        test->scalar(&s);
        assert_int_equal(s.event, schedule->chance_count);
        add_trial(&reference, &s);
        if (trial + 1 == counts[next])
            assert_block(&point, block_number, counts[next++], &reference);
    }
    for (size_t i = 0; i < schedule->chance_count; i++)
        free(chance[i]);
    free(chance);
    simulation_destroy(simulation);
}

/* Every strategy, and one with coins and counters: the first n trials of a block give what they
 * give one at a time, for any n and every kernel. So they are the same trials whatever n. */
static void blocks_are_those_of_one_trial_at_a_time(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(simulate_cases); i++)
        check_case(&simulate_cases[i], 3 * i);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(blocks_are_those_of_one_trial_at_a_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
