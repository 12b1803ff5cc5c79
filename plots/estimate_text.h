/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_ESTIMATE_TEXT_H
#define GENERALS_PLOTS_ESTIMATE_TEXT_H

/* Estimates for people to read, with as many digits as are known. */

#include "analysis/estimate.h"

#include <stdbool.h>

enum { ESTIMATE_TEXT_SIZE = 96 };

/* `rest`: 1 - p; `near_one`: the digits that count are those of what is missing: 1-2.5e-07, not 1.
 */
const char *probability_text(double p, double rest, int digits, bool near_one,
                             char text[ESTIMATE_TEXT_SIZE]);

/* "0.1 [0.09, 0.11]", without an interval if it is exact; "-" if it is not known. */
const char *proportion_text(const struct proportion *proportion, bool exact,
                            char text[ESTIMATE_TEXT_SIZE]);

/* The same for what is no probability; `rest` is not used. */
const char *mean_text(const struct proportion *mean, bool exact, char text[ESTIMATE_TEXT_SIZE]);

#endif
