/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_STOPPING_H
#define GENERALS_ANALYSIS_STOPPING_H

/* When a point has been measured for long enough, and what that does to its intervals.
 *
 * Who looks again and again, and stops at a look that pleases, is wrong more often than a look
 * says: each is another chance to be. Here the looks are known beforehand, and share the error
 * among them: look j = 1, 2, ... has the part w_j = 1 / (j (j + 1)) of it, which sum to 1. So the
 * probability that the truth is outside of an interval at any look is at most 1 - level, whatever
 * made one stop (union bound; D. A. Darling and H. Robbins, Proc. Nat. Acad. Sci. 58 (1967) 66-68;
 * S. R. Howard, A. Ramdas, J. McAuliffe and J. Sekhon, Ann. Statist. 49 (2021) 1055-1080).
 *
 * Each look has about one and a half times the trials of the one before, in whole blocks: at most a
 * third of a point's trials are more than it needed, and there are few looks to share among. Their
 * number of trials follows from the size of the point's blocks alone. */

#include "analysis/interval.h"

#include <stdbool.h>
#include <stdint.h>

/* By a rule: whatever it is that somebody wants to know well enough (analysis/experiment.h). */
enum precision_kind { PRECISION_NONE, PRECISION_RELATIVE, PRECISION_ABSOLUTE, PRECISION_BY_RULE };

struct stopping {
    enum precision_kind precision;
    double
        half_width; /* that the interval of failure may have at most; relative: to its estimate */
    double seconds; /* that the whole run may take; 0: whatever it takes */
};

/* The precision as on the command line: "1%" or "1e-06". */
enum { STOPPING_TEXT_SIZE = 32 };
const char *stopping_text(const struct stopping *stopping, char text[STOPPING_TEXT_SIZE]);

/* How a point ended: with all that was asked for, with all trials but not precise enough, or when
 * time was up; or with the trials of one shard alone. Or, of importance sampling, why its weights
 * cannot be trusted: the target was never hit; the two searches for a tilt lead to different
 * estimates; one weight makes up much of the sum, or was beyond all that was expected; the
 * effective sample size is small. Or a probability is so small that no number here can hold it, and
 * it is shown as 0 or nearly so. */
enum status {
    STATUS_COMPLETE,
    STATUS_IMPRECISE,
    STATUS_TIMEOUT,
    STATUS_SHARD,
    STATUS_UNSEEN,
    STATUS_TILTS_DISAGREE,
    STATUS_DOMINATED,
    STATUS_FEW_EFFECTIVE,
    STATUS_TOO_SMALL,
    STATUS_COUNT
};

/* What the name of an interval ends with if there were several looks. */
#define INTERVAL_SEQUENTIAL "-sequential"

/* "complete", "imprecise", ..., "too-small" */
const char *status_name(enum status status);

/* The part of the error that look `look`, from 1, may have. */
double stopping_share(unsigned look);

/* The level of an interval at a look, so that all looks together keep `level`. */
double stopping_level(double level, unsigned look);

/* Trials of a point at a look: whole blocks, or all that the point may have. */
uint64_t stopping_trials(unsigned look, uint64_t block_trials, uint64_t trials_max);

/* Half the width that the interval has, over the one that it may have: precise if at most 1.
 * Infinite if failure was never seen and the precision is relative. */
double stopping_excess(const struct stopping *stopping, double estimate, struct interval interval);

#endif
