/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_OPTION_VALUES_H
#define GENERALS_CLI_OPTION_VALUES_H

/* What may follow an option, where that is one of a few words. */

#include "cli/options.h"

/* Value `index`, from 0, of the option; NULL after the last, and where any text may be a value. */
const char *option_value(enum option_id id, size_t index);

#endif
