/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_CONDUCTOR_H
#define GENERALS_ANALYSIS_CONDUCTOR_H

/* When a running experiment pauses to be saved, and when it stops before it is done: since time is
 * up, or somebody wants it to. Saves happen every so many seconds, but never take more than about a
 * hundredth of the time: the next one is a hundred times as far away as the last one took. */

#include "analysis/experiment.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <time.h>

struct conductor {
    struct experiment *experiment;
    struct timespec start, saved; /* when the run began, when it was saved last */
    double save_took;             /* seconds */
    atomic_bool time_is_up, stopped;
};

void conductor_start(struct conductor *conductor, struct experiment *experiment);

/* Is everything to end as soon as it can? By any thread. */
bool conductor_ends(struct conductor *conductor);

/* For work: see engine/work.h. By one thread at a time. */
enum work_order conductor_order(struct conductor *conductor);
bool conductor_save(struct conductor *conductor, struct error *error);

#endif
