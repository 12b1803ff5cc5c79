/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_PROGRESS_H
#define GENERALS_CLI_PROGRESS_H

/* How far a run is, on stderr, in one of three forms:
 * - on a terminal, one line that is drawn again and again and wiped at the end;
 * - else, as in a log, a line a minute, none in the first;
 * - with --progress json, an object a line, one a second and one at the end, for scripts.
 * --quiet leaves only the objects, which somebody asked for. Times are of a clock that never jumps.
 * Lines come between blocks of the work: one may be late, and none comes while no block ends. */

#include "cli/options.h"
#include "engine/work.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

enum progress_form { PROGRESS_NONE, PROGRESS_TERMINAL, PROGRESS_LOG, PROGRESS_JSON };

struct progress {
    enum progress_form form;
    double period;  /* seconds from one line to the next, at least; may be changed */
    size_t points;  /* in all */
    double seconds; /* that all may take; 0: whatever it takes */
    struct timespec start, last;
    struct work_done done; /* as far as is known */
    uint64_t blocks;       /* of so many */
};

/* Is the value of --progress one? */
bool progress_check(const struct arguments *arguments, struct error *error);

/* --progress and --quiet, which were checked, and what stderr is decide the form. */
void progress_start(struct progress *progress, const struct arguments *arguments, size_t points,
                    double seconds);

/* `context` is the progress; shows it if the period is over. */
void progress_update(void *context, const struct work_done *done, uint64_t blocks);

/* Wipes the line, or prints the last object; returns the seconds since the start. */
double progress_end(struct progress *progress);

#endif
