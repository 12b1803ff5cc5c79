/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_TESTS_STRATEGIES_WORLDS_H
#define GENERALS_TESTS_STRATEGIES_WORLDS_H

/* Strategies once more, in the plainest way: a scalar strategy lives through one world at a time,
 * in ordinary variables, with ordinary conditions, and asks for chance when it needs it. All worlds
 * are gone through one after the other. Slow, and independent of lanes, schedules and enumeration:
 * what every strategy and every method is tested against.
 *
 * The twin of strategies/NAME.c is tests/strategies/scalar/NAME.c, which defines NAME_scalar.
 * Without it all builds, and test_worlds fails and says so. */

#include "engine/point.h"

#include <stdbool.h>
#include <stddef.h>

struct world;

/* The parameters of the strategy, in the order of its descriptor. */
double world_parameter(const struct world *w, int parameter);

/* Sends so many messengers at once: does one arrive? */
bool world_send(struct world *w, int from, int copies);

/* A coin: did it fall heads? */
bool world_flip(struct world *w, double probability);

void world_next_round(struct world *w);
void world_count(struct world *w, int counter);
void world_decide(struct world *w, bool first, bool second);

enum { SCALAR_VARIANTS_MAX = 12, WORLD_ROUNDS_MAX = 64 };

struct scalar {
    const char *strategy; /* its name on the command line */
    void (*live)(struct world *w);
    /* Parameters to be tested, with at most some 2^16 worlds each; the first all 0 ends them. */
    double variants[SCALAR_VARIANTS_MAX + 1][PARAMETERS_MAX];
};

/* How one world ended. */
struct world_end {
    long double probability;
    enum cell cell;
    double messengers;
    const double *counter; /* COUNTERS_MAX */
    unsigned last_sent;    /* the round in which the last messenger was sent; 0: none was */
};

/* Lives through all worlds of a point, one after the other. */
void worlds_visit(const struct scalar *scalar, const struct point *point, void *context,
                  void (*visit)(void *context, const struct world_end *end));

/* What all worlds of a point add up to. */
struct world_sums {
    double worlds;
    long double cell[CELL_COUNT];
    long double messengers; /* mean */
    long double counter[COUNTERS_MAX];
    long double last_sent[WORLD_ROUNDS_MAX + 1]; /* [round]: P(the last messenger is sent in it); 0:
                                                    none is sent */
};

struct world_sums worlds_sum(const struct scalar *scalar, const struct point *point);

/* NULL: nobody has written the twin of a strategy of this name. */
const struct scalar *scalar_find(const char *strategy);

#endif
