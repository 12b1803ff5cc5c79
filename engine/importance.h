/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_IMPORTANCE_H
#define GENERALS_ENGINE_IMPORTANCE_H

/* Importance sampling: trials drawn under a tilt (engine/tilt.h). A block has so many panels for
 * each component of the tilt as its share says; as in Monte Carlo, what is in it is a pure function
 * of (key, block number), and all blocks of a tilt have the same size. Rows are filled and the
 * strategy is run as ever; only the trials that end as the point's target says, the hits, are
 * looked at one by one. */

#include "engine/error.h"
#include "engine/kernels.h"
#include "engine/point.h"
#include "engine/stage.h"
#include "engine/tilt.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Some hits among 64 trials. */
struct hits {
    size_t component; /* from which they were drawn */
    size_t words;     /* of a trace */
    unsigned count;
    struct trace trace[64];
    unsigned value[64]; /* 1; or what the trial adds to the counter that is the target */
    struct scaled ratio[64][TILT_COMPONENTS_MAX]; /* see tilt_ratios */
};

typedef void importance_visitor(void *context, const struct hits *hits);

/* What one thread needs to sample one point. */
struct sampler;

/* `kernels` NULL: the widest that the processor has. */
struct sampler *sampler_create(const struct point *point, const struct kernels *kernels,
                               struct error *error);
void sampler_destroy(struct sampler *sampler);

const struct schedule *sampler_schedule(const struct sampler *sampler);
const struct chance *sampler_nominal(const struct sampler *sampler); /* [draw] */

/* From now on, samples are drawn under this tilt, which must stay as it is. */
bool sampler_use(struct sampler *sampler, const struct tilt *tilt, struct error *error);

/* Factors of the tilt in use. */
const struct tilt_factor *sampler_factors(const struct sampler *sampler);

/* Trials of a block. */
uint64_t importance_block_trials(const struct schedule *schedule, const struct tilt *tilt);

/* Runs a block of the tilt in use and shows its hits to `visit`. */
bool sampler_run_block(struct sampler *sampler, struct random_key key, uint64_t block,
                       importance_visitor *visit, void *context, struct error *error);

#endif
