/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/diagram_parts.h"

#include <string.h>

enum { ARROW_WIDTH = 40 }; /* characters */

static void put_times(FILE *stream, int times, char c)
{
    for (; times > 0; times--)
        putc(c, stream);
}

/* |-------- order ------->| between two parties, or |-------- order ---X    |. */
static void write_arrow(FILE *stream, const char *label, bool back, bool captured)
{
    const int gap = captured ? ARROW_WIDTH / 5 : 0;
    const int dashes = ARROW_WIDTH - 1 - gap - (int)strlen(label) - 2;
    const int left = dashes > 2 ? dashes / 2 : 1, right = dashes > 2 ? dashes - left : 1;
    putc('|', stream);
    put_times(stream, back ? gap : 0, ' ');
    fputs(!back ? "" : captured ? "X" : "<", stream);
    put_times(stream, left, '-');
    fprintf(stream, " %s ", label);
    put_times(stream, right, '-');
    fputs(back ? "" : captured ? "X" : ">", stream);
    put_times(stream, back ? 0 : gap, ' ');
    putc('|', stream);
}

static void write_coin(FILE *stream, const char *label, int party)
{
    if (party == 0)
        fprintf(stream, "* %-*s|", ARROW_WIDTH - 1, label);
    else
        fprintf(stream, "|%*s *", ARROW_WIDTH - 1, label);
}

/* In the middle between two parties, or, where they are more, alone. */
static void write_remark(FILE *stream, const struct diagram *diagram, const char *text)
{
    const int space = ARROW_WIDTH - (int)strlen(text), left = space / 2;
    if (schedule_party_count(diagram->schedule) > 2)
        fputs(text, stream);
    else
        fprintf(stream, "|%*s%s%*s|", left, "", text, space - left, "");
    putc('\n', stream);
}

static void write_event(FILE *stream, const struct diagram *diagram, size_t index)
{
    const struct problem *problem = diagram->strategy->problem;
    const struct event *event = &diagram->schedule->events[index];
    const bool captured = diagram_is_captured(diagram, index);
    const bool many = schedule_party_count(diagram->schedule) > 2;
    const char *fate = diagram_fate_of(diagram, index);
    char label[LABEL_SIZE], from[PARTY_SIZE], to[PARTY_SIZE];
    diagram_label_of(diagram, index, label);
    if (many && event->kind == EVENT_FLIP)
        fprintf(stream, "%s: %s", problem_party(problem, event->from, from), label);
    else if (many)
        fprintf(stream, "%s %s %s: %s%s", problem_party(problem, event->from, from),
                captured ? "-X" : "->", problem_party(problem, event->to, to), label,
                fate[0] != '\0' ? "," : "");
    else if (event->kind == EVENT_FLIP)
        write_coin(stream, label, event->from);
    else
        write_arrow(stream, label, event->from == 1, captured);
    fprintf(stream, "%s%s\n", fate[0] != '\0' ? " " : "", fate);
}

/* What stands before an event: its round, if `begins` it, and the city's mood. */
static void write_round(FILE *stream, const struct diagram *diagram, size_t index, bool begins)
{
    if (begins)
        fprintf(stream, "%9s%5u  ", "round", diagram->schedule->events[index].round);
    else
        fprintf(stream, "%14s  ", "");
    if (diagram_tells_mood(diagram, index)) {
        write_remark(stream, diagram, diagram_mood_of(diagram, index));
        fprintf(stream, "%14s  ", "");
    }
}

/* Rounds of a trial in which messages could have been sent. */
static void write_silence(FILE *stream, const struct diagram *diagram, unsigned first,
                          unsigned last)
{
    char rounds[32];
    snprintf(rounds, sizeof rounds, first < last ? "rounds %u-%u" : "round %4u", first, last);
    fprintf(stream, "%14s  ", rounds);
    write_remark(stream, diagram, "nothing is sent");
}

/* Where the round of event `index` ends. */
static size_t round_end(const struct schedule *schedule, size_t index)
{
    const unsigned round = schedule->events[index].round;
    while (index < schedule->event_count && schedule->events[index].round == round)
        index++;
    return index;
}

static bool begins_round(const struct schedule *schedule, size_t index)
{
    return index == 0 || schedule->events[index - 1].round != schedule->events[index].round;
}

/* Tells of the whole rounds, from event `index` on and before event `end`, in which nothing
 * happens; returns the event after them. */
static size_t pass_silence(FILE *stream, const struct diagram *diagram, size_t index, size_t end)
{
    const struct event *events = diagram->schedule->events;
    const unsigned first = events[index].round;
    unsigned last = 0;
    while (index < end) {
        const size_t next = round_end(diagram->schedule, index);
        if (diagram_count_drawn(diagram, index, next) > 0)
            break;
        last = events[index].round;
        index = next;
    }
    if (last > 0)
        write_silence(stream, diagram, first, last);
    return index;
}

/* The events from .. to - 1, none of which is hidden. */
static void write_events(FILE *stream, const struct diagram *diagram, size_t from, size_t to)
{
    unsigned round = 0;
    for (size_t i = from; i < to; i++) {
        if (diagram->replay != NULL && begins_round(diagram->schedule, i))
            i = pass_silence(stream, diagram, i, to);
        if (i >= to || !diagram_is_drawn(diagram, i))
            continue;
        write_round(stream, diagram, i, diagram->schedule->events[i].round != round);
        round = diagram->schedule->events[i].round;
        write_event(stream, diagram, i);
    }
}

void diagram_write_text(FILE *stream, const struct diagram *diagram)
{
    const char *const *party = diagram->strategy->problem->party;
    if (schedule_party_count(diagram->schedule) == 2)
        fprintf(stream, "%9s  %-*s%s\n", "", ARROW_WIDTH - 3, party[0], party[1]);
    const struct fold fold = diagram_fold_of(diagram);
    const size_t count = diagram->schedule->event_count;
    char text[LABEL_SIZE];
    write_events(stream, diagram, 0, fold.hidden > 0 ? fold.begin : count);
    if (fold.hidden > 0) {
        fprintf(stream, "%9s  %s\n", "", diagram_fold_text(&fold, text));
        write_events(stream, diagram, fold.end, count);
    }
    if (diagram->schedule->event_count == 0)
        fprintf(stream, "%9s  nothing is ever sent\n", "");
}
