/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_POINT_H
#define GENERALS_ENGINE_POINT_H

/* A point: one strategy with its parameters on one channel, by one method. One row of the results.
 */

#include "engine/channel.h"
#include "engine/random.h"
#include "engine/strategy.h"

#include <stdbool.h>
#include <stddef.h>

/* Who fills in the draws of a point: random bits, every history in turn, or random bits of other
 * probabilities, under which something rare is seen often. */
enum method { METHOD_MONTE_CARLO, METHOD_EXACT, METHOD_IMPORTANCE, METHOD_COUNT };

/* As on the command line and in the column `method` of results.csv. */
const char *method_name(enum method method);

/* What is rare, in a point of importance sampling: an end, or, of the counters of the strategy,
 * TARGET_COUNTER + i is counter i. */
enum target { TARGET_FAILURE, TARGET_SUCCESS, TARGET_COUNTER };

/* "failure", "success", or the counter's name: as on the command line and in results.csv. */
const char *target_name(const struct strategy *strategy, enum target target);

struct point {
    const struct strategy *strategy;
    double parameter[PARAMETERS_MAX]; /* in the order of the descriptor */
    struct channel channel;
    enum method method;
    enum target target; /* of importance sampling; else 0 */
};

/* Have two points of one strategy the same parameters? */
bool point_same_parameters(const struct point *a, const struct point *b);

enum { POINT_KEY_SIZE = 1024 };

/* The text that keys the point's random streams: problem, strategy, parameters, channel and rates
 * (the bits of the numbers, not decimals), method and phase. Nothing else decides the numbers. */
void point_key_text(const struct point *point, const char *phase, char text[POINT_KEY_SIZE]);

/* The point of such a text, exactly as it was written. `find` finds a strategy by its name, or
 * NULL. */
bool point_from_key_text(const char *text, const char *phase, strategy_finder *find,
                         struct point *point);

/* The key of that text. */
struct random_key point_key(const struct point *point, uint64_t seed, const char *phase);

#endif
