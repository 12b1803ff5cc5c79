/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_STRATEGIES_STRATEGIES_H
#define GENERALS_STRATEGIES_STRATEGIES_H

/* The one list of strategies. To add one, see engine/strategy.h. */

#include "engine/strategy.h"

/* In the order of the list; NULL ends it. */
extern const struct strategy *const strategies[];

/* NULL if there is none of that name. */
const struct strategy *strategy_find(const char *name);

/* Does the parameter say with this value what is to be done, other than usual? */
bool strategy_parameter_is_of_task(const char *strategy, const char *parameter, double value);

#endif
