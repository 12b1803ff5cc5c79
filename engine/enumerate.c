/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/enumeration.h"
#include "engine/histories.h"
#include "engine/tree_size.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    ROOTS_MIN = 1024,     /* of the subtrees that blocks share out, if there are so many */
    ROOTS_DRAWS = 24,     /* at most so many draws are chosen to find them */
    ONE_BLOCK_DRAWS = 24, /* fewer milliseconds than several blocks are worth */
    BLOCKS = 256,
    HISTORIES_MAX_DRAWS = 36, /* cannot have more histories than ENUMERATE_HISTORIES_MAX */
    FEW_HISTORIES = 4096,
    MARGIN = 2, /* what is estimated to be so many times too many is refused */
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
    const struct histories_limits limits = {NULL, FEW_HISTORIES, true};
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

bool enumeration_same_in_all_lanes(const struct enumeration *e, size_t event)
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
        const size_t looked_at = enumeration_same_in_all_lanes(e, i) ? 1 : words;
        uint64_t missing = 0;
        for (size_t word = 0; word < looked_at; word++)
            missing |= live[word] & ~where[word];
        e->certain[i] = missing == 0;
    }
}

bool enumeration_all_lanes_count(const struct enumeration *e, uint64_t *none)
{
    const size_t draws = e->stage.schedule.draw_count, words = e->table.words;
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
    return all;
}

static bool run_table(struct enumeration *e, struct node node, struct visitor *visitor,
                      struct error *error)
{
    for (size_t draw = 0; draw < e->upper; draw++)
        e->stage.events[e->stage.draw_event[draw]].chance =
            node.bits[draw / 64] >> (draw % 64) & 1 ? e->stage.always : e->stage.never;
    for (size_t draw = e->upper; draw < e->stage.schedule.draw_count; draw++)
        e->stage.events[e->stage.draw_event[draw]].chance = e->stage.draw[draw];
    if (!stage_run(&e->stage, e->table_live, e->table.words, error))
        return false;
    stage_forget_idle_moods(&e->stage, e->table.words);
    find_certain(e);
    return visitor->table(e, node, visitor->context, error);
}

/* --- above: many nodes side by side ----------------------------------------------------------- */

size_t enumeration_list(const uint64_t *row, uint16_t list[NODES])
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
    if (!stage_run(&e->stage, e->nodes_live, GROUP_WORDS, error))
        return false;
    stage_forget_idle_moods(&e->stage, GROUP_WORDS);
    return true;
}

bool enumeration_captures(const struct event *event)
{
    return event->kind == EVENT_TRANSMIT && (event->chance_before || event_is_draw(event));
}

/* Adds, in each lane, the messengers that events first .. end - 1 lose. */
static void count_captured(const struct enumeration *e, size_t first, size_t end,
                           uint64_t captured[NODES])
{
    for (size_t i = first; i < end; i++) {
        if (!enumeration_captures(&e->stage.schedule.events[i]))
            continue;
        uint64_t lost[GROUP_WORDS];
        uint16_t list[NODES];
        for (size_t word = 0; word < GROUP_WORDS; word++)
            lost[word] = e->stage.events[i].where[word] & e->stage.events[i].chance[word];
        const size_t count = enumeration_list(lost, list);
        for (size_t j = 0; j < count; j++)
            captured[list[j]] += e->stage.schedule.events[i].copies;
    }
}

/* In how many captures a node may have a branch at this draw, if it stands for a capture. */
static bool within(const struct visitor *visitor, const struct event *event, uint64_t captured)
{
    const bool captures = event->kind == EVENT_TRANSMIT || event->kind == EVENT_CAPTURE;
    return captured + (captures ? event->copies : 0) <= visitor->captured_max;
}

/* Every draw that matters in a node, from its `from` on, is 0 in the node and 1 in a new one. */
static bool branch(struct enumeration *e, struct visitor *visitor, struct error *error)
{
    uint16_t list[NODES];
    uint64_t captured[NODES] = {0};
    size_t counted = 0;
    for (size_t draw = 0; draw < e->upper; draw++) {
        const struct chance chance = chance_of(e, draw);
        const size_t at = e->stage.draw_event[draw];
        const size_t count = enumeration_list(e->stage.events[at].where, list);
        if (visitor->captured_max != UINT64_MAX)
            count_captured(e, counted, at, captured);
        counted = at;
        for (size_t i = 0; i < count; i++) {
            struct node node = nodes_get(&e->batch, list[i]);
            if (node.from > draw)
                continue;
            e->batch.weight[list[i]] *= chance.complement;
            node.weight *= chance.probability;
            node.from = draw + 1;
            if (!within(visitor, &e->stage.schedule.events[at], captured[list[i]]))
                visitor->passed_over = true;
            else if (!nodes_push_set(&e->pending, node, draw, error))
                return false;
        }
    }
    return true;
}

/* Runs the batch: shows its histories, and leaves its branches pending. */
static bool grow(struct enumeration *e, struct visitor *visitor, struct error *error)
{
    if (!run_batch(e, error) || !branch(e, visitor, error))
        return false;
    uint64_t leaves[GROUP_WORDS], tables[GROUP_WORDS] = {0};
    for (size_t draw = e->upper; draw < e->stage.schedule.draw_count; draw++)
        for (size_t word = 0; word < GROUP_WORDS; word++)
            tables[word] |= e->stage.events[e->stage.draw_event[draw]].where[word];
    for (size_t word = 0; word < GROUP_WORDS; word++)
        leaves[word] = e->nodes_live[word] & ~tables[word];
    if (!visitor->leaves(e, leaves, visitor->context, error))
        return false;
    uint16_t list[NODES];
    const size_t count = enumeration_list(tables, list);
    for (size_t i = 0; i < count; i++)
        if (!run_table(e, nodes_get(&e->batch, list[i]), visitor, error))
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
static bool split(struct enumeration *e, size_t draw, struct visitor *visitor, struct error *error)
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
        const size_t at = e->stage.draw_event[draw];
        const uint64_t *where = e->stage.events[at].where;
        uint64_t captured[NODES] = {0};
        if (good && visitor->captured_max != UINT64_MAX)
            count_captured(e, 0, at, captured);
        for (size_t lane = 0; good && lane < e->batch.count; lane++) {
            const bool matters = where[lane / 64] >> (lane % 64) & 1;
            const bool branches =
                matters && within(visitor, &e->stage.schedule.events[at], captured[lane]);
            visitor->passed_over = visitor->passed_over || branches != matters;
            struct node node = nodes_get(&e->batch, lane), set = node;
            node.from = set.from = draw + 1;
            node.weight *= matters ? chance.complement : 1.0L;
            set.weight *= chance.probability;
            good = nodes_push(&e->pending, node, error) &&
                   (!branches || nodes_push_set(&e->pending, set, draw, error));
        }
    }
    nodes_release(&before);
    return good;
}

/* Leaves pending the roots of the subtrees that are the block's: every so many of all. */
static bool find_roots(struct enumeration *e, uint64_t block, uint64_t blocks,
                       struct visitor *visitor, struct error *error)
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
        if (!split(e, draw, visitor, error))
            return false;
    size_t kept = 0;
    for (size_t i = (size_t)block; i < e->pending.count; i += (size_t)blocks)
        nodes_move(&e->pending, kept++, i);
    e->pending.count = kept;
    return true;
}

bool enumeration_visit(struct enumeration *e, uint64_t block, uint64_t blocks,
                       struct visitor *visitor, struct error *error)
{
    if (!find_roots(e, block, blocks, visitor, error))
        return false;
    while (e->pending.count > 0) {
        take_batch(e);
        if (!grow(e, visitor, error))
            return false;
    }
    return true;
}
