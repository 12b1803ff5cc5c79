/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_CHECK_H
#define GENERALS_ANALYSIS_CHECK_H

/* Does a condition hold at a point? Exactly, or by a test that looks again and again until it has
 * an answer or the point has no more trials or time (analysis/stopping.h, analysis/verdict.h).
 *
 * A condition holds if all of its clauses do. Each of m clauses has the part 1/m of the error, so
 * that the probability that any interval misses at any look is at most 1 - level (Bonferroni), and
 * with it that of a wrong "holds", and that of a wrong "does not hold", where the truth is in no
 * clause's region of indifference. */

#include "analysis/condition.h"
#include "analysis/experiment.h"
#include "analysis/verdict.h"

#include <stdbool.h>

struct check {
    struct condition condition;
    double within; /* the region of indifference: 0 <= within < 1 */
    /* Found by check_run: */
    enum answer answer;
    struct finding finding[CLAUSES_MAX]; /* of each clause, at the last look */
};

/* Chooses the exact method for the experiment's only point if it can be run and has at most
 * CHECK_HISTORIES_MAX histories, as far as can be estimated. */
#define CHECK_HISTORIES_MAX 0x1p30
bool check_choose_method(struct experiment *experiment, struct error *error);

/* Runs the experiment, which has one point, at its level. Its estimate then says how many trials
 * and looks there were, and its status if the point had no more trials (STATUS_IMPRECISE) or time.
 */
bool check_run(struct check *check, struct experiment *experiment, experiment_progress *progress,
               void *progress_context, struct error *error);

#endif
