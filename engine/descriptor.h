/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_DESCRIPTOR_H
#define GENERALS_ENGINE_DESCRIPTOR_H

/* What must hold of the descriptor of a strategy (engine/strategy.h) before anything else reads it:
 * of those that are built in, as a test says, and of what a plug-in brings, or it is refused. */

#include "engine/error.h"
#include "engine/strategy.h"

enum {
    DESCRIPTOR_NAME_MAX = 40, /* characters of names, and of what stands in a column */
    DESCRIPTOR_LINE_MAX = 200,
    DESCRIPTOR_PARAGRAPH_MAX = 10000,
};

/* One line of 1 to `longest` characters of ASCII that can be printed: what reaches a terminal, a
 * gnuplot file or a picture as it is. */
bool descriptor_is_text(const char *text, size_t longest);

/* A letter, then letters, digits and hyphens, all small, at most 40: can be typed in a shell and
 * stand in the name of a file. */
bool descriptor_is_name(const char *name);

/* Of a strategy that has such a name; its problem is all there. False, with what is wrong. */
bool descriptor_check(const struct strategy *strategy, struct error *error);

/* Of its problem alone. */
bool descriptor_check_problem(const struct problem *problem, struct error *error);

#endif
