/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/stage.h"

#include <stdlib.h>
#include <string.h>

bool stage_init(struct stage *stage, const struct point *point, struct error *error)
{
    *stage = (struct stage){.strategy = point->strategy};
    memcpy(stage->parameter, point->parameter, sizeof stage->parameter);
    return schedule_record(&stage->schedule, point->strategy, stage->parameter, point->channel,
                           error);
}

/* Hands out the next row of the stage's memory; counts only while there is none. */
static uint64_t *take_row(struct stage *stage, size_t *used)
{
    const size_t at = *used;
    *used += stage->words;
    return stage->memory != NULL ? stage->memory + at : NULL;
}

/* Returns how many words all rows are. */
static size_t take_rows(struct stage *stage)
{
    size_t used = 0;
    stage->never = take_row(stage, &used);
    stage->always = take_row(stage, &used);
    stage->decided[0] = take_row(stage, &used);
    stage->decided[1] = take_row(stage, &used);
    for (size_t i = 0; i < stage->schedule.draw_count; i++)
        stage->draw[i] = take_row(stage, &used);
    stage->later = take_row(stage, &used);
    for (size_t i = 0; i < stage->schedule.event_count; i++) {
        stage->events[i].where = take_row(stage, &used);
        if (stage->schedule.events[i].chance_before)
            stage->events[i].captured = take_row(stage, &used);
    }
    return used;
}

/* Gives every event its row of chance: its draw's, a constant one if it is certain, or the one that
 * it leaves behind itself. */
static void connect(struct stage *stage)
{
    size_t draw = 0;
    for (size_t i = 0; i < stage->schedule.event_count; i++) {
        const struct event *event = &stage->schedule.events[i];
        stage->events[i].mark = event->mark;
        stage->events[i].chance = event->probability > 0.0 ? stage->always : stage->never;
        if (event->chance_before)
            stage->events[i].chance = stage->events[i].captured;
        if (event_is_draw(event)) {
            stage->events[i].chance = stage->draw[draw];
            stage->draw_event[draw++] = i;
        }
    }
}

bool stage_allocate(struct stage *stage, size_t words, struct error *error)
{
    const struct schedule *schedule = &stage->schedule;
    stage->words = words;
    /* One more of each, since nothing may be allocated in no bytes. */
    stage->events = calloc(schedule->event_count + 1, sizeof *stage->events);
    stage->draw_event = calloc(schedule->draw_count + 1, sizeof *stage->draw_event);
    stage->draw = calloc(schedule->draw_count + 1, sizeof *stage->draw);
    if (stage->events == NULL || stage->draw_event == NULL || stage->draw == NULL)
        return error_no_memory(error);
    stage->memory = aligned_alloc(LANES_ALIGNMENT, take_rows(stage) * sizeof *stage->memory);
    if (stage->memory == NULL)
        return error_no_memory(error);
    take_rows(stage);
    memset(stage->never, 0, words * sizeof *stage->never);
    memset(stage->always, 0xff, words * sizeof *stage->always);
    connect(stage);
    return true;
}

void stage_release(struct stage *stage)
{
    free(stage->events);
    free(stage->draw_event);
    free(stage->draw);
    free(stage->memory);
    schedule_release(&stage->schedule);
    *stage = (struct stage){0};
}

bool stage_run(struct stage *stage, const uint64_t *live, size_t words, struct error *error)
{
    struct panel panel = {
        .parameters = stage->parameter,
        .events = stage->events,
        .event_count = stage->schedule.event_count,
        .words = words,
        .live = live,
        .decided = {stage->decided[0], stage->decided[1]},
        .bursts = stage->schedule.channel.kind == CHANNEL_BURST,
    };
    stage->strategy->over_lanes(&panel);
    if (panel.mismatch != 0)
        return error_set(
            error,
            "strategy '%s' is not straight-line code: its messages, coins, counts or decisions "
            "differ between two runs with the same parameters",
            stage->strategy->name);
    return true;
}

void stage_forget_idle_moods(struct stage *stage, size_t words)
{
    if (stage->schedule.channel.kind != CHANNEL_BURST)
        return;
    uint64_t *restrict later = stage->later;
    memset(later, 0, words * sizeof *later);
    for (size_t i = stage->schedule.event_count; i-- > 0;) {
        const enum event_kind kind = stage->schedule.events[i].kind;
        uint64_t *restrict where = stage->events[i].where;
        if (kind == EVENT_MOOD)
            for (size_t word = 0; word < words; word++)
                where[word] &= later[word];
        else if (kind == EVENT_TRANSMIT || kind == EVENT_FLIP)
            for (size_t word = 0; word < words; word++)
                later[word] |= where[word];
    }
}

enum happening stage_happening(const struct stage *stage, size_t event, size_t lane)
{
    const struct panel_event *rows = &stage->events[event];
    const bool chance = stage_bit(rows->chance, lane);
    const enum event_kind kind = stage->schedule.events[event].kind;
    if (!stage_bit(rows->where, lane) || (kind != EVENT_TRANSMIT && kind != EVENT_FLIP))
        return NOT_SENT;
    if (kind == EVENT_FLIP)
        return chance ? HEADS : TAILS;
    return chance ? CAPTURED : ARRIVED;
}

enum cell stage_cell(const struct stage *stage, size_t lane)
{
    const bool first = stage_bit(stage->decided[0], lane);
    const bool second = stage_bit(stage->decided[1], lane);
    return first ? (second ? CELL_BOTH : CELL_FIRST_ONLY)
                 : (second ? CELL_SECOND_ONLY : CELL_NEITHER);
}

void stage_ending(const struct stage *stage, enum verdict verdict, const uint64_t *live,
                  size_t words, uint64_t *ending)
{
    const struct problem *problem = stage->strategy->problem;
    const uint64_t *first = stage->decided[0], *second = stage->decided[1];
    memset(ending, 0, words * sizeof *ending);
    for (int cell = 0; cell < CELL_COUNT; cell++) {
        if (problem->cell[cell].verdict != verdict)
            continue;
        const uint64_t not_first = cell == CELL_FIRST_ONLY || cell == CELL_BOTH ? 0 : ~(uint64_t)0;
        const uint64_t not_second =
            cell == CELL_SECOND_ONLY || cell == CELL_BOTH ? 0 : ~(uint64_t)0;
        for (size_t word = 0; word < words; word++)
            ending[word] |= (first[word] ^ not_first) & (second[word] ^ not_second) & live[word];
    }
}
