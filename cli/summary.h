/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_SUMMARY_H
#define GENERALS_CLI_SUMMARY_H

/* The table at the end of a run: for each point the four cells by their names, failure with its
 * interval, and the confidence of the less sure party. */

#include "analysis/experiment.h"

#include <stdio.h>

void summary_print(FILE *stream, const struct experiment *experiment);

#endif
