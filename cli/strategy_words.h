/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_STRATEGY_WORDS_H
#define GENERALS_CLI_STRATEGY_WORDS_H

/* Strategies and sweeps in the words of the command line. */

#include "analysis/experiment.h"
#include "cli/options.h"

/* The strategy of that name; NULL, with the near match in the error, if there is none. */
const struct strategy *strategy_of_name(const char *name, struct error *error);

/* Reads what --channel, --param, --loss and --loss-back say into a sweep that has its strategy, one
 * of those named by the words. sweep_release in any case. */
bool sweep_read(struct sweep *sweep, const struct arguments *arguments, struct error *error);
void sweep_release(struct sweep *sweep);

/* Refuses a --param that no strategy named has. */
bool sweeps_check_params(const struct arguments *arguments, struct error *error);

/* Adds the sweeps that the arguments spell: each word is NAME or NAME:KEY=VALUES,KEY=VALUES, with
 * --param, --loss and --loss-back for all of them. */
bool sweeps_add(struct experiment *experiment, const struct arguments *arguments,
                struct error *error);

#endif
