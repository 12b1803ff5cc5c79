/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_RARE_POINTS_H
#define GENERALS_ANALYSIS_RARE_POINTS_H

/* Running the points of importance sampling of an experiment: for each, two searches for a tilt, a
 * sample under both tilts together, from which follow the grid of the weights and, with a
 * precision, how many trials it needs; then its trials, all at once. Nobody looks before they are
 * done, so intervals need no correction. */

#include "analysis/conductor.h"

#include <stdbool.h>

/* A Monte Carlo point of an automatic experiment is too rare for that method if it hits its target
 * less often than this, in all its trials or in so many, or does not get precise with all that it
 * may have. */
enum { RARE_HITS = 100, RARE_TRIALS = 1000000 };

/* The part of experiment_run() after all other points were run. Monte Carlo points that hardly ever
 * hit their target become points of importance sampling, if the experiment is automatic; unless
 * that never hits it either. Records of importance sampling that are there are gone on with. */
bool rare_points_run(struct experiment *experiment, struct conductor *conductor,
                     experiment_progress *progress, void *progress_context, struct error *error);

#endif
