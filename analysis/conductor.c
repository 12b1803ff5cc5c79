/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/conductor.h"

enum { SAVE_SPACING = 100 };

static double seconds_since(const struct timespec *start)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)(now.tv_sec - start->tv_sec) + 1e-9 * (double)(now.tv_nsec - start->tv_nsec);
}

void conductor_start(struct conductor *conductor, struct experiment *experiment)
{
    *conductor = (struct conductor){.experiment = experiment};
    clock_gettime(CLOCK_MONOTONIC, &conductor->start);
    conductor->saved = conductor->start;
}

bool conductor_ends(struct conductor *conductor)
{
    const struct experiment *experiment = conductor->experiment;
    const struct experiment_keeper *keeper = experiment->keeper;
    if (keeper != NULL && keeper->stop(keeper->context))
        atomic_store(&conductor->stopped, true);
    const double seconds = experiment->stopping.seconds;
    if (seconds > 0.0 && seconds_since(&conductor->start) >= seconds)
        atomic_store(&conductor->time_is_up, true);
    return atomic_load(&conductor->stopped) || atomic_load(&conductor->time_is_up);
}

enum work_order conductor_order(struct conductor *conductor)
{
    const struct experiment_keeper *keeper = conductor->experiment->keeper;
    if (conductor_ends(conductor))
        return WORK_STOP;
    if (keeper == NULL)
        return WORK_GO_ON;
    const double since = seconds_since(&conductor->saved);
    return since >= keeper->seconds && since >= SAVE_SPACING * conductor->save_took ? WORK_PAUSE
                                                                                    : WORK_GO_ON;
}

bool conductor_save(struct conductor *conductor, struct error *error)
{
    const struct experiment_keeper *keeper = conductor->experiment->keeper;
    struct timespec begin;
    if (keeper == NULL)
        return true;
    clock_gettime(CLOCK_MONOTONIC, &begin);
    const bool good = keeper->save(keeper->context, error);
    conductor->save_took = seconds_since(&begin);
    clock_gettime(CLOCK_MONOTONIC, &conductor->saved);
    return good;
}
