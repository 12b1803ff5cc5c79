/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_STRATEGY_WORDS_H
#define GENERALS_CLI_STRATEGY_WORDS_H

/* Strategies and sweeps in the words of the command line. */

#include "analysis/experiment.h"
#include "cli/options.h"

/* The strategy of that name; NULL, with the near match in the error, if there is none. */
const struct strategy *strategy_of_name(const char *name, struct error *error);

/* Adds the sweeps that the arguments spell: each word is NAME or NAME:KEY=VALUES,KEY=VALUES, with
 * --param, --loss and --loss-back for all of them. */
bool sweeps_add(struct experiment *experiment, const struct arguments *arguments,
                struct error *error);

#endif
