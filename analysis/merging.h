/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_MERGING_H
#define GENERALS_ANALYSIS_MERGING_H

/* Adds up the shards of an experiment, whose ledgers come one after the other, in any order. What
 * comes out are the records of one run of all blocks, bit for bit. */

#include "analysis/experiment.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct merging {
    struct experiment experiment; /* of the first ledger, with the sum of the records */
    char *settings;
    uint64_t shards;
    bool *seen; /* [shard] */
    size_t seen_count;
    size_t unfinished; /* points that lack blocks of a shard that was seen */
};

/* Zeroed before the first. `find` finds a strategy by its name, or NULL. False, with what is wrong
 * with this ledger, if it cannot be added; unless `partial` that may be that it was not finished.
 * merging_release in any case. */
bool merging_add(struct merging *merging, const char *text, size_t length, bool partial,
                 strategy_finder *find, struct error *error);

/* After the last: false, with which are missing, if there are not all shards, unless `partial`.
 * Then the experiment can be run: nothing is left to do but to estimate. */
bool merging_end(struct merging *merging, bool partial, struct error *error);
void merging_release(struct merging *merging);

#endif
