/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_COMPARISON_RECORD_H
#define GENERALS_PLOTS_COMPARISON_RECORD_H

/* What a comparison takes from one record of results.csv. */

#include "analysis/comparison.h"
#include "plots/csv.h"

#include <stddef.h>

enum comparison_text {
    COMPARISON_PROBLEM,
    COMPARISON_CHANNEL,
    COMPARISON_STRATEGY,
    COMPARISON_PARAMETERS,
    COMPARISON_METHOD,
    COMPARISON_INTERVAL,
    COMPARISON_COLUMNS,
    COMPARISON_TASK = COMPARISON_COLUMNS, /* of the parameters, those that describe the task */
    COMPARISON_TEXTS
};

struct comparison_record {
    char *text[COMPARISON_TEXTS];
    double loss, loss_back, success;
    size_t line;
    struct contender contender;
};

/* What a row says of failure. */
enum comparison_found {
    COMPARISON_BAD,     /* it cannot be read: an error */
    COMPARISON_UNKNOWN, /* nothing: it has no trials, another event, or weights that it warns of */
    COMPARISON_KNOWN
};

/* Does a parameter of a strategy with this value say what is to be done, other than usual? What
 * differs in that cannot be compared: who sends a longer file fails more often. */
typedef bool comparison_of_task(const char *strategy, const char *parameter, double value);

/* comparison_record_release in any case. */
enum comparison_found comparison_record_read(const struct csv_reader *reader,
                                             comparison_of_task *of_task,
                                             struct comparison_record *record, struct error *error);
void comparison_record_release(struct comparison_record *record);

/* Which of several records tells the failure of a point: the one with the smallest. */
int comparison_record_order(const struct comparison_record *record);

#endif
