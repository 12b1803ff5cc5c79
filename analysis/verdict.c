/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/verdict.h"

#include "analysis/bounded_mean.h"

#include <inttypes.h>
#include <math.h>

static enum answer answer_for(const struct clause *clause, bool low)
{
    return low == clause->below ? ANSWER_HOLDS : ANSWER_FAILS;
}

/* --- exact numbers ---------------------------------------------------------------------------- */

static struct proportion of_mean(double value)
{
    return (struct proportion){value, NAN, {value, value}};
}

static struct proportion of_counter(const struct counted *counter)
{
    return (struct proportion){counter->mean.value, NAN, counter->mean.interval};
}

static struct proportion exact_number(const struct clause *clause, const struct estimate *estimate)
{
    switch (clause->quantity) {
    case QUANTITY_SUCCESS:
        return estimate->success;
    case QUANTITY_FAILURE:
        return estimate->failure;
    case QUANTITY_CONFIDENCE_FIRST:
        return estimate->confidence[0];
    case QUANTITY_CONFIDENCE_SECOND:
        return estimate->confidence[1];
    case QUANTITY_MESSENGERS:
        return of_mean(estimate->messengers.value);
    case QUANTITY_ROUNDS_P99:
        return of_mean(estimate->rounds_p99);
    default:
        return of_counter(&estimate->counter[clause->quantity - QUANTITY_COUNTERS]);
    }
}

/* Exact numbers are right to 12 digits, and so is what they lack to 1. */
static const double exact_to = 1e-12;

static bool is_limit(const struct proportion *found, bool probability, double limit)
{
    return probability && limit > 0.5
               ? fabs(found->rest - (1.0 - limit)) <= exact_to * found->rest + 0x1p-53
               : fabs(found->value - limit) <= exact_to * limit;
}

/* The number is in the interval, and at neither end. */
static void verdict_too_small(const struct clause *clause, struct finding *finding)
{
    const struct interval *interval = &finding->found.interval;
    finding->low = clause->limit >= interval->high;
    if (finding->low || clause->limit <= interval->low)
        finding->answer = answer_for(clause, finding->low);
    else {
        finding->answer = ANSWER_UNDECIDED;
        finding->reason = REASON_TOO_SMALL;
    }
}

void verdict_exact(const struct clause *clause, const struct estimate *estimate,
                   struct finding *finding)
{
    *finding = (struct finding){
        .exact = true,
        .probability = quantity_is_probability(clause->quantity),
        .found = exact_number(clause, estimate),
        .limit = clause->limit,
        .region = {clause->limit, clause->limit},
    };
    finding->low = finding->found.value < clause->limit;
    finding->answer = answer_for(clause, finding->low);
    finding->reason = REASON_EXACT;
    if (finding->found.interval.high > finding->found.interval.low)
        verdict_too_small(clause, finding);
    else if (isnan(finding->found.value))
        finding->reason = REASON_UNDEFINED;
    else if (is_limit(&finding->found, finding->probability, clause->limit))
        finding->reason = REASON_EQUAL;
    if (finding->reason == REASON_UNDEFINED || finding->reason == REASON_EQUAL) /* neither */
        finding->answer = ANSWER_FAILS;
}

/* --- tallies ---------------------------------------------------------------------------------- */

static bool find_share(struct finding *finding, uint64_t k, uint64_t n, double level,
                       struct error *error)
{
    finding->probability = true;
    finding->found = (struct proportion){NAN, NAN, {0.0, 1.0}};
    if (n == 0)
        return true;
    finding->found.value = (double)k / (double)n;
    finding->found.rest = (double)(n - k) / (double)n;
    return interval_of_proportion(INTERVAL_CLOPPER_PEARSON, k, n, level,
                                  &finding->found.interval) ||
           error_set(error,
                     "cannot compute the interval of %" PRIu64 " in %" PRIu64 " at level %.17g", k,
                     n, level);
}

static bool find_mean(struct finding *finding, const struct tally *tally,
                      const struct tally_sum *sum, uint64_t most, double level, struct error *error)
{
    if (most <= 1)
        return find_share(finding, (uint64_t)sum->total, tally->trials, level, error);
    finding->found = of_mean((double)sum->total / (double)tally->trials);
    return bounded_mean_interval(tally, sum, most, level, &finding->found.interval) ||
           error_set(error, "cannot compute the interval of a mean over %" PRIu64 " trials",
                     tally->trials);
}

static uint64_t cells_with(const struct problem *problem, const struct tally *tally,
                           enum verdict verdict)
{
    uint64_t count = 0;
    for (int i = 0; i < CELL_COUNT; i++)
        count += problem->cell[i].verdict == verdict ? tally->cell[i] : 0;
    return count;
}

static bool find_confidence(struct finding *finding, const struct tally *tally, enum cell alone,
                            double level, struct error *error)
{
    const uint64_t both = tally->cell[CELL_BOTH];
    return find_share(finding, both, both + tally->cell[alone], level, error);
}

/* The 99th percentile is below R if no more than 1 % of trials go on to round R or later; it is
 * above R if more than 1 % go on after round R. Rounds are whole. */
static bool find_later(struct finding *finding, const struct clause *clause,
                       const struct tally *tally, double level, struct error *error)
{
    uint64_t reached = 0;
    finding->round = clause->below ? ceil(clause->limit) : floor(clause->limit) + 1.0;
    for (size_t i = tally->round_count; i > 0 && tally->rounds[i - 1].round >= finding->round; i--)
        reached = tally->rounds[i - 1].reached;
    finding->limit = 0.01;
    return find_share(finding, reached, tally->trials, level, error);
}

static bool find(struct finding *finding, const struct clause *clause, const struct tally *tally,
                 const struct problem *problem, double level, struct error *error)
{
    switch (clause->quantity) {
    case QUANTITY_SUCCESS:
        return find_share(finding, cells_with(problem, tally, VERDICT_SUCCESS), tally->trials,
                          level, error);
    case QUANTITY_FAILURE:
        return find_share(finding, cells_with(problem, tally, VERDICT_FAILURE), tally->trials,
                          level, error);
    case QUANTITY_CONFIDENCE_FIRST:
        return find_confidence(finding, tally, CELL_FIRST_ONLY, level, error);
    case QUANTITY_CONFIDENCE_SECOND:
        return find_confidence(finding, tally, CELL_SECOND_ONLY, level, error);
    case QUANTITY_MESSENGERS:
        return find_mean(finding, tally, &tally->messengers, tally->messengers_max, level, error);
    case QUANTITY_ROUNDS_P99:
        return find_later(finding, clause, tally, level, error);
    default: {
        const unsigned counter = clause->quantity - QUANTITY_COUNTERS;
        return find_mean(finding, tally, &tally->counter[counter], tally->counter_max[counter],
                         level, error);
    }
    }
}

static struct interval region_around(double limit, unsigned quantity, double within)
{
    const double scale = quantity_is_probability(quantity) && limit > 0.5 ? 1.0 - limit : limit;
    return (struct interval){limit - within * scale, limit + within * scale};
}

static void decide(struct finding *finding, const struct clause *clause)
{
    const struct interval *interval = &finding->found.interval, *region = &finding->region;
    const double value = finding->found.value, limit = finding->limit;
    finding->reason = isnan(value) ? REASON_UNSEEN : REASON_WIDE;
    /* On the limit it is neither below nor above: no clause holds. */
    finding->low = clause->below ? value < limit : value <= limit;
    if (isnan(value) ||
        !(finding->low ? interval->high < region->high : interval->low > region->low))
        return;
    const bool whole = finding->low ? interval->high < limit : interval->low > limit;
    finding->reason = whole ? REASON_INTERVAL : REASON_REGION;
    finding->answer = answer_for(clause, finding->low);
}

bool verdict_of_tally(const struct clause *clause, const struct tally *tally,
                      const struct problem *problem, double level, double within,
                      struct finding *finding, struct error *error)
{
    *finding = (struct finding){.limit = clause->limit};
    if (!find(finding, clause, tally, problem, level, error))
        return false;
    finding->region = region_around(finding->limit, clause->quantity, within);
    decide(finding, clause);
    return true;
}

double verdict_excess(const struct finding *finding)
{
    const struct interval *interval = &finding->found.interval, *region = &finding->region;
    const double value = finding->found.value;
    if (finding->answer != ANSWER_UNDECIDED)
        return 0.0;
    const double excess = finding->low ? (interval->high - value) / (region->high - value)
                                       : (interval->low - value) / (region->low - value);
    return excess > 1.0 ? excess : INFINITY; /* NaN, or rounding */
}
