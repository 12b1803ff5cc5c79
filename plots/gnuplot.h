/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_GNUPLOT_H
#define GENERALS_PLOTS_GNUPLOT_H

/* The external program gnuplot, run on one script. */

#include "engine/error.h"

enum gnuplot_outcome { GNUPLOT_DONE, GNUPLOT_MISSING, GNUPLOT_FAILED };

enum { GNUPLOT_SAID_SIZE = 700 };

/* Runs `gnuplot -d -e SETTING SCRIPT` in the directory, without the user's settings and within a
 * minute. What
 * it printed, or the beginning of that, is in `said`, without empty lines before and behind.
 * GNUPLOT_FAILED leaves what gnuplot said, or why it could not be run, in the error. */
enum gnuplot_outcome gnuplot_run(const char *directory, const char *setting, const char *script,
                                 char said[GNUPLOT_SAID_SIZE], struct error *error);

#endif
