/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_STRATEGIES_PLUGIN_H
#define GENERALS_STRATEGIES_PLUGIN_H

/* Strategies from a shared object that was built outside the program (engine/plugin.h tells what is
 * in it). All that it says of itself is checked before anything reads it, so that the rest of the
 * program need not know where a strategy came from. */

#include "engine/error.h"

#include <stdbool.h>

/* Adds the strategies of the shared object to the list (strategies/strategies.h), where they stay.
 * `path` is a file as others are: one without a slash is looked for in this folder and in no other.
 * False, with what is wrong and what to do. */
bool plugin_load(const char *path, struct error *error);

#endif
