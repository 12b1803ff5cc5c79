/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_DIAGRAM_H
#define GENERALS_PLOTS_DIAGRAM_H

/* Sequence diagrams, as text and as SVG: who may send what to whom in which round or, of one trial,
 * who did, what the city captured, how coins fell, and how it ended. Long ones are cut in the
 * middle, by whole rounds where these are short. Coins that cannot but fall on one side are left
 * out. */

#include "engine/replay.h"
#include "engine/schedule.h"
#include "engine/strategy.h"

#include <stdio.h>

struct diagram {
    const struct strategy *strategy;
    const struct schedule *schedule; /* acts alone (schedule_keep_acts) */
    const struct replay *replay;     /* the trial, whose acts they are; NULL: all that may happen */
    const char *title, *subtitle;    /* of the SVG; a subtitle may be NULL */
};

/* In the text all lines are indented by some spaces. */
void diagram_write_text(FILE *stream, const struct diagram *diagram);
void diagram_write_svg(FILE *stream, const struct diagram *diagram);

#endif
