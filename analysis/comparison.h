/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_COMPARISON_H
#define GENERALS_ANALYSIS_COMPARISON_H

/* Which of several strategies fails less often, and how sure that is.
 *
 * A group is what can be compared: strategies, with their parameters, of one problem, on one
 * channel, at one loss rate. Their trials are independent. All that is said of a group holds at its
 * level: intervals together, p-values together.
 *
 * Intervals. With n contenders that are known by trials, each failure gets an interval whose error
 * is 1/n of the group's (Bonferroni): Clopper and Pearson's, from its counts. With the group's
 * level, all of them hold at once; and where they hold, so does every difference and every ratio
 * that is made from their ends, for any number of pairs and however a pair was chosen (O. J. Dunn,
 * J. Amer. Statist. Assoc. 56 (1961) 52-64; J. Richmond, same journal, 77 (1982) 455-460).
 *
 * Tests. Each pair's p-value is Fisher's exact test, or the binomial one if one side is exact (see
 * analysis/exact_test.h). Points that stop when they are precise enough were looked at again and
 * again: look j has the share w_j of the error (analysis/stopping.h), so their intervals have the
 * level 1 - error w_j, and p-values are divided by the w_j of each side. What importance sampling
 * finds has no counts: its p-value is the largest error with which the intervals of both sides,
 * with half of it each, still meet; it is valid wherever the intervals are. Holm's adjustment (S.
 * Holm, Scand. J. Statist. 6 (1979) 65-70) is over all pairs of the group that chance has a part
 * in, whether they are told or not: the best is found by the same trials.
 *
 * Ranks. A contender's rank is between 1 + how many are surely better, and n - how many are surely
 * worse. Where all pairs are compared, sure is what an adjusted p-value says; else that intervals
 * do not meet (M. Klein, T. Wright and J. Wieczorek, J. Roy. Statist. Soc. C 69 (2020) 589-606).
 *
 * The line. A contender is dominated by another that neither fails nor costs more, and one of both
 * less. Those that are not dominated are the Pareto set: to fail less one has to pay more. */

#include "analysis/interval.h"
#include "engine/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Two exact probabilities, or means, are the same if they differ by no more than rounding does. */
extern const double comparison_rounding; /* relative */

/* With more contenders only the best is compared with the others. */
enum { COMPARISON_PAIRWISE_MAX = 20 };

/* Where a failure probability is from, and so what interval it can have. */
enum evidence {
    EVIDENCE_EXACT,   /* no error */
    EVIDENCE_COUNTS,  /* failures among trials whose number did not depend on them */
    EVIDENCE_LOOKS,   /* failures among the trials at one of several looks */
    EVIDENCE_WEIGHTS, /* the interval of Fay and Feuer for a sum of weights (analysis/rare.h) */
    EVIDENCE_INTERVAL /* an interval of its own, at no other level than it has */
};

enum cost { COST_MESSENGERS, COST_ROUNDS, COST_COUNT };

enum line {
    LINE_ON,
    LINE_OFF,    /* dominated */
    LINE_UNKNOWN /* where it stands is not known: it was not seen to fail, or has no cost */
};

struct contender {
    size_t id; /* the caller's own, for names */
    enum evidence evidence;
    double failure;
    uint64_t failures, trials;  /* of counts and looks */
    unsigned look;              /* of looks: from 1 */
    struct interval own;        /* of weights, and of an interval */
    double own_level;           /* of `own` */
    double cost[COST_COUNT];    /* means; NaN: unknown */
    struct interval messengers; /* NaN: unknown; without width if exact */
    double messengers_level;
    uint64_t messengers_trials; /* that `messengers` is from */

    /* What comparison_find finds. */
    struct interval interval; /* of failure; all of a group hold together */
    size_t rank_low, rank_high;
    struct {
        enum line line;
        size_t by; /* which contender dominates it */
        bool sure; /* and whether that is so with the group's level: of COST_MESSENGERS that it
                      fails less and costs no more; of COST_ROUNDS, whose means have no interval,
                      the former */
    } pareto[COST_COUNT];
};

enum comparison_test {
    TEST_NONE,     /* both are exact: a difference is one */
    TEST_FISHER,   /* two counts */
    TEST_BINOMIAL, /* a count, and an exact probability */
    TEST_LOOKS,    /* one of these, with a share of the error for each look */
    TEST_INTERVALS /* from both intervals, of which one is not from counts */
};

/* "none", "fisher", "binomial", "looks", "intervals" */
const char *comparison_test_name(enum comparison_test test);

/* Of two contenders: the first is ahead in the order of the group, and fails less often by what is
 * known. */
struct comparison {
    size_t first, second;
    double difference; /* of failure, the second's minus the first's */
    struct interval difference_interval;
    double ratio; /* the second's over the first's; infinite if that is 0, NaN if both are */
    struct interval ratio_interval; /* its upper end may be infinite */
    enum comparison_test test;
    double p_value, p_holm; /* without a test 0 if they differ, else 1 */
    bool told_apart;        /* is it sure that the first fails less often? */
};

struct comparison_group {
    struct contender *contender; /* by failure, after comparison_find */
    size_t count;
    double level;
    struct comparison *comparison; /* of all pairs, or of the best with all others */
    size_t comparison_count;
    bool pairwise;
    double family; /* number of pairs in Holm's adjustment */
};

/* Sorts the contenders, of which there are two at least, and fills in all else; `contender`,
 * `count` and `level` are given. comparison_release in any case; it leaves the contenders alone. */
bool comparison_find(struct comparison_group *group, struct error *error);
void comparison_release(struct comparison_group *group);

/* Interval of the contender's failure that misses it with this probability at most. */
bool comparison_interval(const struct contender *contender, double miss, struct interval *interval);

#endif
