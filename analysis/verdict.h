/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_VERDICT_H
#define GENERALS_ANALYSIS_VERDICT_H

/* Does a clause hold? From exact numbers it is known; from a tally it is decided, or not yet.
 *
 * Around the limit lies a region of indifference: a share `within` of the limit on either side, of
 * a probability above one half the same share of its distance to 1, so that 99.99 % +- 10 % is
 * 99.989 to 99.991 %. Whoever is in it may be called either. With an interval for the quantity, the
 * answer is the side of the limit on which the estimate lies, as soon as the interval holds nothing
 * that is beyond the region on the other side. So
 *
 *   P(holds is said, though the truth is beyond the region on the wrong side) <= P(interval misses)
 *
 * and the same for "does not hold". Where the intervals of all looks together miss with at most so
 * much probability, that bounds the error of a test which looks again and again and stops at the
 * first answer (analysis/stopping.h). In the region itself, too, a test comes to an answer: with
 * the interval narrower than the region it must. The region is that of A. Wald, Ann. Math. Statist.
 * 16 (1945) 117-186. His test needs the fewest trials on average at the region's ends and many more
 * than needed away from them (T. L. Lai, Ann. Statist. 16 (1988) 856-886), where one with intervals
 * stops early; and who is answered wants to see the interval, too.
 *
 * Success, failure and confidences have the interval of Clopper and Pearson: confidence among the
 * trials in which the party acts, whose number may be taken as given. rounds_p99 < R says that at
 * most 1 % of all trials send anything in round R or later: a share, compared with 1 %. Means have
 * the interval of analysis/bounded_mean.h, or that of a share if a trial counts at most once. */

#include "analysis/condition.h"
#include "analysis/estimate.h"
#include "engine/tally.h"

#include <stdbool.h>

enum answer { ANSWER_UNDECIDED, ANSWER_HOLDS, ANSWER_FAILS };

enum reason {
    REASON_UNSEEN,    /* no trial yet that tells anything */
    REASON_WIDE,      /* the interval reaches beyond the region on the other side */
    REASON_INTERVAL,  /* the whole interval is on one side of the limit */
    REASON_REGION,    /* it holds the limit, but nothing beyond the region on the other side */
    REASON_EXACT,     /* the number is known */
    REASON_EQUAL,     /* it is known, and cannot be told from the limit */
    REASON_TOO_SMALL, /* it is known, but for how small it is, or what it lacks to 1 */
    REASON_UNDEFINED, /* there is no such number: a confidence of somebody who never acts */
};

struct finding {
    enum answer answer;
    enum reason reason;
    bool exact;
    bool probability; /* what was found is one; else .found.rest is NaN */
    bool low;         /* it lies below the limit */
    struct proportion found;
    double limit;           /* that it was compared with */
    struct interval region; /* of indifference */
    /* Of rounds_p99, unless exact: found is the share of trials that send in this round or later.
     */
    double round;
};

void verdict_exact(const struct clause *clause, const struct estimate *estimate,
                   struct finding *finding);

/* `level` is that of the interval at this look; 0 <= within < 1. False if an interval cannot be
 * computed. */
bool verdict_of_tally(const struct clause *clause, const struct tally *tally,
                      const struct problem *problem, double level, double within,
                      struct finding *finding, struct error *error);

/* How many times narrower the interval has to be for an answer: 0 with an answer, else above 1. */
double verdict_excess(const struct finding *finding);

#endif
