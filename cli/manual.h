/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_MANUAL_H
#define GENERALS_CLI_MANUAL_H

/* Manual pages in the man macros of troff (groff_man(7)), from the tables of commands, options and
 * strategies.
 *
 * Of a command's description, paragraphs are filled. Lines that are indented by two spaces are a
 * table, a row for each, `  TERM   MEANING`, whose meaning may go on in lines indented further. A
 * paragraph that has examples ("  generals ...") goes to EXAMPLES, one that begins with "Exit
 * status:" to EXIT STATUS. */

#include "cli/command.h"

/* generals-NAME(1), or for NULL generals(1). */
void manual_write(FILE *stream, const struct command *command);

#endif
