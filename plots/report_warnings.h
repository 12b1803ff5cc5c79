/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_REPORT_WARNINGS_H
#define GENERALS_PLOTS_REPORT_WARNINGS_H

/* Where the numbers of a report are weak, and what it could not show. */

#include "plots/report.h"

bool report_warnings_find(struct report *report, struct error *error);

#endif
