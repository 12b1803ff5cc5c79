/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_REPORT_H
#define GENERALS_PLOTS_REPORT_H

/* What a report says of the results of a folder. It is found once, and written as a page
 * (report_html.h), as Markdown and as JSON, which so have the same content.
 *
 * All texts here are plain: names come from files that somebody may have edited, so whoever writes
 * them escapes them (plots/escape.h). */

#include "engine/error.h"
#include "engine/strategy.h"
#include "plots/comparison_rows.h"
#include "plots/drawing.h"
#include "plots/finding.h"
#include "plots/report_source.h"
#include "plots/table.h"

#include <stdbool.h>
#include <stddef.h>

enum {
    REPORT_PROBLEMS_MAX = 20,   /* of which there are sections */
    REPORT_STRATEGIES_MAX = 30, /* of a problem, that are introduced */
    REPORT_POINTS_MAX = 60      /* of a problem, that are shown */
};

struct report_strategy {
    const char *name;
    const struct strategy *known; /* NULL: of a plug-in that is not loaded */
    char *common;                 /* settings that all of its points have: "spacing=1" */
    size_t *point;                /* of the table, in its order; part of the problem's */
    size_t count;
};

struct report_chart {
    char *name;    /* NAME.svg in the folder */
    char *claim;   /* its title */
    char *caption; /* what to see */
    char *svg;     /* to stand in a page; NULL: the picture is refused */
    char *refusal; /* why */
};

struct report_problem {
    const char *name;
    const struct problem *known; /* NULL: of none of its strategies */
    struct report_strategy *strategy;
    size_t strategy_count;
    size_t *point;
    size_t count;
    size_t *shown; /* in the order of the table */
    size_t shown_count;
    bool column[16]; /* of the table of points (report_points.h) */
    struct report_chart *chart;
    size_t chart_count;
};

struct report {
    char *folder;            /* its name, without those above it */
    size_t missing_pictures; /* charts that are there as scripts alone: gnuplot was not */
    struct table table;
    struct comparison_rows comparison;
    struct report_source source;
    struct report_problem *problem; /* that with the most points first */
    size_t problem_count;           /* all of them; what is beyond the most has no section */
    struct findings findings;
    struct findings warnings;
};

/* Reads the results, manifest and pictures of the drawing's folder. `find` knows strategies,
 * `of_task` their parameters that describe the task. report_release in any case. */
bool report_make(struct report *report, const struct drawing *drawing, strategy_finder *find,
                 comparison_of_task *of_task, struct error *error);
void report_release(struct report *report);

/* How many problems have a section. */
size_t report_sections(const struct report *report);

/* "army 1 defeated"; neutral words where the problem is not known. */
const char *report_cell_name(const struct report_problem *problem, enum cell cell);

/* "failure"; "not known" */
const char *report_verdict(const struct report_problem *problem, enum cell cell);

/* The strategy of a point of the problem. */
const struct report_strategy *report_strategy_of(const struct report_problem *problem,
                                                 const struct table_point *point);

#endif
