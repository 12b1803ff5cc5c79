/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_WORST_CASES_H
#define GENERALS_ANALYSIS_WORST_CASES_H

/* The worst case of every exact point of an experiment: what an adversary can do who chooses the
 * captures beforehand (engine/worst.h). */

#include "analysis/experiment.h"
#include "engine/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WORST_CASES_DIGITS = 15 };

struct worst_case {
    size_t point;      /* of the experiment */
    double failure;    /* rounded to so many significant digits */
    uint64_t captured; /* messengers */
    char *words;       /* what is captured, as words_messages tells it */
};

struct worst_cases {
    size_t count;
    struct worst_case *list; /* in the order of the points */
};

/* Can all be found? Says so, or why not, without finding any. */
bool worst_cases_check(const struct experiment *experiment, struct error *error);

/* Finds them. Points that are the same to an adversary are gone through once. Call
 * worst_cases_release in any case. */
bool worst_cases_find(struct worst_cases *cases, const struct experiment *experiment,
                      struct error *error);
void worst_cases_release(struct worst_cases *cases);

#endif
