/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/pareto.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>

/* Batches of the mean (analysis/estimate.h) have so many trials. */
static const double batch_trials = 64.0;

/* What is known of a contender with a part of the error that all share. */
struct known {
    struct interval failure, messengers;
};

static bool is_exact(const struct contender *contender)
{
    return contender->evidence == EVIDENCE_EXACT;
}

/* Less by more than rounding, where both are exact. */
static bool is_less(double a, double b, bool exact)
{
    return exact ? a < b - comparison_rounding * fabs(b) : a < b;
}

/* Of two that have not failed yet nobody knows which one fails less. */
static bool is_unseen(const struct contender *contender)
{
    return contender->failure <= 0.0 && !is_exact(contender);
}

/* Of the one that dominates, an unseen failure counts as the most that it can be: so only who never
 * fails dominates one that was not seen to. */
static bool dominates(const struct contender *a, const struct contender *b, enum cost cost)
{
    const bool exact = is_exact(a) && is_exact(b);
    const double failure = is_unseen(a) ? a->interval.high : a->failure;
    if (isnan(a->cost[cost]) || isnan(b->cost[cost]) || is_less(b->failure, failure, exact) ||
        is_less(b->cost[cost], a->cost[cost], exact))
        return false;
    return is_less(failure, b->failure, exact) || is_less(a->cost[cost], b->cost[cost], exact);
}

/* How much wider an interval for a mean is with the error `miss` in place of its own, at most. */
static double widening(const struct contender *contender, double miss)
{
    const double own = 1.0 - contender->messengers_level;
    if (miss >= own)
        return 1.0;
    const double freedom =
        fmax(1.0, floor((double)contender->messengers_trials / batch_trials) - 1.0);
    return fmax(log(miss / 2.0) / log(own / 2.0),
                gsl_cdf_tdist_Qinv(miss / 2.0, freedom) / gsl_cdf_tdist_Qinv(own / 2.0, freedom));
}

static bool find_known(const struct comparison_group *group, struct known *known,
                       struct error *error)
{
    double uncertain = 0.0;
    for (size_t i = 0; i < group->count; i++)
        uncertain += !is_exact(&group->contender[i]);
    const double miss = (1.0 - group->level) / (2.0 * uncertain);
    for (size_t i = 0; i < group->count; i++) {
        const struct contender *contender = &group->contender[i];
        const double mean = contender->cost[COST_MESSENGERS];
        if (!comparison_interval(contender, miss, &known[i].failure))
            return error_set(error, "the level %.15g is too near to 1 for an interval",
                             group->level);
        known[i].messengers = (struct interval){mean, mean};
        const double wider = widening(contender, miss);
        known[i].messengers.low -= wider * (mean - contender->messengers.low);
        known[i].messengers.high += wider * (contender->messengers.high - mean);
    }
    return true;
}

/* Is it sure that a fails less, or the same where both are exact, and costs no more? NaN is not. */
static bool is_sure(const struct contender *a, const struct contender *b, const struct known *of_a,
                    const struct known *of_b, enum cost cost)
{
    const bool exact = is_exact(a) && is_exact(b); /* then dominates() has said it all */
    return exact || (of_a->failure.high < of_b->failure.low &&
                     (cost != COST_MESSENGERS || of_a->messengers.high <= of_b->messengers.low));
}

/* Whatever is dominated is dominated by one that is not: only those are asked. `line` lists them,
 * and those that may have been listed too early. */
static void find_dominator(struct comparison_group *group, const struct known *known,
                           const size_t *line, size_t length, size_t index, enum cost cost)
{
    struct contender *own = &group->contender[index];
    own->pareto[cost].line = is_unseen(own) || isnan(own->cost[cost]) ? LINE_UNKNOWN : LINE_ON;
    own->pareto[cost].by = index;
    own->pareto[cost].sure = false;
    for (size_t i = 0; i < length && !own->pareto[cost].sure; i++) {
        const struct contender *other = &group->contender[line[i]];
        if (line[i] == index || !dominates(other, own, cost))
            continue;
        const bool sure = is_sure(other, own, &known[line[i]], &known[index], cost);
        if (own->pareto[cost].line != LINE_OFF || sure)
            own->pareto[cost].by = line[i];
        own->pareto[cost].line = LINE_OFF;
        own->pareto[cost].sure = sure;
    }
}

static void find_line(struct comparison_group *group, const struct known *known, size_t *line,
                      enum cost cost)
{
    size_t length = 0;
    for (size_t i = 0; i < group->count; i++) {
        bool dominated = false;
        for (size_t j = 0; !dominated && j < length; j++)
            dominated = dominates(&group->contender[line[j]], &group->contender[i], cost);
        if (!dominated)
            line[length++] = i;
    }
    for (size_t i = 0; i < group->count; i++)
        find_dominator(group, known, line, length, i, cost);
}

bool pareto_find(struct comparison_group *group, struct error *error)
{
    struct known *known = malloc(group->count * sizeof *known);
    size_t *line = malloc(group->count * sizeof *line);
    bool good = known != NULL && line != NULL;
    if (good)
        good = find_known(group, known, error);
    else
        error_no_memory(error);
    for (enum cost cost = 0; good && cost < COST_COUNT; cost++)
        find_line(group, known, line, cost);
    free(known);
    free(line);
    return good;
}
