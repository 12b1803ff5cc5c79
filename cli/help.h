/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_HELP_H
#define GENERALS_CLI_HELP_H

/* What the program says of itself, from its tables of commands, options and strategies. The same
 * tables make its manual (cli/manual.h) and the completion for bash (cli/completion.h). */

#include "cli/command.h"

/* What the program is for: sentences in lines, as in a command's description. */
extern const char help_purpose[];

/* All commands, a line for each. */
void help_overview(FILE *stream);

/* All about one command. */
void help_write(FILE *stream, const struct command *command);

#endif
