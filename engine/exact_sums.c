/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/exact_sums.h"

#include <stdlib.h>

static size_t list_rounds(const struct schedule *schedule, struct exact_round *rounds)
{
    size_t count = 0;
    unsigned last = 0;
    for (size_t i = 0; i < schedule->event_count; i++)
        if (event_begins_round(&schedule->events[i], &last)) {
            if (rounds != NULL)
                rounds[count] = (struct exact_round){.round = last};
            count++;
        }
    return count;
}

bool exact_sums_init(struct exact_sums *sums, const struct schedule *schedule, struct error *error)
{
    *sums = (struct exact_sums){.round_count = list_rounds(schedule, NULL)};
    sums->rounds = malloc((sums->round_count + 1) * sizeof *sums->rounds);
    if (sums->rounds == NULL)
        return error_no_memory(error);
    list_rounds(schedule, sums->rounds);
    return true;
}

void exact_sums_release(struct exact_sums *sums)
{
    free(sums->rounds);
    *sums = (struct exact_sums){0};
}

void exact_sums_add(struct exact_sums *to, const struct exact_sums *from)
{
    to->histories += from->histories;
    for (int i = 0; i < CELL_COUNT; i++)
        to->cell[i] += from->cell[i];
    to->messengers += from->messengers;
    for (int i = 0; i < COUNTERS_MAX; i++)
        to->counter[i] += from->counter[i];
    to->possible_cells |= from->possible_cells;
    to->possible_counters |= from->possible_counters;
    for (size_t i = 0; i < to->round_count; i++)
        to->rounds[i].reached += from->rounds[i].reached;
}
