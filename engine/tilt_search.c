/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/tilt_search.h"

#include "engine/fewest.h"
#include "engine/importance.h"
#include "engine/rungs.h"
#include "engine/tilt_fit.h"

#include <stdlib.h>
#include <string.h>

/* Part of what decides the numbers. */
enum {
    SHARES = 12, /* of one search's components together */
    KEPT = 2,    /* components that keep the rates of the first rungs in two directions */
    COMPONENTS = TILT_FITTED_MAX + KEPT,
    LOOK_TRIALS = 1 << 14, /* on each rung while hits are looked for */
    LOOK_HITS = 256,       /* enough to begin with */
    THETA_MIN = 8,
    RUNG_HITS_MIN = 1024,
    RUNG_HITS_MAX = 8192,
    RUNG_HITS_PER_DRAW = 8,
    RUNG_TRIALS_MAX = 1 << 20,
    RUNGS_MAX = 50,
    LAST_RUNGS = 3, /* at the real rates */
    GRID_BLOCKS = 4,
};
static const double effective_enough = 0.2; /* of the hits in a sample */
static const double captured_again = 0.9;   /* what is captured in a history that is to be seen */

static const enum direction directions[2][DIRECTION_COUNT] = {
    {DIRECTION_RAISED, DIRECTION_EVENED, DIRECTION_LOWERED},
    {DIRECTION_EVENED, DIRECTION_RAISED, DIRECTION_LOWERED},
};

struct search {
    int half;
    struct tilt_halt halt;
    bool halted;
    struct sampler *sampler;
    struct random_key key;
    uint64_t next_block;
    uint64_t trials;
    struct rungs rungs;
    struct rung rung;
    double *rates; /* [draw]: of the rung */
    struct tilt look;
    struct tilt tilt; /* its first TILT_FITTED_MAX components are fitted */
    double part[TILT_FITTED_MAX];
    struct traces traces;
    double *weight; /* [trace] */
};

static void release(struct search *s)
{
    sampler_destroy(s->sampler);
    rungs_release(&s->rungs);
    tilt_release(&s->look);
    tilt_release(&s->tilt);
    traces_release(&s->traces);
    free(s->rates);
    free(s->weight);
}

static bool init(struct search *s, const struct point *point, uint64_t seed, struct error *error)
{
    s->key = point_key(point, seed, s->half == 0 ? "tilt 0" : "tilt 1");
    s->sampler = sampler_create(point, NULL, error);
    if (s->sampler == NULL)
        return false;
    const struct schedule *schedule = sampler_schedule(s->sampler);
    const struct chance *nominal = sampler_nominal(s->sampler);
    const size_t draws = schedule->draw_count;
    s->rates = calloc(draws + 1, sizeof *s->rates);
    if (s->rates == NULL)
        return error_no_memory(error);
    if (!rungs_init(&s->rungs, schedule, nominal, error) ||
        !tilt_init(&s->look, nominal, draws, 1, error) ||
        !tilt_init(&s->tilt, nominal, draws, COMPONENTS, error) ||
        !traces_init(&s->traces, schedule, error))
        return false;
    s->weight = calloc(s->traces.capacity, sizeof *s->weight);
    return s->weight != NULL || error_no_memory(error);
}

/* Draws trials under the tilt until so many hits were seen, or so many trials. */
static bool sample(struct search *s, const struct tilt *tilt, uint64_t hits, uint64_t trials_max,
                   struct error *error)
{
    const uint64_t block_trials = importance_block_trials(sampler_schedule(s->sampler), tilt);
    if (!sampler_use(s->sampler, tilt, error))
        return false;
    traces_restart(&s->traces, tilt);
    for (uint64_t trials = 0; trials < trials_max && s->traces.shown < hits;
         trials += block_trials) {
        s->halted = s->halted || (s->halt.ask != NULL && s->halt.ask(s->halt.context));
        if (s->halted)
            return true;
        s->trials += block_trials;
        if (!sampler_run_block(s->sampler, s->key, s->next_block++, traces_add, &s->traces, error))
            return false;
    }
    return true;
}

static uint64_t rung_hits(const struct search *s)
{
    const uint64_t wanted = RUNG_HITS_PER_DRAW * (uint64_t)s->rungs.draws;
    return wanted < RUNG_HITS_MIN ? RUNG_HITS_MIN : wanted > RUNG_HITS_MAX ? RUNG_HITS_MAX : wanted;
}

static void snapped_rates(const struct search *s, struct rung rung, double *yes)
{
    rungs_rates(&s->rungs, rung, yes);
    for (size_t i = 0; i < s->rungs.draws; i++)
        yes[i] = tilt_snap(yes[i], s->rungs.nominal[i]);
}

/* --- the first rung --------------------------------------------------------------------------- */

/* A rung, and how many hits a look at it has shown. */
struct sight {
    struct rung rung;
    uint64_t hits;
};

/* Goes down in that direction until enough hits are seen, or to where most were. */
static bool look_down(struct search *s, enum direction direction, struct sight *best,
                      struct error *error)
{
    *best = (struct sight){{direction, THETA_1}, 0};
    for (unsigned theta = THETA_1; theta >= THETA_MIN && best->hits < LOOK_HITS;
         theta = theta * 3 / 4) {
        const struct rung rung = {direction, theta};
        snapped_rates(s, rung, s->look.yes[0]);
        if (!sample(s, &s->look, LOOK_HITS, LOOK_TRIALS, error))
            return false;
        if (s->traces.shown > best->hits)
            *best = (struct sight){rung, s->traces.shown};
    }
    return true;
}

/* The directions in which hits are seen, the best two first: the one that comes first, if it shows
 * enough. */
static bool find_first_rungs(struct search *s, struct error *error)
{
    struct sight sights[DIRECTION_COUNT];
    for (int i = 0; i < DIRECTION_COUNT; i++) {
        if (!look_down(s, directions[s->half][i], &sights[i], error))
            return false;
        for (int at = i;
             at > 0 && sights[at].hits > sights[at - 1].hits && sights[at - 1].hits < LOOK_HITS;
             at--) {
            const struct sight better = sights[at];
            sights[at] = sights[at - 1];
            sights[at - 1] = better;
        }
    }
    s->rung = sights[0].rung;
    for (int c = 0; c < COMPONENTS; c++)
        snapped_rates(s, s->rung, s->tilt.yes[c]);
    if (sights[1].hits > 0)
        snapped_rates(s, sights[1].rung, s->tilt.yes[COMPONENTS - 1]);
    return true;
}

/* --- up the ladder ---------------------------------------------------------------------------- */

static struct weighted_traces weighted(const struct search *s)
{
    return (struct weighted_traces){&s->traces, s->rungs.nominal, s->rates, s->weight, 0.0};
}

/* How many traces of equal weight would tell as much at these rates as all do. */
static bool effective_at(struct search *s, unsigned theta, double *effective, struct error *error)
{
    rungs_rates(&s->rungs, (struct rung){s->rung.direction, theta}, s->rates);
    struct weighted_traces traces = weighted(s);
    if (!tilt_weigh(&traces, error))
        return false;
    *effective = traces.effective;
    return true;
}

/* The highest rung that the sample carries, at least the next. */
static bool climb(struct search *s, struct error *error)
{
    const double enough = effective_enough * (double)s->traces.count;
    unsigned low = s->rung.theta, high = THETA_1;
    double effective;
    if (!effective_at(s, high, &effective, error))
        return false;
    if (effective >= enough)
        low = high;
    while (high - low > 1) {
        const unsigned middle = low + (high - low) / 2;
        if (!effective_at(s, middle, &effective, error))
            return false;
        *(effective >= enough ? &low : &high) = middle;
    }
    if (low == s->rung.theta && low < THETA_1)
        low++;
    s->rung.theta = low;
    return true;
}

/* By parts, as seats by votes (Sainte-Lague); everybody has one. */
static void share_out(struct search *s)
{
    unsigned *share = s->tilt.share;
    for (int c = 0; c < COMPONENTS; c++)
        share[c] = 1;
    for (int left = SHARES - COMPONENTS; left > 0; left--) {
        int next = 0;
        for (int c = 1; c < TILT_FITTED_MAX; c++)
            if (s->part[c] / (2.0 * share[c] + 1.0) > s->part[next] / (2.0 * share[next] + 1.0))
                next = c;
        share[next]++;
    }
}

static bool fit(struct search *s, bool afresh, struct error *error)
{
    rungs_rates(&s->rungs, s->rung, s->rates);
    struct weighted_traces traces = weighted(s);
    if (!tilt_weigh(&traces, error))
        return false;
    if (!(traces.effective > 0.0))
        return true;
    if (!tilt_fit(&s->tilt, TILT_FITTED_MAX, &traces, afresh, s->part, error))
        return false;
    share_out(s);
    return true;
}

static bool climb_all(struct search *s, struct error *error)
{
    int last = 0;
    for (int rung = 0; rung < RUNGS_MAX && s->traces.count > 0 && !s->halted; rung++) {
        if (!climb(s, error) || !fit(s, rung == 0, error))
            return false;
        last += s->rung.theta == THETA_1;
        if (last > LAST_RUNGS)
            return true;
        if (!sample(s, &s->tilt, rung_hits(s), RUNG_TRIALS_MAX, error))
            return false;
    }
    return true;
}

/* Sets rates under which the likeliest of the failing histories with the fewest captures happens
 * often: the real ones, but for what is captured in it. Those are not known of other targets, or
 * if there are too many histories to go through: then `known` is false. */
static bool set_fewest(const struct search *s, const struct point *point, double *rates,
                       bool *known, struct error *error)
{
    struct fewest fewest;
    bool gave_up;
    *known = false;
    if (point->target != TARGET_FAILURE)
        return true;
    const bool good = fewest_find(&fewest, point, 1, FEWEST_IN_PASSING, &gave_up, error);
    if (good && fewest.found) {
        *known = true;
        rungs_rates(&s->rungs, (struct rung){DIRECTION_RAISED, THETA_1}, rates);
        for (size_t i = 0; i < fewest.draw_count; i++) {
            const size_t draw = fewest.draws[i];
            rates[draw] = tilt_snap(captured_again, s->rungs.nominal[draw]);
        }
    }
    fewest_release(&fewest);
    return good || gave_up;
}

/* The first sample is drawn under the rates that are kept, and in one half also under those of the
 * fewest captures. */
static bool first_sample_of_search(struct search *s, const struct point *point, struct error *error)
{
    struct tilt first = s->tilt;
    bool known = false;
    first.components = KEPT;
    for (int i = 0; i < KEPT; i++)
        first.yes[i] = s->tilt.yes[TILT_FITTED_MAX + i];
    first.yes[KEPT] = s->rates;
    if (s->half == 0 && !set_fewest(s, point, s->rates, &known, error))
        return false;
    first.components += known;
    return sample(s, &first, rung_hits(s), RUNG_TRIALS_MAX, error);
}

static bool search(struct search *s, const struct point *point, struct error *error)
{
    return find_first_rungs(s, error) && first_sample_of_search(s, point, error) &&
           climb_all(s, error);
}

bool tilt_search(const struct point *point, uint64_t seed, int half, struct tilt_halt halt,
                 struct tilt *tilt, uint64_t *trials, struct error *error)
{
    struct search s = {.half = half, .halt = halt};
    const bool good = init(&s, point, seed, error) && search(&s, point, error);
    *tilt = (struct tilt){0};
    if (good && !s.halted) {
        *tilt = s.tilt;
        s.tilt = (struct tilt){0};
    }
    *trials += s.trials;
    release(&s);
    return good;
}

/* --- both halves ------------------------------------------------------------------------------ */

struct largest {
    const struct tilt *tilt;
    struct scaled weight;
};

static void find_largest(void *context, const struct hits *hits)
{
    struct largest *largest = context;
    for (unsigned i = 0; i < hits->count; i++) {
        const struct scaled weight =
            weight_of(largest->tilt, hits, i, 0, largest->tilt->components);
        if (scaled_less(largest->weight, weight))
            largest->weight = weight;
    }
}

/* Runs the same sample twice: for the grid, and then on it. */
static bool first_sample(struct sampler *sampler, struct random_key key, struct found_tilt *found,
                         struct weighted_tally *first_stage, struct error *error)
{
    const struct tilt *tilt = &found->tilt;
    struct largest largest = {tilt, scaled_from(0.0)};
    if (!sampler_use(sampler, tilt, error))
        return false;
    found->block_trials = importance_block_trials(sampler_schedule(sampler), tilt);
    for (uint64_t block = 0; block < GRID_BLOCKS; block++)
        if (!sampler_run_block(sampler, key, block, find_largest, &largest, error))
            return false;
    found->grid = weights_grid(largest.weight);
    struct weighing_scale scale = {tilt, found->grid, first_stage};
    for (uint64_t block = 0; block < GRID_BLOCKS; block++)
        if (!sampler_run_block(sampler, key, block, weights_add, &scale, error))
            return false;
    first_stage->trials = GRID_BLOCKS * found->block_trials;
    found->hits = first_stage->hits;
    found->trials += first_stage->trials;
    return true;
}

bool tilt_search_join(const struct point *point, uint64_t seed, struct tilt halves[2],
                      struct found_tilt *found, struct weighted_tally *first_stage,
                      struct error *error)
{
    tilt_join(&found->tilt, &halves[0], &halves[1]);
    *first_stage = (struct weighted_tally){0};
    struct sampler *sampler = sampler_create(point, NULL, error);
    const bool good = sampler != NULL && first_sample(sampler, point_key(point, seed, "grid"),
                                                      found, first_stage, error);
    sampler_destroy(sampler);
    return good;
}

void found_tilt_release(struct found_tilt *found)
{
    tilt_release(&found->tilt);
}
