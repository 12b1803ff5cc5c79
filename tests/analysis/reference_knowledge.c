/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/analysis/reference_knowledge.h"

#include "tests/testing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- views ------------------------------------------------------------------------------------ */

/* The text with "m3(inside)" behind it, or "h3", "t3"; frees the old one. */
static char *longer(char *text, char what, size_t event, const char *inside)
{
    const size_t size = strlen(text) + (inside != NULL ? strlen(inside) : 0) + 32;
    char *more = malloc(size);
    assert_non_null(more);
    if (inside != NULL)
        snprintf(more, size, "%s%c%zu(%s)", text, what, event, inside);
    else
        snprintf(more, size, "%s%c%zu", text, what, event);
    free(text);
    return more;
}

static char *copy_of(const char *text)
{
    char *copy = strdup(text);
    assert_non_null(copy);
    return copy;
}

static void see_history(struct reference_knowledge *knowledge, size_t history)
{
    const struct schedule *schedule = &knowledge->histories.schedule;
    char *view[2] = {copy_of(""), copy_of("")};
    char *before[2] = {copy_of(""), copy_of("")}; /* the last event */
    for (size_t i = 0; i < schedule->event_count; i++) {
        const struct event *event = &schedule->events[i];
        const struct reference_step step = knowledge->histories.history[history].step[i];
        char *now[2] = {copy_of(view[0]), copy_of(view[1])};
        if (event->kind == EVENT_FLIP && step.happened)
            view[event->from] = longer(view[event->from], step.chance ? 'h' : 't', i, NULL);
        /* What is sent at once with another message tells nothing of it. */
        if (reference_arrived(&knowledge->histories, history, i))
            view[event->to] = longer(view[event->to], 'm', i,
                                     event->at_once ? before[event->from] : now[event->from]);
        for (int party = 0; party < 2; party++) {
            free(before[party]);
            before[party] = now[party];
        }
    }
    free(before[0]);
    free(before[1]);
    knowledge->view[0][history] = view[0];
    knowledge->view[1][history] = view[1];
}

static size_t first_like(char *const *view, size_t history)
{
    size_t first = 0;
    while (strcmp(view[first], view[history]) != 0)
        first++;
    return first;
}

void reference_knowledge_make(const struct point *point, struct reference_knowledge *knowledge)
{
    reference_histories_make(point, &knowledge->histories);
    const size_t count = knowledge->histories.count;
    for (int party = 0; party < 2; party++) {
        knowledge->view[party] = calloc(count, sizeof *knowledge->view[party]);
        knowledge->like[party] = calloc(count, sizeof *knowledge->like[party]);
        assert_non_null(knowledge->view[party]);
        assert_non_null(knowledge->like[party]);
    }
    for (size_t i = 0; i < count; i++)
        see_history(knowledge, i);
    for (int party = 0; party < 2; party++)
        for (size_t i = 0; i < count; i++)
            knowledge->like[party][i] = first_like(knowledge->view[party], i);
}

void reference_knowledge_release(struct reference_knowledge *knowledge)
{
    for (int party = 0; party < 2; party++) {
        for (size_t i = 0; i < knowledge->histories.count; i++)
            free(knowledge->view[party][i]);
        free(knowledge->view[party]);
        free(knowledge->like[party]);
    }
    reference_histories_release(&knowledge->histories);
}

/* --- events ----------------------------------------------------------------------------------- */

void reference_heard(const struct reference_knowledge *knowledge, bool *event)
{
    const struct schedule *schedule = &knowledge->histories.schedule;
    size_t first = 0;
    while (first < schedule->event_count &&
           (schedule->events[first].kind != EVENT_TRANSMIT || schedule->events[first].from != 0 ||
            schedule->events[first].to != 1))
        first++;
    for (size_t i = 0; i < knowledge->histories.count; i++)
        event[i] =
            first < schedule->event_count && reference_arrived(&knowledge->histories, i, first);
}

void reference_both(const struct reference_knowledge *knowledge, bool *event)
{
    for (size_t i = 0; i < knowledge->histories.count; i++)
        event[i] = reference_cell(&knowledge->histories.history[i]) == CELL_BOTH;
}

long double reference_probability(const struct reference_knowledge *knowledge, const bool *event)
{
    long double sum = 0.0L;
    for (size_t i = 0; i < knowledge->histories.count; i++)
        if (event[i])
            sum += knowledge->histories.history[i].weight;
    return sum;
}

/* --- knowledge and belief --------------------------------------------------------------------- */

void reference_everyone_knows(const struct reference_knowledge *knowledge, const bool *event,
                              bool *known)
{
    const size_t count = knowledge->histories.count;
    for (size_t i = 0; i < count; i++) {
        known[i] = true;
        for (int party = 0; party < 2; party++)
            for (size_t j = 0; j < count; j++)
                if (knowledge->like[party][i] == knowledge->like[party][j] && !event[j])
                    known[i] = false;
    }
}

static long double belief_of(const struct reference_knowledge *knowledge, int party, size_t history,
                             const bool *event)
{
    const size_t *like = knowledge->like[party];
    long double inside = 0.0L, whole = 0.0L;
    for (size_t j = 0; j < knowledge->histories.count; j++) {
        if (like[j] != like[history])
            continue;
        whole += knowledge->histories.history[j].weight;
        inside += event[j] ? knowledge->histories.history[j].weight : 0.0L;
    }
    return inside / whole;
}

void reference_everyone_believes(const struct reference_knowledge *knowledge, double p,
                                 const bool *event, bool *believed)
{
    for (size_t i = 0; i < knowledge->histories.count; i++)
        believed[i] = belief_of(knowledge, 0, i, event) >= p * (1.0L - 1e-12L) &&
                      belief_of(knowledge, 1, i, event) >= p * (1.0L - 1e-12L);
}

/* Gives both histories the smaller of their labels. Were they different? */
static bool join(size_t *label, size_t i, size_t j)
{
    if (label[i] == label[j])
        return false;
    const size_t smaller = label[i] < label[j] ? label[i] : label[j];
    label[i] = smaller;
    label[j] = smaller;
    return true;
}

static bool join_all(const struct reference_knowledge *knowledge, size_t *label)
{
    bool changed = false;
    for (size_t i = 0; i < knowledge->histories.count; i++)
        for (size_t j = 0; j < knowledge->histories.count; j++)
            if (knowledge->like[0][i] == knowledge->like[0][j] ||
                knowledge->like[1][i] == knowledge->like[1][j])
                changed |= join(label, i, j);
    return changed;
}

void reference_common_knowledge(const struct reference_knowledge *knowledge, const bool *event,
                                bool *known)
{
    const size_t count = knowledge->histories.count;
    size_t *label = calloc(count, sizeof *label);
    assert_non_null(label);
    for (size_t i = 0; i < count; i++)
        label[i] = i;
    while (join_all(knowledge, label))
        continue;
    for (size_t i = 0; i < count; i++) {
        known[i] = true;
        for (size_t j = 0; j < count; j++)
            if (label[i] == label[j] && !event[j])
                known[i] = false;
    }
    free(label);
}

void reference_common_belief(const struct reference_knowledge *knowledge, double p,
                             const bool *event, bool *believed)
{
    const size_t count = knowledge->histories.count;
    bool *now = malloc(count * sizeof *now), *next = malloc(count * sizeof *next);
    assert_non_null(now);
    assert_non_null(next);
    memcpy(now, event, count * sizeof *now);
    memset(believed, true, count * sizeof *believed);
    bool same;
    do {
        reference_everyone_believes(knowledge, p, now, next);
        same = memcmp(now, next, count * sizeof *now) == 0;
        for (size_t i = 0; i < count; i++)
            believed[i] = believed[i] && next[i];
        memcpy(now, next, count * sizeof *now);
    } while (!same);
    free(now);
    free(next);
}
