/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_STRATEGIES_STRATEGIES_H
#define GENERALS_STRATEGIES_STRATEGIES_H

/* The one list of strategies: those that are built in, and what plug-ins have added
 * (strategies/plugin.h). To add one, see engine/strategy.h. The list grows while the command line
 * is read, by one thread and before anything else asks for it, and never shrinks. */

#include "engine/error.h"
#include "engine/strategy.h"

/* In the order of the list, in which those of a problem stand together; NULL ends it. */
const struct strategy *const *strategy_list(void);

/* NULL if there is none of that name. */
const struct strategy *strategy_find(const char *name);

/* Does the parameter say with this value what is to be done, other than usual? */
bool strategy_parameter_is_of_task(const char *strategy, const char *parameter, double value);

/* Adds it behind those of its problem. It is kept, not copied, and has a name of its own; a problem
 * of the same name is the same one. False without memory. */
bool strategy_add(const struct strategy *strategy, struct error *error);

#endif
