/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_PROGRESS_H
#define GENERALS_CLI_PROGRESS_H

/* One line on a terminal that shows how far a run is. Nothing is shown where stderr is none. */

#include "engine/work.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

struct progress {
    bool shown;
    size_t points;  /* in all */
    double seconds; /* that all may take; 0: whatever it takes */
    struct timespec start, last;
};

void progress_start(struct progress *progress, bool quiet, size_t points, double seconds);

/* `context` is the progress; redraws the line a few times a second. */
void progress_update(void *context, const struct work_done *done, uint64_t blocks);

/* Wipes the line; returns the seconds since the start. */
double progress_end(struct progress *progress);

#endif
