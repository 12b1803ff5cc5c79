/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_INTERRUPTION_H
#define GENERALS_CLI_INTERRUPTION_H

/* SIGINT and SIGTERM while something runs that can be gone on with: the first one asks it to stop,
 * the second ends the program at once. Signals that were ignored when the program began stay so. */

#include <stdbool.h>

/* From now on, until interruption_end(), signals are asked about. */
void interruption_begin(void);
void interruption_end(void);

/* Was there one? For struct experiment_keeper; the context is not used. */
bool interruption_came(void *context);

/* The signal, or 0. */
int interruption_signal(void);

#endif
