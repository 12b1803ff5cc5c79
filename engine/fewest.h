/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_FEWEST_H
#define GENERALS_ENGINE_FEWEST_H

/* The failing histories with the fewest captured messengers. Captures that are certain, since the
 * loss rate is 1, do not count. */

#include "engine/enumerate.h"

struct fewest {
    bool found;         /* false: no history fails */
    uint64_t captured;  /* messengers */
    uint64_t histories; /* that fail with so many captured */
    /* One of the likeliest of them: its probability, and the draws that are 1, in order. */
    long double probability;
    size_t draw_count;
    size_t *draws;
};

/* How many histories may be gone through, times the events of each. FEWEST_AT_EASE takes minutes.
 */
#define FEWEST_AT_EASE UINT64_MAX
#define FEWEST_IN_PASSING ((uint64_t)1 << 27) /* some tenths of a second */

/* Goes through the histories in which few messengers are captured, then more, until some fail: far
 * fewer than there are, if few captures are enough. `gave_up` (and false): that would take more
 * than is allowed. Call fewest_release in any case. */
bool fewest_find(struct fewest *fewest, const struct point *point, int threads, uint64_t work_max,
                 bool *gave_up, struct error *error);
void fewest_release(struct fewest *fewest);

#endif
