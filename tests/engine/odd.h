/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_TESTS_ENGINE_ODD_H
#define GENERALS_TESTS_ENGINE_ODD_H

/* A strategy for tests alone that misbehaves as its parameters say. It counts, in a variable that
 * no strategy may have, how often it was called: once in each dry run and once for each step over
 * lanes. */

#include "engine/point.h"

enum odd_fault {
    ODD_NONE,
    ODD_FEWER_EVENTS,
    ODD_MORE_EVENTS,
    ODD_NO_EVENTS,
    ODD_OTHER_COPIES,
    ODD_OTHER_SENDER,
    ODD_OTHER_RECEIVER,
    ODD_OTHER_ROUND,
    ODD_GOES_BACK,
    ODD_OTHER_ORDER,
    ODD_OTHER_FLIPPER,
    ODD_OTHER_PROBABILITY,
    ODD_NEXT_PROBABILITY,
    ODD_SENDS_FOR_FLIP,
    ODD_FLIPS_FOR_SEND,
    ODD_OTHER_COUNTER,
    ODD_NO_COUNT,
    ODD_MORE_COUNTS,
    ODD_NEVER_DECIDES,
    ODD_DECIDES_TWICE,
    ODD_DECIDES_THRICE,
    ODD_NO_COPIES,
    ODD_NEGATIVE_COPIES,
    ODD_TOO_MANY_COPIES,
    ODD_NO_PROBABILITY,
    ODD_FAULTS,
};

/* At a loss rate of 0.5, with the fault from call `first` on, counted from 0. */
struct point odd_point(enum odd_fault fault, int first);

/* The same, in `calls` calls only. */
struct point odd_point_for(enum odd_fault fault, int first, int calls);

/* Counts from 0 again. */
void odd_restart(void);

extern const struct strategy odd_strategy;

#endif
