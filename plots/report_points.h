/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_REPORT_POINTS_H
#define GENERALS_PLOTS_REPORT_POINTS_H

/* The table of a problem's points: which are shown, which columns it has, and what stands in them.
 */

#include "analysis/estimate.h"
#include "plots/report.h"

#include <stdbool.h>
#include <stdio.h>

enum report_column {
    REPORT_STRATEGY,
    REPORT_SETTINGS, /* those in which the strategy's points differ */
    REPORT_CHANNEL,  /* if some are not memoryless */
    REPORT_LOSS,
    REPORT_LOSS_BACK, /* if it is another one somewhere */
    REPORT_FAILURE_EXACT,
    REPORT_FAILURE_IMPORTANCE,
    REPORT_FAILURE_MONTE_CARLO,
    REPORT_SUCCESS,
    REPORT_CONFIDENCE, /* of the less sure party, if confidence is a party's */
    REPORT_MESSENGERS,
    REPORT_STATUS, /* if some are not complete */
    REPORT_COLUMNS
};

/* Chooses the points of each problem, and the columns. */
bool report_points_choose(struct report *report, struct error *error);

const char *report_column_name(enum report_column column); /* "failure, exact" */
bool report_column_is_number(enum report_column column);

/* The text of a cell; "" if it is empty. It may be `room`'s, or the table's. */
enum { REPORT_CELL_SIZE = 1280 };
const char *report_cell_text(const struct report_problem *problem, const struct table_point *point,
                             enum report_column column, char room[REPORT_CELL_SIZE]);

/* "retransmit attempts=3", and its settings alone. */
void report_write_settings(FILE *stream, const struct report_strategy *strategy,
                           const struct table_point *point);

/* "at loss rate 0.1", "at loss rates 0.1 and 0.2 back, burst length=8 capture=1 leak=0"; with an
 * A where it begins a sentence. */
void report_write_place(FILE *stream, bool begins, double loss, double loss_back,
                        const char *channel);

/* What the point's row says, as estimates have it (analysis/estimate.h); what a probability lacks
 * to 1 is from the four ends, which hold more of its digits. */
struct proportion report_failure(const struct report_problem *problem, const struct table_row *row);
struct proportion report_success(const struct report_problem *problem, const struct table_row *row);

/* In a sentence: an exact value is rounded there. */
void report_write_probability(FILE *stream, const struct proportion *probability, bool is_exact);

/* Of the party that is less sure, and which; NaN, and -1, if neither ever acts. */
struct proportion report_confidence(const struct table_row *row, int *party);

/* Is the loss rate of any direction neither 0 nor 1? Else nothing is left to chance. */
bool report_is_lossy(double loss, double loss_back);

#endif
