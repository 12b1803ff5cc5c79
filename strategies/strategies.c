/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strategies/strategies.h"

#include <string.h>

#define STRATEGY(name) extern const struct strategy name##_strategy;
#include "strategies/list.h"
#undef STRATEGY

const struct strategy *const strategies[] = {
#define STRATEGY(name) &name##_strategy,
#include "strategies/list.h"
#undef STRATEGY
    NULL,
};

const struct strategy *strategy_find(const char *name)
{
    for (const struct strategy *const *strategy = strategies; *strategy != NULL; strategy++)
        if (strcmp((*strategy)->name, name) == 0)
            return *strategy;
    return NULL;
}

bool strategy_parameter_is_of_task(const char *strategy, const char *parameter, double value)
{
    const struct strategy *found = strategy_find(strategy);
    const int index = found != NULL ? strategy_parameter_index(found, parameter) : -1;
    return index >= 0 && found->parameter[index].role == PARAMETER_GIVEN &&
           (value < found->parameter[index].initial || value > found->parameter[index].initial);
}
