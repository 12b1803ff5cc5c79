/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/assess.h"

#include "analysis/verdict.h"
#include "engine/tree_size.h"

#include <math.h>
#include <stdlib.h>

/* --- by which method -------------------------------------------------------------------------- */

struct listed {
    const struct assessor *assessor;
    struct candidates *candidates;
};

/* False without memory. */
static bool can_run(struct point point, enum method method, bool *can, struct error *error)
{
    struct error why_not;
    point.method = method;
    *can = work_check(&(struct work){.points = &point, .point_count = 1}, &why_not);
    return *can || !error_is_no_memory(&why_not) || error_no_memory(error);
}

static bool choose_method(void *context, uint64_t index, struct error *error)
{
    struct candidates *candidates = ((struct listed *)context)->candidates;
    const size_t at = candidates->judged + (size_t)index;
    struct candidate *candidate = &candidates->list[at];
    const struct point point = candidates_point(candidates, at);
    struct tree_size size;
    bool can;
    if (!can_run(point, METHOD_MONTE_CARLO, &can, error)) /* which checks the parameters too */
        return false;
    candidate->refused = !can;
    if (candidate->refused)
        return true;
    if (!tree_size_estimate(&point, ASSESS_HISTORIES_MAX, &size, error) ||
        (size.histories <= ASSESS_HISTORIES_MAX && !can_run(point, METHOD_EXACT, &can, error)))
        return false;
    candidate->enumerable = size.histories <= ASSESS_HISTORIES_MAX && can;
    if (candidate->enumerable && size.histories <= ASSESS_HISTORIES)
        candidate->method = METHOD_EXACT;
    return true;
}

/* --- targets ---------------------------------------------------------------------------------- */

enum { TARGETS = 3 };

/* Of target i, whose bit is 1 << i. A limit of 0 is none. */
static struct clause clause_of(const struct targets *targets, int target)
{
    const struct clause clauses[TARGETS] = {
        {QUANTITY_FAILURE, true, targets->failure},
        {QUANTITY_SUCCESS, false, targets->success},
        {QUANTITY_ROUNDS_P99, true, targets->rounds_p99},
    };
    struct clause clause = clauses[target];
    if (clause.quantity == QUANTITY_ROUNDS_P99 && clause.limit > 0.0)
        clause.limit += 0.5; /* a comparison is strict, and rounds are whole */
    return clause;
}

static void judge_exact(const struct targets *targets, const struct estimate *estimate,
                        struct candidate *candidate)
{
    for (int i = 0; i < TARGETS; i++) {
        const struct clause clause = clause_of(targets, i);
        struct finding finding;
        if (!(clause.limit > 0.0))
            continue;
        verdict_exact(&clause, estimate, &finding);
        if (finding.answer != ANSWER_HOLDS && finding.reason != REASON_EQUAL)
            candidate->missed |= 1U << i;
    }
}

/* --- sampling --------------------------------------------------------------------------------- */

/* Candidates that are points of one experiment. */
struct sample {
    const struct assessor *assessor;
    struct candidates *candidates;
    size_t *index; /* [point]: of the candidate */
    size_t count;
    unsigned awaited; /* targets for which one goes on sampling */
    uint64_t least;   /* trials of what misses no target */
};

static bool judge_tally(void *context, size_t point, const struct tally *tally, unsigned look,
                        double *excess, struct error *error)
{
    const struct sample *sample = context;
    struct candidate *candidate = &sample->candidates->list[sample->index[point]];
    const struct problem *problem = sample->candidates->sweep->strategy->problem;
    const double level = stopping_level(sample->assessor->level, look);
    candidate->missed = candidate->open = 0;
    for (int i = 0; i < TARGETS; i++) {
        const struct clause clause = clause_of(&sample->assessor->targets, i);
        struct finding finding;
        if (!(clause.limit > 0.0))
            continue;
        if (!verdict_of_tally(&clause, tally, problem, level, 0.0, &finding, error))
            return false;
        candidate->missed |= finding.answer == ANSWER_FAILS ? 1U << i : 0;
        candidate->open |= finding.answer == ANSWER_UNDECIDED ? 1U << i : 0;
    }
    if (candidate->missed != 0)
        candidate->open = 0; /* one target missed is enough */
    const bool more = (candidate->open & sample->awaited) != 0 ||
                      (candidate->missed == 0 && tally->trials < sample->least);
    *excess = more ? INFINITY : 0.0;
    return true;
}

static void take(const struct sample *sample, size_t point, const struct estimate *estimate)
{
    struct candidate *candidate = &sample->candidates->list[sample->index[point]];
    candidate->success = estimate->success;
    candidate->failure = estimate->failure;
    candidate->messengers = estimate->messengers;
    candidate->rounds_p99 = estimate->rounds_p99;
    candidate->trials = estimate->trials;
    if (candidate->method == METHOD_EXACT)
        judge_exact(&sample->assessor->targets, estimate, candidate);
}

static struct experiment experiment_of(const struct assessor *assessor, uint64_t trials)
{
    return (struct experiment){
        .trials = trials,
        .seed = assessor->seed,
        .threads = assessor->threads,
        .options = {INTERVAL_CLOPPER_PEARSON, assessor->level},
    };
}

static bool run(struct sample *sample, uint64_t trials, struct error *error)
{
    const struct assessor *assessor = sample->assessor;
    struct experiment experiment = experiment_of(assessor, trials);
    experiment.stopping.precision = PRECISION_BY_RULE;
    experiment.rule = judge_tally;
    experiment.rule_context = sample;
    experiment.points = calloc(sample->count + 1, sizeof *experiment.points);
    if (experiment.points == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < sample->count; i++)
        experiment.points[i] = candidates_point(sample->candidates, sample->index[i]);
    experiment.point_count = sample->count;
    const bool good =
        experiment_run(&experiment, assessor->progress, assessor->progress_context, error);
    for (size_t i = 0; good && i < sample->count; i++)
        take(sample, i, &experiment.estimates[i]);
    experiment_release(&experiment);
    return good;
}

/* All that have not been judged, and can be run. */
static bool screen(const struct assessor *assessor, struct candidates *candidates,
                   struct error *error)
{
    struct sample sample = {.assessor = assessor, .candidates = candidates, .awaited = 0};
    sample.index = calloc(candidates->count + 1, sizeof *sample.index);
    if (sample.index == NULL)
        return error_no_memory(error);
    for (size_t i = candidates->judged; i < candidates->count; i++)
        if (!candidates->list[i].refused)
            sample.index[sample.count++] = i;
    const bool good = run(&sample, ASSESS_SCREEN, error);
    free(sample.index);
    return good;
}

/* --- what is left open ------------------------------------------------------------------------ */

/* Failure by importance sampling; it stays open if the weights cannot be trusted. */
static bool sample_rare(const struct assessor *assessor, struct candidates *candidates,
                        size_t index, struct error *error)
{
    struct candidate *candidate = &candidates->list[index];
    struct point *point = calloc(1, sizeof *point);
    if (point == NULL)
        return error_no_memory(error);
    *point = candidates_point(candidates, index);
    point->method = METHOD_IMPORTANCE;
    point->target = TARGET_FAILURE;
    struct experiment experiment = experiment_of(assessor, ASSESS_RARE_TRIALS);
    experiment.points = point;
    experiment.point_count = 1;
    bool can, good = can_run(*point, METHOD_IMPORTANCE, &can, error);
    if (good && can)
        good = experiment_run(&experiment, assessor->progress, assessor->progress_context, error);
    const struct estimate *estimate = experiment.estimates;
    if (good && estimate != NULL && estimate->status == STATUS_COMPLETE) {
        candidate->failure = estimate->failure;
        candidate->rare_trials = estimate->trials;
        if (estimate->failure.interval.high <= assessor->targets.failure)
            candidate->open &= ~(unsigned)MISSES_FAILURE;
    }
    experiment_release(&experiment);
    return good;
}

/* Success, the rounds and the cost of one candidate from more trials, its failure too or by
 * importance sampling. What is open in the end is not met. */
static bool sample_more(const struct assessor *assessor, struct candidates *candidates,
                        size_t index, struct error *error)
{
    struct candidate *candidate = &candidates->list[index];
    const bool rare = assessor->targets.failure < ASSESS_RARE;
    struct sample sample = {
        .assessor = assessor,
        .candidates = candidates,
        .index = &index,
        .count = 1,
        .awaited = MISSES_SUCCESS | MISSES_ROUNDS | (rare ? 0 : MISSES_FAILURE),
        .least = ASSESS_EVIDENCE,
    };
    if (!run(&sample, ASSESS_TRIALS, error))
        return false;
    if (rare && candidate->open == MISSES_FAILURE) {
        candidates->rare++;
        if (!sample_rare(assessor, candidates, index, error))
            return false;
    }
    candidate->missed |= candidate->open;
    candidate->open = 0;
    return true;
}

static bool confirm(const struct assessor *assessor, struct candidates *candidates, size_t index,
                    struct error *error)
{
    struct candidate *candidate = &candidates->list[index];
    struct sample sample = {assessor, candidates, &index, 1, 0, 0};
    candidates->later++;
    if (!candidate->enumerable)
        return sample_more(assessor, candidates, index, error);
    candidate->method = METHOD_EXACT;
    candidate->open = 0;
    return run(&sample, ASSESS_SCREEN, error);
}

/* The best may have been decided on by few trials, which tell its cost badly. */
static bool needs_more(const struct candidate *candidate, bool is_best)
{
    return candidate->open != 0 ||
           (is_best && candidate->method != METHOD_EXACT && candidate->trials < ASSESS_EVIDENCE);
}

/* The cheapest of those that need more trials, since they might be the best; `count` if there is
 * none. `untried` gets how many there are. */
static size_t next_to_confirm(const struct candidates *candidates, size_t *untried)
{
    const size_t best = candidates_best(candidates);
    size_t next = candidates->count;
    *untried = 0;
    for (size_t i = 0; i < candidates->count; i++) {
        const struct candidate *candidate = &candidates->list[i];
        if (candidate->refused || !needs_more(candidate, i == best) ||
            (i != best && !candidates_may_improve(candidates, best, i)))
            continue;
        ++*untried;
        if (next == candidates->count ||
            candidate->messengers.value < candidates->list[next].messengers.value)
            next = i;
    }
    return next;
}

bool assess(const struct assessor *assessor, struct candidates *candidates, struct error *error)
{
    struct listed listed = {assessor, candidates};
    if (!work_each(assessor->threads, candidates->count - candidates->judged, &listed,
                   choose_method, error) ||
        !screen(assessor, candidates, error))
        return false;
    candidates->judged = candidates->count;
    for (;;) {
        const size_t next = next_to_confirm(candidates, &candidates->untried);
        if (next == candidates->count || candidates->later >= ASSESS_LATER_MAX ||
            candidates->rare >= ASSESS_RARE_MAX)
            return true;
        if (!confirm(assessor, candidates, next, error))
            return false;
    }
}
