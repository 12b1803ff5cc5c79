/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_CANDIDATES_H
#define GENERALS_ANALYSIS_CANDIDATES_H

/* The settings of one strategy that a search for the cheapest looks at, and which to look at next.
 *
 * A grid comes first. A parameter that is a choice takes the values of a ladder: its lowest, and 1,
 * 2, 3, 4, 6, 8, 12, 16, ..., or under bursts 1, 2, 4, 8, 16, ..., as far as the grid reaches; a
 * pace its lowest, and under bursts 1, 2, 4, 8, ... rounds, up to 8 bursts; a given one its
 * default. Whatever values the user lists for a parameter take the place of these. Then, wherever
 * two neighbours in a choice miss different targets, and none in common, the value halfway between
 * them follows: there the targets begin to be met, or cease to be. Last come all that differ from
 * the best in a single choice. */

#include "analysis/estimate.h"
#include "analysis/experiment.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Targets, as a mask. */
enum { MISSES_FAILURE = 1, MISSES_SUCCESS = 2, MISSES_ROUNDS = 4 };

struct candidate {
    double parameter[PARAMETERS_MAX];
    bool refused;       /* parameters that do not go together, or too long a schedule */
    enum method method; /* exact, or Monte Carlo */
    bool enumerable;    /* it could be exact */
    unsigned missed;    /* targets that it is known to miss */
    unsigned open;      /* targets of which it is not known yet */
    struct proportion success, failure;
    struct mean messengers;
    uint32_t rounds_p99;
    uint64_t trials;      /* or histories */
    uint64_t rare_trials; /* of importance sampling, if that is where its failure is from */
};

enum { CANDIDATES_MAX = 4096, LADDER_MAX = 256 };

/* What costs at most 1 % more than the cheapest is as cheap. */
extern const double candidates_as_cheap;

struct candidates {
    const struct sweep *sweep; /* one loss rate, one channel; values: what parameters may be */
    double reach;              /* of the grid: the highest value of a choice */
    struct candidate *list;
    size_t count, capacity;
    size_t judged;  /* the first so many have been */
    size_t later;   /* of a stage of the search: settings that got more than the first trials */
    size_t rare;    /* that got importance sampling */
    size_t untried; /* that might be cheaper than the best, but whose trials were too many */
    bool cut;       /* there were more than CANDIDATES_MAX */
};

/* The least to which a grid can reach. */
extern const double candidates_first_reach;

/* All of these add what is new, to the end. False without memory. */
bool candidates_add_grid(struct candidates *candidates, struct error *error);
bool candidates_add_gaps(struct candidates *candidates, struct error *error);
bool candidates_add_like(struct candidates *candidates, size_t best, struct error *error);

/* Can a grid of more reach have more in it? */
bool candidates_reach_all(const struct candidates *candidates);

/* The values of a parameter that the grid has. */
size_t candidates_ladder(const struct candidates *candidates, size_t parameter,
                         double value[LADDER_MAX]);

/* The channel, with its loss rates. */
struct channel candidates_channel(const struct candidates *candidates);

struct point candidates_point(const struct candidates *candidates, size_t index);

/* What was looked at: of a parameter, and of all. What could not be run does not count. */
struct candidates_range {
    double lowest, highest;
    size_t values; /* different ones */
};
struct candidates_range candidates_range(const struct candidates *candidates, size_t parameter);

struct candidates_counts {
    size_t all, exact, meeting;
};
struct candidates_counts candidates_counts(const struct candidates *candidates);

/* Does it meet all targets? */
bool candidate_meets(const struct candidate *candidate);

/* Of those that meet all targets: of what is as cheap as the cheapest, what is over in the fewest
 * rounds (99th percentile), then what has the smallest parameters; `count` if none does. */
size_t candidates_best(const struct candidates *candidates);

/* Would this one be the best, or make it more than 1 % dearer than the cheapest, if it met all
 * targets? `best` is candidates_best(). */
bool candidates_may_improve(const struct candidates *candidates, size_t best, size_t index);

/* The fewest messengers with which one meets all targets, and what is as cheap: infinite if none
 * does. */
double candidates_cheap(const struct candidates *candidates);

#endif
