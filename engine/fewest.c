/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/fewest.h"

#include "engine/enumeration.h"
#include "engine/planes.h"
#include "engine/work.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    LEAF_LANES = 256,    /* lanes of a truth table that take as long as a history by itself */
    FEW_LANES = 1 << 22, /* after a pass of so few, the next is not worth several threads */
};

/* Lanes times events that are gone through at most. Half a minute or so, and enough for
 * ENUMERATE_HISTORIES_MAX histories of 36 draws that all matter; and some seconds, where the
 * histories are too many to be enumerated, and only those with few captures can be. */
#define WORK_MAX ((uint64_t)1 << 42)
#define WORK_MAX_OF_TOO_MANY ((uint64_t)1 << 34)

/* What one block has found. */
struct search {
    struct fewest best;
    uint64_t visited, visited_max; /* lanes */
    bool passed_over;
    double capture_max;     /* the largest probability of a capture */
    struct planes captured; /* messengers captured in each lane */
    uint64_t *failing;      /* [word]: of a truth table */
};

/* --- who fails -------------------------------------------------------------------------------- */

static bool any(const uint64_t *row, size_t words)
{
    uint64_t any = 0;
    for (size_t word = 0; word < words; word++)
        any |= row[word];
    return any != 0;
}

static uint64_t count_lanes(const uint64_t *row, size_t words)
{
    uint64_t count = 0;
    for (size_t word = 0; word < words; word++)
        count += (uint64_t)__builtin_popcountll(row[word]);
    return count;
}

/* --- who of them loses fewest ----------------------------------------------------------------- */

/* Leaves in `failing` the lanes that lose fewest in the events from `first` on, and returns how
 * many they lose there. */
static uint64_t keep_fewest(struct search *search, const struct enumeration *e, size_t first,
                            size_t words, uint64_t *failing)
{
    const struct schedule *schedule = &e->stage.schedule;
    planes_clear(&search->captured, words);
    for (size_t i = first; i < schedule->event_count; i++)
        if (enumeration_captures(&schedule->events[i]))
            planes_add(&search->captured, e->stage.events[i].where, e->stage.events[i].chance,
                       schedule->events[i].copies);
    return planes_keep_fewest(&search->captured, failing);
}

/* --- the likeliest of those ------------------------------------------------------------------- */

static bool bit_of(const uint64_t *row, size_t lane)
{
    return row[lane / 64] >> (lane % 64) & 1;
}

/* Of the draws first .. draw_count - 1, where they matter. */
static long double weight_of_lane(const struct enumeration *e, size_t first, size_t lane)
{
    long double weight = 1.0L;
    for (size_t draw = first; draw < e->stage.schedule.draw_count; draw++) {
        const size_t at = e->stage.draw_event[draw];
        const struct event *event = &e->stage.schedule.events[at];
        if (bit_of(e->stage.events[at].where, lane))
            weight *=
                bit_of(e->stage.events[at].chance, lane) ? event->probability : event->complement;
    }
    return weight;
}

static bool keep_draws(struct fewest *best, const struct enumeration *e, size_t lane,
                       struct error *error)
{
    const size_t draws = e->stage.schedule.draw_count;
    if (best->draws == NULL)
        best->draws = calloc(draws + 1, sizeof *best->draws);
    if (best->draws == NULL)
        return error_no_memory(error);
    best->draw_count = 0;
    for (size_t draw = 0; draw < draws; draw++) {
        const struct panel_event *event = &e->stage.events[e->stage.draw_event[draw]];
        if (bit_of(event->where, lane) && bit_of(event->chance, lane))
            best->draws[best->draw_count++] = draw;
    }
    return true;
}

/* The first event that may differ from lane to lane of a truth table. */
static size_t first_of_table(const struct enumeration *e)
{
    return e->upper < e->stage.schedule.draw_count ? e->stage.draw_event[e->upper]
                                                   : e->stage.schedule.event_count;
}

/* Messengers captured before that, in all lanes alike. */
static uint64_t captured_above(const struct enumeration *e)
{
    const struct schedule *schedule = &e->stage.schedule;
    uint64_t captured = 0;
    for (size_t i = 0; i < first_of_table(e); i++)
        if (enumeration_captures(&schedule->events[i]) && bit_of(e->stage.events[i].where, 0) &&
            bit_of(e->stage.events[i].chance, 0))
            captured += schedule->events[i].copies;
    return captured;
}

/* The most that a history can weigh that still has to lose so many. */
static long double weight_bound(const struct search *search, const struct enumeration *e,
                                uint64_t captured)
{
    unsigned copies = 1;
    for (size_t i = 0; i < e->stage.schedule.event_count; i++)
        if (e->stage.schedule.events[i].copies > copies)
            copies = e->stage.schedule.events[i].copies;
    const uint64_t transmits = (captured + copies - 1) / copies;
    return powl(search->capture_max, (long double)transmits);
}

/* Lanes that fail with fewest captures, of those that were run side by side. */
struct found {
    const uint64_t *lanes;
    size_t words;
    uint64_t captured;
    size_t first_draw;         /* the first that `weight` does not include */
    const long double *weight; /* [lane], or of all */
    bool one_weight;
    uint64_t captured_below; /* with one weight: how many are not yet in it */
};

/* Keeps the likeliest of the lanes, if it is likelier than what was found before. */
static bool keep_likeliest(struct search *search, const struct enumeration *e,
                           const struct found *found, struct error *error)
{
    struct fewest *best = &search->best;
    /* Rounding must not hide one: the bound is taken a little larger. */
    if (found->one_weight &&
        found->weight[0] * 1.000001L * weight_bound(search, e, found->captured_below) <
            best->probability)
        return true;
    for (size_t word = 0; word < found->words; word++)
        for (uint64_t left = found->lanes[word]; left != 0; left &= left - 1) {
            const size_t lane = 64 * word + (size_t)__builtin_ctzll(left);
            const long double probability = found->weight[found->one_weight ? 0 : lane] *
                                            weight_of_lane(e, found->first_draw, lane);
            if (probability <= best->probability)
                continue;
            best->probability = probability;
            if (!keep_draws(best, e, lane, error))
                return false;
        }
    return true;
}

static bool take(struct search *search, const struct enumeration *e, const struct found *found,
                 struct error *error)
{
    struct fewest *best = &search->best;
    if (best->found && found->captured > best->captured)
        return true;
    if (!best->found || found->captured < best->captured) {
        best->found = true;
        best->captured = found->captured;
        best->histories = 0;
        best->probability = -1.0L;
    }
    best->histories += count_lanes(found->lanes, found->words);
    return keep_likeliest(search, e, found, error);
}

/* --- visits ----------------------------------------------------------------------------------- */

static bool too_many(const struct strategy *strategy, struct error *error)
{
    return error_set(error,
                     "strategy '%s' has too many histories in which few messengers are captured to "
                     "go through them; choose smaller parameters",
                     strategy->name);
}

static bool count_visited(struct search *search, const struct enumeration *e, uint64_t more,
                          struct error *error)
{
    search->visited += more;
    return search->visited <= search->visited_max || too_many(e->stage.strategy, error);
}

static bool visit_table(struct enumeration *e, struct node node, void *context, struct error *error)
{
    struct search *search = context;
    const size_t words = e->table.words;
    uint64_t *failing = search->failing;
    if (!count_visited(search, e, e->table.lanes, error))
        return false;
    stage_ending(&e->stage, VERDICT_FAILURE, e->table_live, words, failing);
    if (!enumeration_all_lanes_count(e, e->row))
        for (size_t word = 0; word < words; word++)
            failing[word] &= ~e->row[word];
    if (!any(failing, words))
        return true;
    const uint64_t above = captured_above(e);
    if (search->best.found && above > search->best.captured)
        return true;
    const uint64_t below = keep_fewest(search, e, first_of_table(e), words, failing);
    const struct found found = {failing, words, above + below, e->upper, &node.weight, true, below};
    return take(search, e, &found, error);
}

static bool visit_leaves(struct enumeration *e, const uint64_t leaves[GROUP_WORDS], void *context,
                         struct error *error)
{
    struct search *search = context;
    uint64_t failing[GROUP_WORDS];
    if (!count_visited(search, e, LEAF_LANES * count_lanes(leaves, GROUP_WORDS), error))
        return false;
    stage_ending(&e->stage, VERDICT_FAILURE, leaves, GROUP_WORDS, failing);
    if (!any(failing, GROUP_WORDS))
        return true;
    const uint64_t captured = keep_fewest(search, e, 0, GROUP_WORDS, failing);
    const struct found found = {
        failing, GROUP_WORDS, captured, e->stage.schedule.draw_count, e->batch.weight, false, 0};
    return take(search, e, &found, error);
}

/* --- all blocks ------------------------------------------------------------------------------- */

struct searches {
    const struct point *point;
    uint64_t blocks, captured_max, visited_max;
    struct search *search; /* [block] */
};

static double largest_capture(const struct schedule *schedule)
{
    double largest = 0.0;
    for (size_t i = 0; i < schedule->event_count; i++) {
        const struct event *event = &schedule->events[i];
        if (event->chance_before)
            return 1.0; /* it depends on the city's mood */
        if (enumeration_captures(event) && event->probability > largest)
            largest = event->probability;
    }
    return largest;
}

static bool search_block(void *context, uint64_t block, struct error *error)
{
    const struct searches *searches = context;
    struct search *search = &searches->search[block];
    struct visitor visitor = {.context = search,
                              .table = visit_table,
                              .leaves = visit_leaves,
                              .captured_max = searches->captured_max};
    struct enumeration *e = enumeration_create(searches->point, NULL, error);
    search->visited_max = searches->visited_max;
    bool good = e != NULL;
    if (good) {
        const size_t words = e->table.words > GROUP_WORDS ? e->table.words : GROUP_WORDS;
        search->capture_max = largest_capture(&e->stage.schedule);
        search->failing = malloc(words * sizeof *search->failing);
        good = planes_allocate(&search->captured, words, error) &&
               (search->failing != NULL || error_no_memory(error));
    }
    good = good && enumeration_visit(e, block, searches->blocks, &visitor, error);
    search->passed_over = visitor.passed_over || !good;
    planes_release(&search->captured);
    free(search->failing);
    enumeration_destroy(e);
    return good;
}

static void swap(struct fewest *a, struct fewest *b)
{
    const struct fewest copy = *a;
    *a = *b;
    *b = copy;
}

/* Adds up what the blocks have found, in their order. */
static void collect(struct fewest *fewest, struct searches *searches, uint64_t *visited,
                    bool *passed_over)
{
    *passed_over = false;
    for (uint64_t block = 0; block < searches->blocks; block++) {
        struct search *search = &searches->search[block];
        struct fewest *best = &search->best;
        *visited += search->visited;
        *passed_over = *passed_over || search->passed_over;
        const bool alike = fewest->found && best->found && best->captured == fewest->captured;
        const bool better = best->found && (!fewest->found || best->captured < fewest->captured ||
                                            (alike && best->probability > fewest->probability));
        const uint64_t histories = best->histories + (alike ? fewest->histories : 0);
        if (better)
            swap(fewest, best);
        if (better || alike)
            fewest->histories = histories;
        fewest_release(best);
    }
}

/* One pass over the histories with at most so many captured. */
static bool pass(struct fewest *fewest, struct searches *searches, int threads, uint64_t *visited,
                 bool *passed_over, struct error *error)
{
    searches->search = calloc((size_t)searches->blocks, sizeof *searches->search);
    if (searches->search == NULL)
        return error_no_memory(error);
    const bool good = work_each(threads, searches->blocks, searches, search_block, error);
    struct fewest found = {.found = false};
    collect(&found, searches, visited, passed_over);
    free(searches->search);
    swap(fewest, &found);
    fewest_release(&found);
    return good;
}

/* How many blocks there are, and how many lanes may be visited. */
static bool plan(const struct point *point, uint64_t work_max, uint64_t *blocks,
                 uint64_t *visited_max, struct error *error)
{
    struct schedule schedule = {0};
    struct error too_many;
    bool good =
        schedule_record(&schedule, point->strategy, point->parameter, point->channel, error) &&
        enumerate_blocks(point, schedule.draw_count, blocks, error);
    if (good) {
        const bool few = enumerate_check(point, schedule.draw_count, &too_many);
        const uint64_t most = few ? WORK_MAX : WORK_MAX_OF_TOO_MANY;
        *visited_max = (work_max < most ? work_max : most) / (schedule.event_count + 1);
        good = few || !error_is_no_memory(&too_many) || error_no_memory(error);
    }
    schedule_release(&schedule);
    return good;
}

bool fewest_find(struct fewest *fewest, const struct point *point, int threads, uint64_t work_max,
                 bool *gave_up, struct error *error)
{
    struct searches searches = {.point = point};
    uint64_t blocks, visited = 0, before = 0; /* the last pass */
    *fewest = (struct fewest){.found = false};
    *gave_up = false;
    bool good = plan(point, work_max, &blocks, &searches.visited_max, error), passed_over = true;
    /* In larger and larger steps, so that all of them together take little longer than the last. */
    for (; good && passed_over; searches.captured_max += 1 + searches.captured_max / 2) {
        searches.blocks = visited - before < FEW_LANES ? 1 : blocks;
        before = visited;
        good = pass(fewest, &searches, threads, &visited, &passed_over, error);
        if (good && fewest->found && fewest->captured <= searches.captured_max)
            break;
        *gave_up =
            visited > searches.visited_max && passed_over && (good || !error_is_no_memory(error));
        if (good && *gave_up)
            good = too_many(point->strategy, error);
    }
    return good;
}

void fewest_release(struct fewest *fewest)
{
    /* The analyzer takes the lists of two passes for one.
     * NOLINTNEXTLINE(clang-analyzer-unix.Malloc) */
    free(fewest->draws);
    fewest->draws = NULL;
    fewest->found = false;
}
