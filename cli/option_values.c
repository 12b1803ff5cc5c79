/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/option_values.h"

#include "analysis/interval.h"
#include "engine/channel.h"
#include "engine/point.h"
#include "strategies/strategies.h"

/* Problem `index` in the order of the list, in which those of a problem stand together. */
static const char *problem_name(size_t index)
{
    const struct problem *problem = NULL;
    for (const struct strategy *const *at = strategy_list(); *at != NULL; at++) {
        if ((*at)->problem == problem)
            continue;
        problem = (*at)->problem;
        if (index-- == 0)
            return problem->name;
    }
    return NULL;
}

static const char *progress_kind(size_t index)
{
    static const char *const kinds[] = {"auto", "json", NULL};
    return kinds[index];
}

const char *option_value(enum option_id id, size_t index)
{
    switch (id) {
    case OPTION_PROBLEM:
        return problem_name(index);
    case OPTION_CHANNEL:
        return index <= CHANNEL_BURST
                   ? channel_name((struct channel){.kind = (enum channel_kind)index})
                   : NULL;
    case OPTION_METHOD:
        if (index == METHOD_COUNT)
            return "auto";
        return index < METHOD_COUNT ? method_name((enum method)index) : NULL;
    case OPTION_EVENT: /* and the counters of the strategy */
        return index < TARGET_COUNTER ? target_name(NULL, (enum target)index) : NULL;
    case OPTION_INTERVAL:
        return index <= INTERVAL_JEFFREYS ? interval_name((enum interval_kind)index) : NULL;
    case OPTION_PROGRESS:
        return progress_kind(index);
    default:
        return NULL;
    }
}
