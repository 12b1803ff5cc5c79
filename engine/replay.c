/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/replay.h"

#include <stdlib.h>
#include <string.h>

/* --- one trial -------------------------------------------------------------------------------- */

static bool allocate(struct replay *r, const struct schedule *schedule, struct error *error)
{
    /* One more of each, since nothing may be allocated in no bytes. */
    r->happening = calloc(schedule->event_count + 1, sizeof *r->happening);
    r->vigilant = calloc(schedule->event_count + 1, sizeof *r->vigilant);
    r->draws = calloc(schedule->draw_count + 1, sizeof *r->draws);
    return (r->happening != NULL && r->vigilant != NULL && r->draws != NULL) ||
           error_no_memory(error);
}

static void tell_sent(struct replay *r, const struct event *event)
{
    r->messengers += event->copies;
    r->last_round = event->round;
}

/* What the parties did, what the city did about it, and what was counted. */
static void tell_events(struct replay *r, const struct stage *stage, size_t lane)
{
    bool vigilant = false;
    for (size_t i = 0, act = 0; i < stage->schedule.event_count; i++) {
        const struct event *event = &stage->schedule.events[i];
        const bool here = stage_bit(stage->events[i].where, lane);
        if (event->kind == EVENT_MOOD && here)
            vigilant = stage_bit(stage->events[i].chance, lane);
        else if (event->kind == EVENT_COUNT)
            r->counter[event->counter] += here;
        if (event->kind != EVENT_TRANSMIT && event->kind != EVENT_FLIP)
            continue;
        r->happening[act] = stage_happening(stage, i, lane);
        r->vigilant[act++] = here && vigilant && event->chance_before;
        if (here && event->kind == EVENT_TRANSMIT)
            tell_sent(r, event);
    }
}

static void list_draws(struct replay *r, const struct stage *stage, size_t lane)
{
    for (size_t draw = 0; draw < stage->schedule.draw_count; draw++) {
        const struct panel_event *rows = &stage->events[stage->draw_event[draw]];
        if (stage_bit(rows->where, lane) && stage_bit(rows->chance, lane))
            r->draws[r->draw_count++] = draw;
    }
}

static bool tell(struct replay *r, struct simulation *simulation, const struct point *point,
                 struct error *error)
{
    size_t lane;
    struct stage *stage = simulation_stage_trial(simulation, r->trial, &lane, error);
    if (stage == NULL || !allocate(r, &stage->schedule, error) ||
        !schedule_record(&r->acts, point->strategy, point->parameter, point->channel, error))
        return false;
    schedule_keep_acts(&r->acts);
    tell_events(r, stage, lane);
    r->cell = stage_cell(stage, lane);
    stage_forget_idle_moods(stage, lane / 64 + 1);
    list_draws(r, stage, lane);
    return true;
}

bool replay_make(struct replay *r, const struct point *point, uint64_t seed, uint64_t trial,
                 struct error *error)
{
    *r = (struct replay){.seed = seed, .trial = trial};
    struct simulation *simulation = simulation_create(point, seed, NULL, error);
    const bool good = simulation != NULL && tell(r, simulation, point, error);
    simulation_destroy(simulation);
    return good;
}

void replay_release(struct replay *r)
{
    schedule_release(&r->acts);
    free(r->happening);
    free(r->vigilant);
    free(r->draws);
    *r = (struct replay){0};
}

/* --- the first trial that ends so ------------------------------------------------------------- */

static bool ends_so(const struct tally *tally, const struct problem *problem, enum verdict verdict)
{
    for (int cell = 0; cell < CELL_COUNT; cell++)
        if (problem->cell[cell].verdict == verdict && tally->cell[cell] > 0)
            return true;
    return false;
}

/* The trials from .. to - 1 of one block; `tally` is room to count. */
static bool look(const struct replay_search *search, struct simulation *simulation,
                 struct tally *tally, uint64_t from, uint64_t to, uint64_t *trial,
                 struct error *error)
{
    const uint64_t block_trials = simulation_block_trials(simulation);
    *trial = to;
    if (from % block_trials == 0) {
        tally_clear(tally);
        if (!simulation_run_block(simulation, from / block_trials, to - from, tally, error))
            return false;
        if (!ends_so(tally, search->point->strategy->problem, search->verdict))
            return true;
    }
    return simulation_seek(simulation, search->verdict, from, to, trial, error);
}

static bool find(const struct replay_search *search, struct simulation *simulation,
                 struct tally *tally, bool *found, uint64_t *trial, struct error *error)
{
    const uint64_t block_trials = simulation_block_trials(simulation);
    uint64_t from = search->first;
    *found = false;
    *trial = from;
    while (from < search->end &&
           (search->go_on == NULL || search->go_on(search->context, from - search->first))) {
        const uint64_t left = search->end - from, rest = block_trials - from % block_trials;
        const uint64_t to = from + (left < rest ? left : rest);
        if (!look(search, simulation, tally, from, to, trial, error))
            return false;
        *found = *trial < to;
        if (*found)
            break;
        from = to;
    }
    return true;
}

bool replay_find(const struct replay_search *search, bool *found, uint64_t *trial,
                 struct error *error)
{
    struct tally tally = {0};
    struct simulation *simulation = simulation_create(search->point, search->seed, NULL, error);
    const bool good = simulation != NULL &&
                      tally_init(&tally, simulation_schedule(simulation), error) &&
                      find(search, simulation, &tally, found, trial, error);
    tally_release(&tally);
    simulation_destroy(simulation);
    return good;
}
