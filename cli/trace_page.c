/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/trace_page.h"

#include "analysis/text.h"
#include "analysis/words.h"
#include "cli/heading.h"
#include "plots/diagram.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS = 80, INDENT = 4, PARTIES_SHOWN = 12 };

/* Breaks a text between words into lines that fit; those after the first are indented. `used`: the
 * columns that the first one has already. */
static void put_wrapped(FILE *stream, const char *text, size_t used)
{
    bool begins = true; /* a line is never left empty */
    while (*text != '\0') {
        const size_t length = strcspn(text, " ");
        if (!begins && used + 1 + length > COLUMNS) {
            fprintf(stream, "\n%*s", INDENT, "");
            used = INDENT;
        } else if (!begins) {
            putc(' ', stream);
            used++;
        }
        fwrite(text, 1, length, stream);
        used += length;
        text += length;
        text += strspn(text, " ");
        begins = false;
    }
    putc('\n', stream);
}

/* --- what each party saw ---------------------------------------------------------------------- */

static bool tell_seen(FILE *stream, const struct trace_page *page, int party, struct error *error)
{
    const struct testimony *t = page->testimony;
    if (t->views_known)
        return words_witnessed(stream, &t->histories, party, t->view[party].view, error);
    words_reached(stream, page->point->strategy->problem, &page->replay->acts, party,
                  page->replay->happening);
    return true;
}

static bool print_seen(FILE *stream, const struct trace_page *page, int party, struct error *error)
{
    char name[PARTY_SIZE];
    struct text seen;
    if (!text_open(&seen, error))
        return false;
    problem_party(page->point->strategy->problem, party, name);
    const bool told = tell_seen(seen.stream, page, party, error);
    char *text = text_close(&seen, error);
    if (told && text != NULL) {
        const char *verb = page->testimony->views_known ? "saw" : "received";
        fprintf(stream, "  %s %s: ", name, verb);
        put_wrapped(stream, text, strlen(name) + strlen(verb) + 5);
    }
    free(text);
    return told && text != NULL;
}

/* Near 1, the digits of what is missing. */
static void print_belief(FILE *stream, const struct final_view *view, const char *other)
{
    if (view->other_rest <= 0.0L)
        fprintf(stream, "    it knows that %s\n", other);
    else if (view->other_acts <= 0.0L)
        fprintf(stream, "    it can rule out that %s\n", other);
    else if (view->other_acts > 0.9999L)
        fprintf(stream, "    it cannot know whether %s: probability 1-%.4Lg\n", other,
                view->other_rest);
    else
        fprintf(stream, "    it cannot know whether %s: probability %.7Lg\n", other,
                view->other_acts);
}

static const char *yes_or_no(const struct trace_page *page, int proposition)
{
    return cell_holds(page->replay->cell, proposition) ? "yes" : "no";
}

static void print_proposition(FILE *stream, const struct trace_page *page, int proposition)
{
    fprintf(stream, "%s: %s\n", page->point->strategy->problem->proposition[proposition],
            yes_or_no(page, proposition));
}

/* What a party decides stands below what it saw. */
static bool print_party(FILE *stream, const struct trace_page *page, int party, struct error *error)
{
    const struct problem *problem = page->point->strategy->problem;
    if (!print_seen(stream, page, party, error))
        return false;
    if (!problem->parties_act || party > 1)
        return true;
    fprintf(stream, "%*s", INDENT, "");
    print_proposition(stream, page, party);
    if (page->testimony->views_known)
        print_belief(stream, &page->testimony->view[party], problem->proposition[1 - party]);
    return true;
}

static bool print_parties(FILE *stream, const struct trace_page *page, struct error *error)
{
    const int count = schedule_party_count(&page->replay->acts);
    for (int party = 0; party < count && party < PARTIES_SHOWN; party++)
        if (!print_party(stream, page, party, error))
            return false;
    if (count > PARTIES_SHOWN)
        fprintf(stream, "  ... and %d more\n", count - PARTIES_SHOWN);
    return true;
}

/* --- how it ended ----------------------------------------------------------------------------- */

static void print_end(FILE *stream, const struct trace_page *page)
{
    const struct problem *problem = page->point->strategy->problem;
    const enum cell cell = page->replay->cell;
    for (int i = 0; i < 2 && !problem->parties_act; i++) {
        fputs("  ", stream);
        print_proposition(stream, page, i);
    }
    fprintf(stream, "  => %s: %s\n", problem->cell[cell].name,
            verdict_name(problem->cell[cell].verdict));
}

static void print_counts(FILE *stream, const struct trace_page *page)
{
    const struct replay *replay = page->replay;
    const char *const *counter = page->point->strategy->counter;
    if (replay->messengers == 0)
        fputs("  no messenger was sent", stream);
    else
        fprintf(stream, "  %" PRIu64 " %s sent, the last in round %u", replay->messengers,
                replay->messengers == 1 ? "messenger was" : "messengers were", replay->last_round);
    for (size_t i = 0; counter[i] != NULL; i++)
        fprintf(stream, "\n  %s: %" PRIu64, counter[i], replay->counter[i]);
    putc('\n', stream);
    if (page->testimony->probability_known)
        fprintf(stream, "  a trial goes exactly this way with probability %.7Lg\n",
                page->testimony->probability);
}

/* --- the page --------------------------------------------------------------------------------- */

static bool print_heading(FILE *stream, const struct trace_page *page, struct error *error)
{
    struct text which;
    if (!text_open(&which, error))
        return false;
    heading_trial(which.stream, page->point, page->replay);
    char *text = text_close(&which, error);
    if (text == NULL)
        return false;
    heading_strategy(stream, page->point);
    fprintf(stream, "\n%s\n", page->point->strategy->summary);
    put_wrapped(stream, text, 0);
    free(text);
    if (page->searched)
        fprintf(stream, "the first trial from %" PRIu64 " on that fails\n", page->first);
    return true;
}

bool trace_page_print(FILE *stream, const struct trace_page *page, struct error *error)
{
    if (!print_heading(stream, page, error))
        return false;
    fputs("\nWHAT HAPPENED\n", stream);
    diagram_write_text(stream, &(struct diagram){.strategy = page->point->strategy,
                                                 .schedule = &page->replay->acts,
                                                 .replay = page->replay});
    fputs("\nWHAT EACH SAW AND DID\n", stream);
    if (!print_parties(stream, page, error))
        return false;
    fputs("\nHOW IT ENDED\n", stream);
    print_end(stream, page);
    print_counts(stream, page);
    return true;
}
