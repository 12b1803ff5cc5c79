/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_ASSESS_H
#define GENERALS_ANALYSIS_ASSESS_H

/* Which settings of a strategy meet the targets?
 *
 * - With at most ASSESS_HISTORIES histories, as far as can be estimated, the exact numbers say so.
 *   One that is the target, to the 12 digits to which they are right, meets it.
 * - Else ASSESS_SCREEN trials throw out what misses a target clearly, and tell what the others
 *   cost. Those that may be better than the best so far follow, from the cheapest on: exactly if
 *   they have at most ASSESS_HISTORIES_MAX histories, else up to ASSESS_TRIALS trials decide on
 * success, on rounds, and on a failure that is not rarer than ASSESS_RARE; one looks again and
 * again, as in analysis/stopping.h. A rarer failure is decided on by importance sampling, once.
 *
 * From samples a target is met only if the whole interval lies on its side. Each interval has the
 * level that is asked for; all looks at it share that. */

#include "analysis/candidates.h"

#include <stdbool.h>
#include <stdint.h>

#define ASSESS_HISTORIES 0x1p14
#define ASSESS_HISTORIES_MAX 0x1p22
#define ASSESS_RARE 1e-4
enum {
    ASSESS_SCREEN = 1 << 16,
    ASSESS_TRIALS = 1 << 22,
    ASSESS_RARE_TRIALS = 1 << 18,
    ASSESS_EVIDENCE = 1 << 20,
    /* Settings of a strategy's grids, and as many again beside them, that get more than the first
     * trials; and that get importance sampling, which may take a second. */
    ASSESS_LATER_MAX = 32,
    ASSESS_RARE_MAX = 12,
    ASSESS_INTERVALS = 5, /* of a setting: failure in two ways, success, rounds, messengers */
};

struct targets {
    double failure;    /* at most */
    double success;    /* at least; 0: whatever it is */
    double rounds_p99; /* at most; 0: whatever it is */
};

struct assessor {
    struct targets targets;
    uint64_t seed;
    int threads;
    double level; /* of each interval */
    experiment_progress *progress;
    void *progress_context;
};

/* Judges those of the candidates that have not been judged. */
bool assess(const struct assessor *assessor, struct candidates *candidates, struct error *error);

#endif
