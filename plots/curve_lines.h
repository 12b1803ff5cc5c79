/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_CURVE_LINES_H
#define GENERALS_PLOTS_CURVE_LINES_H

/* How curves come about, between the files that make them (plots/curves.h is for all others): lines
 * through the points of sweeps (curve_lines.c), of which some are chosen and get a panel
 * (curve_places.c) and all get their names (curve_labels.c). */

#include "plots/curves.h"

/* All points of a sweep that agree in every setting but x. */
struct line {
    const struct swept *sweep;
    const size_t *point; /* of the table, by x */
    size_t count;
    bool is_chosen;
    size_t panel;
    long group; /* whose lines share panels; NO_GROUP: it is not drawn */
};

struct lines {
    const struct table *table;
    const char *x;
    enum measure measure;
    size_t *point; /* of all lines */
    struct line *line;
    size_t count, chosen;
    size_t hidden; /* lines that cannot be drawn, though something is known of them */
};

/* What is known of a point, as it is drawn; and whether anything is. */
struct curve_point curve_point_read(const struct table_point *point, const char *x,
                                    enum measure measure);
bool curve_point_is_known(const struct curve_point *point);

/* The row of a point's sampled value; NULL if it was not sampled. */
const struct table_row *curve_sampled_row(const struct table_point *point, enum measure measure);

/* All lines of the sweeps that can be drawn; `point` and `line` are to be freed in any case. */
bool curve_lines_find(struct lines *lines, const struct swept *const *sweeps, size_t count,
                      struct error *error);

/* The value of a setting other than x. */
double curve_line_setting(const struct lines *lines, const struct line *line, const char *name);

/* Is number `at` of `count` one of `most` that are spread evenly, both ends among them? */
bool curves_are_spread(size_t at, size_t count, size_t most);

/* Chooses which lines are drawn and gives each its panel. `sweep` is the first of `strategies`. */
void curve_lines_place(struct lines *lines, const struct swept *sweep, size_t strategies,
                       struct curves *curves);

/* Are there lines of several strategies in the panel? */
bool curve_lines_have_strategies(const struct lines *lines, size_t panel);

/* What tells a curve from the others of its panel; what all of a panel share, and the panels do
 * not; what all share; what is not drawn. */
void curve_line_label(const struct lines *lines, const struct line *line, struct curves *curves,
                      struct curve *curve);
void curve_panel_label(const struct lines *lines, const struct line *line, bool several,
                       char label[CURVES_LABEL_SIZE]);
void curves_write_subject(const struct lines *lines, bool several, struct curves *curves);
void curves_write_left_out(const struct lines *lines, bool thinned, struct curves *curves);

#endif
