/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_VALUES_H
#define GENERALS_CLI_VALUES_H

/* VALUES on the command line: a comma list of numbers and of ranges
 *
 *     low:high            step 1
 *     low:step:high       as in PRISM and MATLAB
 *     log:low:high:count  equal ratios
 *
 * Both ends belong to a range if a step falls on them. Values inside a range are rounded to 12
 * significant digits, so that 0:0.1:1 holds 0.3 and not 0.30000000000000004, on every machine. */

#include "analysis/experiment.h"
#include "engine/error.h"

#include <stdbool.h>

/* Adds the numbers of `text` to `values`; `what` names the option for messages. The caller frees
 * values->value. */
bool values_read(struct values *values, const char *what, const char *text, struct error *error);

/* The same for probabilities: each must lie in [0, 1]. */
bool values_read_probabilities(struct values *values, const char *what, const char *text,
                               struct error *error);

#endif
