/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/strategy.h"

#include <string.h>

size_t strategy_parameter_count(const struct strategy *strategy)
{
    size_t count = 0;
    while (count < PARAMETERS_MAX && strategy->parameter[count].name != NULL)
        count++;
    return count;
}

size_t strategy_counter_count(const struct strategy *strategy)
{
    size_t count = 0;
    while (count < COUNTERS_MAX && strategy->counter[count] != NULL)
        count++;
    return count;
}

int strategy_parameter_index(const struct strategy *strategy, const char *name)
{
    for (size_t i = 0; i < strategy_parameter_count(strategy); i++)
        if (strcmp(strategy->parameter[i].name, name) == 0)
            return (int)i;
    return -1;
}
