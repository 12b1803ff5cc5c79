/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_TILT_SEARCH_H
#define GENERALS_ENGINE_TILT_SEARCH_H

/* Finding a tilt under which the target of a point is hit often, by the cross-entropy method
 * (Rubinstein and Kroese, The Cross-Entropy Method, 2004; with several levels, for what is too rare
 * to be seen at first): sample, find the tilt that is nearest to the distribution of the hits as
 * far as the sample tells, sample again under that.
 *
 * The ladder. Probabilities p of draws become p^theta, 0 <= theta <= 1: messengers are lost more
 * often, the city is vigilant more often, until hits are seen. From there theta rises to 1 again,
 * as fast as the sample carries: its effective size under the next theta's weights must stay large
 * enough. In another direction both sides are drawn towards 1/2; where neither leads to hits,
 * complements are raised instead. Coins are always drawn towards 1/2.
 *
 * Several ways. The tilt is a mixture whose components share the hits among them by
 * expectation-maximization (Dempster, Laird and Rubin 1977). Two more components keep the rates at
 * which hits were first seen in two directions, so that what the others overlook is still met now
 * and then.
 *
 * Where the failing histories with the fewest captures are found quickly (engine/fewest.h), one of
 * the two searches begins with these, too.
 *
 * Two searches with nothing in common but the point make one half of the tilt each. Where they
 * found different ways, their two estimates disagree, or are both made by the whole mixture. A way
 * that neither search met, even at raised rates, cannot be noticed.
 *
 * The search is a pure function of (seed, point), by +, -, *, /, square roots, frexp and ldexp
 * alone: the same tilt on every machine. */

#include "engine/error.h"
#include "engine/point.h"
#include "engine/tilt.h"
#include "engine/weights.h"

#include <stdint.h>

/* A tilt, and what a sample under it has told. */
struct found_tilt {
    struct tilt tilt;
    int grid; /* of weights; see engine/weights.h */
    uint64_t block_trials;
    uint64_t trials; /* all that were run to find it */
    uint64_t hits;   /* in the sample under the whole tilt; 0: the target was hardly ever hit */
};

/* Asked between blocks: is there no time left? `ask` may be NULL. */
struct tilt_halt {
    bool (*ask)(void *context);
    void *context;
};

/* One search: `half` is 0 or 1. Its tilt is put into `tilt`, without components if it was halted;
 * how many trials it took is added to `trials`. */
bool tilt_search(const struct point *point, uint64_t seed, int half, struct tilt_halt halt,
                 struct tilt *tilt, uint64_t *trials, struct error *error);

/* Takes over the tilts of both halves. found_tilt_release in any case. `first_stage` gets what the
 * sample under the whole tilt has counted. */
bool tilt_search_join(const struct point *point, uint64_t seed, struct tilt halves[2],
                      struct found_tilt *found, struct weighted_tally *first_stage,
                      struct error *error);
void found_tilt_release(struct found_tilt *found);

#endif
