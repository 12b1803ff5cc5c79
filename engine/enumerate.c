/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/enumerate.h"

#include "engine/histories.h"
#include "engine/nodes.h"
#include "engine/stage.h"
#include "engine/tree_size.h"
#include "engine/truth_table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    NODES = GROUP_TRIALS, /* that are run side by side */
    ROOTS_MIN = 1024,     /* of the subtrees that blocks share out, if there are so many */
    ROOTS_DRAWS = 24,     /* at most so many draws are chosen to find them */
    ONE_BLOCK_DRAWS = 24, /* fewer milliseconds than several blocks are worth */
    BLOCKS = 256,
    HISTORIES_MAX_DRAWS = 36, /* cannot have more histories than ENUMERATE_HISTORIES_MAX */
    FEW_HISTORIES = 4096,
    MARGIN = 2, /* what is estimated to be so many times too many is refused */
};

struct enumeration {
    const struct kernels *kernels;
    struct stage stage;
    size_t upper; /* draws of the upper tree; the others are the truth table's */
    struct truth_table table;
    long double whole; /* weight of all its lanes: 1, but for rounding */
    uint64_t *table_live, *nodes_live;
    bool *certain; /* [event]: it happens in all lanes of the truth table that was run last */
    uint64_t *row; /* room for one more */
    long double *reached_by_all; /* [round]: weight of the truth tables for which this is the last
                                    round that all lanes reach */
    struct nodes batch;          /* NODES of them, being run */
    struct nodes pending;
};

/* --- setting up ------------------------------------------------------------------------------- */

static bool too_many(const struct strategy *strategy, const char *how_many, struct error *error)
{
    return error_set(
        error,
        "strategy '%s' has %s histories with these parameters, and at most 2^36 can be "
        "enumerated; choose smaller parameters or another method",
        strategy->name, how_many);
}

/* A long chain has many draws and few histories: those are counted. */
static bool count_few(const struct point *point, bool *few, struct error *error)
{
    const struct histories_limits limits = {UINT32_MAX, NULL, FEW_HISTORIES, true};
    struct histories histories;
    *few = histories_make(&histories, point, limits, error);
    const bool good = *few || histories.too_many;
    histories_release(&histories);
    return good;
}

bool enumerate_blocks(const struct point *point, size_t draws, uint64_t *blocks,
                      struct error *error)
{
    bool few = draws <= ONE_BLOCK_DRAWS;
    const bool good = few || count_few(point, &few, error);
    *blocks = few ? 1 : BLOCKS;
    return good;
}

bool enumerate_check(const struct point *point, size_t draws, struct error *error)
{
    const double most = (double)ENUMERATE_HISTORIES_MAX, surely = MARGIN * most;
    struct tree_size size;
    bool few = draws <= HISTORIES_MAX_DRAWS;
    if (!few && !count_few(point, &few, error))
        return false;
    if (few)
        return true;
    if (!tree_size_estimate(point, MARGIN * surely, &size, error))
        return false;
    if (size.histories <= (size.even ? most : surely))
        return true;
    char text[64];
    if (size.histories > MARGIN * surely)
        snprintf(text, sizeof text, "more than 10^%d", (int)floor(log10(size.histories)));
    else
        snprintf(text, sizeof text, "about %.2g", size.histories);
    return too_many(point->strategy, text, error);
}

bool enumerate_too_many(const struct strategy *strategy, struct error *error)
{
    return too_many(strategy, "more than 2^36", error);
}

static struct chance chance_of(const struct enumeration *e, size_t draw)
{
    const struct event *event = &e->stage.schedule.events[e->stage.draw_event[draw]];
    return (struct chance){event->probability, event->complement};
}

static bool allocate(struct enumeration *e, struct error *error)
{
    const size_t draws = e->stage.schedule.draw_count;
    const unsigned low = draws < ENUMERATE_LOW ? (unsigned)draws : ENUMERATE_LOW;
    e->upper = draws - low;
    e->batch.bit_words = e->pending.bit_words = e->upper / 64 + 1;
    const size_t words = ((size_t)1 << ENUMERATE_LOW) / 64; /* enough for NODES, too */
    e->table_live = aligned_alloc(LANES_ALIGNMENT, words * sizeof *e->table_live);
    e->nodes_live = aligned_alloc(LANES_ALIGNMENT, words * sizeof *e->nodes_live);
    e->row = aligned_alloc(LANES_ALIGNMENT, words * sizeof *e->row);
    e->certain = calloc(e->stage.schedule.event_count + 1, sizeof *e->certain);
    e->reached_by_all = calloc(e->stage.schedule.event_count + 1, sizeof *e->reached_by_all);
    if (e->table_live == NULL || e->nodes_live == NULL || e->row == NULL ||
        e->reached_by_all == NULL || e->certain == NULL)
        return error_no_memory(error);
    if (!stage_allocate(&e->stage, words, error) || !nodes_reserve(&e->batch, NODES, error))
        return false;
    struct chance chance[ENUMERATE_LOW] = {{0}};
    for (unsigned i = 0; i < low; i++)
        chance[i] = chance_of(e, e->upper + i);
    truth_table_init(&e->table, chance, low);
    truth_table_fill_live(&e->table, e->table_live);
    e->whole = e->kernels->weigh(&e->table.weighing, e->table_live);
    for (unsigned i = 0; i < low; i++)
        truth_table_fill(&e->table, i, e->stage.draw[e->upper + i]);
    return true;
}

struct enumeration *enumeration_create(const struct point *point, const struct kernels *kernels,
                                       struct error *error)
{
    struct enumeration *e = aligned_alloc(LANES_ALIGNMENT, sizeof *e); /* as its weights are */
    if (e == NULL) {
        error_no_memory(error);
        return NULL;
    }
    *e = (struct enumeration){.kernels = kernels != NULL ? kernels : kernels_available(0)};
    if (!stage_init(&e->stage, point, error) ||
        !schedule_check_exact(&e->stage.schedule, point->strategy, error) || !allocate(e, error)) {
        enumeration_destroy(e);
        return NULL;
    }
    return e;
}

void enumeration_destroy(struct enumeration *e)
{
    if (e == NULL)
        return;
    free(e->table_live);
    free(e->nodes_live);
    free(e->row);
    free(e->reached_by_all);
    free(e->certain);
    nodes_release(&e->batch);
    nodes_release(&e->pending);
    stage_release(&e->stage);
    free(e);
}

const struct schedule *enumeration_schedule(const struct enumeration *e)
{
    return &e->stage.schedule;
}

/* --- below: a truth table under one node ------------------------------------------------------ */

/* Where an event happens depends on the draws before it alone: up to the first draw of the truth
 * table it is the same in all lanes. */
static bool same_in_all_lanes(const struct enumeration *e, size_t event)
{
    return e->upper == e->stage.schedule.draw_count || event <= e->stage.draw_event[e->upper];
}

/* Finds out which events happen in all lanes: most, where every draw matters. */
static void find_certain(struct enumeration *e)
{
    const size_t words = e->table.words;
    const uint64_t *restrict live = e->table_live;
    for (size_t i = 0; i < e->stage.schedule.event_count; i++) {
        const uint64_t *restrict where = e->stage.events[i].where;
        const size_t looked_at = same_in_all_lanes(e, i) ? 1 : words;
        uint64_t missing = 0;
        for (size_t word = 0; word < looked_at; word++)
            missing |= live[word] & ~where[word];
        e->certain[i] = missing == 0;
    }
}

/* Draws of the truth table that are 1 where they do not matter belong to no history. */
static uint64_t count_histories(const struct enumeration *e)
{
    const size_t draws = e->stage.schedule.draw_count, words = e->table.words;
    uint64_t *restrict none = e->row;
    memset(none, 0, words * sizeof *none);
    bool all = true;
    for (size_t draw = e->upper; draw < draws; draw++) {
        const struct panel_event *event = &e->stage.events[e->stage.draw_event[draw]];
        const uint64_t *restrict chance = event->chance, *restrict where = event->where;
        if (e->certain[e->stage.draw_event[draw]])
            continue;
        all = false;
        for (size_t word = 0; word < words; word++)
            none[word] |= chance[word] & ~where[word];
    }
    if (all)
        return e->table.lanes;
    uint64_t histories = 0;
    for (size_t word = 0; word < words; word++)
        histories += (uint64_t)__builtin_popcountll(e->table_live[word] & ~none[word]);
    return histories;
}

/* The share of the lanes in `row`: weights are rounded, and so is their sum. */
static long double weigh(const struct enumeration *e, const uint64_t *row)
{
    return e->kernels->weigh(&e->table.weighing, row) / e->whole;
}

static void sum_cells(const struct enumeration *e, long double weight, struct exact_sums *sums)
{
    const size_t words = e->table.words;
    const uint64_t *restrict first = e->stage.decided[0], *restrict second = e->stage.decided[1];
    const uint64_t *restrict live = e->table_live;
    uint64_t *restrict row = e->row;
    for (int cell = 0; cell < CELL_COUNT; cell++) {
        const uint64_t not_first = cell == CELL_FIRST_ONLY || cell == CELL_BOTH ? 0 : ~(uint64_t)0;
        const uint64_t not_second =
            cell == CELL_SECOND_ONLY || cell == CELL_BOTH ? 0 : ~(uint64_t)0;
        for (size_t word = 0; word < words; word++)
            row[word] = (first[word] ^ not_first) & (second[word] ^ not_second) & live[word];
        sums->cell[cell] += weight * weigh(e, row);
    }
}

static void add_lanes(uint64_t *restrict to, const uint64_t *restrict row, size_t words)
{
    for (size_t word = 0; word < words; word++)
        to[word] |= row[word];
}

/* From the last event back: a round is reached where its first event or a later one is sent. The
 * rounds that all lanes reach are kept as the last of them: there are many, and it is cheap. */
static void sum_events(struct enumeration *e, long double weight, struct exact_sums *sums)
{
    const struct schedule *schedule = &e->stage.schedule;
    size_t round = sums->round_count;
    uint64_t always_sent = 0;
    bool all = false; /* lanes have reached the round */
    memset(e->row, 0, e->table.words * sizeof *e->row);
    for (size_t i = schedule->event_count; i-- > 0;) {
        const struct event *event = &schedule->events[i];
        if (event->kind != EVENT_TRANSMIT)
            continue;
        if (event->round != sums->rounds[round - 1].round) {
            round--;
            if (!all)
                sums->rounds[round].reached += weight * weigh(e, e->row);
        }
        if (e->certain[i]) {
            always_sent += event->copies;
            if (!all)
                e->reached_by_all[round - 1] += weight;
            all = true;
        } else if (!same_in_all_lanes(e, i)) { /* else it is not sent at all */
            const uint64_t *where = e->stage.events[i].where;
            sums->messengers += weight * event->copies * weigh(e, where);
            if (!all)
                add_lanes(e->row, where, e->table.words);
        }
    }
    if (round > 0 && !all)
        sums->rounds[round - 1].reached += weight * weigh(e, e->row);
    sums->messengers += weight * always_sent;
}

static bool run_table(struct enumeration *e, struct node node, struct exact_sums *sums,
                      struct error *error)
{
    for (size_t draw = 0; draw < e->upper; draw++)
        e->stage.events[e->stage.draw_event[draw]].chance =
            node.bits[draw / 64] >> (draw % 64) & 1 ? e->stage.always : e->stage.never;
    for (size_t draw = e->upper; draw < e->stage.schedule.draw_count; draw++)
        e->stage.events[e->stage.draw_event[draw]].chance = e->stage.draw[draw];
    if (!stage_run(&e->stage, e->table_live, e->table.words, error))
        return false;
    find_certain(e);
    sums->histories += count_histories(e);
    sum_cells(e, node.weight, sums);
    sum_events(e, node.weight, sums);
    return true;
}

/* --- above: many nodes side by side ----------------------------------------------------------- */

/* Lists the lanes that are set in a row of NODES lanes. */
static size_t list_lanes(const uint64_t *row, uint16_t list[NODES])
{
    size_t count = 0;
    for (size_t word = 0; word < NODES / 64; word++)
        for (uint64_t left = row[word]; left != 0; left &= left - 1)
            list[count++] = (uint16_t)(64 * word + (size_t)__builtin_ctzll(left));
    return count;
}

/* Runs the nodes of the batch, all later draws 0. */
static bool run_batch(struct enumeration *e, struct error *error)
{
    for (size_t draw = 0; draw < e->upper; draw++) {
        memset(e->stage.draw[draw], 0, NODES / 8);
        e->stage.events[e->stage.draw_event[draw]].chance = e->stage.draw[draw];
    }
    for (size_t draw = e->upper; draw < e->stage.schedule.draw_count; draw++)
        e->stage.events[e->stage.draw_event[draw]].chance = e->stage.never;
    memset(e->nodes_live, 0, NODES / 8);
    for (size_t lane = 0; lane < e->batch.count; lane++) {
        const uint64_t bit = (uint64_t)1 << (lane % 64);
        const uint64_t *bits = nodes_bits(&e->batch, lane);
        e->nodes_live[lane / 64] |= bit;
        for (size_t word = 0; word < e->batch.bit_words; word++)
            for (uint64_t left = bits[word]; left != 0; left &= left - 1)
                e->stage.draw[64 * word + (size_t)__builtin_ctzll(left)][lane / 64] |= bit;
    }
    return stage_run(&e->stage, e->nodes_live, GROUP_WORDS, error);
}

/* Every draw that matters in a node, from its `from` on, is 0 in the node and 1 in a new one. */
static bool branch(struct enumeration *e, struct error *error)
{
    uint16_t list[NODES];
    for (size_t draw = 0; draw < e->upper; draw++) {
        const struct chance chance = chance_of(e, draw);
        const size_t count = list_lanes(e->stage.events[e->stage.draw_event[draw]].where, list);
        for (size_t i = 0; i < count; i++) {
            struct node node = nodes_get(&e->batch, list[i]);
            if (node.from > draw)
                continue;
            e->batch.weight[list[i]] *= chance.complement;
            node.weight *= chance.probability;
            node.from = draw + 1;
            if (!nodes_push_set(&e->pending, node, draw, error))
                return false;
        }
    }
    return true;
}

static long double weight_of(const struct enumeration *e, const uint64_t *row)
{
    uint16_t list[NODES];
    const size_t count = list_lanes(row, list);
    long double weight = 0.0L;
    for (size_t i = 0; i < count; i++)
        weight += e->batch.weight[list[i]];
    return weight;
}

/* Adds the nodes of `leaves`, in which no draw of the truth table matters: each is one history. */
static void sum_leaves(const struct enumeration *e, const uint64_t leaves[GROUP_WORDS],
                       struct exact_sums *sums)
{
    const struct schedule *schedule = &e->stage.schedule;
    uint16_t list[NODES];
    const size_t count = list_lanes(leaves, list);
    sums->histories += count;
    for (size_t i = 0; i < count; i++) {
        const size_t word = list[i] / 64, bit = list[i] % 64;
        const uint64_t first = e->stage.decided[0][word] >> bit & 1;
        const uint64_t second = e->stage.decided[1][word] >> bit & 1;
        sums->cell[first != 0 ? (second != 0 ? CELL_BOTH : CELL_FIRST_ONLY)
                              : (second != 0 ? CELL_SECOND_ONLY : CELL_NEITHER)] +=
            e->batch.weight[list[i]];
    }
    uint64_t later[GROUP_WORDS] = {0};
    size_t round = sums->round_count;
    for (size_t i = schedule->event_count; i-- > 0;) {
        const struct event *event = &schedule->events[i];
        if (event->kind != EVENT_TRANSMIT)
            continue;
        if (event->round != sums->rounds[round - 1].round)
            sums->rounds[--round].reached += weight_of(e, later);
        uint64_t sent[GROUP_WORDS];
        for (size_t word = 0; word < GROUP_WORDS; word++) {
            sent[word] = e->stage.events[i].where[word] & leaves[word];
            later[word] |= sent[word];
        }
        sums->messengers += event->copies * weight_of(e, sent);
    }
    if (round > 0)
        sums->rounds[round - 1].reached += weight_of(e, later);
}

/* Runs the batch: adds its histories, and leaves its branches pending. */
static bool grow(struct enumeration *e, struct exact_sums *sums, struct error *error)
{
    if (!run_batch(e, error) || !branch(e, error))
        return false;
    uint64_t leaves[GROUP_WORDS], tables[GROUP_WORDS] = {0};
    for (size_t draw = e->upper; draw < e->stage.schedule.draw_count; draw++)
        for (size_t word = 0; word < GROUP_WORDS; word++)
            tables[word] |= e->stage.events[e->stage.draw_event[draw]].where[word];
    for (size_t word = 0; word < GROUP_WORDS; word++)
        leaves[word] = e->nodes_live[word] & ~tables[word];
    sum_leaves(e, leaves, sums);
    uint16_t list[NODES];
    const size_t count = list_lanes(tables, list);
    for (size_t i = 0; i < count; i++)
        if (!run_table(e, nodes_get(&e->batch, list[i]), sums, error))
            return false;
    return true;
}

/* --- a block ---------------------------------------------------------------------------------- */

/* Moves up to NODES pending nodes, the last first, to the batch. */
static void take_batch(struct enumeration *e)
{
    struct error ignored; /* there is room for NODES */
    e->batch.count = 0;
    while (e->batch.count < NODES && e->pending.count > 0)
        (void)nodes_push(&e->batch, nodes_get(&e->pending, --e->pending.count), &ignored);
}

/* Chooses draw `draw` in all pending nodes, which have chosen those before. */
static bool split(struct enumeration *e, size_t draw, struct error *error)
{
    struct nodes before = e->pending;
    e->pending = (struct nodes){.bit_words = before.bit_words};
    const struct chance chance = chance_of(e, draw);
    bool good = true;
    for (size_t first = 0; good && first < before.count; first += NODES) {
        e->batch.count = 0;
        for (size_t i = first; i < before.count && i < first + NODES; i++)
            good = nodes_push(&e->batch, nodes_get(&before, i), error);
        good = good && run_batch(e, error);
        const uint64_t *where = e->stage.events[e->stage.draw_event[draw]].where;
        for (size_t lane = 0; good && lane < e->batch.count; lane++) {
            const bool matters = where[lane / 64] >> (lane % 64) & 1;
            struct node node = nodes_get(&e->batch, lane), set = node;
            node.from = set.from = draw + 1;
            node.weight *= matters ? chance.complement : 1.0L;
            set.weight *= chance.probability;
            good = nodes_push(&e->pending, node, error) &&
                   (!matters || nodes_push_set(&e->pending, set, draw, error));
        }
    }
    nodes_release(&before);
    return good;
}

/* Leaves pending the roots of the subtrees that are the block's: every so many of all. */
static bool find_roots(struct enumeration *e, uint64_t block, uint64_t blocks, struct error *error)
{
    if (!nodes_reserve(&e->pending, 1, error))
        return false;
    e->pending.count = 1;
    e->pending.weight[0] = 1.0L;
    e->pending.from[0] = 0;
    memset(e->pending.bits, 0, e->pending.bit_words * sizeof *e->pending.bits);
    if (blocks == 1)
        return true;
    for (size_t draw = 0; draw < e->upper && draw < ROOTS_DRAWS && e->pending.count < ROOTS_MIN;
         draw++)
        if (!split(e, draw, error))
            return false;
    size_t kept = 0;
    for (size_t i = (size_t)block; i < e->pending.count; i += (size_t)blocks)
        nodes_move(&e->pending, kept++, i);
    e->pending.count = kept;
    return true;
}

/* What reached a round has reached those before it, too. */
static void add_reached_by_all(struct enumeration *e, struct exact_sums *sums)
{
    long double reached = 0.0L;
    for (size_t round = sums->round_count; round-- > 0;) {
        reached += e->reached_by_all[round];
        sums->rounds[round].reached += reached;
        e->reached_by_all[round] = 0.0L;
    }
}

bool enumeration_run_block(struct enumeration *e, uint64_t block, uint64_t blocks,
                           struct exact_sums *sums, struct error *error)
{
    if (!find_roots(e, block, blocks, error))
        return false;
    while (e->pending.count > 0) {
        take_batch(e);
        if (!grow(e, sums, error))
            return false;
        if (sums->histories > ENUMERATE_HISTORIES_MAX)
            return enumerate_too_many(e->stage.strategy, error);
    }
    add_reached_by_all(e, sums);
    return true;
}
