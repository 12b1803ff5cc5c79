/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/condition.h"

static const char *const names[QUANTITY_COUNTERS] = {
    [QUANTITY_SUCCESS] = "success",
    [QUANTITY_FAILURE] = "failure",
    [QUANTITY_CONFIDENCE_FIRST] = "confidence_first",
    [QUANTITY_CONFIDENCE_SECOND] = "confidence_second",
    [QUANTITY_MESSENGERS] = "messengers",
    [QUANTITY_ROUNDS_P99] = "rounds_p99",
};

const char *quantity_name(const struct strategy *strategy, unsigned quantity)
{
    if (quantity < QUANTITY_COUNTERS)
        return names[quantity];
    const size_t counter = quantity - QUANTITY_COUNTERS;
    return counter < strategy_counter_count(strategy) ? strategy->counter[counter] : NULL;
}

bool quantity_is_probability(unsigned quantity)
{
    return quantity < QUANTITY_MESSENGERS;
}

bool clause_check(const struct clause *clause, const struct strategy *strategy, struct error *error)
{
    const char *name = quantity_name(strategy, clause->quantity);
    const bool probability = quantity_is_probability(clause->quantity);
    if (probability && !(clause->limit >= 0.0 && clause->limit <= 1.0))
        return error_set(error, "%s is a probability: expected a limit from 0 to 1", name);
    if (!(clause->limit >= 0.0))
        return error_set(error, "%s is never negative: expected a limit of at least 0", name);
    if (clause->below && clause->limit == 0.0)
        return error_set(error, "%s is never below 0", name);
    if (!clause->below && probability && clause->limit == 1.0)
        return error_set(error, "%s is never above 1", name);
    return true;
}
