/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_TEXT_CHARTS_H
#define GENERALS_PLOTS_TEXT_CHARTS_H

/* The charts of what was swept, drawn in characters by gnuplot. */

#include "plots/folder_charts.h"

#include <stdio.h>

enum { TEXT_CHARTS_COLUMNS = 79 };

/* Draws into the stream, `columns` wide; nothing in the folder changes. Without `names`, failure is
 * drawn: of several strategies together where they can be compared. `drawn`: how many. */
bool text_charts_draw(FILE *stream, const char *directory, const char *names, int columns,
                      void (*remark)(const char *text), size_t *drawn, struct error *error);

#endif
