/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_REPORT_MARKDOWN_H
#define GENERALS_PLOTS_REPORT_MARKDOWN_H

/* The report as GitHub's Markdown, for a README or a pull request. Pictures are links to the files
 * NAME.svg beside it. */

#include "plots/report.h"

#include <stdio.h>

/* The caller checks the stream for errors. */
void report_markdown_write(FILE *stream, const struct report *report);

#endif
