/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/diagram_parts.h"

#include <stdio.h>

enum { HIDDEN_LEAST = 4 }; /* fewer are shown, too */

/* How many events of a long exchange are shown, about. Of a trial it is worth to see more. */
static size_t shown_first(const struct diagram *diagram)
{
    return diagram->replay != NULL ? 80 : 16;
}

static size_t shown_last(const struct diagram *diagram)
{
    return diagram->replay != NULL ? 20 : 4;
}

bool diagram_is_captured(const struct diagram *diagram, size_t index)
{
    return diagram->replay != NULL && diagram->replay->happening[index] == CAPTURED;
}

/* A coin that cannot but fall on one side is nothing that happens. */
bool diagram_is_drawn(const struct diagram *diagram, size_t index)
{
    const struct event *event = &diagram->schedule->events[index];
    return (event->kind != EVENT_FLIP || event_is_draw(event)) &&
           (diagram->replay == NULL || diagram->replay->happening[index] != NOT_SENT);
}

size_t diagram_count_drawn(const struct diagram *diagram, size_t from, size_t to)
{
    size_t count = 0;
    for (size_t i = from; i < to; i++)
        count += diagram_is_drawn(diagram, i);
    return count;
}

/* The event of number `number`, from 0, of those that are drawn, which are more. */
static size_t drawn_event(const struct diagram *diagram, size_t number)
{
    size_t index = 0;
    for (size_t left = number + 1; left > 0; index++)
        left -= diagram_is_drawn(diagram, index);
    return index - 1;
}

static size_t round_start(const struct schedule *schedule, size_t index)
{
    while (index > 0 && schedule->events[index - 1].round == schedule->events[index].round)
        index--;
    return index;
}

/* Whole rounds in the middle, unless these have so many events that nothing would be left, or too
 * many. */
struct fold diagram_fold_of(const struct diagram *diagram)
{
    const size_t events = diagram->schedule->event_count;
    const size_t count = diagram_count_drawn(diagram, 0, events);
    const size_t first = shown_first(diagram), last = shown_last(diagram), shown = first + last;
    if (count <= shown)
        return (struct fold){0};
    struct fold fold = {drawn_event(diagram, first), drawn_event(diagram, count - last), 0, 0};
    const size_t begin = round_start(diagram->schedule, fold.begin);
    const size_t end = round_start(diagram->schedule, fold.end);
    if (begin > 0 && begin < end &&
        diagram_count_drawn(diagram, 0, begin) + diagram_count_drawn(diagram, end, events) <=
            2 * shown) {
        fold.begin = begin;
        fold.end = end;
    }
    fold.hidden = diagram_count_drawn(diagram, fold.begin, fold.end);
    for (size_t i = fold.begin; i < fold.end; i++)
        fold.captured += diagram_is_captured(diagram, i);
    return fold.hidden >= HIDDEN_LEAST ? fold : (struct fold){0};
}

bool diagram_is_hidden(const struct fold *fold, size_t index)
{
    return index >= fold->begin && index < fold->end;
}

const char *diagram_fold_text(const struct fold *fold, char text[LABEL_SIZE])
{
    if (fold->captured > 0)
        snprintf(text, LABEL_SIZE, "... %zu more, %zu of them captured ...", fold->hidden,
                 fold->captured);
    else
        snprintf(text, LABEL_SIZE, "... %zu more ...", fold->hidden);
    return text;
}

const char *diagram_label_of(const struct diagram *diagram, size_t index, char text[LABEL_SIZE])
{
    const struct event *event = &diagram->schedule->events[index];
    if (event->kind == EVENT_FLIP && diagram->replay != NULL)
        snprintf(text, LABEL_SIZE, "coin, heads %.4g: %s", event->probability,
                 diagram->replay->happening[index] == HEADS ? "heads" : "tails");
    else if (event->kind == EVENT_FLIP)
        snprintf(text, LABEL_SIZE, "coin, heads %.4g", event->probability);
    else if (event->copies > 1)
        snprintf(text, LABEL_SIZE, "%.60s, %u messengers", event->message, event->copies);
    else
        snprintf(text, LABEL_SIZE, "%.60s", event->message);
    return text;
}

/* Of messengers that set out together it is known whether one arrived, not how many. */
const char *diagram_fate_of(const struct diagram *diagram, size_t index)
{
    const struct event *event = &diagram->schedule->events[index];
    if (diagram->replay == NULL || event->kind == EVENT_FLIP)
        return "";
    if (diagram_is_captured(diagram, index))
        return event->copies > 1 ? "all of them captured" : "captured by the city";
    return event->copies > 1 ? "at least one arrives" : "";
}

const char *diagram_mood_of(const struct diagram *diagram, size_t index)
{
    return diagram->replay->vigilant[index] ? "the city is vigilant" : "the city is asleep";
}

bool diagram_tells_mood(const struct diagram *diagram, size_t index)
{
    if (diagram->replay == NULL || !diagram->schedule->events[index].chance_before)
        return false;
    const unsigned round = diagram->schedule->events[index].round;
    for (size_t i = index; i-- > 0 && diagram->schedule->events[i].round == round;)
        if (diagram_is_drawn(diagram, i) && diagram->schedule->events[i].chance_before)
            return false;
    return true;
}
