/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_CONDITION_WORDS_H
#define GENERALS_CLI_CONDITION_WORDS_H

/* Conditions in the words of the command line: CLAUSE and CLAUSE and ..., where a clause is a
 * quantity, < or >, and a number, of a probability also as a percentage: success > 99.9%. */

#include "analysis/condition.h"

#include <stddef.h>
#include <stdio.h>

/* False, with the place in bytes at which it went wrong, if the text is none for the strategy. */
bool condition_read(struct condition *condition, const struct strategy *strategy, const char *text,
                    size_t *place, struct error *error);

/* The text, and a caret under the place, on lines of their own. */
void condition_point_at(FILE *stream, const char *text, size_t place);

#endif
