/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_ESTIMATE_H
#define GENERALS_ANALYSIS_ESTIMATE_H

/* From the tally of a point, or its exact sums, to its numbers.
 *
 * A proportion k/n has an interval for a binomial probability (analysis/interval.h). Success and
 * failure are both counted, over the cells with that verdict; neither is one minus the other. The
 * confidence of a party is P(the other acts | this one acts).
 *
 * Mean messengers get their standard error from batches of 64 trials, and Student's t. That needs
 * trials that differ: where hardly any does, the interval comes from a bound on how many there may
 * be, so that it has a width even where all that were seen sent the same number.
 *
 * Intervals of an exact point have no width. Those of importance sampling: analysis/rare.h. */

#include "analysis/interval.h"
#include "analysis/stopping.h"
#include "engine/enumerate.h"
#include "engine/error.h"
#include "engine/point.h"
#include "engine/tally.h"
#include "engine/tilt_search.h"
#include "engine/weights.h"

#include <stdbool.h>
#include <stdint.h>

/* Probabilities below it are not told from each other: they lose digits, or are rounded to 0. */
#define ESTIMATE_TOO_SMALL 1e-307

struct proportion {
    double value;             /* NaN, with the others, if the condition never occurred */
    double rest;              /* 1 - value, with all its digits */
    struct interval interval; /* of an exact one: it has a width only where the value, or what it
                                 lacks to 1, is too small to be held, and not 0 */
};

struct mean {
    double value;
    struct interval interval; /* NaN if there are too few trials to tell */
};

/* Of a counter of the strategy. */
struct counted {
    uint128 count; /* over all trials; 0 for an exact point */
    struct mean mean;
};

/* Of a point that had no trials, since time was up, nothing is known: all is NaN. */
struct estimate {
    uint64_t trials; /* or histories */
    enum status status;
    unsigned look; /* at which its trials ended, from 1, where a precision was asked for */
    uint64_t count[CELL_COUNT];     /* of trials; 0 for an exact point */
    double probability[CELL_COUNT]; /* of the four cells */
    unsigned possible;              /* of an exact point: bit i is set if some history ends in cell
                                       i, however small its probability */
    struct proportion success, failure;
    struct proportion confidence[2]; /* of party 1, of party 2 */
    struct mean messengers;          /* sent per trial */
    struct counted *counter;         /* of each counter of the strategy, per trial; NULL: none */
    double rounds;       /* mean round in which a trial's last messenger is sent; 0 if none is */
    uint32_t rounds_p99; /* smallest round by which 99 % of trials have sent their last */
    double effective;    /* sample size of importance sampling; else NaN */
    double deviation;    /* standard error of its target's value; else NaN */
};

struct estimate_options {
    enum interval_kind interval;
    double level; /* in (0, 1) */
};

/* From exact sums, and from a tally. False without memory, or if an interval cannot be computed.
 * estimate_release in any case. */
bool estimate_exact(const struct strategy *strategy, const struct exact_sums *sums,
                    struct estimate *estimate, struct error *error);
bool estimate_tally(const struct strategy *strategy, const struct tally *tally,
                    struct estimate_options options, struct estimate *estimate,
                    struct error *error);

/* From the weights of importance sampling: the target's value alone is known (its `rest` is one
 * minus it), all else is NaN, and counts are 0. */
bool estimate_weighted(const struct point *point, const struct weighted_tally *tally,
                       const struct found_tilt *found, double level, struct estimate *estimate,
                       struct error *error);

/* Of a point of importance sampling of which nothing is known. */
bool estimate_unknown(const struct point *point, enum status status, struct estimate *estimate,
                      struct error *error);

/* The target's value; `rest` is NaN for a counter, whose mean may be more than 1. */
struct proportion estimate_target(enum target target, const struct estimate *estimate);

/* How often a tally's trials hit the target: ends, or what the counter adds up to. */
double estimate_hits(const struct strategy *strategy, enum target target,
                     const struct estimate *estimate);
double estimate_tally_hits(const struct strategy *strategy, enum target target,
                           const struct tally *tally);

/* Of a tally the failure alone, for who looks at it again and again. */
bool estimate_failure(const struct strategy *strategy, const struct tally *tally,
                      struct estimate_options options, struct proportion *failure,
                      struct error *error);
void estimate_release(struct estimate *estimate);

/* 0 or 1: the party whose confidence is lower, by its `rest`; -1 if neither ever acted. */
int estimate_less_sure(const struct proportion confidence[2]);

#endif
