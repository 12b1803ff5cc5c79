/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/diagram_parts.h"

#include <string.h>

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

#define ARROW_COLOUR "#0072B2"
#define CAPTURE_COLOUR "#D55E00"
#define QUIET_COLOUR "#606060"

static void write_svg_line(FILE *stream, int x, int y, int to_x, int to_y, const char *attributes)
{
    fprintf(stream, "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" %s/>\n", x, y, to_x, to_y,
            attributes);
}

/* An arrow that ends in a cross on three quarters of its way, where it is captured. */
static void write_svg_capture(FILE *stream, int from, int to, int y)
{
    static const char cross[] = "stroke=\"" CAPTURE_COLOUR "\" stroke-width=\"3\"";
    const int x = from + 3 * (to - from) / 4, end = y + 9;
    write_svg_line(stream, from, y, x, end,
                   "stroke=\"" CAPTURE_COLOUR "\" stroke-width=\"2\" stroke-dasharray=\"7 4\"");
    write_svg_line(stream, x - 6, end - 6, x + 6, end + 6, cross);
    write_svg_line(stream, x - 6, end + 6, x + 6, end - 6, cross);
}

static void write_svg_event(FILE *stream, const struct diagram *diagram, size_t index, int y)
{
    const struct event *event = &diagram->schedule->events[index];
    const char *fate = diagram_fate_of(diagram, index);
    const int from = lifeline(event->from), to = lifeline(event->to);
    char label[LABEL_SIZE];
    diagram_label_of(diagram, index, label);
    if (event->kind == EVENT_FLIP) {
        fprintf(stream, "<circle cx=\"%d\" cy=\"%d\" r=\"5\" fill=\"#CC79A7\"/>\n", from, y);
        write_svg_text(stream, from + 12, y + 5, "font-size=\"14\"", label);
        return;
    }
    if (diagram_is_captured(diagram, index))
        write_svg_capture(stream, from, to, y);
    else
        write_svg_line(stream, from, y, to + (to > from ? -3 : 3), y + 12,
                       "stroke=\"" ARROW_COLOUR "\" stroke-width=\"2\" marker-end=\"url(#head)\"");
    write_svg_text(stream, (from + to) / 2, y - 2, "text-anchor=\"middle\" font-size=\"14\"",
                   label);
    if (fate[0] != '\0')
        write_svg_text(stream, (from + to) / 2, y + 22,
                       diagram_is_captured(diagram, index)
                           ? "text-anchor=\"middle\" font-size=\"11\" fill=\"" CAPTURE_COLOUR "\""
                           : "text-anchor=\"middle\" font-size=\"11\" fill=\"" QUIET_COLOUR "\"",
                       fate);
}

static void write_svg_frame(FILE *stream, const struct diagram *diagram, int width, int height,
                            int bottom)
{
    const struct problem *problem = diagram->strategy->problem;
    fprintf(
        stream,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
        "viewBox=\"0 0 %d %d\" font-family=\"DejaVu Sans, sans-serif\" fill=\"#202020\">\n<title>",
        width, height, width, height);
    write_escaped(stream, diagram->title);
    fputs("</title>\n<defs><marker id=\"head\" viewBox=\"0 0 10 10\" refX=\"9\" refY=\"5\" "
          "markerWidth=\"7\" markerHeight=\"7\" orient=\"auto\">"
          "<path d=\"M0 0 L10 5 L0 10 z\" fill=\"" ARROW_COLOUR "\"/></marker></defs>\n"
          "<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n",
          stream);
    write_svg_text(stream, width / 2, 34,
                   "text-anchor=\"middle\" font-size=\"18\" font-weight=\"bold\"", diagram->title);
    if (diagram->subtitle != NULL)
        write_svg_text(stream, width / 2, 55,
                       "text-anchor=\"middle\" font-size=\"13\" fill=\"" QUIET_COLOUR "\"",
                       diagram->subtitle);
    for (int party = 0; party < schedule_party_count(diagram->schedule); party++) {
        char name[PARTY_SIZE];
        write_svg_text(stream, lifeline(party), SVG_TOP - 34,
                       "text-anchor=\"middle\" font-size=\"15\" font-weight=\"bold\"",
                       problem_party(problem, party, name));
        write_svg_line(stream, lifeline(party), SVG_TOP - 22, lifeline(party), bottom,
                       "stroke=\"#999999\"");
    }
}

/* What stands for the hidden events. */
static void write_svg_hidden(FILE *stream, const struct fold *fold, int y)
{
    char text[LABEL_SIZE];
    write_svg_text(stream, lifeline(0) + SVG_STEP / 2, y + 8,
                   "text-anchor=\"middle\" font-size=\"14\" fill=\"" QUIET_COLOUR "\"",
                   diagram_fold_text(fold, text));
}

static void write_svg_round(FILE *stream, unsigned round, int y)
{
    char text[64];
    snprintf(text, sizeof text, "round %u", round);
    write_svg_text(stream, 24, y + 8, "font-size=\"14\" fill=\"" QUIET_COLOUR "\"", text);
}

/* Rounds in which the city is vigilant are shaded. */
static void write_svg_mood(FILE *stream, const struct diagram *diagram, size_t index, int y)
{
    if (diagram->replay == NULL || !diagram->schedule->events[index].chance_before)
        return;
    if (diagram->replay->vigilant[index])
        fprintf(stream,
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"" CAPTURE_COLOUR
                "\" fill-opacity=\"0.12\"/>\n",
                lifeline(0), y - 19,
                lifeline(schedule_party_count(diagram->schedule) - 1) - lifeline(0), SVG_ROW);
    if (diagram_tells_mood(diagram, index))
        write_svg_text(stream, 24, y + 23, "font-size=\"11\" fill=\"" QUIET_COLOUR "\"",
                       diagram_mood_of(diagram, index));
}

/* How the trial ended: what the parties did, where that is theirs to decide, and what came of it.
 */
static void write_svg_end(FILE *stream, const struct diagram *diagram, int y)
{
    static const char *const attributes[] = {
        [VERDICT_NOTHING] = "text-anchor=\"middle\" font-size=\"16\" font-weight=\"bold\"",
        [VERDICT_SUCCESS] =
            "text-anchor=\"middle\" font-size=\"16\" font-weight=\"bold\" fill=\"#007A5A\"",
        [VERDICT_FAILURE] = "text-anchor=\"middle\" font-size=\"16\" font-weight=\"bold\" "
                            "fill=\"" CAPTURE_COLOUR "\"",
    };
    const struct problem *problem = diagram->strategy->problem;
    const enum cell cell = diagram->replay->cell;
    const int middle = (lifeline(0) + lifeline(schedule_party_count(diagram->schedule) - 1)) / 2;
    char text[LABEL_SIZE];
    for (int i = 0; i < 2; i++) {
        snprintf(text, sizeof text, "%s: %s", problem->proposition[i],
                 cell_holds(cell, i) ? "yes" : "no");
        if (problem->parties_act)
            write_svg_text(stream, lifeline(i), y, "text-anchor=\"middle\" font-size=\"14\"", text);
        else
            write_svg_text(stream, middle, y + 20 * i, "text-anchor=\"middle\" font-size=\"14\"",
                           text);
    }
    snprintf(text, sizeof text, "%s: %s", problem->cell[cell].name,
             verdict_name(problem->cell[cell].verdict));
    write_svg_text(stream, middle, y + (problem->parties_act ? 34 : 54),
                   attributes[problem->cell[cell].verdict], text);
}

enum { SVG_END = 90, SVG_LETTER = 12 }; /* heights of the end, width of a letter of the title */

static int svg_width(const struct diagram *diagram)
{
    const int width = lifeline(schedule_party_count(diagram->schedule) - 1) + SVG_RIGHT;
    const int title = 40 + SVG_LETTER * (int)strlen(diagram->title);
    return diagram->replay != NULL && title > width ? title : width;
}

void diagram_write_svg(FILE *stream, const struct diagram *diagram)
{
    const struct schedule *schedule = diagram->schedule;
    const struct fold fold = diagram_fold_of(diagram);
    const size_t rows =
        diagram_count_drawn(diagram, 0, schedule->event_count) - fold.hidden + (fold.hidden > 0);
    const int bottom = SVG_TOP + (int)rows * SVG_ROW + 16, width = svg_width(diagram);
    write_svg_frame(stream, diagram, width, bottom + (diagram->replay != NULL ? SVG_END : 24),
                    bottom);
    unsigned round = 0;
    int y = SVG_TOP;
    for (size_t i = 0; i < schedule->event_count; i++) {
        const struct event *event = &schedule->events[i];
        if (fold.hidden > 0 && i == fold.begin) {
            write_svg_hidden(stream, &fold, y);
            y += SVG_ROW;
        }
        if (diagram_is_hidden(&fold, i) || !diagram_is_drawn(diagram, i))
            continue;
        write_svg_mood(stream, diagram, i, y);
        if (event->round != round)
            write_svg_round(stream, event->round, y);
        round = event->round;
        write_svg_event(stream, diagram, i, y);
        y += SVG_ROW;
    }
    if (diagram->replay != NULL)
        write_svg_end(stream, diagram, bottom + 24);
    fputs("</svg>\n", stream);
}
