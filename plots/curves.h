/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_CURVES_H
#define GENERALS_PLOTS_CURVES_H

/* Curves through the points of sweeps: what is drawn of them, and where.
 *
 * Along x goes one setting. A curve is one strategy with one combination of all its other settings.
 * No panel has more than 6 curves: those of several strategies have a panel each, those of one
 * sweep one for each value of a third setting, and what is more goes to further panels. What is too
 * much even for 9 is thinned out evenly, and `left_out` says so. */

#include "plots/sweep.h"

enum {
    CURVES_IN_PANEL = 6,
    CURVES_PANELS_MAX = 9,
    CURVES_MAX = CURVES_IN_PANEL * CURVES_PANELS_MAX,
    CURVES_X_MAX = 200, /* points of a curve */
    CURVES_LABEL_SIZE = 160
};

enum measure { MEASURE_FAILURE, MEASURE_SUCCESS, MEASURE_MESSENGERS, MEASURE_COUNT };

/* "failure", "success", "messengers": also the names of columns. */
const char *measure_name(enum measure measure);

struct curve_point {
    double x;
    struct table_value sampled; /* by Monte Carlo or importance sampling; NaN: by neither */
    double exact;               /* NaN: not known */
    bool is_seen;               /* of failure: was any sampled? */
    uint64_t trials;            /* 0: not sampled */
    bool is_incomplete;
    bool is_drawn; /* false of a failure that never happens: on the axis there is no 0 */
};

struct curve {
    char label[CURVES_LABEL_SIZE]; /* what tells it from the others of its panel */
    const char *strategy;
    size_t panel, first, count; /* points `first` and on, by x */
};

struct curves {
    enum measure measure;
    const char *problem;
    char x[SWEEP_NAME_SIZE];
    bool is_x_logarithmic;
    struct curve curve[CURVES_MAX]; /* by panel */
    size_t curve_count;
    char panel[CURVES_PANELS_MAX][CURVES_LABEL_SIZE];
    size_t panel_count;
    /* Of each panel, what its labels are values of; "": they say it. */
    char key[CURVES_PANELS_MAX][CURVES_LABEL_SIZE];
    struct curve_point *point;
    size_t point_count;
    bool is_partial;                  /* there are curves that are not among these */
    const struct table_row *evidence; /* a sampled row, for kind and level of intervals, or NULL */
    bool is_counted, is_weighted;     /* are there such, of Monte Carlo; of importance sampling? */
    char subject[512];                /* what all curves have in common */
    char left_out[160];               /* what is not drawn, as a sentence; "": nothing */
};

/* Curves of sweeps of one problem on one kind of channel, along the setting `x`, which all of them
 * sweep. Lines of fewer than two points that can be drawn are left out; there may be none at all.
 * curves_release in any case. */
bool curves_of_sweeps(struct curves *curves, const struct table *table,
                      const struct swept *const *sweeps, size_t count, const char *x,
                      enum measure measure, struct error *error);
void curves_release(struct curves *curves);

/* What is best known of a point: exact, or sampled. */
struct table_value curve_value(const struct curve_point *point);

/* A setting in words: "loss rate", "mean length of a burst, in rounds", "time wait"; as an axis is
 * called, or as in "loss 0.1". */
const char *setting_axis(const char *name, char text[SWEEP_NAME_SIZE]);
const char *setting_word(const char *name, char text[SWEEP_NAME_SIZE]);

/* Is it what one expects of a channel: in a burst all is lost, and nothing else? */
bool setting_goes_without_saying(const char *name, double value);

/* Is an axis of these increasing values better read with powers of ten? */
bool is_better_logarithmic(const double *values, size_t count);

#endif
