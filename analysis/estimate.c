/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/estimate.h"

#include "analysis/rare.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

static const struct interval unknown = {NAN, NAN};

static bool proportion(uint64_t k, uint64_t n, struct estimate_options options,
                       struct proportion *result, struct error *error)
{
    *result = (struct proportion){NAN, NAN, unknown};
    if (n == 0)
        return true;
    result->value = (double)k / (double)n;
    result->rest = (double)(n - k) / (double)n;
    if (!interval_of_proportion(options.interval, k, n, options.level, &result->interval))
        return error_set(error,
                         "cannot compute the %s interval of %" PRIu64 " in %" PRIu64 " at level %g",
                         interval_name(options.interval), k, n, options.level);
    return true;
}

/* Where hardly any trial differs from the typical one, Student's t would see too little variance,
 * or none. No more trials differ than the squared deviations of batches say; by Clopper and Pearson
 * at most a share x of all does, and each changes the count to something from 0 to the most. */
static bool mean_of_rare(double deviations, double most, const struct tally *tally, double level,
                         struct mean *result)
{
    const double typical = round(result->value);
    const uint64_t differ =
        deviations < (double)tally->trials ? (uint64_t)ceil(deviations) : tally->trials;
    struct interval share;
    if (!interval_of_proportion(INTERVAL_CLOPPER_PEARSON, differ, tally->trials, level, &share))
        return false;
    result->interval.low = fmin(result->value, typical * (1.0 - share.high));
    result->interval.high = fmax(result->value, typical + (most - typical) * share.high);
    return true;
}

enum { DIFFERENT_TRIALS_MIN = 30 }; /* for Student's t */

/* Of what a trial adds to the sum: at most `most`. */
static bool mean_of(const struct tally_sum *sum, uint64_t most, const struct tally *tally,
                    double level, struct mean *result, struct error *error)
{
    const double trials = (double)tally->trials;
    *result = (struct mean){(double)sum->total / trials, unknown};
    if (tally->batches < 2)
        return true;
    const double deviations = tally_sum_deviations(sum, tally->batches);
    const double variance = deviations / ((double)tally->batches - 1.0);
    /* of the sum over a batch; the mean over all trials has trials / 64 of them */
    const double standard_error = sqrt(variance * trials / 64.0) / trials;
    const double least = DIFFERENT_TRIALS_MIN * (double)most * (double)most;
    const bool good = deviations < least
                          ? mean_of_rare(deviations, (double)most, tally, level, result)
                          : interval_of_mean(result->value, standard_error, tally->batches, level,
                                             &result->interval);
    return good || error_set(error, "cannot compute the interval of a mean over %" PRIu64 " trials",
                             tally->trials);
}

/* A counter that a trial adds to at most once is a proportion. */
static bool counter_of(const struct tally *tally, size_t counter, struct estimate_options options,
                       struct counted *result, struct error *error)
{
    const struct tally_sum *sum = &tally->counter[counter];
    const uint64_t most = tally->counter_max[counter];
    result->count = sum->total;
    if (most > 1)
        return mean_of(sum, most, tally, options.level, &result->mean, error);
    struct proportion share;
    if (!proportion((uint64_t)sum->total, tally->trials, options, &share, error))
        return false;
    result->mean = (struct mean){share.value, share.interval};
    return true;
}

static bool make_counters(const struct strategy *strategy, struct estimate *estimate,
                          struct error *error)
{
    const size_t count = strategy_counter_count(strategy);
    if (count == 0)
        return true;
    estimate->counter = calloc(count, sizeof *estimate->counter);
    return estimate->counter != NULL || error_no_memory(error);
}

void estimate_release(struct estimate *estimate)
{
    free(estimate->counter);
    estimate->counter = NULL;
}

/* Trials that ended with that verdict. */
static uint64_t count_of(const struct problem *problem, const uint64_t cells[CELL_COUNT],
                         enum verdict verdict)
{
    uint64_t count = 0;
    for (int i = 0; i < CELL_COUNT; i++)
        if (problem->cell[i].verdict == verdict)
            count += cells[i];
    return count;
}

/* E(R) = sum over rounds of (round - the one before) P(R >= round). */
static void rounds(const struct tally *tally, struct estimate *estimate)
{
    double sum = 0.0;
    unsigned before = 0;
    /* At most one trial in a hundred may go on after the 99th percentile. */
    const uint64_t later = tally->trials / 100;
    for (size_t i = 0; i < tally->round_count; i++) {
        const struct tally_round *round = &tally->rounds[i];
        sum += (double)(round->round - before) * (double)round->reached;
        if (round->reached > later)
            estimate->rounds_p99 = round->round;
        before = round->round;
    }
    estimate->rounds = sum / (double)tally->trials;
}

bool estimate_failure(const struct strategy *strategy, const struct tally *tally,
                      struct estimate_options options, struct proportion *failure,
                      struct error *error)
{
    return proportion(count_of(strategy->problem, tally->cell, VERDICT_FAILURE), tally->trials,
                      options, failure, error);
}

bool estimate_tally(const struct strategy *strategy, const struct tally *tally,
                    struct estimate_options options, struct estimate *estimate, struct error *error)
{
    const struct problem *problem = strategy->problem;
    const uint64_t both = tally->cell[CELL_BOTH];
    const uint64_t first = tally->cell[CELL_FIRST_ONLY] + both;
    const uint64_t second = tally->cell[CELL_SECOND_ONLY] + both;
    *estimate = (struct estimate){.trials = tally->trials, .effective = NAN, .deviation = NAN};
    for (int i = 0; i < CELL_COUNT; i++)
        estimate->count[i] = tally->cell[i];
    for (int i = 0; i < CELL_COUNT; i++)
        estimate->probability[i] = (double)tally->cell[i] / (double)tally->trials;
    rounds(tally, estimate);
    bool good = make_counters(strategy, estimate, error);
    for (size_t i = 0; good && i < strategy_counter_count(strategy); i++)
        good = counter_of(tally, i, options, &estimate->counter[i], error);
    return good &&
           proportion(count_of(problem, tally->cell, VERDICT_SUCCESS), tally->trials, options,
                      &estimate->success, error) &&
           estimate_failure(strategy, tally, options, &estimate->failure, error) &&
           proportion(both, first, options, &estimate->confidence[0], error) &&
           proportion(both, second, options, &estimate->confidence[1], error) &&
           mean_of(&tally->messengers, tally->messengers_max, tally, options.level,
                   &estimate->messengers, error);
}

/* --- exact points ----------------------------------------------------------------------------- */

/* Of several cells. */
struct part {
    long double sum;
    bool possible;
};

/* One of the cells that were chosen. */
static void add_cell(struct part *part, const struct exact_sums *sums, int cell)
{
    part->sum += sums->cell[cell];
    part->possible = part->possible || (sums->possible_cells >> cell & 1) != 0;
}

/* part / (part + rest): the sums of all cells are 1 but for rounding. The interval has a width if
 * that is more than 0 and less than any number that can be held. */
static struct proportion exact_proportion(struct part part, struct part rest)
{
    const long double all = part.sum + rest.sum;
    if (!part.possible && !rest.possible)
        return (struct proportion){NAN, NAN, unknown};
    if (all < ESTIMATE_TOO_SMALL) /* the condition hardly ever occurs */
        return (struct proportion){NAN, NAN, {0.0, 1.0}};
    struct proportion share = {.value = (double)(part.sum / all), .rest = (double)(rest.sum / all)};
    share.interval = (struct interval){share.value, share.value};
    if (part.possible && share.value < ESTIMATE_TOO_SMALL)
        share.interval = (struct interval){0.0, ESTIMATE_TOO_SMALL};
    else if (rest.possible && share.rest < ESTIMATE_TOO_SMALL)
        share.interval.low = nextafter(1.0, 0.0);
    return share;
}

/* The share of the cells with this verdict. */
static struct proportion exact_share(const struct problem *problem, const struct exact_sums *sums,
                                     enum verdict verdict)
{
    struct part part = {0}, rest = {0};
    for (int i = 0; i < CELL_COUNT; i++)
        add_cell(problem->cell[i].verdict == verdict ? &part : &rest, sums, i);
    return exact_proportion(part, rest);
}

/* That both act if one does: who is alone in `alone`. */
static struct proportion exact_confidence(const struct exact_sums *sums, enum cell alone)
{
    struct part part = {0}, rest = {0};
    add_cell(&part, sums, CELL_BOTH);
    add_cell(&rest, sums, (int)alone);
    return exact_proportion(part, rest);
}

static struct mean exact_counter(const struct exact_sums *sums, size_t counter, long double all)
{
    const double mean = (double)(sums->counter[counter] / all);
    const bool possible = (sums->possible_counters >> counter & 1) != 0;
    return possible && mean < ESTIMATE_TOO_SMALL ? (struct mean){mean, {0.0, ESTIMATE_TOO_SMALL}}
                                                 : (struct mean){mean, {mean, mean}};
}

static long double sum_of_cells(const struct exact_sums *sums)
{
    long double sum = 0.0L;
    for (int i = 0; i < CELL_COUNT; i++)
        sum += sums->cell[i];
    return sum;
}

/* A probability that is 1/100 but for rounding is not more than that. */
static const long double later_share = 0.01L * (1.0L + 1e-12L);

static void exact_rounds(const struct exact_sums *sums, struct estimate *estimate)
{
    const long double all = sum_of_cells(sums);
    long double mean = 0.0L;
    unsigned before = 0;
    for (size_t i = 0; i < sums->round_count; i++) {
        const struct exact_round *round = &sums->rounds[i];
        mean += (round->round - before) * round->reached;
        if (round->reached > later_share * all)
            estimate->rounds_p99 = round->round;
        before = round->round;
    }
    estimate->rounds = (double)(mean / all);
}

/* Is there a probability of a history's end, or a mean of a counter, that is too small to be held?
 */
static bool has_too_small(const struct exact_sums *sums, const struct estimate *estimate)
{
    bool found = false;
    for (int i = 0; i < CELL_COUNT; i++)
        found = found || ((sums->possible_cells >> i & 1) != 0 &&
                          estimate->probability[i] < ESTIMATE_TOO_SMALL);
    for (size_t i = 0; estimate->counter != NULL && i < COUNTERS_MAX; i++)
        if ((sums->possible_counters >> i & 1) != 0)
            found = found || estimate->counter[i].mean.value < ESTIMATE_TOO_SMALL;
    return found;
}

bool estimate_exact(const struct strategy *strategy, const struct exact_sums *sums,
                    struct estimate *estimate, struct error *error)
{
    const struct problem *problem = strategy->problem;
    const long double all = sum_of_cells(sums);
    const double messengers = (double)(sums->messengers / all);
    *estimate = (struct estimate){
        .trials = sums->histories,
        .success = exact_share(problem, sums, VERDICT_SUCCESS),
        .failure = exact_share(problem, sums, VERDICT_FAILURE),
        .confidence = {exact_confidence(sums, CELL_FIRST_ONLY),
                       exact_confidence(sums, CELL_SECOND_ONLY)},
        .messengers = {messengers, {messengers, messengers}},
        .effective = NAN,
        .deviation = NAN,
    };
    for (int i = 0; i < CELL_COUNT; i++)
        estimate->probability[i] = (double)(sums->cell[i] / all);
    estimate->possible = sums->possible_cells;
    exact_rounds(sums, estimate);
    if (!make_counters(strategy, estimate, error))
        return false;
    for (size_t i = 0; i < strategy_counter_count(strategy); i++)
        estimate->counter[i].mean = exact_counter(sums, i, all);
    if (has_too_small(sums, estimate))
        estimate->status = STATUS_TOO_SMALL;
    return true;
}

/* --- importance sampling ---------------------------------------------------------------------- */

/* Weights add up to more than 1 now and then where they all stand for a probability of nearly 1. */
static struct proportion rare_proportion(const struct rare *rare)
{
    const double value = fmin(rare->mean, 1.0);
    return (struct proportion){
        value, 1.0 - value, {rare->interval.low, fmin(rare->interval.high, 1.0)}};
}

bool estimate_unknown(const struct point *point, enum status status, struct estimate *estimate,
                      struct error *error)
{
    const struct proportion nothing = {NAN, NAN, unknown};
    *estimate = (struct estimate){
        .status = status,
        .success = nothing,
        .failure = nothing,
        .confidence = {nothing, nothing},
        .messengers = {NAN, unknown},
        .rounds = NAN,
        .effective = NAN,
        .deviation = NAN,
    };
    for (int i = 0; i < CELL_COUNT; i++)
        estimate->probability[i] = NAN;
    if (!make_counters(point->strategy, estimate, error))
        return false;
    for (size_t i = 0; i < strategy_counter_count(point->strategy); i++)
        estimate->counter[i].mean = (struct mean){NAN, unknown};
    return true;
}

bool estimate_weighted(const struct point *point, const struct weighted_tally *tally,
                       const struct found_tilt *found, double level, struct estimate *estimate,
                       struct error *error)
{
    struct rare rare;
    if (!estimate_unknown(point, STATUS_UNSEEN, estimate, error) ||
        !rare_estimate(tally, found, level, &rare, error))
        return false;
    if (isinf(rare.interval.high))
        rare.interval.high = point->target < TARGET_COUNTER ? 1.0 : NAN;
    if (point->target >= TARGET_COUNTER)
        estimate->counter[point->target - TARGET_COUNTER].mean =
            (struct mean){rare.mean, rare.interval};
    else
        *(point->target == TARGET_SUCCESS ? &estimate->success : &estimate->failure) =
            rare_proportion(&rare);
    estimate->trials = tally->trials;
    estimate->effective = rare.effective;
    estimate->deviation = rare.deviation;
    estimate->status = rare.status;
    return true;
}

struct proportion estimate_target(enum target target, const struct estimate *estimate)
{
    if (target < TARGET_COUNTER)
        return target == TARGET_SUCCESS ? estimate->success : estimate->failure;
    const struct mean *mean = &estimate->counter[target - TARGET_COUNTER].mean;
    return (struct proportion){mean->value, NAN, mean->interval};
}

static enum verdict verdict_of(enum target target)
{
    return target == TARGET_SUCCESS ? VERDICT_SUCCESS : VERDICT_FAILURE;
}

double estimate_hits(const struct strategy *strategy, enum target target,
                     const struct estimate *estimate)
{
    return target >= TARGET_COUNTER
               ? (double)estimate->counter[target - TARGET_COUNTER].count
               : (double)count_of(strategy->problem, estimate->count, verdict_of(target));
}

double estimate_tally_hits(const struct strategy *strategy, enum target target,
                           const struct tally *tally)
{
    return target >= TARGET_COUNTER
               ? (double)tally->counter[target - TARGET_COUNTER].total
               : (double)count_of(strategy->problem, tally->cell, verdict_of(target));
}

int estimate_less_sure(const struct proportion confidence[2])
{
    if (isnan(confidence[0].rest))
        return isnan(confidence[1].rest) ? -1 : 1;
    if (confidence[1].rest == confidence[0].rest) /* both may be too small to be held */
        return confidence[1].interval.low < confidence[0].interval.low ? 1 : 0;
    return confidence[1].rest > confidence[0].rest ? 1 : 0;
}
