/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_METHOD_WORDS_H
#define GENERALS_CLI_METHOD_WORDS_H

/* What --method and --event say, in an experiment. */

#include "analysis/experiment.h"

/* Sets the methods of the experiment: METHOD,METHOD or auto, which is Monte Carlo and more. */
bool methods_read(struct experiment *experiment, const char *text, struct error *error);

bool methods_have(const struct experiment *experiment, enum method method);

/* Is importance sampling among them, or may auto come to it? */
bool methods_sample_rare(const struct experiment *experiment);

/* Refuses an event that no method of the experiment would look at. NULL: none was given. */
bool methods_check_event(const struct experiment *experiment, const char *event,
                         struct error *error);

#endif
