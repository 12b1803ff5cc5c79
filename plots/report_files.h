/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_REPORT_FILES_H
#define GENERALS_PLOTS_REPORT_FILES_H

/* report.html and report.md in the folder whose results they are of. */

#include "engine/error.h"
#include "plots/report.h"

#include <stdbool.h>

#define REPORT_PAGE_FILE "report.html"
#define REPORT_MARKDOWN_FILE "report.md"

bool report_files_write(const char *directory, const struct report *report, struct error *error);

/* Removes what belongs to earlier results. */
bool report_files_remove(const char *directory, struct error *error);

#endif
