/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/reference_histories.h"

#include "engine/lanes.h"
#include "engine/panel.h"
#include "tests/testing.h"

#include <stdlib.h>
#include <string.h>

/* A panel of one group of trials, of which the first alone exists. */
struct one_trial {
    const struct strategy *strategy;
    const struct schedule *schedule;
    uint64_t (*rows)[GROUP_WORDS]; /* the rows of all below */
    struct panel_event *events;
    struct panel panel;
};

enum { LIVE, FIRST, SECOND, EVENTS }; /* rows; two for an event */

static void one_trial_init(struct one_trial *trial, const struct point *point,
                           const struct schedule *schedule)
{
    const size_t rows = EVENTS + 2 * schedule->event_count;
    *trial = (struct one_trial){.strategy = point->strategy, .schedule = schedule};
    trial->rows = aligned_alloc(LANES_ALIGNMENT, rows * sizeof *trial->rows);
    trial->events = calloc(schedule->event_count + 1, sizeof *trial->events);
    assert_non_null(trial->rows);
    assert_non_null(trial->events);
    memset(trial->rows, 0, rows * sizeof *trial->rows);
    trial->rows[LIVE][0] = 1;
    for (size_t i = 0; i < schedule->event_count; i++)
        trial->events[i] = (struct panel_event){.chance = trial->rows[EVENTS + 2 * i],
                                                .where = trial->rows[EVENTS + 2 * i + 1],
                                                .mark = schedule->events[i].mark};
    trial->panel = (struct panel){.parameters = point->parameter,
                                  .events = trial->events,
                                  .event_count = schedule->event_count,
                                  .words = GROUP_WORDS,
                                  .live = trial->rows[LIVE],
                                  .decided = {trial->rows[FIRST], trial->rows[SECOND]}};
}

static void one_trial_release(struct one_trial *trial)
{
    free(trial->rows);
    free(trial->events);
}

static void one_trial_run(struct one_trial *trial, const bool *chance)
{
    for (size_t i = 0; i < trial->schedule->event_count; i++)
        trial->rows[EVENTS + 2 * i][0] = chance[i];
    trial->strategy->over_lanes(&trial->panel);
    assert_int_equal(trial->panel.mismatch, 0);
}

static bool happened(const struct one_trial *trial, size_t event)
{
    return trial->events[event].where[0] & 1;
}

/* 1 - loss^copies from the loss rate: the event's own probability is rounded. */
static long double complement(const struct schedule *schedule, const struct event *event)
{
    const long double loss =
        event->from == 0 ? schedule->channel.loss : schedule->channel.loss_back;
    if (event->kind == EVENT_FLIP)
        return 1.0L - event->probability;
    return loss > 0.0L ? -expm1l(event->copies * logl(loss)) : 1.0L;
}

/* Adds what the trial left behind to the list. */
static void note(const struct one_trial *trial, const bool *chance,
                 struct reference_histories *histories)
{
    const size_t events = trial->schedule->event_count;
    if (histories->count == histories->capacity) {
        histories->capacity = 2 * histories->capacity + 16;
        histories->history =
            realloc(histories->history, histories->capacity * sizeof *histories->history);
        assert_non_null(histories->history);
    }
    struct reference_history *history = &histories->history[histories->count++];
    *history = (struct reference_history){
        .weight = 1.0L,
        .decided = {trial->rows[FIRST][0] & 1, trial->rows[SECOND][0] & 1},
        .step = calloc(events + 1, sizeof *history->step),
    };
    assert_non_null(history->step);
    for (size_t i = 0; i < events; i++) {
        const struct event *event = &trial->schedule->events[i];
        if (!happened(trial, i))
            continue;
        if (event->kind == EVENT_COUNT) {
            history->count[event->counter]++;
            continue;
        }
        history->step[i] = (struct reference_step){true, chance[i]};
        history->weight *= chance[i] ? event->probability : complement(trial->schedule, event);
        if (event->kind != EVENT_TRANSMIT)
            continue;
        history->sent += event->copies;
        history->captured += chance[i] ? event->copies : 0;
        history->last_round = event->round;
    }
}

/* Sets the draws of the next history; false after the last one. */
static bool turn_to_next(const struct one_trial *trial, bool *chance)
{
    for (size_t i = trial->schedule->event_count; i-- > 0;) {
        if (!event_is_draw(&trial->schedule->events[i]))
            continue;
        const bool next = happened(trial, i) && !chance[i];
        chance[i] = next;
        if (next)
            return true;
    }
    return false;
}

void reference_histories_make(const struct point *point, struct reference_histories *histories)
{
    struct error error;
    *histories = (struct reference_histories){.count = 0};
    if (!schedule_record(&histories->schedule, point->strategy, point->parameter, point->channel,
                         &error))
        fail_msg("%s", error.message);
    bool *chance = calloc(histories->schedule.event_count + 1, sizeof *chance);
    assert_non_null(chance);
    for (size_t i = 0; i < histories->schedule.event_count; i++)
        chance[i] = histories->schedule.events[i].probability >= 1.0;
    struct one_trial trial;
    one_trial_init(&trial, point, &histories->schedule);
    do {
        one_trial_run(&trial, chance);
        note(&trial, chance, histories);
    } while (turn_to_next(&trial, chance));
    one_trial_release(&trial);
    free(chance);
}

void reference_histories_release(struct reference_histories *histories)
{
    for (size_t i = 0; i < histories->count; i++)
        free(histories->history[i].step);
    free(histories->history);
    schedule_release(&histories->schedule);
    *histories = (struct reference_histories){.count = 0};
}

bool reference_arrived(const struct reference_histories *histories, size_t history, size_t event)
{
    const struct reference_step step = histories->history[history].step[event];
    return histories->schedule.events[event].kind == EVENT_TRANSMIT && step.happened &&
           !step.chance;
}

enum cell reference_cell(const struct reference_history *history)
{
    return history->decided[0] ? (history->decided[1] ? CELL_BOTH : CELL_FIRST_ONLY)
                               : (history->decided[1] ? CELL_SECOND_ONLY : CELL_NEITHER);
}
