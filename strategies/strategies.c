/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strategies/strategies.h"

#include <stdlib.h>
#include <string.h>

#define STRATEGY(name) extern const struct strategy name##_strategy;
#include "strategies/list.h"
#undef STRATEGY

static const struct strategy *const built_in[] = {
#define STRATEGY(name) &name##_strategy,
#include "strategies/list.h"
#undef STRATEGY
    NULL,
};

static const struct strategy **extended; /* NULL: nothing was added */

const struct strategy *const *strategy_list(void)
{
    return extended != NULL ? (const struct strategy *const *)extended : built_in;
}

const struct strategy *strategy_find(const char *name)
{
    for (const struct strategy *const *at = strategy_list(); *at != NULL; at++)
        if (strcmp((*at)->name, name) == 0)
            return *at;
    return NULL;
}

bool strategy_parameter_is_of_task(const char *strategy, const char *parameter, double value)
{
    const struct strategy *found = strategy_find(strategy);
    const int index = found != NULL ? strategy_parameter_index(found, parameter) : -1;
    return index >= 0 && found->parameter[index].role == PARAMETER_GIVEN &&
           (value < found->parameter[index].initial || value > found->parameter[index].initial);
}

bool strategy_add(const struct strategy *strategy, struct error *error)
{
    const struct strategy *const *old = strategy_list();
    size_t count = 0, place = 0;
    for (; old[count] != NULL; count++)
        if (old[count]->problem == strategy->problem)
            place = count + 1;
    if (place == 0)
        place = count;
    const struct strategy **new = malloc((count + 2) * sizeof(void *));
    if (new == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < place; i++)
        new[i] = old[i];
    new[place] = strategy;
    for (size_t i = place; i <= count; i++)
        new[i + 1] = old[i];
    free(extended);
    extended = new;
    return true;
}
