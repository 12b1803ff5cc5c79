/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the histories of an enumeration add up to. */

#include "engine/enumeration.h"

#include <string.h>

/* --- a truth table under one node ------------------------------------------------------------- */

static uint64_t count_histories(const struct enumeration *e)
{
    if (enumeration_all_lanes_count(e, e->row))
        return e->table.lanes;
    uint64_t histories = 0;
    for (size_t word = 0; word < e->table.words; word++)
        histories += (uint64_t)__builtin_popcountll(e->table_live[word] & ~e->row[word]);
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
        uint64_t any = 0;
        for (size_t word = 0; word < words; word++) {
            row[word] = (first[word] ^ not_first) & (second[word] ^ not_second) & live[word];
            any |= row[word];
        }
        sums->cell[cell] += weight * weigh(e, row);
        sums->possible_cells |= (any != 0 ? 1U : 0U) << cell;
    }
}

/* Adds the share of the lanes in which something is counted. */
static void sum_count(const struct enumeration *e, size_t event, long double weight,
                      struct exact_sums *sums)
{
    const int counter = e->stage.schedule.events[event].counter;
    const uint64_t *restrict where = e->stage.events[event].where;
    uint64_t any = e->certain[event] ? 1 : 0;
    if (any == 0 && enumeration_same_in_all_lanes(e, event))
        return; /* it happens in none */
    sums->counter[counter] += weight * (any != 0 ? 1.0L : weigh(e, where));
    for (size_t word = 0; any == 0 && word < e->table.words; word++)
        any = where[word] & e->table_live[word];
    sums->possible_counters |= (any != 0 ? 1U : 0U) << counter;
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
        if (event->kind == EVENT_COUNT)
            sum_count(e, i, weight, sums);
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
        } else if (!enumeration_same_in_all_lanes(e, i)) { /* else it is not sent at all */
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

static bool sum_table(struct enumeration *e, struct node node, void *context, struct error *error)
{
    struct exact_sums *sums = context;
    sums->histories += count_histories(e);
    sum_cells(e, node.weight, sums);
    sum_events(e, node.weight, sums);
    return sums->histories <= ENUMERATE_HISTORIES_MAX ||
           enumerate_too_many(e->stage.strategy, error);
}

/* --- nodes that are histories ----------------------------------------------------------------- */

static long double weight_of(const struct enumeration *e, const uint64_t *row)
{
    uint16_t list[NODES];
    const size_t count = enumeration_list(row, list);
    long double weight = 0.0L;
    for (size_t i = 0; i < count; i++)
        weight += e->batch.weight[list[i]];
    return weight;
}

/* Adds the nodes of `leaves`, in which no draw of the truth table matters: each is one history. */
static bool sum_leaves(struct enumeration *e, const uint64_t leaves[GROUP_WORDS], void *context,
                       struct error *error)
{
    struct exact_sums *sums = context;
    const struct schedule *schedule = &e->stage.schedule;
    uint16_t list[NODES];
    const size_t count = enumeration_list(leaves, list);
    sums->histories += count;
    for (size_t i = 0; i < count; i++) {
        const size_t word = list[i] / 64, bit = list[i] % 64;
        const uint64_t first = e->stage.decided[0][word] >> bit & 1;
        const uint64_t second = e->stage.decided[1][word] >> bit & 1;
        const enum cell cell = first != 0 ? (second != 0 ? CELL_BOTH : CELL_FIRST_ONLY)
                                          : (second != 0 ? CELL_SECOND_ONLY : CELL_NEITHER);
        sums->cell[cell] += e->batch.weight[list[i]];
        sums->possible_cells |= 1U << cell;
    }
    uint64_t later[GROUP_WORDS] = {0};
    size_t round = sums->round_count;
    for (size_t i = schedule->event_count; i-- > 0;) {
        const struct event *event = &schedule->events[i];
        if (event->kind != EVENT_TRANSMIT && event->kind != EVENT_COUNT)
            continue;
        uint64_t here[GROUP_WORDS], any = 0;
        for (size_t word = 0; word < GROUP_WORDS; word++)
            any |= here[word] = e->stage.events[i].where[word] & leaves[word];
        if (event->kind == EVENT_COUNT) {
            sums->counter[event->counter] += weight_of(e, here);
            sums->possible_counters |= (any != 0 ? 1U : 0U) << event->counter;
            continue;
        }
        if (event->round != sums->rounds[round - 1].round)
            sums->rounds[--round].reached += weight_of(e, later);
        for (size_t word = 0; word < GROUP_WORDS; word++)
            later[word] |= here[word];
        sums->messengers += event->copies * weight_of(e, here);
    }
    if (round > 0)
        sums->rounds[round - 1].reached += weight_of(e, later);
    return sums->histories <= ENUMERATE_HISTORIES_MAX ||
           enumerate_too_many(e->stage.strategy, error);
}

/* --- a block ---------------------------------------------------------------------------------- */

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
    struct visitor visitor = {
        .context = sums, .table = sum_table, .leaves = sum_leaves, .captured_max = UINT64_MAX};
    if (!enumeration_visit(e, block, blocks, &visitor, error))
        return false;
    add_reached_by_all(e, sums);
    return true;
}
