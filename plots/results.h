/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_RESULTS_H
#define GENERALS_PLOTS_RESULTS_H

/* results.csv: one row per point, in canonical order; counters.csv: one row for each counter of
 * each point; adversary.csv: one row for each exact point. docs/files.md explains the columns. */

#include "analysis/experiment.h"
#include "analysis/worst_cases.h"
#include "engine/error.h"
#include "plots/csv.h"

#include <stdbool.h>
#include <stdio.h>

#define RESULTS_FILE "results.csv"
#define COUNTERS_FILE "counters.csv"
#define ADVERSARY_FILE "adversary.csv"

/* Writes all rows of an experiment that was run. The caller checks the stream for errors. */
void results_write(FILE *stream, const struct experiment *experiment);

/* Has a strategy of the experiment counters? Then they are rows of counters.csv. */
bool results_have_counters(const struct experiment *experiment);
void results_write_counters(FILE *stream, const struct experiment *experiment);

/* Writes the worst cases of an experiment that was run. */
void results_write_adversary(FILE *stream, const struct experiment *experiment,
                             const struct worst_cases *cases);

/* Names of the columns of each file, with commas between. */
extern const char results_columns[], results_counters_columns[], results_adversary_columns[];

/* Has a file that was opened for reading all these columns? */
bool results_check_columns(const struct csv_reader *reader, const char *columns,
                           struct error *error);

/* Writes the point's parameters as "name=value name=value", with as many digits as it takes. */
void results_write_parameters(FILE *stream, const struct point *point);

#endif
