/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/engine/odd.h"

#include "engine/schedule.h"
#include "engine/trial.h"
#include "strategies/problems.h"

#include <math.h>
#include <stdatomic.h>

enum { FAULT, FIRST, CALLS };

static atomic_int odd_calls;

void odd_restart(void)
{
    atomic_store(&odd_calls, 0);
}

static enum odd_fault fault_of_call(const struct trial *t)
{
    const int call = atomic_fetch_add(&odd_calls, 1) - whole(t, FIRST);
    return call >= 0 && call < whole(t, CALLS) ? (enum odd_fault)whole(t, FAULT) : ODD_NONE;
}

static int copies_with(enum odd_fault fault)
{
    switch (fault) {
    case ODD_OTHER_COPIES:
        return 3;
    case ODD_NO_COPIES:
        return 0;
    case ODD_NEGATIVE_COPIES:
        return -1;
    case ODD_TOO_MANY_COPIES:
        return SCHEDULE_MESSENGERS_MAX + 1;
    default:
        return 2;
    }
}

static double heads_with(enum odd_fault fault)
{
    return fault == ODD_OTHER_PROBABILITY  ? 0.75
           : fault == ODD_NEXT_PROBABILITY ? nextafter(0.25, 1.0)
           : fault == ODD_NO_PROBABILITY   ? (double)NAN
                                           : 0.25;
}

LANES_INLINE lanes coin(struct trial *t, enum odd_fault fault, lanes where)
{
    if (fault == ODD_SENDS_FOR_FLIP)
        return transmit(t, "order", GENERAL_2, GENERAL_2, where, 1);
    return flip(t, fault == ODD_OTHER_FLIPPER ? GENERAL_1 : GENERAL_2, where, heads_with(fault));
}

LANES_INLINE lanes reply(struct trial *t, enum odd_fault fault, lanes where)
{
    if (fault == ODD_FEWER_EVENTS)
        return where;
    if (fault == ODD_FLIPS_FOR_SEND)
        return flip(t, GENERAL_2, where, 0.5);
    const int from = fault == ODD_OTHER_SENDER ? 2 : GENERAL_2;
    return transmit(t, "reply", from, fault == ODD_OTHER_RECEIVER ? 2 : GENERAL_1, where, 1);
}

static void odd(struct trial *t)
{
    const enum odd_fault fault = fault_of_call(t);
    lanes there = everywhere(t), back = everywhere(t);
    if (fault != ODD_NO_EVENTS) {
        there = transmit(t, "order", GENERAL_1, GENERAL_2, there, copies_with(fault));
        next_rounds(t, fault == ODD_OTHER_ROUND ? 2 : 1);
        if (fault == ODD_OTHER_ORDER)
            back = coin(t, fault, reply(t, fault, there));
        else
            back = reply(t, fault, coin(t, fault, there));
    }
    next_rounds(t, fault == ODD_GOES_BACK ? -1 : 0);
    if (fault == ODD_MORE_EVENTS || fault == ODD_GOES_BACK)
        back |= transmit(t, "once more", GENERAL_2, GENERAL_1, there, 1);
    for (int i = fault == ODD_NO_COUNT ? 1 : fault == ODD_MORE_COUNTS ? -1 : 0; i < 1; i++)
        count(t, fault == ODD_OTHER_COUNTER ? 1 : 0, there);
    const int decisions = fault == ODD_NEVER_DECIDES    ? 0
                          : fault == ODD_DECIDES_TWICE  ? 2
                          : fault == ODD_DECIDES_THRICE ? 3
                                                        : 1;
    for (int i = 0; i < decisions; i++)
        decide(t, back, there);
}
OVER_LANES(odd)

const struct strategy odd_strategy = {
    .name = "odd",
    .problem = &two_generals,
    .summary = "misbehaves as it is told",
    .parameter =
        {
            {"fault", "", 0, 0, ODD_FAULTS - 1, true, "what it does wrong"},
            {"first", "calls", 0, 0, 1e9, true, "the first call in which it does"},
            {"calls", "calls", 1e9, 0, 1e9, true, "in how many"},
        },
    .counter = {"trials in which the order arrived"},
    .over_lanes = odd_over_lanes,
};

struct point odd_point_for(enum odd_fault fault, int first, int calls)
{
    return (struct point){
        .strategy = &odd_strategy, .parameter = {fault, first, calls}, .channel = {0.5, 0.5}};
}

struct point odd_point(enum odd_fault fault, int first)
{
    return odd_point_for(fault, first, 1000000000);
}
