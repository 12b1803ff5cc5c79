/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_SWEEP_H
#define GENERALS_PLOTS_SWEEP_H

/* What was swept: of a strategy on a kind of channel, the settings in which its points differ.
 *
 * A setting is a parameter ("attempts"), one of the channel ("channel.length"), "loss", or
 * "loss_back", which is one only where it is not everywhere the same as loss. */

#include "plots/table.h"

#include <stdbool.h>
#include <stddef.h>

enum { SWEEP_DIMENSIONS_MAX = 2 * TABLE_SETTINGS_MAX + 2, SWEEP_NAME_SIZE = 80 };

struct dimension {
    char name[SWEEP_NAME_SIZE];
    double *value; /* different ones, increasing */
    size_t count;  /* at least 2 */
};

struct swept {
    const char *problem, *strategy;
    char channel[32];    /* memoryless, burst */
    const size_t *point; /* of the table, in its order */
    size_t count;
    struct dimension dimension[SWEEP_DIMENSIONS_MAX]; /* most values first */
    size_t dimension_count;
};

struct sweeps {
    struct swept *sweep; /* in the order of their first points */
    size_t count;
    size_t *point; /* all of them */
};

/* sweeps_release in any case. */
bool sweeps_find(struct sweeps *sweeps, const struct table *table, struct error *error);
void sweeps_release(struct sweeps *sweeps);

/* NULL if the sweep does not differ in it. */
const struct dimension *sweep_dimension(const struct swept *sweep, const char *name);

#endif
