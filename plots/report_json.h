/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_REPORT_JSON_H
#define GENERALS_PLOTS_REPORT_JSON_H

/* The report for programs: one JSON object; docs/files.md tells what is in it. Numbers are the
 * shortest decimals that read back the same; null is what is not known. */

#include "plots/report.h"

#include <stdio.h>

/* The caller checks the stream for errors. */
void report_json_write(FILE *stream, const struct report *report);

#endif
