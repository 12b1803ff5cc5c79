/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/analysis/adversary.h"

#include "tests/testing.h"

#include <stdlib.h>

/* Failures that differ by less are alike: their terms were added in another order. */
static const long double rounding = 1e-15L;

/* The histories that agree with the captures chosen so far. */
struct agreeing {
    size_t count;
    const struct reference_history **history;
};

static bool fails(const struct point *point, const struct reference_history *history)
{
    return point->strategy->problem->cell[reference_cell(history)].verdict == VERDICT_FAILURE;
}

static bool is_choice(const struct event *event)
{
    return event->kind == EVENT_TRANSMIT && event_is_draw(event);
}

/* Of the coins alone. */
static long double weight(const struct schedule *schedule, const struct reference_history *history)
{
    long double product = 1.0L;
    for (size_t i = 0; i < schedule->event_count; i++) {
        const struct event *event = &schedule->events[i];
        if (event->kind == EVENT_FLIP && history->step[i].happened)
            product *= history->step[i].chance ? (long double)event->probability
                                               : 1.0L - event->probability;
    }
    return product;
}

static long double failure_of(const struct point *point, const struct schedule *schedule,
                              struct agreeing agreeing)
{
    long double failure = 0.0L;
    for (size_t i = 0; i < agreeing.count; i++)
        if (fails(point, agreeing.history[i]))
            failure += weight(schedule, agreeing.history[i]);
    return failure;
}

static bool is_sent(struct agreeing agreeing, size_t event)
{
    bool sent = false;
    for (size_t i = 0; i < agreeing.count; i++)
        sent = sent || agreeing.history[i]->step[event].happened;
    return sent;
}

/* Those in which the event, where it happens, is captured or not. Released by free(.history). */
static struct agreeing choose(struct agreeing before, size_t event, bool captured)
{
    struct agreeing after = {.history = calloc(before.count + 1, sizeof *after.history)};
    assert_non_null(after.history);
    for (size_t i = 0; i < before.count; i++) {
        const struct reference_step step = before.history[i]->step[event];
        if (!step.happened || step.chance == captured)
            after.history[after.count++] = before.history[i];
    }
    return after;
}

static struct agreeing all_of(const struct reference_histories *histories)
{
    struct agreeing all = {.history = calloc(histories->count + 1, sizeof *all.history)};
    assert_non_null(all.history);
    for (size_t i = 0; i < histories->count; i++)
        all.history[all.count++] = &histories->history[i];
    return all;
}

/* --- all choices ------------------------------------------------------------------------------ */

static void finish(const struct point *point, const struct schedule *schedule,
                   struct agreeing agreeing, unsigned captured, struct adversary *adversary)
{
    const long double failure = failure_of(point, schedule, agreeing);
    const long double more = failure - adversary->failure;
    if (adversary->choices == 0 || more > rounding ||
        (more >= -rounding && captured < adversary->captured)) {
        adversary->failure = failure;
        adversary->captured = captured;
    }
    adversary->choices++;
}

/* Tries both values of every capture from event `from` on that can be sent. */
static void try_from(const struct point *point, const struct schedule *schedule, size_t from,
                     struct agreeing agreeing, unsigned captured, struct adversary *adversary)
{
    while (from < schedule->event_count &&
           !(is_choice(&schedule->events[from]) && is_sent(agreeing, from)))
        from++;
    if (from == schedule->event_count) {
        finish(point, schedule, agreeing, captured, adversary);
        return;
    }
    for (int value = 0; value < 2; value++) {
        const struct agreeing chosen = choose(agreeing, from, value == 1);
        const unsigned more = value == 1 ? schedule->events[from].copies : 0;
        try_from(point, schedule, from + 1, chosen, captured + more, adversary);
        free(chosen.history);
    }
}

struct adversary adversary_try_all(const struct point *point)
{
    struct adversary adversary = {.choices = 0};
    struct reference_histories histories;
    reference_histories_make(point, &histories);
    for (size_t i = 0; i < histories.count; i++)
        if (fails(point, &histories.history[i]))
            adversary.on_average += histories.history[i].weight;
    const struct agreeing all = all_of(&histories);
    try_from(point, &histories.schedule, 0, all, 0, &adversary);
    free(all.history);
    reference_histories_release(&histories);
    return adversary;
}

/* --- one choice ------------------------------------------------------------------------------- */

struct choice adversary_try(const struct point *point, const size_t *events, size_t count)
{
    struct choice choice = {.captured = 0};
    struct reference_histories histories;
    reference_histories_make(point, &histories);
    struct agreeing agreeing = all_of(&histories);
    for (size_t i = 0, next = 0; i < histories.schedule.event_count; i++) {
        const struct event *event = &histories.schedule.events[i];
        const bool captured = next < count && events[next] == i;
        next += captured;
        if (captured && !(is_choice(event) && is_sent(agreeing, i)))
            choice.unsent++;
        if (!is_choice(event))
            continue;
        choice.captured += captured ? event->copies : 0;
        const struct agreeing chosen = choose(agreeing, i, captured);
        free(agreeing.history);
        agreeing = chosen;
    }
    choice.failure = failure_of(point, &histories.schedule, agreeing);
    free(agreeing.history);
    reference_histories_release(&histories);
    return choice;
}
