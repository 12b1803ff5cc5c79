/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/knowledge.h"

#include <stdlib.h>
#include <string.h>

const double knowledge_beliefs[BELIEFS] = {0.5, 0.9, 0.99, 0.999};

static const double rounding = 1e-12;

const char *knowledge_event_name(enum knowledge_event event)
{
    return event == KNOWLEDGE_HEARD ? "heard" : "both";
}

/* --- the views of a party --------------------------------------------------------------------- */

static bool acts(const struct history *history, int party)
{
    return history->cell == CELL_BOTH ||
           history->cell == (party == 0 ? CELL_FIRST_ONLY : CELL_SECOND_ONLY);
}

static int likelier(const void *left, const void *right)
{
    const struct final_view *a = left, *b = right;
    /* Rounded, so that products of the same factors in another order are equal. */
    const double first = (double)a->probability, second = (double)b->probability;
    if (first != second)
        return first > second ? -1 : 1;
    return (a->view > b->view) - (a->view < b->view);
}

/* Gives each view of the party that occurs a place in the list; `place` is one more than that. */
static void list_views(struct final_views *views, const struct histories *histories, int party,
                       uint32_t *place)
{
    for (size_t i = 0; i < histories->count; i++) {
        const struct history *history = &histories->history[i];
        const uint32_t id = history->view[party];
        if (place[id] == 0) {
            place[id] = (uint32_t)++views->count;
            views->view[views->count - 1] =
                (struct final_view){.view = id, .acts = acts(history, party), .likeliest = i};
        }
        struct final_view *view = &views->view[place[id] - 1];
        view->histories++;
        view->probability += history->probability;
        *(acts(history, 1 - party) ? &view->other_acts : &view->other_rest) += history->probability;
        if (history->probability > histories->history[view->likeliest].probability)
            view->likeliest = i;
    }
}

bool final_views_make(struct final_views *views, const struct histories *histories, int party,
                      struct error *error)
{
    uint32_t *place = calloc(histories->views.count, sizeof *place);
    *views = (struct final_views){.view = malloc(histories->count * sizeof *views->view)};
    const bool good = place != NULL && views->view != NULL;
    if (good) {
        list_views(views, histories, party, place);
        for (size_t i = 0; i < views->count; i++) {
            views->view[i].other_acts /= views->view[i].probability;
            views->view[i].other_rest /= views->view[i].probability;
        }
        qsort(views->view, views->count, sizeof *views->view, likelier);
    }
    free(place);
    return good || error_no_memory(error);
}

void final_views_release(struct final_views *views)
{
    free(views->view);
    *views = (struct final_views){0};
}

/* --- what is behind a view -------------------------------------------------------------------- */

static int likelier_alike(const void *left, const void *right)
{
    const struct alike *a = left, *b = right;
    if (a->belief != b->belief)
        return a->belief > b->belief ? -1 : 1;
    return (a->history > b->history) - (a->history < b->history);
}

bool alikes_make(struct alikes *alikes, const struct histories *histories, int party, uint32_t view,
                 struct error *error)
{
    *alikes = (struct alikes){.alike = malloc(histories->count * sizeof *alikes->alike)};
    if (alikes->alike == NULL)
        return error_no_memory(error);
    long double whole = 0.0L;
    for (size_t i = 0; i < histories->count; i++) {
        if (histories->history[i].view[party] != view)
            continue;
        whole += histories->history[i].probability;
        alikes->alike[alikes->count++] = (struct alike){i, 0.0};
    }
    for (size_t i = 0; i < alikes->count; i++) {
        struct alike *alike = &alikes->alike[i];
        alike->belief = (double)(histories->history[alike->history].probability / whole);
    }
    qsort(alikes->alike, alikes->count, sizeof *alikes->alike, likelier_alike);
    return true;
}

void alikes_release(struct alikes *alikes)
{
    free(alikes->alike);
    *alikes = (struct alikes){0};
}

/* --- sets of histories ------------------------------------------------------------------------ */

/* What the ladder works with: sets of histories, and sums over the views of each party. */
struct sets {
    const struct histories *histories;
    bool *start, *now;                 /* [history] */
    long double *inside[2], *whole[2]; /* [view]: probability of its histories in the set, of all */
    bool *fails[2];                    /* [view]: a history of it is not in the set */
    uint32_t *root;                    /* [2 view + party]: union-find */
};

static bool sets_init(struct sets *sets, const struct histories *histories, struct error *error)
{
    const size_t count = histories->count, views = histories->views.count;
    *sets = (struct sets){
        .histories = histories,
        .start = malloc(count * sizeof *sets->start),
        .now = malloc(count * sizeof *sets->now),
        .root = malloc(2 * views * sizeof *sets->root),
    };
    bool good = sets->start != NULL && sets->now != NULL && sets->root != NULL;
    for (int party = 0; party < 2; party++) {
        sets->inside[party] = calloc(views, sizeof *sets->inside[party]);
        sets->whole[party] = calloc(views, sizeof *sets->whole[party]);
        sets->fails[party] = malloc(views * sizeof *sets->fails[party]);
        good = good && sets->inside[party] != NULL && sets->whole[party] != NULL &&
               sets->fails[party] != NULL;
    }
    return good || error_no_memory(error);
}

static void sets_release(struct sets *sets)
{
    free(sets->start);
    free(sets->now);
    free(sets->root);
    for (int party = 0; party < 2; party++) {
        free(sets->inside[party]);
        free(sets->whole[party]);
        free(sets->fails[party]);
    }
}

static double probability_of(const struct sets *sets)
{
    long double sum = 0.0L;
    for (size_t i = 0; i < sets->histories->count; i++)
        sum += sets->now[i] ? sets->histories->history[i].probability : 0.0L;
    return (double)sum;
}

/* Keeps the histories in which both know that they are in the set. Has it changed? */
static bool keep_known(struct sets *sets)
{
    const struct histories *histories = sets->histories;
    for (int party = 0; party < 2; party++) {
        memset(sets->fails[party], 0, histories->views.count);
        for (size_t i = 0; i < histories->count; i++)
            sets->fails[party][histories->history[i].view[party]] |= !sets->now[i];
    }
    bool changed = false;
    for (size_t i = 0; i < histories->count; i++) {
        const uint32_t *view = histories->history[i].view;
        const bool known = !sets->fails[0][view[0]] && !sets->fails[1][view[1]];
        changed = changed || known != sets->now[i];
        sets->now[i] = known;
    }
    return changed;
}

/* Keeps, or takes in, the histories in which both believe with at least this probability that they
 * are in the set. Has it changed? */
static bool keep_believed(struct sets *sets, double belief)
{
    const struct histories *histories = sets->histories;
    for (int party = 0; party < 2; party++) {
        for (size_t i = 0; i < histories->views.count; i++)
            sets->inside[party][i] = 0.0L;
        for (size_t i = 0; i < histories->count; i++)
            if (sets->now[i])
                sets->inside[party][histories->history[i].view[party]] +=
                    histories->history[i].probability;
    }
    bool changed = false;
    for (size_t i = 0; i < histories->count; i++) {
        bool believed = true;
        for (int party = 0; party < 2; party++) {
            const uint32_t view = histories->history[i].view[party];
            believed = believed && sets->inside[party][view] >=
                                       belief * (1.0L - rounding) * sets->whole[party][view];
        }
        changed = changed || believed != sets->now[i];
        sets->now[i] = believed;
    }
    return changed;
}

/* --- common knowledge ------------------------------------------------------------------------- */

static uint32_t root_of(uint32_t *root, uint32_t at)
{
    while (root[at] != at) {
        root[at] = root[root[at]];
        at = root[at];
    }
    return at;
}

/* A history joins the views of both parties; common knowledge is where a whole component is in the
 * set. */
static void keep_components(struct sets *sets)
{
    const struct histories *histories = sets->histories;
    uint32_t *root = sets->root;
    for (uint32_t i = 0; i < 2 * histories->views.count; i++)
        root[i] = i;
    for (size_t i = 0; i < histories->count; i++) {
        const uint32_t *view = histories->history[i].view;
        const uint32_t a = root_of(root, 2 * view[0]), b = root_of(root, 2 * view[1] + 1);
        root[a > b ? a : b] = a > b ? b : a;
    }
    for (int party = 0; party < 2; party++)
        memset(sets->fails[party], 0, histories->views.count);
    for (size_t i = 0; i < histories->count; i++) {
        const uint32_t component = root_of(root, 2 * histories->history[i].view[0]);
        sets->fails[component % 2][component / 2] |= !sets->now[i];
    }
    for (size_t i = 0; i < histories->count; i++) {
        const uint32_t component = root_of(root, 2 * histories->history[i].view[0]);
        sets->now[i] = !sets->fails[component % 2][component / 2];
    }
}

/* --- the ladder ------------------------------------------------------------------------------- */

static bool add_level(struct ladder *ladder, double probability, struct error *error)
{
    double *levels =
        realloc(ladder->everyone_knows, (ladder->levels + 1) * sizeof *ladder->everyone_knows);
    if (levels == NULL)
        return error_no_memory(error);
    ladder->everyone_knows = levels;
    ladder->everyone_knows[ladder->levels++] = probability;
    return true;
}

static void start_over(struct sets *sets)
{
    memcpy(sets->now, sets->start, sets->histories->count * sizeof *sets->now);
}

static void choose(struct sets *sets, enum knowledge_event event)
{
    const struct histories *histories = sets->histories;
    for (size_t i = 0; i < histories->count; i++) {
        const struct history *history = &histories->history[i];
        sets->start[i] = event == KNOWLEDGE_HEARD ? history->heard : history->cell == CELL_BOTH;
        for (int party = 0; party < 2; party++)
            sets->whole[party][history->view[party]] += history->probability;
    }
}

static bool fill(struct ladder *ladder, struct sets *sets, struct error *error)
{
    start_over(sets);
    ladder->probability = probability_of(sets);
    bool changed;
    do {
        changed = keep_known(sets);
        if ((changed || ladder->levels == 0) && !add_level(ladder, probability_of(sets), error))
            return false;
    } while (changed);
    start_over(sets);
    keep_components(sets);
    ladder->common_knowledge = probability_of(sets);
    for (int i = 0; i < BELIEFS; i++) {
        start_over(sets);
        while (keep_believed(sets, knowledge_beliefs[i]))
            continue;
        ladder->common_belief[i] = probability_of(sets);
    }
    return true;
}

double ladder_level(const struct ladder *ladder, size_t level)
{
    if (level == 0)
        return ladder->probability;
    return ladder->everyone_knows[(level < ladder->levels ? level : ladder->levels) - 1];
}

bool ladder_make(struct ladder *ladder, const struct histories *histories,
                 enum knowledge_event event, struct error *error)
{
    struct sets sets;
    *ladder = (struct ladder){0};
    bool good = sets_init(&sets, histories, error);
    if (good) {
        choose(&sets, event);
        good = fill(ladder, &sets, error);
    }
    sets_release(&sets);
    return good;
}

void ladder_release(struct ladder *ladder)
{
    free(ladder->everyone_knows);
    *ladder = (struct ladder){0};
}
