/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_DIAGRAM_PARTS_H
#define GENERALS_PLOTS_DIAGRAM_PARTS_H

/* What both kinds of diagrams (plots/diagram.h) show: which events, in which words. Events are
 * those of the diagram's schedule, by their index. */

#include "plots/diagram.h"

#include <stdbool.h>
#include <stddef.h>

enum { LABEL_SIZE = 128 };

/* Was it sent in the trial, and captured? */
bool diagram_is_captured(const struct diagram *diagram, size_t index);

/* Is it drawn, if it is not hidden? */
bool diagram_is_drawn(const struct diagram *diagram, size_t index);

/* How many of the events from .. to - 1 are. */
size_t diagram_count_drawn(const struct diagram *diagram, size_t from, size_t to);

/* The events from `begin` up to `end` are hidden; none are if both are 0. Of those that else were
 * drawn, `captured` were captured. */
struct fold {
    size_t begin, end, hidden, captured;
};

struct fold diagram_fold_of(const struct diagram *diagram);
bool diagram_is_hidden(const struct fold *fold, size_t index);

/* "... 7 more ...", "... 7 more, 2 of them captured ..." */
const char *diagram_fold_text(const struct fold *fold, char text[LABEL_SIZE]);

/* "order", "order, 3 messengers", "coin, heads 0.25", or, in a trial, "coin, heads 0.25: tails" */
const char *diagram_label_of(const struct diagram *diagram, size_t index, char text[LABEL_SIZE]);

/* What became of it, where an arrow alone does not say so; "" if it does. */
const char *diagram_fate_of(const struct diagram *diagram, size_t index);

/* Is the event, which is drawn, the first of its round by which the city's mood is known? */
bool diagram_tells_mood(const struct diagram *diagram, size_t index);

/* That mood: "the city is vigilant". */
const char *diagram_mood_of(const struct diagram *diagram, size_t index);

#endif
