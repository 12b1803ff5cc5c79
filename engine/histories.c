/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/histories.h"

#include "engine/tree_size.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    BATCH = GROUP_TRIALS, /* histories that are run side by side */
    LARGE_DRAWS = 24,     /* fewer cannot make more than HISTORIES_MAX histories */
    MARGIN = 2,           /* what is estimated to be so many times too many is refused */
};

/* Histories first .. first + count - 1, being run: history first + i is lane i. */
struct batch {
    size_t first, count;
    uint32_t view[2][BATCH];
    uint32_t before[2][BATCH]; /* the views before the last transmit */
    _Alignas(LANES_ALIGNMENT) uint64_t live[GROUP_WORDS];
};

const struct histories_limits histories_all = {NULL, HISTORIES_MAX, false};

static const struct event *event_of(const struct histories *h, size_t draw)
{
    return &h->stage.schedule.events[h->stage.draw_event[draw]];
}

/* --- running some histories ------------------------------------------------------------------- */

/* Puts history `index` into a lane, whose draws are all 0 so far. */
static void set_draws(const struct histories *h, size_t index, size_t lane)
{
    for (; h->history[index].differs != UINT32_MAX; index = h->history[index].differs)
        h->stage.draw[h->history[index].draw][lane / 64] |= (uint64_t)1 << (lane % 64);
}

static bool run(struct histories *h, struct batch *batch, struct error *error)
{
    for (size_t draw = 0; draw < h->stage.schedule.draw_count; draw++)
        memset(h->stage.draw[draw], 0, GROUP_WORDS * sizeof(uint64_t));
    memset(batch->live, 0, sizeof batch->live);
    for (size_t lane = 0; lane < batch->count; lane++) {
        batch->live[lane / 64] |= (uint64_t)1 << (lane % 64);
        set_draws(h, batch->first + lane, lane);
    }
    if (!stage_run(&h->stage, batch->live, GROUP_WORDS, error))
        return false;
    stage_forget_idle_moods(&h->stage, GROUP_WORDS);
    return true;
}

/* --- branches --------------------------------------------------------------------------------- */

static bool too_many(struct histories *h, const char *how_many, struct error *error)
{
    h->too_many = true;
    return error_set(
        error,
        "strategy '%s' has %s histories with these parameters to go through one by one "
        "(2^24 can be): choose smaller parameters",
        h->stage.strategy->name, how_many);
}

static bool append(struct histories *h, struct history history, size_t count_max,
                   struct error *error)
{
    if (h->count == count_max)
        return too_many(h, "too many", error);
    if (h->count == h->capacity) {
        const size_t capacity = h->capacity > 0 ? 2 * h->capacity : BATCH;
        struct history *more = realloc(h->history, capacity * sizeof *more);
        if (more == NULL)
            return error_no_memory(error);
        h->history = more;
        h->capacity = capacity;
    }
    h->history[h->count++] = history;
    return true;
}

/* The probability of each history of the batch. */
static void weigh(struct histories *h, const struct batch *batch)
{
    for (size_t lane = 0; lane < batch->count; lane++)
        h->history[batch->first + lane].probability = 1.0L;
    for (size_t draw = 0; draw < h->stage.schedule.draw_count; draw++) {
        const struct panel_event *rows = &h->stage.events[h->stage.draw_event[draw]];
        const struct event *event = event_of(h, draw);
        for (size_t word = 0; word < GROUP_WORDS; word++)
            for (uint64_t left = rows->where[word]; left != 0; left &= left - 1) {
                const size_t lane = 64 * word + (size_t)__builtin_ctzll(left);
                h->history[batch->first + lane].probability *=
                    stage_bit(rows->chance, lane) ? event->probability : event->complement;
            }
    }
}

/* Adds the histories that differ from one of the batch in a later draw: that one is 0 there, and 1
 * in the new one. */
static bool branch(struct histories *h, const struct batch *batch, struct histories_limits limits,
                   struct error *error)
{
    for (size_t draw = 0; draw < h->stage.schedule.draw_count; draw++) {
        const uint64_t *where = h->stage.events[h->stage.draw_event[draw]].where;
        if (event_of(h, draw)->kind == EVENT_FLIP && limits.heads != NULL)
            continue;
        for (size_t word = 0; word < GROUP_WORDS; word++)
            for (uint64_t left = where[word]; left != 0; left &= left - 1) {
                const size_t index = batch->first + 64 * word + (size_t)__builtin_ctzll(left);
                const struct history from = h->history[index];
                const struct history new = {.differs = (uint32_t)index, .draw = (uint32_t)draw};
                if ((from.differs == UINT32_MAX || draw > from.draw) &&
                    !append(h, new, limits.count_max, error))
                    return false;
            }
    }
    return true;
}

/* --- views ------------------------------------------------------------------------------------ */

bool histories_fact(const struct histories *h, uint32_t view, uint32_t event, enum fact fact)
{
    return views_find(&h->facts, (struct view){view, event, fact}) != UINT32_MAX;
}

static bool cheats(const struct histories *h, uint32_t event, struct error *error)
{
    const struct problem *problem = h->stage.strategy->problem;
    const char *name = h->stage.strategy->name;
    for (int party = 0; party < 2; party++)
        if (event == histories_act(party))
            return error_set(error,
                             "strategy '%s' cheats: whether it is true that %s depends on what %s "
                             "cannot know",
                             name, problem->proposition[party], problem->party[party]);
    const struct event *what = &h->stage.schedule.events[event];
    char party[PARTY_SIZE];
    return error_set(
        error,
        "strategy '%s' cheats: whether %s %s%s%s in round %u depends on what it cannot "
        "know",
        name, problem_party(problem, what->from, party),
        what->kind == EVENT_FLIP ? "flips a coin" : "sends '",
        what->kind == EVENT_FLIP ? "" : what->message, what->kind == EVENT_FLIP ? "" : "'",
        what->round);
}

/* With one view, a party does the same in all histories. */
static bool note_deeds(struct histories *h, const struct batch *batch, const uint32_t *view,
                       uint32_t event, const uint64_t *did, struct error *error)
{
    uint32_t last_view = UINT32_MAX;
    bool last = false;
    for (size_t lane = 0; lane < batch->count; lane++) {
        const bool now = stage_bit(did, lane);
        if (view[lane] == last_view && now == last)
            continue; /* neighbours are often alike */
        last_view = view[lane];
        last = now;
        if (histories_fact(h, last_view, event, now ? FACT_DID_NOT : FACT_DID))
            return cheats(h, event, error);
        const struct view fact = {last_view, event, now ? FACT_DID : FACT_DID_NOT};
        if (views_add(&h->facts, fact) == UINT32_MAX)
            return error_no_memory(error);
    }
    return true;
}

/* The party's view goes on with the event; UINT32_MAX without memory. */
static uint32_t extend_view(struct histories *h, uint32_t before, uint32_t event, uint32_t what)
{
    const size_t count = h->views.count;
    const uint32_t view = views_add(&h->views, (struct view){before, event, what});
    if (h->views.count == count || h->stage.schedule.events[event].kind == EVENT_FLIP)
        return view;
    const enum fact fact =
        histories_fact(h, before, event, FACT_REACHED) ? FACT_VARIES : FACT_REACHED;
    return views_add(&h->facts, (struct view){before, event, fact}) != UINT32_MAX ? view
                                                                                  : UINT32_MAX;
}

/* The same in the lanes of `row`. */
static bool extend_views(struct histories *h, uint32_t event, uint32_t *view, const uint64_t *row,
                         const uint32_t *sender, const uint64_t *heads, struct error *error)
{
    for (size_t word = 0; word < GROUP_WORDS; word++)
        for (uint64_t left = row[word]; left != 0; left &= left - 1) {
            const size_t lane = 64 * word + (size_t)__builtin_ctzll(left);
            const uint32_t what = sender != NULL           ? sender[lane]
                                  : stage_bit(heads, lane) ? VIEW_HEADS
                                                           : VIEW_TAILS;
            view[lane] = extend_view(h, view[lane], event, what);
            if (view[lane] == UINT32_MAX)
                return error_no_memory(error);
        }
    return true;
}

static bool see_event(struct histories *h, struct batch *batch, size_t index, struct error *error)
{
    const struct event *event = &h->stage.schedule.events[index];
    if (event->kind != EVENT_TRANSMIT && event->kind != EVENT_FLIP)
        return true; /* nobody sees it */
    const struct panel_event *rows = &h->stage.events[index];
    const uint32_t number = (uint32_t)index;
    /* What is sent at once with the last message was said before that arrived. */
    const uint32_t *actor = event->at_once ? batch->before[event->from] : batch->view[event->from];
    if (!note_deeds(h, batch, actor, number, rows->where, error))
        return false;
    if (event->kind == EVENT_FLIP)
        return extend_views(h, number, batch->view[event->from], rows->where, NULL, rows->chance,
                            error);
    uint64_t arrived[GROUP_WORDS];
    for (size_t word = 0; word < GROUP_WORDS; word++)
        arrived[word] = rows->where[word] & ~rows->chance[word];
    return extend_views(h, number, batch->view[event->to], arrived, actor, NULL, error);
}

static bool see(struct histories *h, struct batch *batch, struct error *error)
{
    memset(batch->view, 0, sizeof batch->view);
    for (size_t i = 0; i < h->stage.schedule.event_count; i++) {
        uint32_t now[2][BATCH];
        memcpy(now, batch->view, sizeof now);
        if (!see_event(h, batch, i, error))
            return false;
        if (h->stage.schedule.events[i].kind == EVENT_TRANSMIT)
            memcpy(batch->before, now, sizeof now);
    }
    for (int party = 0; party < 2; party++) {
        if (!note_deeds(h, batch, batch->view[party], histories_act(party), h->stage.decided[party],
                        error))
            return false;
        for (size_t lane = 0; lane < batch->count; lane++)
            h->history[batch->first + lane].view[party] = batch->view[party][lane];
    }
    return true;
}

/* --- how they end ----------------------------------------------------------------------------- */

static void note_end(struct histories *h, const struct batch *batch)
{
    for (size_t lane = 0; lane < batch->count; lane++)
        h->history[batch->first + lane].cell = (uint8_t)stage_cell(&h->stage, lane);
    bool first_message = true;
    for (size_t i = 0; i < h->stage.schedule.event_count; i++) {
        const struct event *event = &h->stage.schedule.events[i];
        const struct panel_event *rows = &h->stage.events[i];
        if (event->kind != EVENT_TRANSMIT)
            continue;
        const bool is_first = first_message && event->from == 0 && event->to == 1;
        const unsigned captured = event->chance_before || event_is_draw(event) ? event->copies : 0;
        for (size_t lane = 0; lane < batch->count; lane++) {
            const bool arrived = stage_bit(rows->where, lane) && !stage_bit(rows->chance, lane);
            h->history[batch->first + lane].captured +=
                stage_bit(rows->where, lane) && !arrived ? captured : 0;
            h->history[batch->first + lane].arrived |= arrived;
            h->history[batch->first + lane].heard |= arrived && is_first;
        }
        first_message = first_message && !is_first;
    }
}

/* --- all histories ---------------------------------------------------------------------------- */

static bool of_two_parties(const struct schedule *schedule)
{
    for (size_t i = 0; i < schedule->event_count; i++) {
        const struct event *event = &schedule->events[i];
        if (event->from < 0 || event->from > 1 || event->to < 0 || event->to > 1)
            return false;
    }
    return true;
}

static bool foresee(struct histories *h, const struct point *point, struct error *error)
{
    const double most = (double)HISTORIES_MAX;
    struct tree_size size;
    if (h->stage.schedule.draw_count <= LARGE_DRAWS)
        return true;
    if (!tree_size_estimate(point, MARGIN * MARGIN * most, &size, error))
        return false;
    char text[64];
    snprintf(text, sizeof text, "%s %.2g",
             size.histories > MARGIN * MARGIN * most ? "more than" : "about", size.histories);
    return size.histories <= (size.even ? most : MARGIN * most) || too_many(h, text, error);
}

static bool prepare(struct histories *h, const struct point *point, struct histories_limits limits,
                    struct error *error)
{
    if (!stage_init(&h->stage, point, error) ||
        !schedule_check_exact(&h->stage.schedule, point->strategy, error) ||
        !stage_allocate(&h->stage, GROUP_WORDS, error))
        return false;
    h->views_known = point->strategy->problem->parties_act && of_two_parties(&h->stage.schedule) &&
                     !limits.without_views;
    return (views_init(&h->views) && views_init(&h->facts)) || error_no_memory(error);
}

static void hold_coins(struct histories *h, const bool *heads)
{
    for (size_t i = 0; i < h->stage.schedule.event_count; i++)
        if (h->stage.schedule.events[i].kind == EVENT_FLIP)
            h->stage.events[i].chance = heads[i] ? h->stage.always : h->stage.never;
}

bool histories_make(struct histories *h, const struct point *point, struct histories_limits limits,
                    struct error *error)
{
    *h = (struct histories){0};
    if (!prepare(h, point, limits, error) ||
        (limits.count_max == HISTORIES_MAX && !foresee(h, point, error)) ||
        !append(h, (struct history){.differs = UINT32_MAX}, limits.count_max, error))
        return false;
    if (limits.heads != NULL)
        hold_coins(h, limits.heads);
    struct batch batch = {0};
    for (batch.first = 0; batch.first < h->count; batch.first += batch.count) {
        batch.count = h->count - batch.first < BATCH ? h->count - batch.first : BATCH;
        if (!run(h, &batch, error))
            return false;
        note_end(h, &batch);
        weigh(h, &batch);
        if ((h->views_known && !see(h, &batch, error)) || !branch(h, &batch, limits, error))
            return false;
    }
    return true;
}

void histories_release(struct histories *h)
{
    stage_release(&h->stage);
    views_release(&h->views);
    views_release(&h->facts);
    free(h->history);
    *h = (struct histories){0};
}

bool histories_make_one(struct histories *h, const struct point *point, const size_t *draws,
                        size_t count, struct error *error)
{
    const struct histories_limits limits = {.count_max = count + 1, .without_views = true};
    *h = (struct histories){0};
    bool good = prepare(h, point, limits, error) &&
                append(h, (struct history){.differs = UINT32_MAX}, limits.count_max, error);
    for (size_t i = 0; good && i < count; i++)
        good = append(h, (struct history){.differs = (uint32_t)i, .draw = (uint32_t)draws[i]},
                      limits.count_max, error);
    struct batch batch = {.first = count, .count = 1};
    if (!good || !run(h, &batch, error))
        return false;
    note_end(h, &batch);
    weigh(h, &batch);
    return true;
}

bool histories_tell(struct histories *h, size_t index, enum happening *happening,
                    struct error *error)
{
    struct batch batch = {.first = index, .count = 1};
    if (!run(h, &batch, error))
        return false;
    for (size_t i = 0; i < h->stage.schedule.event_count; i++)
        happening[i] = stage_happening(&h->stage, i, 0);
    return true;
}

size_t histories_find(const struct histories *h, const size_t *draws, size_t count)
{
    size_t at = 0, found = 0;
    for (size_t i = 1; i < h->count && found < count; i++)
        if (h->history[i].differs == at && h->history[i].draw == draws[found]) {
            at = i;
            found++;
        }
    return at;
}
