/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/simulate.h"

#include "engine/panel.h"
#include "engine/random.h"
#include "engine/rows.h"

#include <stdlib.h>
#include <string.h>

/* Both decide the numbers, so they belong to the stream version. */
enum {
    PANEL_TRIALS_MAX = 8192, /* of few draws: rows stay in the first-level cache */
    PANEL_BITS = 1 << 16,    /* bits of all draws of a panel together, roughly */
    BLOCK_TRIALS_MAX = 1 << 22,
    BLOCK_BITS = 1 << 24,
};

/* One draw of the schedule: a row that is filled again for every panel. */
struct draw {
    const struct row_recipe *recipe;
    struct row_position position;
    uint64_t *row;
};

struct simulation {
    const struct strategy *strategy;
    double parameter[PARAMETERS_MAX];
    struct random_key key;
    const struct kernels *kernels;
    struct schedule schedule;
    size_t words; /* of a panel's row */

    struct row_recipe *recipes; /* one for each different probability */
    size_t recipe_count;
    struct draw *draws;
    struct panel_event *events;
    struct sent_row *sent; /* the events that send */
    uint64_t (*reached)[GROUP_WORDS];
    uint64_t *counted[COUNTERS_MAX];
    uint64_t *never, *always; /* rows of the certain events */
    uint64_t *live;
    uint64_t *decided[2];
    uint64_t *messengers;
    uint64_t *memory; /* all rows */
};

static uint64_t power_of_two_at_most(uint64_t x)
{
    uint64_t power = 1;
    while (power <= x / 2)
        power *= 2;
    return power;
}

static uint64_t between(uint64_t low, uint64_t x, uint64_t high)
{
    return x < low ? low : x > high ? high : x;
}

static uint64_t panel_trials(size_t draws)
{
    return between(GROUP_TRIALS, power_of_two_at_most(PANEL_BITS / (draws > 0 ? draws : 1)),
                   PANEL_TRIALS_MAX);
}

uint64_t simulate_block_trials(size_t draws)
{
    return between(panel_trials(draws), power_of_two_at_most(BLOCK_BITS / (draws > 0 ? draws : 1)),
                   BLOCK_TRIALS_MAX);
}

/* --- setting up ----------------------------------------------------------------------------- */

static const struct row_recipe *recipe_for(struct simulation *s, double probability,
                                           struct error *error)
{
    for (size_t i = s->recipe_count; i-- > 0;)
        if (s->recipes[i].probability == probability)
            return &s->recipes[i];
    if (!row_recipe_init(&s->recipes[s->recipe_count], probability, error))
        return NULL;
    return &s->recipes[s->recipe_count++];
}

/* Hands out the next row of the simulation's memory; counts only while there is none. */
static uint64_t *take_row(struct simulation *s, size_t *used)
{
    const size_t at = *used;
    *used += s->words;
    return s->memory != NULL ? s->memory + at : NULL;
}

static void take_rows(struct simulation *s, size_t *used)
{
    *used = 0;
    s->never = take_row(s, used);
    s->always = take_row(s, used);
    s->live = take_row(s, used);
    s->decided[0] = take_row(s, used);
    s->decided[1] = take_row(s, used);
    s->messengers = take_row(s, used); /* one word, not one bit, for each 64 trials */
    for (size_t i = 0; i < s->schedule.counter_count; i++)
        s->counted[i] = take_row(s, used);
    for (size_t i = 0; i < s->schedule.draw_count; i++)
        s->draws[i].row = take_row(s, used);
    for (size_t i = 0; i < s->schedule.event_count; i++)
        s->events[i].where = take_row(s, used);
}

static bool allocate(struct simulation *s, struct error *error)
{
    const struct schedule *schedule = &s->schedule;
    s->words = panel_trials(schedule->draw_count) / 64;
    /* One more of each, since nothing may be allocated in no bytes. */
    s->recipes = calloc(schedule->draw_count + 1, sizeof *s->recipes);
    s->draws = calloc(schedule->draw_count + 1, sizeof *s->draws);
    s->events = calloc(schedule->event_count + 1, sizeof *s->events);
    s->sent = calloc(schedule->transmit_count + 1, sizeof *s->sent);
    s->reached =
        aligned_alloc(LANES_ALIGNMENT, (schedule->transmit_count + 1) * sizeof *s->reached);
    if (s->recipes == NULL || s->draws == NULL || s->events == NULL || s->sent == NULL ||
        s->reached == NULL)
        return error_no_memory(error);
    size_t words;
    take_rows(s, &words);
    s->memory = aligned_alloc(LANES_ALIGNMENT, words * sizeof *s->memory);
    if (s->memory == NULL)
        return error_no_memory(error);
    take_rows(s, &words);
    return true;
}

/* Gives every event of the schedule its rows. */
static bool connect(struct simulation *s, struct error *error)
{
    memset(s->never, 0, s->words * sizeof *s->never);
    memset(s->always, 0xff, s->words * sizeof *s->always);
    size_t draw = 0, sent = 0;
    for (size_t i = 0; i < s->schedule.event_count; i++) {
        const struct event *event = &s->schedule.events[i];
        s->events[i].mark = event->mark;
        s->events[i].chance = event->probability > 0.0 ? s->always : s->never;
        if (event->probability > 0.0 && event->probability < 1.0) {
            s->draws[draw].recipe = recipe_for(s, event->probability, error);
            if (s->draws[draw].recipe == NULL)
                return false;
            s->events[i].chance = s->draws[draw++].row;
        }
        if (event->kind == EVENT_TRANSMIT)
            s->sent[sent++] = (struct sent_row){s->events[i].where, event->copies};
    }
    return true;
}

struct simulation *simulation_create(const struct point *point, uint64_t seed,
                                     const struct kernels *kernels, struct error *error)
{
    struct simulation *s = calloc(1, sizeof *s);
    if (s == NULL) {
        error_no_memory(error);
        return NULL;
    }
    char key[POINT_KEY_SIZE];
    point_key_text(point, "monte-carlo", "estimate", key);
    s->strategy = point->strategy;
    memcpy(s->parameter, point->parameter, sizeof s->parameter);
    s->key = random_key(seed, key);
    s->kernels = kernels != NULL ? kernels : kernels_available(0);
    if (!schedule_record(&s->schedule, point->strategy, s->parameter, point->channel, error) ||
        !allocate(s, error) || !connect(s, error)) {
        simulation_destroy(s);
        return NULL;
    }
    return s;
}

void simulation_destroy(struct simulation *s)
{
    if (s == NULL)
        return;
    for (size_t i = 0; i < s->recipe_count; i++)
        row_recipe_release(&s->recipes[i]);
    free(s->recipes);
    free(s->draws);
    free(s->events);
    free(s->sent);
    free(s->reached);
    free(s->memory);
    schedule_release(&s->schedule);
    free(s);
}

const struct schedule *simulation_schedule(const struct simulation *s)
{
    return &s->schedule;
}

/* --- running -------------------------------------------------------------------------------- */

/* The first `trials` trials of the panel exist. */
static void set_live(struct simulation *s, uint64_t trials)
{
    for (size_t word = 0; word < s->words; word++) {
        const uint64_t before = word * 64;
        s->live[word] = trials >= before + 64 ? ~(uint64_t)0
                        : trials <= before    ? 0
                                              : ((uint64_t)1 << (trials - before)) - 1;
    }
}

static void count_panel(struct simulation *s, uint64_t trials, struct tally *tally)
{
    struct count_job job = {
        .words = s->words,
        .live = s->live,
        .decided = {s->decided[0], s->decided[1]},
        .rows = s->sent,
        .row_count = s->schedule.transmit_count,
        .reached = s->reached,
        .messengers = s->messengers,
    };
    s->kernels->count(&job);
    tally->trials += trials;
    tally->batches += trials / 64;
    tally->cell[CELL_FIRST_ONLY] += job.cells[0];
    tally->cell[CELL_SECOND_ONLY] += job.cells[1];
    tally->cell[CELL_BOTH] += job.cells[2];
    tally->cell[CELL_NEITHER] += trials - job.cells[0] - job.cells[1] - job.cells[2];
    /* The trials after the last whole batch belong to the total alone. */
    const uint64_t rest = trials % 64 != 0 ? s->messengers[trials / 64] : 0;
    tally->messengers.total += job.messenger_total;
    tally->messengers.batch_total += job.messenger_total - rest;
    tally->messengers.batch_squares += job.messenger_squares - rest * rest;
    for (size_t i = 0; i < s->schedule.counter_count; i++)
        tally_sum_add(&tally->counter[i], s->counted[i], s->words, trials / 64);
}

/* A round was reached by the trials in which its first event or a later one sent something. */
static void count_rounds(struct simulation *s, struct tally *tally)
{
    size_t sent = 0, round = 0;
    unsigned last = 0;
    for (size_t i = 0; i < s->schedule.event_count; i++) {
        const struct event *event = &s->schedule.events[i];
        if (event->kind != EVENT_TRANSMIT)
            continue;
        if (event->round != last) {
            for (int j = 0; j < GROUP_WORDS; j++)
                tally->rounds[round].reached += s->reached[sent][j];
            last = event->round;
            round++;
        }
        sent++;
    }
}

static bool run_panel(struct simulation *s, struct random_block *random, uint64_t first,
                      struct error *error)
{
    for (size_t i = 0; i < s->schedule.draw_count; i++) {
        struct draw *draw = &s->draws[i];
        row_fill(draw->recipe, s->kernels, random, &draw->position, first, draw->row,
                 s->words / GROUP_WORDS);
    }
    for (size_t i = 0; i < s->schedule.counter_count; i++)
        memset(s->counted[i], 0, s->words * sizeof *s->counted[i]);
    struct panel panel = {
        .parameters = s->parameter,
        .events = s->events,
        .event_count = s->schedule.event_count,
        .words = s->words,
        .live = s->live,
        .decided = {s->decided[0], s->decided[1]},
        .counted = s->counted,
    };
    s->strategy->over_lanes(&panel);
    if (panel.mismatch != 0)
        return error_set(
            error,
            "strategy '%s' is not straight-line code: its messages, coins or decisions "
            "differ between two runs with the same parameters",
            s->strategy->name);
    return true;
}

bool simulation_run_block(struct simulation *s, uint64_t block, uint64_t trials,
                          struct tally *tally, struct error *error)
{
    struct random_block random;
    random_block_init(&random, s->key, block);
    for (size_t i = 0; i < s->schedule.draw_count; i++)
        row_start(s->draws[i].recipe, &random.sparse, &s->draws[i].position);
    memset(s->reached, 0, s->schedule.transmit_count * sizeof *s->reached);

    const uint64_t panel = s->words * 64;
    set_live(s, panel);
    for (uint64_t first = 0; first < trials; first += panel) {
        const uint64_t live = trials - first < panel ? trials - first : panel;
        if (live < panel)
            set_live(s, live);
        if (!run_panel(s, &random, first, error))
            return false;
        count_panel(s, live, tally);
    }
    count_rounds(s, tally);
    return true;
}
