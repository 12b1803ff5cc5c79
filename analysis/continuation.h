/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_CONTINUATION_H
#define GENERALS_ANALYSIS_CONTINUATION_H

/* From an experiment to its ledger (engine/ledger.h) and back: so that a run that was cut short is
 * gone on with, one that was finished gets more trials or points, and shards become a whole.
 *
 * What is gone on with has to be what one run from the beginning to the end would have found. So
 * nothing can be gone on with that has more than is asked for: more trials, or a wider interval
 * where a precision decides when a point is over. That is refused. Points that are not asked for
 * any more are kept in the ledger, and nothing else. */

#include "analysis/experiment.h"
#include "engine/ledger.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Of the texts of points in a ledger: see point_key_text. */
#define CONTINUATION_PHASE "counts"

/* What decides when a point is over, and what else its numbers depend on, as in a ledger. */
enum { CONTINUATION_TEXT_SIZE = 256 };
void continuation_rule(const struct experiment *experiment, const struct point *point,
                       char text[CONTINUATION_TEXT_SIZE]);
void continuation_settings(const struct experiment *experiment, char text[CONTINUATION_TEXT_SIZE]);

struct continuation {
    struct ledger ledger; /* that was gone on with; no entries: none */
    size_t found;         /* points of the experiment that were in it */
    size_t topped_up;     /* of these, points that had all their trials and get more */
};

/* Reads a ledger's text and puts what it has of the experiment's points, which are sorted, into
 * their records. False, with what differs, if it cannot be gone on with. continuation_release in
 * any case, after the last save. */
bool continuation_load(struct continuation *continuation, struct experiment *experiment,
                       const char *text, size_t length, struct error *error);

/* Writes the ledger: what the experiment has found, and the points that are kept. Errors of writing
 * show in the stream; false without memory. */
bool continuation_save(const struct continuation *continuation, const struct experiment *experiment,
                       FILE *stream, struct error *error);

void continuation_release(struct continuation *continuation);

#endif
