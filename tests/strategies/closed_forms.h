/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_TESTS_STRATEGIES_CLOSED_FORMS_H
#define GENERALS_TESTS_STRATEGIES_CLOSED_FORMS_H

/* What is known of some strategies on a memoryless channel, as formulas: how its trials end, how
 * many reach each round and what they send. Methods are tested against them, at the points below.
 *
 * To add one: add the strategy's closed form and a few variants of its parameters to the two tables
 * in closed_forms.c. */

#include "engine/point.h"

/* p: a messenger 1 -> 2 is captured; b: one 2 -> 1. */
struct setting {
    const double *parameters;
    long double p, b;
};

/* Probabilities are sums and products of positive terms, so that small ones keep their digits. */
struct closed_form {
    const char *strategy;
    /* Fills in the cells that are possible; `cell` is all 0 before. */
    void (*cells)(const struct setting *s, long double cell[CELL_COUNT]);
    /* P(something is sent in the i-th round in which something may be, or later). */
    long double (*reached)(const struct setting *s, unsigned i);
    /* Mean and mean square of the messengers of a trial. */
    void (*messengers)(const struct setting *s, long double *mean, long double *square);
};

/* The closed form of the point's strategy; NULL if there is none. */
const struct closed_form *closed_form_of(const struct point *point);

/* Of the point, to which it points. */
struct setting setting_of(const struct point *point);

/* Some variants of every strategy, each at equal and unequal loss rates from 0 to 1. */
enum { CLOSED_FORM_POINTS_MAX = 2000 };

size_t closed_form_points(struct point points[CLOSED_FORM_POINTS_MAX]);

#endif
