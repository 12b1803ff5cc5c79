/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_FINDING_WORDS_H
#define GENERALS_PLOTS_FINDING_WORDS_H

/* What the sentences of findings share. */

#include "analysis/estimate.h"
#include "plots/report.h"

#include <stdbool.h>
#include <stdio.h>

/* "", "s" */
const char *finding_plural(size_t count);

/* "95 %" */
void finding_write_level(FILE *stream, double level);

const struct comparison_name *finding_name_of(const struct comparison_set *set, size_t contender);
bool finding_is_exact(const struct contender *contender);

/* "At loss rate 0.1, with chunks=64" */
void finding_write_set(FILE *stream, const struct comparison_set *set);

/* "with probability 0.1 (exact)" */
void finding_write_known(FILE *stream, const struct proportion *probability, bool is_exact);

/* The same of a contender's failure; "never (exact)". */
void finding_write_failure(FILE *stream, const struct contender *contender);

/* "retransmit attempts=3 at loss rate 0.1" */
void finding_write_point(FILE *stream, const struct report_problem *problem,
                         const struct table_point *point);

#endif
