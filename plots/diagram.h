/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_DIAGRAM_H
#define GENERALS_PLOTS_DIAGRAM_H

/* The exchange of a strategy as a sequence diagram: who may send what to whom in which round. Long
 * ones are cut in the middle, by whole rounds where these are short. Coins that cannot but fall on
 * one side are left out. The schedule's events are acts alone (schedule_keep_acts). */

#include "engine/schedule.h"
#include "engine/strategy.h"

#include <stdio.h>

void diagram_write_text(FILE *stream, const struct strategy *strategy,
                        const struct schedule *schedule);
void diagram_write_svg(FILE *stream, const struct strategy *strategy,
                       const struct schedule *schedule);

#endif
