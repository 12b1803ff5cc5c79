/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/candidates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const double candidates_as_cheap = 0.01;
const double candidates_first_reach = 32.0;

static size_t parameters_of(const struct candidates *candidates)
{
    return strategy_parameter_count(candidates->sweep->strategy);
}

static const struct parameter *parameter_of(const struct candidates *candidates, size_t parameter)
{
    return &candidates->sweep->strategy->parameter[parameter];
}

/* --- points ----------------------------------------------------------------------------------- */

struct channel candidates_channel(const struct candidates *candidates)
{
    const struct sweep *sweep = candidates->sweep;
    struct channel channel = sweep->channel;
    channel.loss = sweep->loss.value[0];
    channel.loss_back = sweep->loss_back.count > 0 ? sweep->loss_back.value[0] : channel.loss;
    for (int i = 0; i < CHANNEL_PARAMETERS; i++)
        if (sweep->channel_parameter[i].count > 0)
            *channel_parameter(&channel, i) = sweep->channel_parameter[i].value[0];
    return channel;
}

struct point candidates_point(const struct candidates *candidates, size_t index)
{
    const struct candidate *candidate = &candidates->list[index];
    struct point point = {
        .strategy = candidates->sweep->strategy,
        .channel = candidates_channel(candidates),
        .method = candidate->method,
    };
    memcpy(point.parameter, candidate->parameter, sizeof point.parameter);
    return point;
}

/* --- the list --------------------------------------------------------------------------------- */

/* Have both the same values of all parameters but this one? */
static bool same_but(const double *a, const double *b, size_t parameter)
{
    for (size_t i = 0; i < PARAMETERS_MAX; i++)
        if (i != parameter && a[i] != b[i])
            return false;
    return true;
}

static bool is_listed(const struct candidates *candidates, const double *parameter)
{
    for (size_t i = 0; i < candidates->count; i++)
        if (same_but(candidates->list[i].parameter, parameter, PARAMETERS_MAX))
            return true;
    return false;
}

static bool add(struct candidates *candidates, const double *parameter, struct error *error)
{
    if (is_listed(candidates, parameter))
        return true;
    if (candidates->count == CANDIDATES_MAX) {
        candidates->cut = true;
        return true;
    }
    if (candidates->count == candidates->capacity) {
        const size_t capacity = 2 * candidates->capacity + 64;
        struct candidate *list = realloc(candidates->list, capacity * sizeof *list);
        if (list == NULL)
            return error_no_memory(error);
        candidates->list = list;
        candidates->capacity = capacity;
    }
    struct candidate *candidate = &candidates->list[candidates->count++];
    *candidate = (struct candidate){.refused = false};
    memcpy(candidate->parameter, parameter, sizeof candidate->parameter);
    return true;
}

/* --- the grid --------------------------------------------------------------------------------- */

/* May the search choose any value between lowest and highest? */
static bool is_free(const struct candidates *candidates, size_t parameter)
{
    const struct parameter *described = parameter_of(candidates, parameter);
    return candidates->sweep->parameter[parameter].count == 0 && described->whole &&
           described->role == PARAMETER_CHOICE;
}

/* 1, 2, 3, 4, 6, 8, 12, 16, ..., or under bursts, where every pace asks for a grid of its own, 1,
 * 2, 4, 8, 16, ...: the one after `rung`, itself on the ladder or 0. */
static double next_rung(double rung, bool bursts)
{
    if (rung < (bursts ? 2.0 : 4.0))
        return rung + 1.0;
    double power = 1.0;
    while (2.0 * power <= rung)
        power *= 2.0;
    return bursts ? 2.0 * power : rung + power / 2.0;
}

static size_t ladder_of_choice(const struct candidates *candidates,
                               const struct parameter *parameter, double value[LADDER_MAX])
{
    const bool bursts = candidates->sweep->channel.kind == CHANNEL_BURST;
    const double top = fmin(candidates->reach, parameter->highest);
    size_t count = 0;
    value[count++] = parameter->lowest;
    for (double rung = 1.0; rung <= top; rung = next_rung(rung, bursts))
        if (rung > parameter->lowest)
            value[count++] = rung;
    if (candidates->reach >= parameter->highest && value[count - 1] < parameter->highest)
        value[count++] = parameter->highest;
    return count;
}

enum { PACE_BURSTS = 8 }; /* after so many times their length a burst is over as good as surely */

static size_t ladder_of_pace(const struct candidates *candidates, const struct parameter *parameter,
                             double value[LADDER_MAX])
{
    const struct channel channel = candidates_channel(candidates);
    size_t count = 0;
    value[count++] = parameter->lowest;
    if (channel.kind != CHANNEL_BURST)
        return count;
    const double most = fmin(parameter->highest, PACE_BURSTS * channel.length);
    for (double pace = 1.0; pace <= most; pace *= 2.0)
        if (pace > parameter->lowest)
            value[count++] = pace;
    return count;
}

size_t candidates_ladder(const struct candidates *candidates, size_t parameter,
                         double value[LADDER_MAX])
{
    const struct parameter *described = parameter_of(candidates, parameter);
    const struct values *listed = &candidates->sweep->parameter[parameter];
    if (listed->count > 0) {
        const size_t count = listed->count < LADDER_MAX ? listed->count : LADDER_MAX;
        memcpy(value, listed->value, count * sizeof *value);
        return count;
    }
    if (described->role == PARAMETER_PACE)
        return ladder_of_pace(candidates, described, value);
    if (is_free(candidates, parameter))
        return ladder_of_choice(candidates, described, value);
    value[0] = described->initial;
    return 1;
}

/* All combinations of this parameter and those after it. */
static bool add_from(struct candidates *candidates, size_t parameter, double *setting,
                     struct error *error)
{
    if (parameter == parameters_of(candidates))
        return add(candidates, setting, error);
    double value[LADDER_MAX];
    const size_t count = candidates_ladder(candidates, parameter, value);
    bool good = true;
    for (size_t i = 0; good && i < count && !candidates->cut; i++) {
        setting[parameter] = value[i];
        good = add_from(candidates, parameter + 1, setting, error);
    }
    return good;
}

bool candidates_add_grid(struct candidates *candidates, struct error *error)
{
    double setting[PARAMETERS_MAX] = {0};
    return add_from(candidates, 0, setting, error);
}

bool candidates_reach_all(const struct candidates *candidates)
{
    for (size_t i = 0; i < parameters_of(candidates); i++)
        if (is_free(candidates, i) && candidates->reach < parameter_of(candidates, i)->highest)
            return false;
    return true;
}

/* --- neighbours ------------------------------------------------------------------------------- */

/* The next one up that differs in this parameter alone, or NULL. */
static const struct candidate *next_above(const struct candidates *candidates, size_t index,
                                          size_t parameter)
{
    const struct candidate *from = &candidates->list[index], *next = NULL;
    for (size_t i = 0; i < candidates->judged; i++) {
        const struct candidate *other = &candidates->list[i];
        if (!other->refused && other->parameter[parameter] > from->parameter[parameter] &&
            (next == NULL || other->parameter[parameter] < next->parameter[parameter]) &&
            same_but(from->parameter, other->parameter, parameter))
            next = other;
    }
    return next;
}

/* May there be something between the two that meets all targets, and is cheap? */
static bool is_gap(const struct candidate *a, const struct candidate *b, double cheap)
{
    return a->open == 0 && b->open == 0 && a->missed != b->missed && (a->missed & b->missed) == 0 &&
           fmin(a->messengers.value, b->messengers.value) <= cheap;
}

static bool add_gap(struct candidates *candidates, size_t index, size_t parameter, double cheap,
                    struct error *error)
{
    const struct candidate *low = &candidates->list[index];
    const struct candidate *high = next_above(candidates, index, parameter);
    if (high == NULL || !is_gap(low, high, cheap))
        return true;
    double setting[PARAMETERS_MAX];
    memcpy(setting, low->parameter, sizeof setting);
    setting[parameter] = floor((low->parameter[parameter] + high->parameter[parameter]) / 2.0);
    return add(candidates, setting, error);
}

bool candidates_add_gaps(struct candidates *candidates, struct error *error)
{
    const double cheap = candidates_cheap(candidates);
    for (size_t i = 0; i < candidates->judged; i++)
        for (size_t p = 0; p < parameters_of(candidates); p++)
            if (!candidates->list[i].refused && is_free(candidates, p) &&
                !add_gap(candidates, i, p, cheap, error))
                return false;
    return true;
}

static bool add_with(struct candidates *candidates, size_t best, size_t parameter, double value,
                     struct error *error)
{
    const struct parameter *described = parameter_of(candidates, parameter);
    double setting[PARAMETERS_MAX];
    if (value < described->lowest || value > described->highest)
        return true;
    memcpy(setting, candidates->list[best].parameter, sizeof setting);
    setting[parameter] = value;
    return add(candidates, setting, error);
}

bool candidates_add_like(struct candidates *candidates, size_t best, struct error *error)
{
    double value[LADDER_MAX];
    bool good = true;
    for (size_t p = 0; good && p < parameters_of(candidates); p++) {
        const size_t count = candidates_ladder(candidates, p, value);
        for (size_t i = 0; good && i < count; i++)
            good = add_with(candidates, best, p, value[i], error);
        const double here = candidates->list[best].parameter[p];
        if (is_free(candidates, p))
            good = good && add_with(candidates, best, p, here - 1.0, error) &&
                   add_with(candidates, best, p, here + 1.0, error);
    }
    return good;
}

/* --- the best --------------------------------------------------------------------------------- */

bool candidate_meets(const struct candidate *candidate)
{
    return !candidate->refused && candidate->open == 0 && candidate->missed == 0;
}

double candidates_cheap(const struct candidates *candidates)
{
    double fewest = INFINITY;
    for (size_t i = 0; i < candidates->judged; i++)
        if (candidate_meets(&candidates->list[i]))
            fewest = fmin(fewest, candidates->list[i].messengers.value);
    return fewest * (1.0 + candidates_as_cheap);
}

/* Of two that are as cheap. */
static bool is_better(const struct candidate *a, const struct candidate *b)
{
    if (a->rounds_p99 != b->rounds_p99)
        return a->rounds_p99 < b->rounds_p99;
    for (size_t i = 0; i < PARAMETERS_MAX; i++)
        if (a->parameter[i] != b->parameter[i])
            return a->parameter[i] < b->parameter[i];
    return false;
}

size_t candidates_best(const struct candidates *candidates)
{
    const double cheap = candidates_cheap(candidates);
    size_t best = candidates->count;
    for (size_t i = 0; i < candidates->judged; i++) {
        const struct candidate *candidate = &candidates->list[i];
        if (candidate_meets(candidate) && candidate->messengers.value <= cheap &&
            (best == candidates->count || is_better(candidate, &candidates->list[best])))
            best = i;
    }
    return best;
}

bool candidates_may_improve(const struct candidates *candidates, size_t best, size_t index)
{
    const struct candidate *candidate = &candidates->list[index];
    if (best == candidates->count)
        return true;
    const double cost = candidates->list[best].messengers.value;
    return candidate->messengers.value * (1.0 + candidates_as_cheap) < cost ||
           (candidate->messengers.value <= candidates_cheap(candidates) &&
            is_better(candidate, &candidates->list[best]));
}

/* --- what was looked at ----------------------------------------------------------------------- */

static bool is_first_with(const struct candidates *candidates, size_t index, size_t parameter)
{
    for (size_t i = 0; i < index; i++)
        if (!candidates->list[i].refused && candidates->list[i].parameter[parameter] ==
                                                candidates->list[index].parameter[parameter])
            return false;
    return true;
}

struct candidates_range candidates_range(const struct candidates *candidates, size_t parameter)
{
    struct candidates_range range = {INFINITY, -INFINITY, 0};
    for (size_t i = 0; i < candidates->count; i++) {
        const struct candidate *candidate = &candidates->list[i];
        if (candidate->refused)
            continue;
        range.lowest = fmin(range.lowest, candidate->parameter[parameter]);
        range.highest = fmax(range.highest, candidate->parameter[parameter]);
        range.values += is_first_with(candidates, i, parameter);
    }
    return range;
}

struct candidates_counts candidates_counts(const struct candidates *candidates)
{
    struct candidates_counts counts = {0, 0, 0};
    for (size_t i = 0; i < candidates->count; i++) {
        const struct candidate *candidate = &candidates->list[i];
        counts.all += !candidate->refused;
        counts.exact += !candidate->refused && candidate->method == METHOD_EXACT;
        counts.meeting += candidate_meets(candidate);
    }
    return counts;
}
