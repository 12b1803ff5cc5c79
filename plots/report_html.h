/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_REPORT_HTML_H
#define GENERALS_PLOTS_REPORT_HTML_H

/* The report as one page that needs nothing else: no script, no request, pictures inside. Its
 * Content-Security-Policy allows the one style sheet (plots/report.css), by its hash, and nothing
 * more. It can be read on a phone, in the dark, on paper, by keyboard and by screen reader. */

#include "plots/report.h"

#include <stdio.h>

/* The caller checks the stream for errors. */
void report_html_write(FILE *stream, const struct report *report);

/* What the build makes of plots/report.css (plots/report_style.cmake). */
extern const char report_style[], report_style_hash[]; /* "sha256-..." */

#endif
