/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/simulate.h"

#include "engine/panel.h"
#include "engine/random.h"
#include "engine/rows.h"

#include <stdlib.h>
#include <string.h>

/* These decide the numbers, so they belong to the stream version. */
enum {
    PANEL_TRIALS_MAX = 8192, /* of few events: rows stay in the first-level cache */
    PANEL_BITS = 1 << 16,    /* bits of all events of a panel together, roughly */
    RARE_PANELS = 4,         /* a panel of which few words are run is so many times as long */
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
    size_t words;     /* of a panel's row */
    size_t row_words; /* room in a row */

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

    /* Where all draws are rare, most words of a panel are calm: no draw is set, and their trials
     * all go the same way. Those are not run, but counted at once. */
    bool gather;
    struct row_gathering gathering;
    uint16_t place[RARE_PANELS * PANEL_TRIALS_MAX / 64];
    struct tally calm; /* of a group of calm trials; empty until it is needed */
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

static uint64_t panel_trials(size_t events)
{
    return between(GROUP_TRIALS, power_of_two_at_most(PANEL_BITS / (events > 0 ? events : 1)),
                   PANEL_TRIALS_MAX);
}

uint64_t simulate_block_trials(size_t events)
{
    return between(panel_trials(events),
                   power_of_two_at_most(BLOCK_BITS / (events > 0 ? events : 1)), BLOCK_TRIALS_MAX);
}

static uint64_t rare_panel_trials(size_t events)
{
    return between(GROUP_TRIALS, RARE_PANELS * panel_trials(events), simulate_block_trials(events));
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
    *used += s->row_words;
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
    return true;
}

static bool choose_recipes(struct simulation *s, struct error *error)
{
    size_t draw = 0;
    double set = 0.0; /* bits in a word of all draws together, on average */
    bool sparse = true;
    for (size_t i = 0; i < s->schedule.event_count; i++) {
        const double probability = s->schedule.events[i].probability;
        if (probability <= 0.0 || probability >= 1.0)
            continue;
        const struct row_recipe *recipe = recipe_for(s, probability, error);
        if (recipe == NULL)
            return false;
        set += 64.0 * recipe->rest;
        sparse = sparse && row_is_sparse(recipe);
        s->draws[draw++].recipe = recipe;
    }
    s->gather = sparse && set < 1.0; /* where few words are calm, looking for them does not pay */
    return true;
}

static bool allocate_rows(struct simulation *s, struct error *error)
{
    s->words = panel_trials(s->schedule.event_count) / 64;
    if (s->gather)
        s->words = rare_panel_trials(s->schedule.event_count) / 64;
    /* Words are gathered until there are more than a panel's: up to a panel's again may follow. */
    s->row_words = s->gather ? 2 * s->words : s->words;
    s->gathering = (struct row_gathering){.words = s->words, .place = s->place};
    size_t words;
    take_rows(s, &words);
    s->memory = aligned_alloc(LANES_ALIGNMENT, words * sizeof *s->memory);
    if (s->memory == NULL)
        return error_no_memory(error);
    take_rows(s, &words);
    memset(s->never, 0, s->row_words * sizeof *s->never);
    memset(s->always, 0xff, s->row_words * sizeof *s->always);
    return true;
}

/* Gives every event of the schedule its rows. */
static void connect(struct simulation *s)
{
    size_t draw = 0, sent = 0;
    for (size_t i = 0; i < s->schedule.event_count; i++) {
        const struct event *event = &s->schedule.events[i];
        s->events[i].mark = event->mark;
        s->events[i].chance = event->probability > 0.0 ? s->always : s->never;
        if (event->probability > 0.0 && event->probability < 1.0)
            s->events[i].chance = s->draws[draw++].row;
        if (event->kind == EVENT_TRANSMIT)
            s->sent[sent++] = (struct sent_row){s->events[i].where, event->copies};
    }
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
        !allocate(s, error) || !choose_recipes(s, error) || !allocate_rows(s, error)) {
        simulation_destroy(s);
        return NULL;
    }
    connect(s);
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
    tally_release(&s->calm);
    schedule_release(&s->schedule);
    free(s);
}

const struct schedule *simulation_schedule(const struct simulation *s)
{
    return &s->schedule;
}

/* --- rows that are filled --------------------------------------------------------------------- */

/* Runs the strategy on the first `words` words of the rows. */
static bool run_rows(struct simulation *s, const uint64_t *live, size_t words, struct error *error)
{
    for (size_t i = 0; i < s->schedule.counter_count; i++)
        memset(s->counted[i], 0, words * sizeof *s->counted[i]);
    struct panel panel = {
        .parameters = s->parameter,
        .events = s->events,
        .event_count = s->schedule.event_count,
        .words = words,
        .live = live,
        .decided = {s->decided[0], s->decided[1]},
        .counter_count = s->schedule.counter_count,
        .counts_mark = s->schedule.counts_mark,
        .counted = s->counted,
    };
    s->strategy->over_lanes(&panel);
    if (panel.mismatch != 0)
        return error_set(
            error,
            "strategy '%s' is not straight-line code: its messages, coins, counts or decisions "
            "differ between two runs with the same parameters",
            s->strategy->name);
    return true;
}

/* Counts what it left there: `trials` trials exist. */
static void count_rows(struct simulation *s, const uint64_t *live, size_t words, uint64_t trials,
                       struct tally *tally)
{
    struct count_job job = {
        .words = words,
        .live = live,
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
        tally_sum_add(&tally->counter[i], s->counted[i], words, trials / 64);
}

static void forget_rounds(struct simulation *s)
{
    memset(s->reached, 0, s->schedule.transmit_count * sizeof *s->reached);
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

/* --- panels that are run whole ---------------------------------------------------------------- */

/* A row in which the first `trials` trials of a panel exist. */
static const uint64_t *live_row(struct simulation *s, uint64_t trials)
{
    if (trials == s->words * 64)
        return s->always;
    for (size_t word = 0; word < s->words; word++) {
        const uint64_t before = word * 64;
        s->live[word] = trials >= before + 64 ? ~(uint64_t)0
                        : trials <= before    ? 0
                                              : ((uint64_t)1 << (trials - before)) - 1;
    }
    return s->live;
}

static bool run_panel(struct simulation *s, struct random_block *random, uint64_t first,
                      uint64_t trials, struct tally *tally, struct error *error)
{
    for (size_t i = 0; i < s->schedule.draw_count; i++) {
        struct draw *draw = &s->draws[i];
        row_fill(draw->recipe, s->kernels, random, &draw->position, first, draw->row,
                 s->words / GROUP_WORDS);
    }
    const uint64_t *live = live_row(s, trials);
    if (!run_rows(s, live, s->words, error))
        return false;
    count_rows(s, live, s->words, trials, tally);
    return true;
}

/* --- panels of which only the words that are not calm are run ------------------------------------
 */

/* Makes the first `words` words of every draw calm. */
static void calm_rows(struct simulation *s, size_t words)
{
    for (size_t i = 0; i < s->schedule.draw_count; i++)
        memset(s->draws[i].row, s->draws[i].recipe->invert != 0 ? 0xff : 0,
               words * sizeof *s->draws[i].row);
}

static bool learn_calm(struct simulation *s, struct error *error)
{
    if (s->calm.trials > 0)
        return true;
    if (!tally_init(&s->calm, &s->schedule, error))
        return false;
    calm_rows(s, GROUP_WORDS);
    forget_rounds(s);
    if (!run_rows(s, s->always, GROUP_WORDS, error))
        return false;
    count_rows(s, s->always, GROUP_WORDS, GROUP_TRIALS, &s->calm);
    count_rounds(s, &s->calm);
    return true;
}

/* Runs the gathered words, and as many calm ones as complete a group. */
static bool run_gathered(struct simulation *s, struct tally *tally, struct error *error)
{
    const size_t groups = (s->gathering.count + GROUP_WORDS - 1) / GROUP_WORDS;
    const size_t words = groups * GROUP_WORDS;
    if (!run_rows(s, s->always, words, error))
        return false;
    count_rows(s, s->always, words, words * 64, tally);
    calm_rows(s, words);
    s->gathering.count = 0;
    return true;
}

/* The first panels of a block. */
static bool run_rare_panels(struct simulation *s, struct random_block *random, uint64_t panels,
                            struct tally *tally, struct error *error)
{
    const uint64_t before = tally->trials;
    calm_rows(s, s->row_words);
    for (uint64_t panel = 0; panel < panels; panel++) {
        memset(s->place, 0, s->words * sizeof *s->place);
        for (size_t i = 0; i < s->schedule.draw_count; i++) {
            struct draw *draw = &s->draws[i];
            row_gather(draw->recipe, &random->sparse, &draw->position, panel * s->words * 64,
                       &s->gathering, draw->row);
        }
        if (s->gathering.count > s->words && !run_gathered(s, tally, error))
            return false;
    }
    if (!run_gathered(s, tally, error))
        return false;
    const uint64_t calm_trials = panels * s->words * 64 - (tally->trials - before);
    tally_add_times(tally, &s->calm, calm_trials / GROUP_TRIALS);
    return true;
}

/* --- a block ---------------------------------------------------------------------------------- */

bool simulation_run_block(struct simulation *s, uint64_t block, uint64_t trials,
                          struct tally *tally, struct error *error)
{
    const uint64_t panel = s->words * 64;
    const uint64_t rare_panels = s->gather ? trials / panel : 0;
    if (rare_panels > 0 && !learn_calm(s, error))
        return false;

    struct random_block random;
    random_block_init(&random, s->key, block);
    for (size_t i = 0; i < s->schedule.draw_count; i++)
        row_start(s->draws[i].recipe, &random.sparse, &s->draws[i].position);
    forget_rounds(s);
    if (rare_panels > 0 && !run_rare_panels(s, &random, rare_panels, tally, error))
        return false;
    for (uint64_t first = rare_panels * panel; first < trials; first += panel) {
        const uint64_t left = trials - first;
        if (!run_panel(s, &random, first, left < panel ? left : panel, tally, error))
            return false;
    }
    count_rounds(s, tally);
    return true;
}
