/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_SWEEP_LINES_H
#define GENERALS_CLI_SWEEP_LINES_H

/* What the lines of a sweep file mean.
 *
 * A line has strategies and SWEEP_OPTIONS, --method and --event. The methods of the run, those of
 * the command line, are those that may be used: a line without --method is measured by each of
 * them, a line with --method by those of its own that are among them, and if there are none it is
 * left out. In a run without methods (method_count 0) the lines choose: Monte Carlo, for those that
 * do not. The auto of a run counts as Monte Carlo here. */

#include "analysis/experiment.h"
#include "cli/options.h"
#include "cli/sweep_file.h"

/* What makes up a sweep, on a line and on the command line. */
#define SWEEP_OPTIONS (OPTION(PARAM) | OPTION(LOSS) | OPTION(LOSS_BACK) | OPTION(CHANNEL))

/* Can the points, in canonical order, be run? */
typedef bool sweep_points_check(const struct experiment *experiment, const void *context,
                                struct error *error);

/* Adds the points of all lines, sorts them, checks them, and makes the methods of the experiment
 * those that some line is measured by. `*left_out`: how many lines are. What is wrong is told with
 * its place if a line alone is to blame, and the excerpt, which is empty before; NULL: without. */
bool sweep_lines_add(struct experiment *experiment, const struct sweep_file *file,
                     sweep_points_check *check, const void *context, size_t *left_out,
                     struct sweep_excerpt *excerpt, struct error *error);

#endif
