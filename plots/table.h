/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_TABLE_H
#define GENERALS_PLOTS_TABLE_H

/* results.csv and counters.csv read back: the points of a run, each with what every method says of
 * it. Nothing here needs the strategies, of which the files may have others than the program.
 *
 * Texts are kept once: two points have the same strategy if their `strategy` is the same pointer.
 */

#include "engine/error.h"
#include "engine/point.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TABLE_SETTINGS_MAX = PARAMETERS_MAX };

/* "attempts=3 spacing=1", taken apart. */
struct table_text {
    const char *text;
    size_t number; /* by first appearance, from 0 */
    size_t count;  /* settings */
    struct table_setting {
        char name[64]; /* letters, digits and _ */
        double value;
    } setting[TABLE_SETTINGS_MAX];
};

struct table_value {
    double value, low, high; /* NaN: not estimated */
};

/* What a method says of a point. */
struct table_row {
    uint64_t trials; /* of the exact method: histories */
    double cell[CELL_COUNT];
    struct table_value success, failure, confidence[2], messengers;
    double rounds, rounds_p99;
    double level;         /* of the intervals */
    double effective;     /* of importance sampling; else NaN */
    const char *interval; /* its kind; "exact" */
    const char *status, *event;
    uint64_t seed;
    size_t line;    /* of results.csv */
    bool is_usable; /* it has trials and a failure whose weights are not warned of */
};

struct table_point {
    const char *problem, *strategy;
    const struct table_text *parameters;
    const struct table_text *channel; /* the text begins with the channel's name */
    double loss, loss_back;
    const struct table_row *row[METHOD_COUNT]; /* NULL: not measured by this method */
};

struct table_counter {
    size_t point;
    enum method method;
    const char *name;
    double count; /* NaN of the exact method */
    struct table_value mean;
};

struct table {
    struct table_point *point; /* in the order of results.csv */
    size_t count;
    struct table_row *row;
    size_t row_count;
    struct table_counter *counter; /* by point, in the order of counters.csv */
    size_t counter_count;
    void *texts; /* for tsearch */
    size_t text_count;
};

/* Reads DIRECTORY/results.csv, and counters.csv if it is there. A row that cannot be read is an
 * error, as is a point measured twice by one method. table_release in any case. */
bool table_read(struct table *table, const char *directory, struct error *error);
void table_release(struct table *table);

/* What is known best of a point's failure: the exact row, that of importance sampling, or that of
 * Monte Carlo; NULL if none is usable. */
const struct table_row *table_best(const struct table_point *point);

/* The same for all other values, of which importance sampling knows nothing. */
const struct table_row *table_best_of_all(const struct table_point *point);

/* The value of a setting of the point: a parameter, "channel.length", "loss" or "loss_back"; NaN if
 * it has none of that name. */
double table_setting(const struct table_point *point, const char *name);

#endif
