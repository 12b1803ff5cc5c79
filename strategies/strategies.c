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
