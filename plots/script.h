/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_SCRIPT_H
#define GENERALS_PLOTS_SCRIPT_H

/* Variables at the top of a gnuplot script. */

#include <stdio.h>

/* VARIABLE = 'TEXT', with quotes doubled: nothing in it is expanded. The text has no control
 * characters. */
void script_write_text(FILE *stream, const char *variable, const char *text);

#endif
