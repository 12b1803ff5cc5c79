/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/explain_page.h"

#include "analysis/words.h"
#include "cli/heading.h"
#include "plots/diagram.h"
#include "plots/number.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { VIEWS_SHOWN = 12, LEVELS_SHOWN = 8, CHAIN_SHOWN = 12, NUMBER_WIDTH = 14 };

/* What the parts of the page need. */
struct page {
    FILE *stream;
    struct explanation *e;
    const struct problem *problem;
    enum happening *happening, *other; /* [event]: room to tell histories */
    struct error *error;
};

static void title(const struct page *page, const char *text)
{
    fprintf(page->stream, "\n%s\n", text);
}

/* Near 1, the digits of what is missing; exactly 1 is certainty. */
static const char *belief_text(long double belief, long double rest, char text[NUMBER_SIZE])
{
    if (rest > 0.0L && belief > 0.9999L)
        snprintf(text, NUMBER_SIZE, "1-%.4Lg", rest);
    else
        snprintf(text, NUMBER_SIZE, "%.7Lg", belief);
    return text;
}

static const char *plural(size_t count, const char *one, const char *many)
{
    return count == 1 ? one : many;
}

/* --- exchange, failure ------------------------------------------------------------------------ */

static bool print_history(const struct page *page, struct histories *histories, size_t index)
{
    if (!histories_tell(histories, index, page->happening, page->error))
        return false;
    words_history(page->stream, page->problem, &histories->stage.schedule, page->happening);
    return true;
}

static void print_slope(const struct page *page)
{
    const struct explanation *e = page->e;
    if (e->ways_known && e->ways.captured == 0)
        fputs("  So failure does not vanish as the loss rate falls.\n", page->stream);
    else if (e->ways_known && e->point->channel.kind == CHANNEL_MEMORYLESS)
        fprintf(page->stream,
                "  So when the loss rate p is small, failure falls as p^%" PRIu64 ": a slope of "
                "%" PRIu64 " on logarithmic axes.\n",
                e->ways.captured, e->ways.captured);
    if (e->slope_known)
        fprintf(page->stream, "  The exact curve has slope %.4f from loss %g to %g.\n", e->slope,
                e->slope_loss, e->slope_loss / 10.0);
}

/* One of the histories with the fewest captures that fail. */
static bool print_ways(const struct page *page)
{
    struct explanation *e = page->e;
    const struct history *likeliest = &e->failing.history[e->ways.likeliest];
    if (e->ways.captured == 0)
        fputs("  No messenger need be captured", page->stream);
    else
        fprintf(page->stream, "  %" PRIu64 " captured %s enough", e->ways.captured,
                plural(e->ways.captured, "messenger is", "messengers are"));
    fprintf(page->stream,
            "%s. %" PRIu64 " %s with so few; the likeliest, of probability %.6Lg:\n    ",
            e->certain ? " beyond what is certain at these loss rates" : "", e->ways.histories,
            plural(e->ways.histories, "history fails", "histories fail"), likeliest->probability);
    if (!print_history(page, &e->failing, e->ways.likeliest))
        return false;
    fprintf(page->stream, ": %s\n", page->problem->cell[likeliest->cell].name);
    return true;
}

static bool print_failure(const struct page *page)
{
    const struct explanation *e = page->e;
    title(page, "HOW FAILURE HAPPENS");
    if (e->ways_known && !e->ways.possible) {
        fprintf(page->stream, "  It cannot%s: no history fails.\n",
                e->certain ? ", at these loss rates" : "");
        return true;
    }
    if (!e->ways_known)
        fprintf(page->stream, "  The fewest captures that fail are not known: %s%s.\n",
                e->why_no_ways.message, e->smaller);
    else if (!print_ways(page))
        return false;
    if (!e->certain)
        print_slope(page);
    return true;
}

/* --- points of view --------------------------------------------------------------------------- */

static bool print_views(const struct page *page, int party)
{
    const struct final_views *views = &page->e->views[party];
    if (views->count == 1)
        fprintf(page->stream, "  %s always ends with the same view\n", page->problem->party[party]);
    else
        fprintf(page->stream, "  %s ends with one of %zu views\n", page->problem->party[party],
                views->count);
    fprintf(page->stream, "  %6s%*s  %-5s%*s%11s  %s\n", "view", NUMBER_WIDTH, "P(view)", "acts",
            NUMBER_WIDTH + 6, "P(other acts | it)", "histories", "it saw");
    for (size_t i = 0; i < views->count && i < VIEWS_SHOWN; i++) {
        const struct final_view *view = &views->view[i];
        char name[32], text[NUMBER_SIZE];
        snprintf(name, sizeof name, "%d.%zu", party + 1, i + 1);
        fprintf(page->stream, "  %6s%*.7Lg  %-5s%*s%11zu  ", name, NUMBER_WIDTH, view->probability,
                view->acts ? "yes" : "no", NUMBER_WIDTH + 6,
                belief_text(view->other_acts, view->other_rest, text), view->histories);
        if (!words_view(page->stream, &page->e->histories, party, view->view, page->error))
            return false;
        putc('\n', page->stream);
    }
    if (views->count > VIEWS_SHOWN)
        fprintf(page->stream, "  ... and %zu less likely ones (with -o DIR all are in views.csv)\n",
                views->count - VIEWS_SHOWN);
    return true;
}

static bool print_alike(const struct page *page, int party, struct alike alike)
{
    struct histories *histories = &page->e->histories;
    const struct history *history = &histories->history[alike.history];
    fprintf(page->stream, "  %*.7g  ", NUMBER_WIDTH - 2, alike.belief);
    if (!print_history(page, histories, alike.history))
        return false;
    fprintf(page->stream, "\n  %*s  %s saw: ", NUMBER_WIDTH - 2, "",
            page->problem->party[1 - party]);
    if (!words_view(page->stream, histories, 1 - party, history->view[1 - party], page->error))
        return false;
    fprintf(page->stream, " -> %s\n", page->problem->cell[history->cell].name);
    return true;
}

static bool print_alikes(const struct page *page, int party, size_t place)
{
    struct explanation *e = page->e;
    const struct final_view *view = &e->views[party].view[place];
    struct alikes alikes;
    title(page, "WHAT IT CANNOT TELL APART");
    fprintf(page->stream, "  %s with view %d.%zu (", page->problem->party[party], party + 1,
            place + 1);
    if (!words_view(page->stream, &e->histories, party, view->view, page->error))
        return false;
    fprintf(page->stream, ")\n  cannot tell which of these happened:\n");
    bool good = alikes_make(&alikes, &e->histories, party, view->view, page->error);
    for (size_t i = 0; good && i < alikes.count && i < VIEWS_SHOWN; i++)
        good = print_alike(page, party, alikes.alike[i]);
    if (good && alikes.count > VIEWS_SHOWN)
        fprintf(page->stream, "  ... and %zu less likely cases\n", alikes.count - VIEWS_SHOWN);
    alikes_release(&alikes);
    return good;
}

/* --- the ladder ------------------------------------------------------------------------------- */

static void print_level(const struct page *page, const char *name, double heard, double both)
{
    fprintf(page->stream, "  %-44s%*.7g%*.7g\n", name, NUMBER_WIDTH, heard, NUMBER_WIDTH, both);
}

static void print_ladder(const struct page *page)
{
    const struct ladder *heard = &page->e->ladder[KNOWLEDGE_HEARD];
    const struct ladder *both = &page->e->ladder[KNOWLEDGE_BOTH];
    const size_t levels = heard->levels > both->levels ? heard->levels : both->levels;
    title(page, "THE LADDER");
    fprintf(page->stream, "  heard: the first message of %s reached %s; both: both act\n\n",
            page->problem->party[0], page->problem->party[1]);
    fprintf(page->stream, "  %-44s%*s%*s\n", "probability", NUMBER_WIDTH, "heard", NUMBER_WIDTH,
            "both");
    print_level(page, "it is so", ladder_level(heard, 0), ladder_level(both, 0));
    for (size_t level = 1; level <= levels; level++) {
        char name[64];
        if (levels > LEVELS_SHOWN && level > LEVELS_SHOWN / 2 &&
            level + LEVELS_SHOWN / 2 <= levels) {
            if (level == LEVELS_SHOWN / 2 + 1)
                fputs("  ...\n", page->stream);
            continue;
        }
        if (level < 3)
            snprintf(name, sizeof name, "everyone knows%s",
                     level == 1 ? " it" : " that everyone knows it");
        else
            snprintf(name, sizeof name, "%zu times \"everyone knows\"", level);
        print_level(page, name, ladder_level(heard, level), ladder_level(both, level));
    }
    print_level(page, "common knowledge", heard->common_knowledge, both->common_knowledge);
    for (int i = 0; i < BELIEFS; i++) {
        char name[64];
        snprintf(name, sizeof name, "common %g-belief", knowledge_beliefs[i]);
        print_level(page, name, heard->common_belief[i], both->common_belief[i]);
    }
}

/* --- the proof -------------------------------------------------------------------------------- */

static bool print_step(const struct page *page, size_t step)
{
    struct proof *proof = &page->e->proof;
    struct histories *histories = proof->histories;
    const size_t index = proof->chain[step];
    const struct history *history = &histories->history[index];
    if (!histories_tell(histories, index, page->happening, page->error))
        return false;
    if (step > 0) {
        if (!histories_tell(histories, proof->chain[step - 1], page->other, page->error))
            return false;
        fprintf(page->stream, "        %s cannot tell these apart: ",
                page->problem->party[proof->same_for[step - 1]]);
        words_difference(page->stream, page->problem, &histories->stage.schedule, page->other,
                         page->happening);
        putc('\n', page->stream);
    }
    fprintf(page->stream, "  %4zu  ", step + 1);
    if (step == 0)
        fputs("every messenger arrives", page->stream);
    else if (step + 1 == proof->length)
        fputs("no messenger arrives", page->stream);
    else
        words_history(page->stream, page->problem, &histories->stage.schedule, page->happening);
    fprintf(page->stream, ": %s, probability %.6Lg%s\n", page->problem->cell[history->cell].name,
            history->probability,
            proof->conclusion == PROOF_FAILS && step == proof->failure ? "   <--" : "");
    return true;
}

/* Of a long chain: its beginning, its end, and what surrounds the failure. */
static bool is_shown(const struct proof *proof, size_t step)
{
    return proof->length <= CHAIN_SHOWN || step < CHAIN_SHOWN / 3 ||
           step + CHAIN_SHOWN / 3 >= proof->length ||
           (proof->conclusion == PROOF_FAILS && step + 1 >= proof->failure &&
            step <= proof->failure + 1);
}

static void print_conclusion(const struct page *page)
{
    const struct proof *proof = &page->e->proof;
    const char *name = page->e->point->strategy->name;
    switch (proof->conclusion) {
    case PROOF_FAILS: {
        const struct history *history = &proof->histories->history[proof->chain[proof->failure]];
        const int alone = history->cell == CELL_FIRST_ONLY ? 0 : 1;
        fprintf(
            page->stream,
            "  At each step one of the two sees no difference, and does the same. So at most one "
            "of them changes\n  its mind at a time, and in history %zu %s, alone: %s. It has "
            "probability %.6Lg, which is not 0.\n",
            proof->failure + 1, page->problem->proposition[alone],
            page->problem->cell[history->cell].name, history->probability);
        break;
    }
    case PROOF_NEVER_ACTS:
        fprintf(
            page->stream,
            "  No history of the chain fails: %s does not act although every messenger arrives. "
            "That is one of the\n  two ways out: nothing is ever gained.\n",
            name);
        break;
    case PROOF_ACTS_UNTOLD:
        fprintf(page->stream,
                "  No history of the chain fails: with %s both act although no messenger arrives. "
                "That is one of the\n  two ways out: they need no messages, since there is nothing "
                "to agree upon.\n",
                name);
        break;
    case PROOF_NOT_APPLICABLE:
        fputs(
            page->e->point->channel.kind == CHANNEL_BURST
                ? "  In these bursts the fate of one message tells the fate of others: there is no "
                  "chain of histories that\n  leads from all messages to none, and agreement may "
                  "be "
                  "possible.\n"
                : "  At these loss rates it is certain of some messengers that they arrive, or "
                  "that "
                  "they do not:\n  the proof needs loss rates between 0 and 1.\n",
            page->stream);
        break;
    }
}

static bool print_proof(const struct page *page)
{
    const struct proof *proof = &page->e->proof;
    title(page, "THE PROOF");
    if (proof->coins && proof->length > 0)
        fputs("  (All coins held fixed.)\n", page->stream);
    for (size_t step = 0; step < proof->length; step++) {
        if (is_shown(proof, step)) {
            if (!print_step(page, step))
                return false;
        } else if (is_shown(proof, step - 1)) {
            fputs("   ...\n", page->stream);
        }
    }
    print_conclusion(page);
    return true;
}

/* --- the page --------------------------------------------------------------------------------- */

static bool print_all(const struct page *page, int party, size_t view)
{
    struct explanation *e = page->e;
    heading_print(page->stream, e->point);
    title(page, "THE EXCHANGE");
    diagram_write_text(page->stream,
                       &(struct diagram){.strategy = e->point->strategy, .schedule = &e->exchange});
    if (!print_failure(page))
        return false;
    if (!e->views_known) {
        title(page, "WHAT EACH PARTY CAN KNOW");
        fprintf(page->stream, "  Not told: %s%s.\n", e->why_no_views.message,
                e->histories.too_many ? e->smaller : "");
        return true;
    }
    title(page, "POINTS OF VIEW");
    if (!print_views(page, 0) || !print_views(page, 1) || !print_alikes(page, party, view))
        return false;
    print_ladder(page);
    return print_proof(page);
}

bool explain_page_print(FILE *stream, struct explanation *e, int party, size_t view,
                        struct error *error)
{
    const size_t events = e->event_count + 1;
    const struct page page = {
        .stream = stream,
        .e = e,
        .problem = e->point->strategy->problem,
        .happening = malloc(events * sizeof *page.happening),
        .other = malloc(events * sizeof *page.other),
        .error = error,
    };
    const bool good = page.happening != NULL && page.other != NULL ? print_all(&page, party, view)
                                                                   : error_no_memory(error);
    free(page.happening);
    free(page.other);
    return good;
}
