/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_EXPLAIN_FILES_H
#define GENERALS_PLOTS_EXPLAIN_FILES_H

/* What `generals explain -o DIR` leaves in the folder: views.csv, knowledge.csv, proof.csv,
 * exchange.svg, and the chart of the ladder. docs/files.md explains the columns. */

#include "analysis/experiment.h"
#include "engine/error.h"

#include <stdbool.h>

/* Explains each point and writes all files, or none if one point cannot be explained. `remark` gets
 * remarks for the user. */
bool explain_files_write(const char *directory, const struct experiment *experiment, bool plots,
                         void (*remark)(const char *text), struct error *error);

#endif
