/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_WORST_H
#define GENERALS_ENGINE_WORST_H

/* The worst that an adversary can do who chooses the captures: the largest failure probability,
 * over all choices, of the coins alone. The adversary is oblivious (Varghese and Lynch 1992; Lynch,
 * Distributed Algorithms, 5.2): it knows the strategy and chooses, before the trial begins, which
 * transmits lose all their copies; it knows no coin, and learns none. A traitor's coins are coins
 * like any other: the adversary does not know them either.
 *
 * It can capture every messenger whose fate is left to chance, however unlikely: the choice does
 * not depend on how large a loss rate is, only on whether it is 0, where all messengers arrive, or
 * 1, where none does. In a burst channel it chooses as freely: the city's moods do not bind it. */

#include "engine/error.h"
#include "engine/point.h"

#include <stddef.h>
#include <stdint.h>

struct worst {
    double failure;    /* P(failure) under the choice below */
    uint64_t captured; /* messengers, as few as can do it; those that are certain not counted */
    /* The transmits that are captured, in order: each is sent with positive probability. Of
     * several choices with as few captures it is always the same one. */
    size_t event_count, *event;
};

/* The point with what matters to the adversary alone: points of which it is the same have the same
 * worst, and its schedule is that of worst.event. */
struct point worst_point(const struct point *point);

/* Can it be found? False, with the reason, if that would take more than CHOICES_LANES_MAX
 * (engine/choices.h). Nothing is said of strategies without coins, which the exact method can
 * enumerate anyway. */
bool worst_check(const struct point *point, struct error *error);

/* Finds it; failures that differ by a part in 10^12, as sums of rounded weights may, count as
 * equal. Does not depend on the number of threads. Call worst_release in any case. */
bool worst_find(struct worst *worst, const struct point *point, int threads, struct error *error);
void worst_release(struct worst *worst);

#endif
