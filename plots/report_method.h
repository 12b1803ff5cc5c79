/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_REPORT_METHOD_H
#define GENERALS_PLOTS_REPORT_METHOD_H

/* What a report says of how its numbers were found, and of all of them together. */

#include "plots/report.h"

#include <stdbool.h>
#include <stdio.h>

/* "421 points of 9 strategies of 5 problems: ..." */
void report_write_overview(FILE *stream, const struct report *report,
                           void (*escape)(FILE *stream, const char *text));

/* "60 of 100000 points: ...", or "All 12 points". Needs no escapes. */
void report_write_shown(FILE *stream, const struct report_problem *problem);

/* A paragraph on the method, for each that was used, and on what is told apart; NULL ends them. */
const char *report_method(const struct report *report, size_t number);

/* A fact of the manifest; false behind the last one. */
struct report_fact {
    const char *name, *text;
};
bool report_fact(const struct report *report, size_t number, struct report_fact *fact);

/* "army 1 attacks"; "the first proposition" */
const char *report_proposition(const struct report_problem *problem, int number);

#endif
