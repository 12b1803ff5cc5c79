/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_TURNS_H
#define GENERALS_ANALYSIS_TURNS_H

/* Running points by turns until they are precise enough or time is up (analysis/stopping.h): all
 * that are not over yet go to look 1, then all to look 2, and so on, so that they end at about the
 * same time, and a run that is cut short has something of each. At which look a point is over
 * depends on its own counts alone. */

#include "analysis/conductor.h"

#include <stdbool.h>

/* experiment_run() for an experiment that has something to stop for. Its estimates are there, all
 * empty, and its records; those of Monte Carlo points say at which look they are. */
bool turns_run(struct experiment *experiment, struct conductor *conductor,
               experiment_progress *progress, void *progress_context, struct error *error);

#endif
