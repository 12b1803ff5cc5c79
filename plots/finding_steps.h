/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_FINDING_STEPS_H
#define GENERALS_PLOTS_FINDING_STEPS_H

/* By what factor one more step of a parameter changes failure. */

#include "plots/comparison_rows.h"

#include <stdbool.h>
#include <stddef.h>

enum { STEPS_MAX = 64, STEPS_NAME_SIZE = 64 };

/* Settings of a strategy that differ in one parameter alone, whose values go up by the same
 * difference, or by the same factor. */
struct steps {
    char name[STEPS_NAME_SIZE];
    size_t contender[STEPS_MAX]; /* of the set, by the parameter's value */
    double value[STEPS_MAX];
    size_t count;       /* 2 at least */
    bool is_geometric;  /* by the same factor */
    bool is_exact;      /* all failures are */
    bool is_regular;    /* one factor fits all steps, to a part in 200 or within intervals */
    double factor;      /* of failure, one step: the geometric mean of all */
    double low, high;   /* its interval, from those of the first and the last failure */
    double least, most; /* of the factors of the steps */
};

/* The longest that the strategy has in the set, of settings that were seen to fail. False if it has
 * none. */
bool steps_find(const struct comparison_set *set, const char *strategy, struct steps *steps);

#endif
