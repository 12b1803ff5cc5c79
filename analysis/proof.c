/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/proof.h"

#include <stdlib.h>
#include <string.h>

/* --- coins ------------------------------------------------------------------------------------ */

/* The first history whose coins we hold: see the header. */
static size_t choose_history(const struct histories *all)
{
    size_t best = 0;
    for (size_t i = 1; i < all->count; i++) {
        const struct history *a = &all->history[i], *b = &all->history[best];
        if (a->captured > 0)
            continue;
        const bool acts = a->cell == CELL_BOTH, acted = b->cell == CELL_BOTH;
        if (acts != acted ? acts : a->probability > b->probability)
            best = i;
    }
    return best;
}

/* Coins that are not flipped in it fall to their likelier side. */
static void choose_coins(struct histories *all, const enum happening *happening, bool *heads)
{
    for (size_t i = 0; i < all->stage.schedule.event_count; i++)
        heads[i] = happening[i] == NOT_SENT ? all->stage.schedule.events[i].probability > 0.5
                                            : happening[i] == HEADS;
}

static bool has_coins(const struct schedule *schedule)
{
    for (size_t i = 0; i < schedule->event_count; i++)
        if (schedule->events[i].kind == EVENT_FLIP)
            return true;
    return false;
}

static bool hold_coins(struct proof *proof, struct histories *all, const struct point *point,
                       struct error *error)
{
    proof->histories = all;
    if (!proof->coins)
        return true;
    proof->histories = &proof->own;
    const size_t events = all->stage.schedule.event_count;
    enum happening *happening = malloc((events + 1) * sizeof *happening);
    bool *heads = malloc((events + 1) * sizeof *heads);
    bool good = happening != NULL && heads != NULL;
    if (!good)
        error_no_memory(error);
    good = good && histories_tell(all, choose_history(all), happening, error);
    if (good) {
        choose_coins(all, happening, heads);
        struct histories_limits limits = histories_all;
        limits.heads = heads;
        good = histories_make(&proof->own, point, limits, error);
    }
    free(happening);
    free(heads);
    return good;
}

/* --- the chain -------------------------------------------------------------------------------- */

/* The histories of each view of a party, and a search through them, breadth first. */
struct search {
    const struct histories *histories;
    size_t *start[2]; /* [view]: its histories are list[start[view] .. start[view + 1] - 1] */
    uint32_t *list[2];
    bool *entered[2];     /* [view] */
    uint32_t *from;       /* [history]: the one that it was reached from; UINT32_MAX: not reached */
    unsigned char *party; /* [history]: who cannot tell the two apart */
    uint32_t *queue;
};

static bool search_init(struct search *search, const struct histories *histories,
                        struct error *error)
{
    const size_t count = histories->count, views = histories->views.count;
    *search = (struct search){
        .histories = histories,
        .from = calloc(count, sizeof *search->from),
        .party = malloc(count * sizeof *search->party),
        .queue = malloc(count * sizeof *search->queue),
    };
    bool good = search->from != NULL && search->party != NULL && search->queue != NULL;
    for (int party = 0; party < 2; party++) {
        search->start[party] = calloc(views + 2, sizeof *search->start[party]);
        search->list[party] = malloc(count * sizeof *search->list[party]);
        search->entered[party] = calloc(views, sizeof *search->entered[party]);
        good = good && search->start[party] != NULL && search->list[party] != NULL &&
               search->entered[party] != NULL;
    }
    return good || error_no_memory(error);
}

static void search_release(struct search *search)
{
    for (int party = 0; party < 2; party++) {
        free(search->start[party]);
        free(search->list[party]);
        free(search->entered[party]);
    }
    free(search->from);
    free(search->party);
    free(search->queue);
}

/* Sorts the histories by view: counts, adds up, places. */
static void sort_by_view(struct search *search, int party)
{
    const struct histories *histories = search->histories;
    size_t *start = search->start[party];
    for (size_t i = 0; i < histories->count; i++)
        start[histories->history[i].view[party] + 2]++;
    for (size_t view = 2; view < histories->views.count + 2; view++)
        start[view] += start[view - 1];
    for (size_t i = 0; i < histories->count; i++)
        search->list[party][start[histories->history[i].view[party] + 1]++] = (uint32_t)i;
}

/* The nearest history to the first one in which no messenger arrives, or UINT32_MAX. */
static uint32_t walk(struct search *search)
{
    const struct histories *histories = search->histories;
    size_t head = 0, tail = 0;
    memset(search->from, 0xff, histories->count * sizeof *search->from);
    search->from[0] = 0;
    search->queue[tail++] = 0;
    while (head < tail) {
        const uint32_t at = search->queue[head++];
        if (!histories->history[at].arrived)
            return at;
        for (int party = 0; party < 2; party++) {
            const uint32_t view = histories->history[at].view[party];
            if (search->entered[party][view])
                continue;
            search->entered[party][view] = true;
            for (size_t i = search->start[party][view]; i < search->start[party][view + 1]; i++) {
                const uint32_t next = search->list[party][i];
                if (search->from[next] != UINT32_MAX)
                    continue;
                search->from[next] = at;
                search->party[next] = (unsigned char)party;
                search->queue[tail++] = next;
            }
        }
    }
    return UINT32_MAX;
}

static bool write_chain(struct proof *proof, const struct search *search, uint32_t end,
                        struct error *error)
{
    proof->length = 1;
    for (uint32_t at = end; at != 0; at = search->from[at])
        proof->length++;
    proof->chain = calloc(proof->length, sizeof *proof->chain);
    proof->same_for = calloc(proof->length, sizeof *proof->same_for);
    if (proof->chain == NULL || proof->same_for == NULL)
        return error_no_memory(error);
    size_t step = proof->length - 1;
    for (uint32_t at = end; at != 0; at = search->from[at]) {
        proof->chain[step--] = at;
        proof->same_for[step] = search->party[at];
    }
    return true;
}

/* --- the conclusion --------------------------------------------------------------------------- */

static enum proof_conclusion conclude(struct proof *proof)
{
    const struct history *history = proof->histories->history;
    const struct problem *problem = proof->histories->stage.strategy->problem;
    for (proof->failure = 0; proof->failure < proof->length; proof->failure++)
        if (problem->cell[history[proof->chain[proof->failure]].cell].verdict == VERDICT_FAILURE)
            return PROOF_FAILS;
    return history[proof->chain[0]].cell == CELL_BOTH ? PROOF_ACTS_UNTOLD : PROOF_NEVER_ACTS;
}

/* Does every messenger arrive in the first history? It captures only what is captured for certain.
 */
static bool all_arrive(const struct schedule *schedule)
{
    for (size_t i = 0; i < schedule->event_count; i++)
        if (schedule->events[i].kind == EVENT_TRANSMIT && schedule->events[i].probability >= 1.0)
            return false;
    return true;
}

bool proof_find(struct proof *proof, struct histories *all, const struct point *point,
                struct error *error)
{
    *proof = (struct proof){.conclusion = PROOF_NOT_APPLICABLE,
                            .coins = has_coins(&all->stage.schedule)};
    if (!all_arrive(&all->stage.schedule))
        return true;
    struct search search = {0};
    bool good =
        hold_coins(proof, all, point, error) && search_init(&search, proof->histories, error);
    if (good) {
        sort_by_view(&search, 0);
        sort_by_view(&search, 1);
        const uint32_t end = walk(&search);
        good = end == UINT32_MAX || write_chain(proof, &search, end, error);
        if (good && end != UINT32_MAX)
            proof->conclusion = conclude(proof);
    }
    search_release(&search);
    return good;
}

void proof_release(struct proof *proof)
{
    histories_release(&proof->own);
    free(proof->chain);
    free(proof->same_for);
    *proof = (struct proof){0};
}
