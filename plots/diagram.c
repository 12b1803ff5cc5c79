/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/diagram.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum {
    SHOWN_FIRST = 16, /* events of a long exchange, about */
    SHOWN_LAST = 4,
    HIDDEN_LEAST = 4, /* fewer are shown, too */
    LABEL_SIZE = 96,
    ARROW_WIDTH = 40, /* characters, in text */
};

/* --- what both kinds show --------------------------------------------------------------------- */

/* A coin that cannot but fall on one side is nothing that happens. */
static bool is_drawn(const struct event *event)
{
    return event->kind != EVENT_FLIP || event_is_draw(event);
}

static size_t count_drawn(const struct schedule *schedule, size_t from, size_t to)
{
    size_t count = 0;
    for (size_t i = from; i < to; i++)
        count += is_drawn(&schedule->events[i]);
    return count;
}

/* The events from `begin` up to `end` are hidden; none are if both are 0. */
struct fold {
    size_t begin, end, hidden;
};

/* Where the round of event `index` begins. */
static size_t round_start(const struct schedule *schedule, size_t index)
{
    while (index > 0 && schedule->events[index - 1].round == schedule->events[index].round)
        index--;
    return index;
}

/* Whole rounds in the middle, unless these have so many events that nothing would be left or all.
 */
static struct fold fold_of(const struct schedule *schedule)
{
    const size_t count = schedule->event_count;
    if (count_drawn(schedule, 0, count) <= SHOWN_FIRST + SHOWN_LAST)
        return (struct fold){0};
    struct fold fold = {SHOWN_FIRST, count - SHOWN_LAST, 0};
    const size_t begin = round_start(schedule, fold.begin), end = round_start(schedule, fold.end);
    if (begin > 0 && begin < end) {
        fold.begin = begin;
        fold.end = end;
    }
    fold.hidden = count_drawn(schedule, fold.begin, fold.end);
    return fold.hidden >= HIDDEN_LEAST ? fold : (struct fold){0};
}

static bool is_hidden(const struct fold *fold, size_t index)
{
    return index >= fold->begin && index < fold->end;
}

static int party_count(const struct schedule *schedule)
{
    int count = 2;
    for (size_t i = 0; i < schedule->event_count; i++) {
        count = schedule->events[i].from >= count ? schedule->events[i].from + 1 : count;
        count = schedule->events[i].to >= count ? schedule->events[i].to + 1 : count;
    }
    return count;
}

/* "order", "order, 3 messengers", "coin, heads 0.25" */
static const char *label_of(const struct event *event, char text[LABEL_SIZE])
{
    if (event->kind == EVENT_FLIP)
        snprintf(text, LABEL_SIZE, "coin, heads %.4g", event->probability);
    else if (event->copies > 1)
        snprintf(text, LABEL_SIZE, "%.60s, %u messengers", event->message, event->copies);
    else
        snprintf(text, LABEL_SIZE, "%.60s", event->message);
    return text;
}

/* --- text ------------------------------------------------------------------------------------- */

static void put_times(FILE *stream, int times, char c)
{
    for (; times > 0; times--)
        putc(c, stream);
}

/* |-------- order ------->| between two parties. */
static void write_arrow(FILE *stream, const char *label, bool back)
{
    const int dashes = ARROW_WIDTH - 1 - (int)strlen(label) - 2;
    const int left = dashes > 2 ? dashes / 2 : 1, right = dashes > 2 ? dashes - left : 1;
    fputs(back ? "|<" : "|", stream);
    put_times(stream, left, '-');
    fprintf(stream, " %s ", label);
    put_times(stream, right, '-');
    fputs(back ? "|" : ">|", stream);
}

static void write_coin(FILE *stream, const char *label, int party)
{
    if (party == 0)
        fprintf(stream, "* %-*s|", ARROW_WIDTH - 1, label);
    else
        fprintf(stream, "|%*s *", ARROW_WIDTH - 1, label);
}

static void write_event(FILE *stream, const struct strategy *strategy,
                        const struct schedule *schedule, const struct event *event)
{
    const struct problem *problem = strategy->problem;
    char label[LABEL_SIZE], from[PARTY_SIZE], to[PARTY_SIZE];
    label_of(event, label);
    if (party_count(schedule) > 2 && event->kind == EVENT_FLIP)
        fprintf(stream, "%s: %s", problem_party(problem, event->from, from), label);
    else if (party_count(schedule) > 2)
        fprintf(stream, "%s -> %s: %s", problem_party(problem, event->from, from),
                problem_party(problem, event->to, to), label);
    else if (event->kind == EVENT_FLIP)
        write_coin(stream, label, event->from);
    else
        write_arrow(stream, label, event->from == 1);
    putc('\n', stream);
}

void diagram_write_text(FILE *stream, const struct strategy *strategy,
                        const struct schedule *schedule)
{
    if (party_count(schedule) == 2)
        fprintf(stream, "%9s  %-*s%s\n", "", ARROW_WIDTH - 3, strategy->problem->party[0],
                strategy->problem->party[1]);
    const struct fold fold = fold_of(schedule);
    unsigned round = 0;
    for (size_t i = 0; i < schedule->event_count; i++) {
        const struct event *event = &schedule->events[i];
        if (fold.hidden > 0 && i == fold.begin)
            fprintf(stream, "%9s  ... %zu more ...\n", "", fold.hidden);
        if (is_hidden(&fold, i) || !is_drawn(event))
            continue;
        if (event->round != round)
            fprintf(stream, "%9s%5u  ", "round", event->round);
        else
            fprintf(stream, "%14s  ", "");
        round = event->round;
        write_event(stream, strategy, schedule, event);
    }
    if (schedule->event_count == 0)
        fprintf(stream, "%9s  nothing is ever sent\n", "");
}

/* --- SVG -------------------------------------------------------------------------------------- */

enum { SVG_LEFT = 190, SVG_STEP = 260, SVG_TOP = 110, SVG_ROW = 46, SVG_RIGHT = 130 };

static void write_escaped(FILE *stream, const char *text)
{
    for (; *text != '\0'; text++)
        switch (*text) {
        case '<':
            fputs("&lt;", stream);
            break;
        case '>':
            fputs("&gt;", stream);
            break;
        case '&':
            fputs("&amp;", stream);
            break;
        case '"':
            fputs("&quot;", stream);
            break;
        default:
            putc((unsigned char)*text < ' ' ? '?' : *text, stream);
        }
}

static void write_svg_text(FILE *stream, int x, int y, const char *attributes, const char *text)
{
    fprintf(stream, "<text x=\"%d\" y=\"%d\" %s>", x, y, attributes);
    write_escaped(stream, text);
    fputs("</text>\n", stream);
}

static int lifeline(int party)
{
    return SVG_LEFT + party * SVG_STEP;
}

static void write_svg_event(FILE *stream, const struct event *event, int y)
{
    char label[LABEL_SIZE];
    label_of(event, label);
    const int from = lifeline(event->from), to = lifeline(event->to);
    if (event->kind == EVENT_FLIP) {
        fprintf(stream, "<circle cx=\"%d\" cy=\"%d\" r=\"5\" fill=\"#D55E00\"/>\n", from, y);
        write_svg_text(stream, from + 12, y + 5, "font-size=\"14\"", label);
        return;
    }
    fprintf(stream,
            "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#0072B2\" stroke-width=\"2\" "
            "marker-end=\"url(#head)\"/>\n",
            from, y, to + (to > from ? -3 : 3), y + 12);
    write_svg_text(stream, (from + to) / 2, y - 2, "text-anchor=\"middle\" font-size=\"14\"",
                   label);
}

static void write_svg_frame(FILE *stream, const struct strategy *strategy,
                            const struct schedule *schedule, int width, int height)
{
    char title[128];
    snprintf(title, sizeof title, "%s: who may send what to whom", strategy->name);
    fprintf(
        stream,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
        "viewBox=\"0 0 %d %d\" font-family=\"DejaVu Sans, sans-serif\" fill=\"#202020\">\n<title>",
        width, height, width, height);
    write_escaped(stream, title);
    fputs("</title>\n<defs><marker id=\"head\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" "
          "markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">"
          "<path d=\"M0 0 L10 5 L0 10 z\" fill=\"#0072B2\"/></marker></defs>\n"
          "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n",
          stream);
    write_svg_text(stream, width / 2, 34,
                   "text-anchor=\"middle\" font-size=\"18\" font-weight=\"bold\"", title);
    for (int party = 0; party < party_count(schedule); party++) {
        char name[PARTY_SIZE];
        write_svg_text(stream, lifeline(party), SVG_TOP - 34,
                       "text-anchor=\"middle\" font-size=\"15\" font-weight=\"bold\"",
                       problem_party(strategy->problem, party, name));
        fprintf(stream, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#999999\"/>\n",
                lifeline(party), SVG_TOP - 22, lifeline(party), height - 24);
    }
}

/* What stands for the hidden events. */
static void write_svg_hidden(FILE *stream, const struct fold *fold, int y)
{
    char text[64];
    snprintf(text, sizeof text, "... %zu more ...", fold->hidden);
    write_svg_text(stream, lifeline(0) + SVG_STEP / 2, y + 8,
                   "text-anchor=\"middle\" font-size=\"14\" fill=\"#606060\"", text);
}

static void write_svg_round(FILE *stream, unsigned round, int y)
{
    char text[64];
    snprintf(text, sizeof text, "round %u", round);
    write_svg_text(stream, 24, y + 8, "font-size=\"14\" fill=\"#606060\"", text);
}

void diagram_write_svg(FILE *stream, const struct strategy *strategy,
                       const struct schedule *schedule)
{
    const struct fold fold = fold_of(schedule);
    const size_t rows =
        count_drawn(schedule, 0, schedule->event_count) - fold.hidden + (fold.hidden > 0);
    const int width = lifeline(party_count(schedule) - 1) + SVG_RIGHT;
    write_svg_frame(stream, strategy, schedule, width, SVG_TOP + (int)rows * SVG_ROW + 40);
    unsigned round = 0;
    int y = SVG_TOP;
    for (size_t i = 0; i < schedule->event_count; i++) {
        const struct event *event = &schedule->events[i];
        if (fold.hidden > 0 && i == fold.begin) {
            write_svg_hidden(stream, &fold, y);
            y += SVG_ROW;
        }
        if (is_hidden(&fold, i) || !is_drawn(event))
            continue;
        if (event->round != round)
            write_svg_round(stream, event->round, y);
        round = event->round;
        write_svg_event(stream, event, y);
        y += SVG_ROW;
    }
    fputs("</svg>\n", stream);
}
