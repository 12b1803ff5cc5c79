/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_ADVICE_H
#define GENERALS_ANALYSIS_ADVICE_H

/* Which strategy, with which parameters, meets targets at the least cost: the fewest messengers on
 * average?
 *
 * Of each strategy, settings are searched as analysis/candidates.h says and judged as
 * analysis/assess.h does. The grid reaches to 32, and 8 times as far as
 * long as nothing meets the targets. That is a search, no proof: between settings that meet, or
 * miss, the same targets nothing else is looked for, nor beyond the grid. What is known in the end
 * is that no single choice of the best can be changed by the smallest step for the better.
 *
 * Among so many settings, some sample will look better than it is. So each interval of each sampled
 * setting has the error (1 - level) / (all that there might be), and all of them together hold with
 * probability `level` (Bonferroni), the best one's too. */

#include "analysis/assess.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* One strategy of the problem. */
struct search {
    const struct sweep *sweep;
    struct candidates candidates;
    size_t best; /* index of a candidate, or their count if none meets the targets */
};

struct advice {
    struct targets targets;
    uint64_t seed;
    int threads;
    double level; /* of all intervals together */
    /* Found by advice_find: */
    struct search *search; /* of each sweep */
    size_t search_count;
    size_t best; /* index of a search, or their count if nothing meets the targets */
};

/* Refuses what cannot be searched: several loss rates or channels, values outside a parameter's
 * range, several values of what is given, an impossible channel. */
bool advice_check(const struct sweep *sweep, struct error *error);

/* Called before each strategy, and whenever its list has grown; by one thread. */
typedef void advice_progress(void *context, const struct search *search);

/* Searches each sweep's strategy. A sweep has one loss rate and one channel; parameters for which
 * it has values take these alone. `sweeps` must stay. advice_release in any case. */
bool advice_find(struct advice *advice, const struct sweep *sweeps, size_t count,
                 advice_progress *progress, void *context, struct error *error);
void advice_release(struct advice *advice);

/* Of the first sweep, and so of all. */
struct channel advice_channel(const struct advice *advice);

/* A setting of one of the strategies. */
struct setting {
    const struct search *search; /* NULL: none */
    size_t index;                /* of the candidate */
};

/* Of the settings that miss this target alone, the one that comes nearest to it; with 0, of all
 * that miss any, the one that fails least often. */
struct setting advice_nearest(const struct advice *advice, unsigned target);

/* The best of every strategy that has one, from the cheapest on, into `best`, of search_count
 * entries; returns how many there are. */
size_t advice_rank(const struct advice *advice, struct setting *best);

/* Settings of all strategies that meet the targets and take fewer rounds than the best, the
 * cheapest for their rounds; from the cheapest on. Stores at most `most`. */
size_t advice_faster(const struct advice *advice, struct setting *faster, size_t most);

#endif
