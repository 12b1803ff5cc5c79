/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/worst.h"

#include "engine/choices.h"
#include "engine/fewest.h"
#include "engine/planes.h"
#include "engine/work.h"

#include <stdlib.h>
#include <string.h>

enum {
    ROOTS_MIN = 1024,    /* of the subtrees that blocks share out, if there are so many */
    BLOCKS = 256,        /* at most */
    SURELY_DRAWS = 35,   /* so few captures and coins never are too many */
    TABLE_DRAWS_MIN = 11 /* fewer captures take as long as so many */
};

/* A part in so many of a failure is rounding: sums of the same weights in another order. */
#define ROUNDING 1e-12

/* A loss rate at which no number of copies that a strategy can send is certain to be captured or to
 * arrive: its digits hold 1 - loss^copies and loss^copies. */
#define SOME_LOSS (1.0 - 0x1p-20)

static double neutral(double loss)
{
    return loss > 0.0 && loss < 1.0 ? SOME_LOSS : loss;
}

struct point worst_point(const struct point *point)
{
    struct point same = *point;
    same.channel = (struct channel){.loss = neutral(point->channel.loss),
                                    .loss_back = neutral(point->channel.loss_back),
                                    .kind = CHANNEL_MEMORYLESS};
    same.method = METHOD_EXACT;
    return same;
}

/* --- the worst so far ------------------------------------------------------------------------- */

struct best {
    bool found;
    double highest; /* failure of any choice */
    double failure; /* of this one: as high, but for rounding */
    uint64_t captured;
    uint64_t *bits;
};

static bool is_high(const struct best *best, double failure)
{
    return failure >= best->highest * (1.0 - ROUNDING);
}

static bool takes(const struct best *best, double failure, uint64_t captured)
{
    return is_high(best, failure) &&
           (!best->found || !is_high(best, best->failure) || captured < best->captured);
}

/* Call with `highest` up to date. */
static void take(struct best *best, double failure, uint64_t captured, const uint64_t *bits,
                 size_t words)
{
    if (!takes(best, failure, captured))
        return;
    best->found = true;
    best->failure = failure;
    best->captured = captured;
    memcpy(best->bits, bits, words * sizeof *bits);
}

static void raise_highest(struct best *best, double failure)
{
    best->highest = failure > best->highest ? failure : best->highest;
}

/* --- a search --------------------------------------------------------------------------------- */

struct search {
    struct choices choices;
    struct nodes pending, node; /* the node is the one that is looked at: room for one */
    struct planes captured;     /* messengers, by lane of a table */
    uint64_t *lanes;
    uint64_t *bits; /* room for a choice */
    struct best best;
};

static bool search_init(struct search *search, const struct point *point, struct error *error)
{
    *search = (struct search){.pending = {.count = 0}};
    if (!choices_init(&search->choices, point, error))
        return false;
    const size_t words = choices_words(&search->choices);
    const size_t table_words = search->choices.table.words;
    search->pending.bit_words = search->node.bit_words = words;
    search->lanes = malloc(table_words * sizeof *search->lanes);
    search->bits = calloc(words, sizeof *search->bits);
    search->best.bits = calloc(words, sizeof *search->best.bits);
    if (search->lanes == NULL || search->bits == NULL || search->best.bits == NULL)
        return error_no_memory(error);
    return nodes_reserve(&search->node, 1, error) &&
           planes_allocate(&search->captured, table_words, error);
}

static void search_release(struct search *search)
{
    choices_release(&search->choices);
    nodes_release(&search->pending);
    nodes_release(&search->node);
    planes_release(&search->captured);
    free(search->lanes);
    free(search->bits);
    free(search->best.bits);
}

/* Messengers that a choice captures before the tables' draws. */
static uint64_t captured_above(const struct choices *choices, const uint64_t *bits)
{
    uint64_t captured = 0;
    for (size_t word = 0; word < choices_words(choices); word++)
        for (uint64_t left = bits[word]; left != 0; left &= left - 1)
            captured += choices_copies(choices, 64 * word + (size_t)__builtin_ctzll(left));
    return captured;
}

/* Leaves in `lanes` those of the table that fail as often as any, and capture fewest. */
static uint64_t keep_worst_lanes(struct search *search)
{
    const struct choices *choices = &search->choices;
    const size_t words = choices->table.words;
    for (size_t word = 0; word < words; word++) {
        uint64_t high = 0;
        for (size_t lane = 0; lane < 64; lane++)
            high |= (uint64_t)is_high(&search->best, choices->lane_failure[64 * word + lane])
                    << lane;
        search->lanes[word] = high & choices->live[word];
    }
    planes_clear(&search->captured, words);
    for (size_t i = 0; i < choices->low_count; i++)
        planes_add(&search->captured, choices->lane_sent[i], choices->stage.draw[choices->low[i]],
                   choices_copies(choices, choices->low[i]));
    return planes_keep_fewest(&search->captured, search->lanes);
}

static size_t first_lane(const uint64_t *row)
{
    size_t word = 0;
    while (row[word] == 0)
        word++;
    return 64 * word + (size_t)__builtin_ctzll(row[word]);
}

/* Takes the worst of the table's choices, if it is worse than what was found before. */
static void take_table(struct search *search, const uint64_t *above)
{
    const struct choices *choices = &search->choices;
    double highest = 0.0;
    for (size_t lane = 0; lane < choices->table.lanes; lane++)
        highest = choices->lane_failure[lane] > highest ? choices->lane_failure[lane] : highest;
    raise_highest(&search->best, highest);
    const uint64_t captured = captured_above(choices, above);
    if (!takes(&search->best, highest, captured))
        return;
    const uint64_t below = keep_worst_lanes(search);
    const size_t lane = first_lane(search->lanes);
    memcpy(search->bits, above, choices_words(choices) * sizeof *above);
    for (size_t i = 0; i < choices->low_count; i++)
        if (lane >> i & 1)
            search->bits[choices->low[i] / 64] |= (uint64_t)1 << (choices->low[i] % 64);
    take(&search->best, choices->lane_failure[lane], captured + below, search->bits,
         choices_words(choices));
}

/* Looks at a node: what it fails, with the table under it, and its branches. */
static bool visit(struct search *search, struct error *error)
{
    struct choices *choices = &search->choices;
    const struct node node = nodes_get(&search->node, 0);
    if (!choices_try(choices, node.bits, error) ||
        !choices_branch(choices, node, &search->pending, error))
        return false;
    if (choices->table_matters) {
        if (!choices_try_table(choices, node.bits, error))
            return false;
        take_table(search, node.bits);
    } else {
        raise_highest(&search->best, (double)choices->failure);
        take(&search->best, (double)choices->failure, captured_above(choices, node.bits), node.bits,
             choices_words(choices));
    }
    return true;
}

/* Moves pending node `at` to where it is looked at; the last one takes its place. */
static void take_node(struct search *search, size_t at)
{
    struct error ignored; /* there is room for one */
    search->node.count = 0;
    (void)nodes_push(&search->node, nodes_get(&search->pending, at), &ignored);
    nodes_move(&search->pending, at, --search->pending.count);
}

static bool begin(struct search *search, struct error *error)
{
    if (!nodes_reserve(&search->pending, 1, error))
        return false;
    search->pending.count = 1;
    search->pending.weight[0] = 1.0L;
    search->pending.from[0] = 0;
    memset(search->pending.bits, 0, search->pending.bit_words * sizeof *search->pending.bits);
    return true;
}

/* --- can it be found? ------------------------------------------------------------------------- */

/* Goes through the nodes, and foresees their tables: they may tell more falls of the coins apart
 * than their nodes do, but hardly any does. */
static bool foresee(struct search *search, struct error *error)
{
    struct choices *choices = &search->choices;
    bool good = begin(search, error);
    while (good && search->pending.count > 0) {
        take_node(search, search->pending.count - 1);
        const struct node node = nodes_get(&search->node, 0);
        good = choices_try(choices, node.bits, error) &&
               choices_branch(choices, node, &search->pending, error);
        choices->lanes_foreseen += choices_table_lanes(choices);
    }
    return good;
}

bool worst_check(const struct point *point, struct error *error)
{
    const struct point same = worst_point(point);
    struct search search;
    bool good = search_init(&search, &same, error);
    const size_t captures =
        search.choices.captures > TABLE_DRAWS_MIN ? search.choices.captures : TABLE_DRAWS_MIN;
    if (good && search.choices.coins > 0 && captures + search.choices.coins > SURELY_DRAWS)
        good = foresee(&search, error);
    search_release(&search);
    return good;
}

/* --- all blocks ------------------------------------------------------------------------------- */

struct searches {
    const struct point *point;
    const struct nodes *roots;
    size_t blocks;
    struct best *best; /* [block] */
};

static bool search_block(void *context, uint64_t block, struct error *error)
{
    const struct searches *searches = context;
    struct search search;
    bool good = search_init(&search, searches->point, error);
    for (size_t root = (size_t)block; good && root < searches->roots->count;
         root += searches->blocks) {
        good = nodes_push(&search.pending, nodes_get(searches->roots, root), error);
        while (good && search.pending.count > 0) {
            take_node(&search, search.pending.count - 1);
            good = visit(&search, error);
        }
    }
    searches->best[block] = search.best;
    search.best.bits = NULL;
    search_release(&search);
    return good;
}

/* Looks at the nodes with most below them, until those pending are so many that blocks can share
 * them out evenly. */
static bool find_roots(struct search *search, struct error *error)
{
    if (!begin(search, error))
        return false;
    while (search->pending.count > 0 && search->pending.count < ROOTS_MIN) {
        size_t first = 0;
        for (size_t i = 1; i < search->pending.count; i++)
            if (search->pending.from[i] < search->pending.from[first])
                first = i;
        take_node(search, first);
        if (!visit(search, error))
            return false;
    }
    return true;
}

static bool search_all(struct search *search, const struct point *point, int threads,
                       struct error *error)
{
    if (!find_roots(search, error))
        return false;
    const size_t count = search->pending.count;
    struct searches searches = {
        .point = point, .roots = &search->pending, .blocks = count < BLOCKS ? count : BLOCKS};
    searches.best = calloc(searches.blocks + 1, sizeof *searches.best);
    if (searches.best == NULL)
        return error_no_memory(error);
    const bool good = work_each(threads, searches.blocks, &searches, search_block, error);
    for (size_t block = 0; good && block < searches.blocks; block++)
        raise_highest(&search->best, searches.best[block].highest);
    for (size_t block = 0; block < searches.blocks; block++) {
        const struct best *best = &searches.best[block];
        if (good)
            take(&search->best, best->failure, best->captured, best->bits,
                 choices_words(&search->choices));
        free(best->bits);
    }
    free(searches.best);
    return good;
}

/* Tells the choice that was found: what is captured, and how often that fails. */
static bool tell(struct worst *worst, struct search *search, const uint64_t *bits,
                 struct error *error)
{
    struct choices *choices = &search->choices;
    const size_t draws = choices->stage.schedule.draw_count;
    worst->event = calloc(draws + 1, sizeof *worst->event);
    if (worst->event == NULL)
        return error_no_memory(error);
    if (!choices_try(choices, bits, error))
        return false;
    worst->failure = (double)choices->failure;
    for (size_t draw = 0; draw < draws; draw++) {
        if (!choices->sent[draw] || (bits[draw / 64] >> (draw % 64) & 1) == 0)
            continue;
        worst->captured += choices_copies(choices, draw);
        worst->event[worst->event_count++] = choices->stage.draw_event[draw];
    }
    return true;
}

/* Without coins a choice fails or it does not: the fewest captures that fail are mostly found
 * without going through all choices. */
static bool search_without_coins(struct search *search, const struct point *point, int threads,
                                 struct error *error)
{
    struct fewest fewest;
    bool gave_up;
    const bool good = fewest_find(&fewest, point, threads, FEWEST_AT_EASE, &gave_up, error);
    for (size_t i = 0; good && fewest.found && i < fewest.draw_count; i++)
        search->best.bits[fewest.draws[i] / 64] |= (uint64_t)1 << (fewest.draws[i] % 64);
    fewest_release(&fewest);
    return good || (gave_up && search_all(search, point, threads, error));
}

bool worst_find(struct worst *worst, const struct point *point, int threads, struct error *error)
{
    const struct point same = worst_point(point);
    struct search search;
    *worst = (struct worst){.captured = 0};
    bool good = search_init(&search, &same, error);
    if (good && search.choices.coins == 0)
        good = search_without_coins(&search, &same, threads, error);
    else if (good)
        good = search_all(&search, &same, threads, error);
    /* The analyzer loses sight of the bits, which search_release frees.
     * NOLINTNEXTLINE(clang-analyzer-unix.Malloc) */
    good = good && tell(worst, &search, search.best.bits, error);
    search_release(&search);
    return good;
}

void worst_release(struct worst *worst)
{
    free(worst->event);
    *worst = (struct worst){.captured = 0};
}
