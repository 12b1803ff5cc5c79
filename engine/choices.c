/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/choices.h"

#include <stdlib.h>
#include <string.h>

enum {
    FALLS = GROUP_TRIALS,   /* of the coins, that are run side by side */
    RUN_LANES_MIN = 1 << 11 /* a run of fewer lanes takes as long as one of so many */
};

/* --- setting up ------------------------------------------------------------------------------- */

static const struct event *event_of(const struct choices *c, size_t draw)
{
    return &c->stage.schedule.events[c->stage.draw_event[draw]];
}

bool choices_is_capture(const struct choices *c, size_t draw)
{
    return event_of(c, draw)->kind == EVENT_TRANSMIT;
}

unsigned choices_copies(const struct choices *c, size_t draw)
{
    return event_of(c, draw)->copies;
}

size_t choices_words(const struct choices *c)
{
    return c->stage.schedule.draw_count / 64 + 1;
}

static size_t table_words(size_t captures)
{
    const size_t all = (size_t)1 << (captures < CHOICES_LOW ? captures : CHOICES_LOW);
    return all > GROUP_TRIALS ? all / 64 : GROUP_WORDS;
}

static bool allocate(struct choices *c, size_t words, struct error *error)
{
    const size_t draws = c->stage.schedule.draw_count;
    c->sent = calloc(draws + 1, sizeof *c->sent);
    c->live = aligned_alloc(LANES_ALIGNMENT, words * sizeof *c->live);
    c->failing = aligned_alloc(LANES_ALIGNMENT, words * sizeof *c->failing);
    c->lane_failure = aligned_alloc(LANES_ALIGNMENT, 64 * words * sizeof *c->lane_failure);
    bool good = c->sent != NULL && c->live != NULL && c->failing != NULL && c->lane_failure != NULL;
    for (size_t i = 0; i < CHOICES_LOW; i++) {
        c->lane_sent[i] = malloc(words * sizeof *c->lane_sent[i]);
        good = good && c->lane_sent[i] != NULL;
    }
    c->batch.bit_words = c->falls.bit_words = choices_words(c);
    return (good || error_no_memory(error)) && nodes_reserve(&c->batch, FALLS, error);
}

/* Leaves the last captures to the tables. */
static void choose_low(struct choices *c)
{
    c->upper = c->stage.schedule.draw_count;
    while (c->upper > 0 && c->low_count < CHOICES_LOW)
        if (choices_is_capture(c, --c->upper))
            c->low[c->low_count++] = c->upper;
    struct chance chance[CHOICES_LOW];
    for (size_t i = 0; i < c->low_count; i++) {
        const struct event *event = event_of(c, c->low[i]);
        chance[i] = (struct chance){event->probability, event->complement};
    }
    truth_table_init(&c->table, chance, (unsigned)c->low_count);
    for (size_t i = 0; i < c->low_count; i++)
        truth_table_fill(&c->table, (unsigned)i, c->stage.draw[c->low[i]]);
}

bool choices_init(struct choices *c, const struct point *point, struct error *error)
{
    *c = (struct choices){.captures = 0};
    if (!stage_init(&c->stage, point, error))
        return false;
    for (size_t i = 0; i < c->stage.schedule.event_count; i++) {
        const struct event *event = &c->stage.schedule.events[i];
        c->captures += event_is_draw(event) && event->kind == EVENT_TRANSMIT;
        c->coins += event_is_draw(event) && event->kind == EVENT_FLIP;
    }
    const size_t words = table_words(c->captures);
    if (!stage_allocate(&c->stage, words, error) || !allocate(c, words, error))
        return false;
    choose_low(c);
    return true;
}

void choices_release(struct choices *c)
{
    free(c->sent);
    free(c->live);
    free(c->failing);
    free(c->lane_failure);
    for (size_t i = 0; i < CHOICES_LOW; i++)
        free(c->lane_sent[i]);
    nodes_release(&c->batch);
    nodes_release(&c->falls);
    stage_release(&c->stage);
    *c = (struct choices){.captures = 0};
}

/* --- runs ------------------------------------------------------------------------------------- */

static bool bit_of(const uint64_t *bits, size_t bit)
{
    return bits[bit / 64] >> (bit % 64) & 1;
}

/* Gives the draw the same value in all lanes. */
static void fix(struct choices *c, size_t draw, const uint64_t *bits)
{
    c->stage.events[c->stage.draw_event[draw]].chance =
        bit_of(bits, draw) ? c->stage.always : c->stage.never;
}

static const uint64_t *where_of(const struct choices *c, size_t draw)
{
    return c->stage.events[c->stage.draw_event[draw]].where;
}

static bool any(const uint64_t *row, size_t words)
{
    uint64_t found = 0;
    for (size_t word = 0; word < words; word++)
        found |= row[word];
    return found != 0;
}

static bool too_many(const struct strategy *strategy, struct error *error)
{
    return error_set(error,
                     "strategy '%s' has too many choices of captures and coins with these "
                     "parameters to find the worst case: more than 2^36 trials; choose smaller "
                     "parameters, or leave the adversary out",
                     strategy->name);
}

uint64_t choices_table_lanes(const struct choices *c)
{
    if (!c->table_matters)
        return 0;
    return c->falls_run * (c->table.lanes < RUN_LANES_MIN ? RUN_LANES_MIN : c->table.lanes);
}

static bool run(struct choices *c, size_t words, struct error *error)
{
    c->lanes_run += 64 * words < RUN_LANES_MIN ? RUN_LANES_MIN : 64 * words;
    if (c->lanes_run > CHOICES_LANES_MAX)
        return too_many(c->stage.strategy, error);
    if (!stage_run(&c->stage, c->live, words, error))
        return false;
    stage_ending(&c->stage, VERDICT_FAILURE, c->live, words, c->failing);
    return true;
}

/* Before the first fall of the coins. */
static bool begin(struct choices *c, struct error *error)
{
    c->falls_run = 0;
    if (!nodes_reserve(&c->falls, 1, error))
        return false;
    c->falls.count = 1;
    c->falls.weight[0] = 1.0L;
    c->falls.from[0] = 0;
    memset(c->falls.bits, 0, c->falls.bit_words * sizeof *c->falls.bits);
    return true;
}

/* The coin of the fall in place `at` of the batch matters: a fall with heads is to be run, and what
 * is run now has tails. */
static bool branch_fall(struct choices *c, size_t at, size_t draw, struct error *error)
{
    const struct event *coin = event_of(c, draw);
    struct node heads = nodes_get(&c->batch, at);
    if (heads.from > draw)
        return true;
    /* Not the rounded complement: the weights of all falls add up to 1 in all digits of a double.
     */
    c->batch.weight[at] *= 1.0L - coin->probability;
    heads.weight *= coin->probability;
    heads.from = draw + 1;
    return nodes_push_set(&c->falls, heads, draw, error);
}

/* --- one choice, many falls of the coins side by side ----------------------------------------- */

/* Moves up to FALLS falls to the batch, and makes their rows. */
static void take_falls(struct choices *c)
{
    struct error ignored; /* there is room for FALLS */
    c->batch.count = 0;
    while (c->batch.count < FALLS && c->falls.count > 0)
        (void)nodes_push(&c->batch, nodes_get(&c->falls, --c->falls.count), &ignored);
    memset(c->live, 0, FALLS / 8);
    for (size_t draw = 0; c->coins > 0 && draw < c->stage.schedule.draw_count; draw++) {
        if (choices_is_capture(c, draw))
            continue;
        memset(c->stage.draw[draw], 0, FALLS / 8);
        c->stage.events[c->stage.draw_event[draw]].chance = c->stage.draw[draw];
    }
    for (size_t i = 0; i < c->batch.count; i++) {
        const uint64_t *bits = nodes_bits(&c->batch, i), bit = (uint64_t)1 << (i % 64);
        c->live[i / 64] |= bit;
        for (size_t word = 0; word < c->batch.bit_words; word++)
            for (uint64_t left = bits[word]; left != 0; left &= left - 1)
                c->stage.draw[64 * word + (size_t)__builtin_ctzll(left)][i / 64] |= bit;
    }
}

/* After a run: what is sent, and further falls. */
static bool look_at_draws(struct choices *c, struct error *error)
{
    for (size_t draw = 0; draw < c->stage.schedule.draw_count; draw++) {
        const uint64_t *where = where_of(c, draw);
        if (choices_is_capture(c, draw)) {
            c->sent[draw] = c->sent[draw] || any(where, GROUP_WORDS);
            c->table_matters = c->table_matters || (draw >= c->upper && c->sent[draw]);
            continue;
        }
        for (size_t word = 0; word < GROUP_WORDS; word++)
            for (uint64_t left = where[word]; left != 0; left &= left - 1)
                if (!branch_fall(c, 64 * word + (size_t)__builtin_ctzll(left), draw, error))
                    return false;
    }
    return true;
}

static void add_failures(struct choices *c)
{
    for (size_t word = 0; word < GROUP_WORDS; word++)
        for (uint64_t left = c->failing[word]; left != 0; left &= left - 1)
            c->failure += c->batch.weight[64 * word + (size_t)__builtin_ctzll(left)];
}

bool choices_try(struct choices *c, const uint64_t *bits, struct error *error)
{
    memset(c->sent, 0, c->stage.schedule.draw_count * sizeof *c->sent);
    c->table_matters = false;
    c->failure = 0.0L;
    if (!begin(c, error))
        return false;
    for (size_t draw = 0; draw < c->stage.schedule.draw_count; draw++)
        if (choices_is_capture(c, draw))
            fix(c, draw, bits);
    while (c->falls.count > 0) {
        take_falls(c);
        if (!run(c, GROUP_WORDS, error) || !look_at_draws(c, error))
            return false;
        add_failures(c);
        c->falls_run += c->batch.count;
        if (c->lanes_run + c->lanes_foreseen + choices_table_lanes(c) > CHOICES_LANES_MAX)
            return too_many(c->stage.strategy, error);
    }
    return true;
}

/* --- many choices side by side, one fall of the coins after the other ------------------------- */

/* Adds the weight of the fall to the failing lanes: no branch, so that a compiler can do several
 * at once, and no sum depends on how many. */
static void add_failing(double *restrict sum, const uint64_t *restrict failing, size_t words,
                        double weight)
{
    union {
        double number;
        uint64_t bits;
    } add = {.number = weight};
    for (size_t word = 0; word < words; word++) {
        const uint64_t fail = failing[word];
        if (fail == 0)
            continue;
        for (unsigned lane = 0; lane < 64; lane++) {
            union {
                uint64_t bits;
                double number;
            } term = {.bits = add.bits & -(fail >> lane & 1)};
            sum[64 * word + lane] += term.number;
        }
    }
}

/* Runs the fall that is alone in the batch. */
static bool run_fall(struct choices *c, struct error *error)
{
    const size_t words = c->table.words;
    for (size_t draw = 0; c->coins > 0 && draw < c->stage.schedule.draw_count; draw++)
        if (!choices_is_capture(c, draw))
            fix(c, draw, nodes_bits(&c->batch, 0));
    if (!run(c, words, error))
        return false;
    for (size_t draw = 0; c->coins > 0 && draw < c->stage.schedule.draw_count; draw++)
        if (!choices_is_capture(c, draw) && any(where_of(c, draw), words) &&
            !branch_fall(c, 0, draw, error))
            return false;
    add_failing(c->lane_failure, c->failing, words, (double)c->batch.weight[0]);
    for (size_t i = 0; i < c->low_count; i++) {
        const uint64_t *restrict where = where_of(c, c->low[i]);
        uint64_t *restrict sent = c->lane_sent[i];
        for (size_t word = 0; word < words; word++)
            sent[word] |= where[word];
    }
    return true;
}

bool choices_try_table(struct choices *c, const uint64_t *bits, struct error *error)
{
    struct error ignored; /* there is room for one */
    const size_t words = c->table.words;
    memset(c->lane_failure, 0, 64 * words * sizeof *c->lane_failure);
    for (size_t i = 0; i < c->low_count; i++) {
        memset(c->lane_sent[i], 0, words * sizeof *c->lane_sent[i]);
        c->stage.events[c->stage.draw_event[c->low[i]]].chance = c->stage.draw[c->low[i]];
    }
    for (size_t draw = 0; draw < c->upper; draw++)
        if (choices_is_capture(c, draw))
            fix(c, draw, bits);
    if (!begin(c, error))
        return false;
    truth_table_fill_live(&c->table, c->live);
    for (; c->falls.count > 0; c->falls_run++) {
        c->batch.count = 0;
        (void)nodes_push(&c->batch, nodes_get(&c->falls, --c->falls.count), &ignored);
        if (!run_fall(c, error))
            return false;
    }
    return true;
}

/* --- the tree --------------------------------------------------------------------------------- */

bool choices_branch(const struct choices *c, struct node node, struct nodes *pending,
                    struct error *error)
{
    for (size_t draw = node.from; draw < c->upper; draw++) {
        if (!c->sent[draw])
            continue;
        node.from = draw + 1;
        if (!nodes_push_set(pending, node, draw, error))
            return false;
    }
    return true;
}
