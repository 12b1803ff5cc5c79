/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_CONDITION_H
#define GENERALS_ANALYSIS_CONDITION_H

/* A condition on a point: clauses such as failure < 1e-6 that must all hold. A comparison is
 * strict. */

#include "engine/error.h"
#include "engine/strategy.h"

#include <stdbool.h>
#include <stddef.h>

/* What a clause is about, by the names of results.csv. Every counter of the strategy is a quantity,
 * too: its mean per trial. */
enum quantity {
    QUANTITY_SUCCESS,
    QUANTITY_FAILURE,
    QUANTITY_CONFIDENCE_FIRST,
    QUANTITY_CONFIDENCE_SECOND,
    QUANTITY_MESSENGERS,
    QUANTITY_ROUNDS_P99,
    QUANTITY_COUNTERS, /* of counter i this + i */
};

enum { CLAUSES_MAX = 16 };

struct clause {
    unsigned quantity;
    bool below; /* the limit; else above */
    double limit;
};

struct condition {
    size_t count;
    struct clause clause[CLAUSES_MAX];
};

/* The quantities of a strategy are those from 0 to the first without a name: NULL. */
const char *quantity_name(const struct strategy *strategy, unsigned quantity);

/* Is it one for every strategy? (A counter may be one.) */
bool quantity_is_probability(unsigned quantity);

/* Refuses a limit that the quantity can never pass. */
bool clause_check(const struct clause *clause, const struct strategy *strategy,
                  struct error *error);

#endif
