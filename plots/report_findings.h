/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_REPORT_FINDINGS_H
#define GENERALS_PLOTS_REPORT_FINDINGS_H

/* What the numbers say, found anew in each folder. Of each problem:
 *
 * - which setting fails least, at the lowest, the middle and the highest loss rate of the channel
 *   and task with the most settings (of the rates that have half of them at least), and from how
 *   many others it is told apart: by analysis/comparison.h, so all that is said of a loss rate
 *   holds at the level together
 * - what failing less costs: the line of those that nobody beats in failure and messengers
 * - the factor by which one more step of a swept parameter changes failure
 * - what the less sure party's confidence reaches, where chance has a part in it
 *
 * and of all points in which no failure was seen, and whether exact and sampled agree. */

#include "plots/report.h"

bool report_findings_find(struct report *report, struct error *error);

#endif
