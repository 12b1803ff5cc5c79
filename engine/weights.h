/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_WEIGHTS_H
#define GENERALS_ENGINE_WEIGHTS_H

/* What trials drawn under a tilt have counted. A hit's weight is its real probability over the one
 * that it has under the tilt, times what it counts. Weights are rounded to whole multiples of
 * 2^grid, chosen for each point from a small sample, and their sums are integers: as with tallies,
 * the order in which they are added does not matter. */

#include "engine/importance.h"
#include "engine/wide.h"

#include <stdint.h>

enum {
    WEIGHTS_BITS = 50,        /* of the largest weight in the sample that the grid is chosen from */
    WEIGHTS_BITS_MAX = 58,    /* of a weight; a larger one is beyond the grid */
    WEIGHTS_SQUARE_DROP = 20, /* lower bits that squares leave out */
};

struct weight_sum {
    uint128 sum;
    uint128 squares; /* of weights / 2^WEIGHTS_SQUARE_DROP */
};

/* `all` has weights under the whole tilt, `half` under that of the components of one search alone:
 * two estimates that know nothing of each other. */
struct weighted_tally {
    uint64_t trials;
    uint64_t hits;
    uint64_t beyond;      /* hits that are in no sum, since their weight was beyond the grid */
    uint64_t beyond_half; /* that are in `all`, but whose weight in `half` was beyond the grid */
    uint64_t largest;     /* weight, in `all` */
    struct weight_sum all[TILT_COMPONENTS_MAX], half[TILT_COMPONENTS_MAX]; /* [component] */
};

void weighted_tally_add(struct weighted_tally *to, const struct weighted_tally *from);

/* The grid for weights of which this is the largest in a sample; 0: nothing was seen. */
int weights_grid(struct scaled largest);

/* The weight of hit i under the components from..to-1 of a tilt. */
struct scaled weight_of(const struct tilt *tilt, const struct hits *hits, unsigned i, size_t from,
                        size_t to);

/* For sampler_run_block: adds up the hits. */
struct weighing_scale {
    const struct tilt *tilt;
    int grid;
    struct weighted_tally *tally;
};
void weights_add(void *weighing_scale, const struct hits *hits);

#endif
