/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_COMPARISON_FILES_H
#define GENERALS_PLOTS_COMPARISON_FILES_H

/* comparison.csv: one row for each pair that was compared; ranking.csv: one row for each contender.
 * docs/files.md explains the columns. */

#include "engine/error.h"
#include "plots/comparison_rows.h"
#include "plots/drawing.h"

#include <stdbool.h>

#define COMPARISON_FILE "comparison.csv"
#define RANKING_FILE "ranking.csv"

bool comparison_files_write(const char *directory, const struct comparison_rows *rows,
                            struct error *error);

/* Removes what a comparison has written, charts too: it is of other results. */
bool comparison_files_remove(const char *directory, struct error *error);

/* Is there such a file in the directory? If so, its name. */
bool comparison_files_find(const char *directory, char name[DRAWING_NAME_SIZE]);

/* What is known of a pair: "better" (the first fails less often), "not-told-apart", or "same" (both
 * are exact). */
const char *comparison_verdict(const struct comparison *comparison);

/* "on", "off", "unknown" */
const char *comparison_line_name(enum line line);

#endif
