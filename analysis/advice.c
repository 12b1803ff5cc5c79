/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/advice.h"

#include <math.h>
#include <stdlib.h>

static const double further = 8.0; /* the next grid reaches so many times as far */

/* --- what can be searched --------------------------------------------------------------------- */

static bool check_one(const struct values *values, const char *what, struct error *error)
{
    return values->count <= 1 ||
           error_set(error, "%s: expected one value, got %zu", what, values->count);
}

static bool check_listed(const struct sweep *sweep, struct error *error)
{
    for (size_t i = 0; i < strategy_parameter_count(sweep->strategy); i++) {
        const struct parameter *parameter = &sweep->strategy->parameter[i];
        if (sweep->parameter[i].count > LADDER_MAX)
            return error_set(error, "--param: %s: expected at most %d values, got %zu",
                             parameter->name, LADDER_MAX, sweep->parameter[i].count);
        if (parameter->role == PARAMETER_GIVEN && sweep->parameter[i].count > 1)
            return error_set(error,
                             "--param: %s is given with the task, no choice: expected one value, "
                             "got %zu",
                             parameter->name, sweep->parameter[i].count);
    }
    return true;
}

/* The strategy with its defaults in this channel: they always go together. */
static bool check_channel(const struct sweep *sweep, struct error *error)
{
    struct experiment experiment = {.method_count = 0};
    struct sweep defaults = *sweep;
    for (int i = 0; i < PARAMETERS_MAX; i++)
        defaults.parameter[i] = (struct values){0, NULL};
    const bool good = experiment_add(&experiment, &defaults, error);
    experiment_release(&experiment);
    return good;
}

bool advice_check(const struct sweep *sweep, struct error *error)
{
    const struct experiment experiment = {.method_count = 0};
    size_t points = 0;
    for (int i = 0; i < CHANNEL_PARAMETERS; i++)
        if (!check_one(&sweep->channel_parameter[i], channel_parameter_names[i], error))
            return false;
    return check_one(&sweep->loss, "--loss", error) &&
           check_one(&sweep->loss_back, "--loss-back", error) && check_listed(sweep, error) &&
           experiment_count(&experiment, sweep, &points, error) && check_channel(sweep, error);
}

/* --- searching -------------------------------------------------------------------------------- */

struct hunt {
    const struct assessor *assessor;
    struct search *search;
    advice_progress *progress;
    void *context;
};

static bool judge(struct hunt *hunt, struct error *error)
{
    if (hunt->progress != NULL)
        hunt->progress(hunt->context, hunt->search);
    struct search *search = hunt->search;
    if (!assess(hunt->assessor, &search->candidates, error))
        return false;
    search->best = candidates_best(&search->candidates);
    return true;
}

static bool has_best(const struct search *search)
{
    return search->best < search->candidates.count;
}

/* Grids, each of more reach, until something meets the targets. */
static bool search_grids(struct hunt *hunt, struct error *error)
{
    struct candidates *candidates = &hunt->search->candidates;
    for (candidates->reach = candidates_first_reach;; candidates->reach *= further) {
        if (!candidates_add_grid(candidates, error) || !judge(hunt, error))
            return false;
        if (has_best(hunt->search) || candidates_reach_all(candidates) || candidates->cut)
            return true;
    }
}

static bool close_gaps(struct hunt *hunt, struct error *error)
{
    struct candidates *candidates = &hunt->search->candidates;
    for (;;) {
        if (!candidates_add_gaps(candidates, error))
            return false;
        if (candidates->judged == candidates->count)
            return true;
        if (!judge(hunt, error))
            return false;
    }
}

/* It ends: there are finitely many settings. */
static bool search_one(struct hunt *hunt, struct error *error)
{
    struct candidates *candidates = &hunt->search->candidates;
    if (!search_grids(hunt, error))
        return false;
    candidates->later = candidates->rare = 0; /* as many again, near the best */
    for (;;) {
        if (!close_gaps(hunt, error))
            return false;
        if (!has_best(hunt->search))
            return true;
        if (!candidates_add_like(candidates, hunt->search->best, error))
            return false;
        if (candidates->judged == candidates->count)
            return true;
        if (!judge(hunt, error))
            return false;
    }
}

struct channel advice_channel(const struct advice *advice)
{
    return candidates_channel(&advice->search[0].candidates);
}

bool advice_find(struct advice *advice, const struct sweep *sweeps, size_t count,
                 advice_progress *progress, void *context, struct error *error)
{
    const double intervals = (double)count * CANDIDATES_MAX * ASSESS_INTERVALS;
    const struct assessor assessor = {
        .targets = advice->targets,
        .seed = advice->seed,
        .threads = advice->threads,
        .level = 1.0 - (1.0 - advice->level) / intervals,
    };
    advice->search = calloc(count + 1, sizeof *advice->search);
    if (advice->search == NULL)
        return error_no_memory(error);
    for (; advice->search_count < count; advice->search_count++) {
        struct search *search = &advice->search[advice->search_count];
        search->sweep = search->candidates.sweep = &sweeps[advice->search_count];
        struct hunt hunt = {&assessor, search, progress, context};
        if (!search_one(&hunt, error)) {
            advice->search_count++; /* it is to be released, too */
            return false;
        }
    }
    struct setting *ranked = calloc(count + 1, sizeof *ranked);
    if (ranked == NULL)
        return error_no_memory(error);
    advice->best = count;
    if (advice_rank(advice, ranked) > 0)
        advice->best = (size_t)(ranked[0].search - advice->search);
    free(ranked);
    return true;
}

void advice_release(struct advice *advice)
{
    for (size_t i = 0; i < advice->search_count; i++)
        free(advice->search[i].candidates.list);
    free(advice->search);
    advice->search = NULL;
    advice->search_count = 0;
}

/* --- what was found --------------------------------------------------------------------------- */

static const struct candidate *candidate_of(struct setting setting)
{
    return &setting.search->candidates.list[setting.index];
}

/* The cheaper one first, then that of fewer rounds, of a rarer failure, and which comes first. */
static int compare_settings(const void *left, const void *right)
{
    const struct setting *a = left, *b = right;
    const struct candidate *x = candidate_of(*a), *y = candidate_of(*b);
    const double differences[] = {
        x->messengers.value - y->messengers.value,
        (double)x->rounds_p99 - (double)y->rounds_p99,
        x->failure.value - y->failure.value,
        a->search < b->search ? -1.0 : (double)(a->search > b->search),
        (double)a->index - (double)b->index,
    };
    for (size_t i = 0; i < sizeof differences / sizeof *differences; i++)
        if (differences[i] != 0.0)
            return differences[i] < 0.0 ? -1 : 1;
    return 0;
}

size_t advice_rank(const struct advice *advice, struct setting *best)
{
    size_t count = 0;
    for (size_t i = 0; i < advice->search_count; i++)
        if (has_best(&advice->search[i]))
            best[count++] = (struct setting){&advice->search[i], advice->search[i].best};
    qsort(best, count, sizeof *best, compare_settings);
    return count;
}

/* The cheapest that meets the targets in fewer rounds than this. */
static struct setting cheapest_within(const struct advice *advice, uint32_t rounds)
{
    struct setting cheapest = {NULL, 0};
    for (size_t i = 0; i < advice->search_count; i++)
        for (size_t j = 0; j < advice->search[i].candidates.count; j++) {
            const struct setting setting = {&advice->search[i], j};
            const struct candidate *candidate = candidate_of(setting);
            if (candidate_meets(candidate) && candidate->rounds_p99 < rounds &&
                (cheapest.search == NULL || compare_settings(&setting, &cheapest) < 0))
                cheapest = setting;
        }
    return cheapest;
}

size_t advice_faster(const struct advice *advice, struct setting *faster, size_t most)
{
    size_t count = 0;
    if (advice->best == advice->search_count)
        return 0;
    const struct search *best = &advice->search[advice->best];
    uint32_t rounds = best->candidates.list[best->best].rounds_p99;
    while (count < most) {
        const struct setting next = cheapest_within(advice, rounds);
        if (next.search == NULL)
            break;
        faster[count++] = next;
        rounds = candidate_of(next)->rounds_p99;
    }
    return count;
}

/* How far it is from the target: the less the nearer. */
static double distance(const struct candidate *candidate, unsigned target)
{
    switch (target) {
    case MISSES_SUCCESS:
        return -candidate->success.interval.low;
    case MISSES_ROUNDS:
        return candidate->rounds_p99;
    default:
        return candidate->failure.interval.high;
    }
}

struct setting advice_nearest(const struct advice *advice, unsigned target)
{
    struct setting nearest = {NULL, 0};
    for (size_t i = 0; i < advice->search_count; i++)
        for (size_t j = 0; j < advice->search[i].candidates.count; j++) {
            const struct setting setting = {&advice->search[i], j};
            const struct candidate *candidate = candidate_of(setting);
            const bool wanted = target == 0 ? candidate->missed != 0 : candidate->missed == target;
            if (!candidate->refused && candidate->open == 0 && wanted &&
                (nearest.search == NULL ||
                 distance(candidate, target) < distance(candidate_of(nearest), target)))
                nearest = setting;
        }
    return nearest;
}
