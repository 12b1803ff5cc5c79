/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_REPORT_OVERALL_H
#define GENERALS_PLOTS_REPORT_OVERALL_H

/* Findings about all points together: those without any failure seen, and whether exact and sampled
 * agree. Points at which nothing is left to chance do not count. */

#include "plots/report.h"

#include <stdbool.h>
#include <stddef.h>

/* Failures that a Monte Carlo row has seen. */
double report_failures_seen(const struct table_row *row);

/* The p-value of the row's failures, if the exact probability is right; NaN if there were several
 * looks, where only the interval tells. */
double report_p_value(const struct table_row *sampled, const struct table_row *exact);

/* Is the exact failure within the interval of the sampled row? */
bool report_is_within(const struct table_row *sampled, const struct table_row *exact);

bool report_overall_find(struct report *report, struct error *error);

#endif
