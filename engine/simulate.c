/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/simulate.h"

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

/* How one draw of the schedule is filled in. */
struct draw {
    const struct row_recipe *recipe;
    struct row_position position;
};

struct simulation {
    struct random_key key;
    const struct kernels *kernels;
    struct stage stage;
    size_t words; /* of a panel */

    struct row_recipe *recipes; /* one for each different probability */
    size_t recipe_count;
    struct draw *draws;
    struct sent_row *sent; /* the events that send */
    uint64_t (*reached)[GROUP_WORDS];
    uint64_t *live;
    uint64_t *messengers;                 /* [word]: sent by the 64 trials of that word */
    uint64_t *counted;                    /* [word]: room for what they count in one counter */
    const uint64_t **count_rows;          /* the events that count, counter after counter */
    size_t first_count[COUNTERS_MAX + 1]; /* where each counter's begin */

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

/* --- setting up ------------------------------------------------------------------------------- */

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

static void *allocate_row(size_t words)
{
    return aligned_alloc(LANES_ALIGNMENT, words * sizeof(uint64_t));
}

static bool allocate(struct simulation *s, struct error *error)
{
    const struct schedule *schedule = &s->stage.schedule;
    /* One more of each, since nothing may be allocated in no bytes. */
    s->recipes = calloc(schedule->draw_count + 1, sizeof *s->recipes);
    s->draws = calloc(schedule->draw_count + 1, sizeof *s->draws);
    s->sent = calloc(schedule->transmit_count + 1, sizeof *s->sent);
    s->count_rows = calloc(schedule->event_count + 1, sizeof *s->count_rows);
    s->reached = allocate_row((schedule->transmit_count + 1) * GROUP_WORDS);
    if (s->recipes == NULL || s->draws == NULL || s->sent == NULL || s->count_rows == NULL ||
        s->reached == NULL)
        return error_no_memory(error);
    return true;
}

static bool choose_recipes(struct simulation *s, struct error *error)
{
    const struct schedule *schedule = &s->stage.schedule;
    size_t draw = 0;
    double set = 0.0; /* bits in a word of all draws together, on average */
    bool sparse = true;
    for (size_t i = 0; i < schedule->event_count; i++) {
        if (!event_is_draw(&schedule->events[i]))
            continue;
        const struct row_recipe *recipe = recipe_for(s, schedule->events[i].probability, error);
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
    const size_t events = s->stage.schedule.chance_count;
    s->words = (s->gather ? rare_panel_trials(events) : panel_trials(events)) / 64;
    /* Words are gathered until there are more than a panel's: up to a panel's again may follow. */
    const size_t row_words = s->gather ? 2 * s->words : s->words;
    s->gathering = (struct row_gathering){.words = s->words, .place = s->place};
    s->live = allocate_row(s->words);
    s->messengers = allocate_row(row_words);
    s->counted = allocate_row(row_words);
    if (s->live == NULL || s->messengers == NULL || s->counted == NULL)
        return error_no_memory(error);
    return stage_allocate(&s->stage, row_words, error);
}

/* Lists the rows of the events that send. */
static void list_sent(struct simulation *s)
{
    size_t sent = 0;
    for (size_t i = 0; i < s->stage.schedule.event_count; i++) {
        const struct event *event = &s->stage.schedule.events[i];
        if (event->kind == EVENT_TRANSMIT)
            s->sent[sent++] = (struct sent_row){s->stage.events[i].where, event->copies};
    }
}

static void list_counts(struct simulation *s)
{
    const struct schedule *schedule = &s->stage.schedule;
    size_t listed = 0;
    for (size_t counter = 0; counter < schedule->counter_count; counter++) {
        s->first_count[counter] = listed;
        for (size_t i = 0; i < schedule->event_count; i++)
            if (schedule->events[i].kind == EVENT_COUNT &&
                schedule->events[i].counter == (int)counter)
                s->count_rows[listed++] = s->stage.events[i].where;
        s->first_count[counter + 1] = listed;
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
    s->key = point_key(point, seed, "estimate");
    s->kernels = kernels != NULL ? kernels : kernels_available(0);
    if (!stage_init(&s->stage, point, error) || !allocate(s, error) || !choose_recipes(s, error) ||
        !allocate_rows(s, error)) {
        simulation_destroy(s);
        return NULL;
    }
    list_sent(s);
    list_counts(s);
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
    free(s->sent);
    free(s->reached);
    free(s->live);
    free(s->messengers);
    free(s->counted);
    free(s->count_rows);
    tally_release(&s->calm);
    stage_release(&s->stage);
    free(s);
}

const struct schedule *simulation_schedule(const struct simulation *s)
{
    return &s->stage.schedule;
}

/* --- rows that are filled --------------------------------------------------------------------- */

/* Counts what the strategy left in the rows: `trials` trials exist. */
static void count_rows(struct simulation *s, const uint64_t *live, size_t words, uint64_t trials,
                       struct tally *tally)
{
    struct count_job job = {
        .words = words,
        .live = live,
        .decided = {s->stage.decided[0], s->stage.decided[1]},
        .rows = s->sent,
        .row_count = s->stage.schedule.transmit_count,
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
    for (size_t i = 0; i < s->stage.schedule.counter_count; i++) {
        s->kernels->add_up(s->count_rows + s->first_count[i],
                           s->first_count[i + 1] - s->first_count[i], words, s->counted);
        tally_sum_add(&tally->counter[i], s->counted, words, trials / 64);
    }
}

static void forget_rounds(struct simulation *s)
{
    memset(s->reached, 0, s->stage.schedule.transmit_count * sizeof *s->reached);
}

/* A round was reached by the trials in which its first event or a later one sent something. */
static void count_rounds(struct simulation *s, struct tally *tally)
{
    size_t sent = 0, round = 0;
    unsigned last = 0;
    for (size_t i = 0; i < s->stage.schedule.event_count; i++) {
        const struct event *event = &s->stage.schedule.events[i];
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
        return s->stage.always;
    for (size_t word = 0; word < s->words; word++) {
        const uint64_t before = word * 64;
        s->live[word] = trials >= before + 64 ? ~(uint64_t)0
                        : trials <= before    ? 0
                                              : ((uint64_t)1 << (trials - before)) - 1;
    }
    return s->live;
}

/* The panel that begins with trial `first` of the block; panels are filled in order. */
static void fill_panel(struct simulation *s, struct random_block *random, uint64_t first)
{
    for (size_t i = 0; i < s->stage.schedule.draw_count; i++) {
        struct draw *draw = &s->draws[i];
        row_fill(draw->recipe, s->kernels, random, &draw->position, first, s->stage.draw[i],
                 s->words / GROUP_WORDS);
    }
}

static bool run_panel(struct simulation *s, struct random_block *random, uint64_t first,
                      uint64_t trials, struct tally *tally, struct error *error)
{
    fill_panel(s, random, first);
    const uint64_t *live = live_row(s, trials);
    if (!stage_run(&s->stage, live, s->words, error))
        return false;
    count_rows(s, live, s->words, trials, tally);
    return true;
}

/* --- panels of which only the words that are not calm are run --------------------------------- */

/* Makes the first `words` words of every draw calm. */
static void calm_rows(struct simulation *s, size_t words)
{
    for (size_t i = 0; i < s->stage.schedule.draw_count; i++)
        memset(s->stage.draw[i], s->draws[i].recipe->invert != 0 ? 0xff : 0,
               words * sizeof *s->stage.draw[i]);
}

static bool learn_calm(struct simulation *s, struct error *error)
{
    if (s->calm.trials > 0)
        return true;
    if (!tally_init(&s->calm, &s->stage.schedule, error))
        return false;
    calm_rows(s, GROUP_WORDS);
    forget_rounds(s);
    if (!stage_run(&s->stage, s->stage.always, GROUP_WORDS, error))
        return false;
    count_rows(s, s->stage.always, GROUP_WORDS, GROUP_TRIALS, &s->calm);
    count_rounds(s, &s->calm);
    return true;
}

/* Runs the gathered words, and as many calm ones as complete a group. */
static bool run_gathered(struct simulation *s, struct tally *tally, struct error *error)
{
    const size_t groups = (s->gathering.count + GROUP_WORDS - 1) / GROUP_WORDS;
    const size_t words = groups * GROUP_WORDS;
    if (!stage_run(&s->stage, s->stage.always, words, error))
        return false;
    count_rows(s, s->stage.always, words, words * 64, tally);
    calm_rows(s, words);
    s->gathering.count = 0;
    return true;
}

/* The first panels of a block. */
static bool run_rare_panels(struct simulation *s, struct random_block *random, uint64_t panels,
                            struct tally *tally, struct error *error)
{
    const uint64_t before = tally->trials;
    calm_rows(s, s->stage.words);
    for (uint64_t panel = 0; panel < panels; panel++) {
        memset(s->place, 0, s->words * sizeof *s->place);
        for (size_t i = 0; i < s->stage.schedule.draw_count; i++) {
            struct draw *draw = &s->draws[i];
            row_gather(draw->recipe, &random->sparse, &draw->position, panel * s->words * 64,
                       &s->gathering, s->stage.draw[i]);
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

static void start_block(struct simulation *s, struct random_block *random, uint64_t block)
{
    random_block_init(random, s->key, block);
    for (size_t i = 0; i < s->stage.schedule.draw_count; i++)
        row_start(s->draws[i].recipe, &random->sparse, &s->draws[i].position);
}

bool simulation_run_block(struct simulation *s, uint64_t block, uint64_t trials,
                          struct tally *tally, struct error *error)
{
    const uint64_t panel = s->words * 64;
    const uint64_t rare_panels = s->gather ? trials / panel : 0;
    if (rare_panels > 0 && !learn_calm(s, error))
        return false;

    struct random_block random;
    start_block(s, &random, block);
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

/* --- single trials ---------------------------------------------------------------------------- */

uint64_t simulation_block_trials(const struct simulation *s)
{
    return simulate_block_trials(s->stage.schedule.chance_count);
}

struct stage *simulation_stage_trial(struct simulation *s, uint64_t trial, size_t *lane,
                                     struct error *error)
{
    const uint64_t panel = s->words * 64, block_trials = simulation_block_trials(s);
    const uint64_t place = trial % block_trials;
    struct random_block random;
    start_block(s, &random, trial / block_trials);
    for (uint64_t first = 0; first <= place; first += panel)
        fill_panel(s, &random, first);
    *lane = place % panel;
    return stage_run(&s->stage, s->stage.always, s->words, error) ? &s->stage : NULL;
}

/* The first bit from .. to - 1 of a row that is set; `to` if none is. */
static uint64_t first_set(const uint64_t *row, uint64_t from, uint64_t to)
{
    while (from < to && !stage_bit(row, from))
        from++;
    return from;
}

bool simulation_seek(struct simulation *s, enum verdict verdict, uint64_t from, uint64_t to,
                     uint64_t *found, struct error *error)
{
    const uint64_t panel = s->words * 64, block_trials = simulation_block_trials(s);
    const uint64_t start = from - from % block_trials, end = to - start;
    struct random_block random;
    start_block(s, &random, from / block_trials);
    *found = to;
    for (uint64_t first = 0; first < end && *found == to; first += panel) {
        fill_panel(s, &random, first);
        if (start + first + panel <= from)
            continue;
        if (!stage_run(&s->stage, s->stage.always, s->words, error))
            return false;
        uint64_t *ending = s->counted;
        stage_ending(&s->stage, verdict, s->stage.always, s->words, ending);
        const uint64_t before = from > start + first ? from - start - first : 0;
        const uint64_t after = end - first < panel ? end - first : panel;
        const uint64_t lane = first_set(ending, before, after);
        if (lane < after)
            *found = start + first + lane;
    }
    return true;
}
