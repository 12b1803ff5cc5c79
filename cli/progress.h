/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_PROGRESS_H
#define GENERALS_CLI_PROGRESS_H

/* One line on a terminal that shows how far a run is. Nothing is shown where stderr is none. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

struct progress {
    bool shown;
    double trials; /* in all */
    size_t points;
    struct timespec start, last;
};

void progress_start(struct progress *progress, bool quiet, double trials, size_t points);

/* `context` is the progress; redraws the line a few times a second. */
void progress_update(void *context, uint64_t trials_done, size_t points_done);

/* Wipes the line; returns the seconds since the start. */
double progress_end(struct progress *progress);

#endif
