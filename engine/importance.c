/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/importance.h"

#include "engine/random.h"
#include "engine/rows.h"

#include <stdlib.h>
#include <string.h>

/* These decide the numbers, so they belong to the stream version. */
enum {
    PANEL_TRIALS_MAX = 4096,
    PANEL_BITS = 1 << 16, /* bits of all events of a panel together, roughly */
};

struct sampler {
    const struct kernels *kernels;
    struct stage stage;
    enum target target;
    struct chance *nominal; /* [draw] */

    const struct tilt *tilt;
    struct tilt_factor *factors;
    double *probability; /* all different ones of the tilt, in order */
    struct row_recipe *recipe;
    size_t recipe_count;
    size_t *chosen; /* [component * draws + draw]: its recipe */

    uint64_t *ending;
    size_t trace_words;
    uint64_t (*mattered)[64], *mattered_of; /* [draw word][lane], and [lane][draw word] */
    uint64_t (*yes)[64], *yes_of;
    struct hits hits;
};

static uint64_t panel_trials(const struct schedule *schedule)
{
    uint64_t trials = PANEL_TRIALS_MAX;
    while (trials > GROUP_TRIALS && trials * schedule->chance_count > PANEL_BITS)
        trials /= 2;
    return trials;
}

uint64_t importance_block_trials(const struct schedule *schedule, const struct tilt *tilt)
{
    return tilt_shares(tilt) * panel_trials(schedule);
}

/* --- setting up ------------------------------------------------------------------------------- */

static bool allocate(struct sampler *s, struct error *error)
{
    const size_t words = panel_trials(&s->stage.schedule) / 64;
    s->nominal = tilt_nominal(&s->stage.schedule, error);
    if (s->nominal == NULL)
        return false;
    s->trace_words = (s->stage.schedule.draw_count + 63) / 64;
    s->ending = aligned_alloc(LANES_ALIGNMENT, words * sizeof *s->ending);
    s->mattered = calloc(s->trace_words + 1, sizeof *s->mattered);
    s->yes = calloc(s->trace_words + 1, sizeof *s->yes);
    s->mattered_of = calloc(s->trace_words + 1, 64 * sizeof *s->mattered_of);
    s->yes_of = calloc(s->trace_words + 1, 64 * sizeof *s->yes_of);
    if (s->ending == NULL || s->mattered == NULL || s->yes == NULL || s->mattered_of == NULL ||
        s->yes_of == NULL)
        return error_no_memory(error);
    return stage_allocate(&s->stage, words, error);
}

struct sampler *sampler_create(const struct point *point, const struct kernels *kernels,
                               struct error *error)
{
    struct sampler *s = calloc(1, sizeof *s);
    if (s == NULL) {
        error_no_memory(error);
        return NULL;
    }
    s->kernels = kernels != NULL ? kernels : kernels_available(0);
    s->target = point->target;
    if (!stage_init(&s->stage, point, error) || !allocate(s, error)) {
        sampler_destroy(s);
        return NULL;
    }
    s->hits.words = s->trace_words;
    return s;
}

static void release_recipes(struct sampler *s)
{
    for (size_t i = 0; i < s->recipe_count; i++)
        row_recipe_release(&s->recipe[i]);
    free(s->recipe);
    free(s->probability);
    free(s->chosen);
    free(s->factors);
    s->recipe = NULL;
    s->probability = NULL;
    s->chosen = NULL;
    s->factors = NULL;
    s->recipe_count = 0;
}

void sampler_destroy(struct sampler *s)
{
    if (s == NULL)
        return;
    release_recipes(s);
    free(s->nominal);
    free(s->ending);
    free(s->mattered);
    free(s->yes);
    free(s->mattered_of);
    free(s->yes_of);
    stage_release(&s->stage);
    free(s);
}

const struct schedule *sampler_schedule(const struct sampler *s)
{
    return &s->stage.schedule;
}

const struct chance *sampler_nominal(const struct sampler *s)
{
    return s->nominal;
}

const struct tilt_factor *sampler_factors(const struct sampler *s)
{
    return s->factors;
}

static int compare_doubles(const void *left, const void *right)
{
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* One recipe for each different probability. */
static bool make_recipes(struct sampler *s, struct error *error)
{
    const struct tilt *tilt = s->tilt;
    size_t count = 0, different = 0;
    for (size_t c = 0; c < tilt->components; c++)
        for (size_t i = 0; i < tilt->draws; i++)
            s->probability[count++] = tilt->yes[c][i];
    qsort(s->probability, count, sizeof *s->probability, compare_doubles);
    for (size_t i = 0; i < count; i++)
        if (different == 0 || s->probability[i] != s->probability[different - 1])
            s->probability[different++] = s->probability[i];
    s->recipe = calloc(different + 1, sizeof *s->recipe);
    if (s->recipe == NULL)
        return error_no_memory(error);
    for (; s->recipe_count < different; s->recipe_count++)
        if (!row_recipe_init(&s->recipe[s->recipe_count], s->probability[s->recipe_count], error))
            return false;
    return true;
}

bool sampler_use(struct sampler *s, const struct tilt *tilt, struct error *error)
{
    const size_t all = tilt->components * tilt->draws;
    release_recipes(s);
    s->tilt = tilt;
    s->factors = tilt_factors(tilt, s->nominal, error);
    if (s->factors == NULL)
        return false;
    s->probability = calloc(all + 1, sizeof *s->probability);
    s->chosen = calloc(all + 1, sizeof *s->chosen);
    if (s->probability == NULL || s->chosen == NULL)
        return error_no_memory(error);
    if (!make_recipes(s, error))
        return false;
    for (size_t c = 0; c < tilt->components; c++)
        for (size_t i = 0; i < tilt->draws; i++) {
            const double *found = bsearch(&tilt->yes[c][i], s->probability, s->recipe_count,
                                          sizeof *found, compare_doubles);
            s->chosen[c * tilt->draws + i] = (size_t)(found - s->probability);
        }
    return true;
}

/* --- a panel ---------------------------------------------------------------------------------- */

/* Panels of one component may follow those of another: every row starts anew. */
static void fill(struct sampler *s, struct random_block *random, size_t component)
{
    for (size_t i = 0; i < s->stage.schedule.draw_count; i++) {
        const struct row_recipe *recipe = &s->recipe[s->chosen[component * s->tilt->draws + i]];
        struct row_position position;
        row_start(recipe, &random->sparse, &position);
        row_fill(recipe, s->kernels, random, &position, 0, s->stage.draw[i],
                 s->stage.words / GROUP_WORDS);
    }
}

/* The trials that add something to what the target is. */
static void find_hits(struct sampler *s)
{
    if (s->target < TARGET_COUNTER) {
        stage_ending(&s->stage, s->target == TARGET_FAILURE ? VERDICT_FAILURE : VERDICT_SUCCESS,
                     s->stage.always, s->stage.words, s->ending);
        return;
    }
    memset(s->ending, 0, s->stage.words * sizeof *s->ending);
    for (size_t i = 0; i < s->stage.schedule.event_count; i++)
        if (s->stage.schedule.events[i].kind == EVENT_COUNT &&
            s->stage.schedule.events[i].counter == (int)(s->target - TARGET_COUNTER))
            for (size_t word = 0; word < s->stage.words; word++)
                s->ending[word] |= s->stage.events[i].where[word];
}

static unsigned value_of(const struct sampler *s, size_t word, unsigned lane)
{
    unsigned value = 0;
    if (s->target < TARGET_COUNTER)
        return 1;
    for (size_t i = 0; i < s->stage.schedule.event_count; i++)
        if (s->stage.schedule.events[i].kind == EVENT_COUNT &&
            s->stage.schedule.events[i].counter == (int)(s->target - TARGET_COUNTER))
            value += (unsigned)(s->stage.events[i].where[word] >> lane & 1);
    return value;
}

/* Rows and columns of a square of bits change places (Warren, Hacker's Delight, 7-3). */
static void transpose(uint64_t square[64])
{
    uint64_t mask = 0x00000000ffffffffU;
    for (unsigned step = 32; step != 0; step /= 2, mask ^= mask << step)
        for (unsigned i = 0; i < 64; i = ((i | step) + 1) & ~step) {
            const uint64_t swapped = (square[i] >> step ^ square[i | step]) & mask;
            square[i] ^= swapped << step;
            square[i | step] ^= swapped;
        }
}

/* From words of rows, one for each draw, to the traces of 64 trials. */
static void trace(struct sampler *s, size_t word)
{
    const struct stage *stage = &s->stage;
    for (size_t i = 0; i < 64 * s->trace_words; i++) {
        const bool is_draw = i < stage->schedule.draw_count; /* the last word may have room left */
        const uint64_t mattered = is_draw ? stage->events[stage->draw_event[i]].where[word] : 0;
        s->mattered[i / 64][i % 64] = mattered;
        s->yes[i / 64][i % 64] = is_draw ? mattered & stage->draw[i][word] : 0;
    }
    for (size_t i = 0; i < s->trace_words; i++) {
        transpose(s->mattered[i]);
        transpose(s->yes[i]);
    }
    for (unsigned lane = 0; lane < 64; lane++)
        for (size_t i = 0; i < s->trace_words; i++) {
            s->mattered_of[lane * s->trace_words + i] = s->mattered[i][lane];
            s->yes_of[lane * s->trace_words + i] = s->yes[i][lane];
        }
}

static void show_hits(struct sampler *s, size_t word, size_t component, importance_visitor *visit,
                      void *context)
{
    struct hits *hits = &s->hits;
    hits->component = component;
    hits->count = 0;
    trace(s, word);
    for (uint64_t bits = s->ending[word]; bits != 0; bits &= bits - 1) {
        const unsigned lane = (unsigned)__builtin_ctzll(bits), i = hits->count++;
        hits->trace[i] = (struct trace){s->mattered_of + lane * s->trace_words,
                                        s->yes_of + lane * s->trace_words};
        hits->value[i] = value_of(s, word, lane);
        tilt_ratios(s->factors, s->tilt->components, hits->trace[i], s->trace_words,
                    hits->ratio[i]);
    }
    visit(context, hits);
}

static bool run_panel(struct sampler *s, struct random_block *random, size_t component,
                      importance_visitor *visit, void *context, struct error *error)
{
    fill(s, random, component);
    if (!stage_run(&s->stage, s->stage.always, s->stage.words, error))
        return false;
    stage_forget_idle_moods(&s->stage, s->stage.words);
    find_hits(s);
    for (size_t word = 0; word < s->stage.words; word++)
        if (s->ending[word] != 0)
            show_hits(s, word, component, visit, context);
    return true;
}

bool sampler_run_block(struct sampler *s, struct random_key key, uint64_t block,
                       importance_visitor *visit, void *context, struct error *error)
{
    struct random_block random;
    random_block_init(&random, key, block);
    for (size_t c = 0; c < s->tilt->components; c++)
        for (unsigned i = 0; i < s->tilt->share[c]; i++)
            if (!run_panel(s, &random, c, visit, context, error))
                return false;
    return true;
}
