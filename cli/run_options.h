/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_RUN_OPTIONS_H
#define GENERALS_CLI_RUN_OPTIONS_H

/* From the command line of `generals run` to an experiment that can be run. */

#include "analysis/experiment.h"
#include "cli/options.h"
#include "cli/sweep_file.h"

/* examples/default-report.sweeps, as CMake found it: what is run without a strategy. */
extern const char default_report_name[];
extern const char default_report[];
extern const size_t default_report_length;

/* Everything that can be wrong with the words, and with the sweep file that they name, before
 * anything is touched. The excerpt is of that file, or empty. experiment_release in any case. */
bool run_options_read(struct experiment *experiment, const struct arguments *arguments,
                      struct sweep_excerpt *excerpt, struct error *error);

#endif
