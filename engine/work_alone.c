/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A build without MPI: there is no other process. See engine/work_ranks.h. */

#include "engine/work_ranks.h"

bool work_join(struct error *error)
{
    (void)error;
    return true;
}

bool work_is_first(void)
{
    return true;
}

void work_serve(strategy_finder *find, const struct error *unable)
{
    (void)unable;
    (void)find;
}

void work_leave(void)
{
}

int work_ranks(void)
{
    return 1;
}

int work_processors(void)
{
    return omp_get_num_procs();
}

bool ranks_open(struct shared *shared, struct error *error)
{
    (void)shared;
    (void)error;
    return true;
}

void ranks_attend(struct shared *shared)
{
    (void)shared;
}

void ranks_await(struct shared *shared)
{
    (void)shared;
}

void ranks_close(struct shared *shared)
{
    (void)shared;
}

bool ranks_hand_in(struct shared *shared, struct found *found, struct error *error)
{
    (void)shared;
    (void)found;
    return error_set(error, "there is nobody to hand anything in to");
}
