/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_FINDING_H
#define GENERALS_PLOTS_FINDING_H

/* A finding: something that the numbers of a folder say, with the number that says it, and in a
 * sentence. */

#include "engine/error.h"

#include <stdbool.h>
#include <stddef.h>

enum finding_kind {
    FINDING_LEAST,      /* which strategy fails least at a loss rate: its failure */
    FINDING_RANGE,      /* where nothing can be compared: the least failure, and the most */
    FINDING_PRICE,      /* what failing less costs: how many settings are worth their messengers */
    FINDING_STEP,       /* by what factor one more step changes failure */
    FINDING_CONFIDENCE, /* what the less sure party's confidence reaches: what it lacks to 1 */
    FINDING_UNSEEN,     /* points without any failure seen: how many */
    FINDING_AGREEMENT,  /* exact and sampled: how many agree */
    WARNING_UNSEEN,     /* no failure seen, and nothing else tells how rare it is: points */
    WARNING_FEW,        /* few failures seen: points */
    WARNING_STATUS,     /* not complete, or not to be trusted: rows */
    WARNING_DISAGREE,   /* exact and sampled differ: points */
    WARNING_UNKNOWN,    /* strategies that this program does not have */
    WARNING_SOURCE,     /* where the results come from is not known */
    WARNING_PICTURES,   /* charts are missing: how many, if that is known */
    FINDING_KINDS
};

/* "least", "price", ...: as in JSON. */
const char *finding_name(enum finding_kind kind);

/* A word or two for people: "Fails least". */
const char *finding_heading(enum finding_kind kind);

struct finding {
    enum finding_kind kind;
    const char *problem; /* NULL: it is of all */
    char *sentence;      /* one or more, each with its full stop */
    double value;
    double low, high; /* its interval; NaN: it has none */
    bool is_exact;
};

struct findings {
    struct finding *list;
    size_t count, capacity;
};

/* Adds it; its sentence is then the list's, and freed here if there is no memory. */
bool findings_add(struct findings *findings, struct finding finding, struct error *error);
void findings_release(struct findings *findings);

#endif
