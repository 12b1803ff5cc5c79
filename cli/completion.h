/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_COMPLETION_H
#define GENERALS_CLI_COMPLETION_H

/* Completion for bash: a function that holds the tables of commands, options and strategies, and
 * cli/completion.bash, which looks words up in it. */

#include <stddef.h>
#include <stdio.h>

/* The script, to be sourced. */
void completion_write(FILE *stream);

/* cli/completion.bash, made a part of the program by cli/embed.cmake. */
extern const char completion_bash_name[];
extern const char completion_bash[];
extern const size_t completion_bash_length;

#endif
