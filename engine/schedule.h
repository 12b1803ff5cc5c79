/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_SCHEDULE_H
#define GENERALS_ENGINE_SCHEDULE_H

/* The schedule of a strategy: what it does, in order, the same for every trial. A strategy is
 * straight-line code over lanes, so one dry run finds it.
 *
 * An event is something that the strategy does, or that the channel adds before a transmit. What is
 * left to chance in it is one draw, unless it is certain: a probability of 0 or 1 needs no draw. In
 * a memoryless channel the chance of a transmit is that all its copies are captured. In a burst
 * channel chance has spoken before it: first, once in each round in which something may be sent, in
 * the mood of the city; then in what a city of either mood captures. */

#include "engine/channel.h"
#include "engine/error.h"
#include "engine/marks.h"
#include "engine/strategy.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    SCHEDULE_EVENTS_MAX = 1 << 20,
    SCHEDULE_MESSENGERS_MAX = 1 << 20, /* per trial: keeps the sums of squares in their integers */
    SCHEDULE_PARTIES_MAX = 1000,
};

enum event_kind {
    EVENT_TRANSMIT,
    EVENT_FLIP,
    EVENT_COUNT,
    EVENT_MOOD,    /* the city is vigilant in this round, if its mood was `mood` before */
    EVENT_CAPTURE, /* all copies of the transmit that follows are captured, if the city is `mood` */
};

struct event {
    enum event_kind kind;
    const char *message; /* NULL but for a transmit */
    int from, to;        /* parties, from 0; for a flip both are the one who flips; else 0 */
    unsigned round;      /* from 1 */
    unsigned copies;     /* messengers sent at once, or captured; else 0 */
    bool at_once;        /* sent before what the last transmit sent has arrived */
    bool
        chance_before; /* a transmit in a burst channel: whether all copies are captured is known */
    enum mood mood;
    int counter;        /* of a count */
    double probability; /* that all copies are captured; that the coin falls heads; 0 if neither */
    double complement;  /* 1 - probability, with all its digits */
    uint64_t mark;      /* engine/marks.h */
};

struct schedule {
    struct event *events;
    size_t event_count, event_capacity;
    size_t draw_count;   /* events that are not certain */
    size_t chance_count; /* events but for counts: the size of a block follows from them */
    size_t transmit_count;
    uint64_t messengers; /* the most that one trial can send */
    unsigned last_round;
    unsigned decisions;
    bool next_at_once;    /* the next transmit is */
    unsigned mood_round;  /* in which the mood was last drawn; 0: not yet */
    unsigned too_rare;    /* copies of a transmit whose loss^copies no double can hold; 0: none */
    size_t counter_count; /* of the strategy */
    struct channel channel;
    char fault[160]; /* what the strategy did wrong; "" if nothing */
    bool no_memory;
};

/* Is it left to chance? A probability of 0 or 1 needs no draw. */
static inline bool event_is_draw(const struct event *event)
{
    return event->probability > 0.0 && event->probability < 1.0;
}

/* Is it the first in its round that sends? `last`: the round of the last one that was, 0 at first.
 */
static inline bool event_begins_round(const struct event *event, unsigned *last)
{
    const bool begins = event->kind == EVENT_TRANSMIT && event->round != *last;
    *last = begins ? event->round : *last;
    return begins;
}

/* Exact methods need to know every probability: false, with the reason, if one is too small to be
 * held although it is not 0. Monte Carlo takes it as 0, and is right. */
bool schedule_check_exact(const struct schedule *schedule, const struct strategy *strategy,
                          struct error *error);

/* A word that tells schedules apart. */
uint64_t schedule_mark(const struct schedule *schedule);

/* Runs the strategy dry with these parameters on this channel. The schedule can be used again for
 * another dry run; start from a zeroed one. False if the strategy refuses the parameters,
 * misbehaves or is too long. */
bool schedule_record(struct schedule *schedule, const struct strategy *strategy,
                     const double *parameters, struct channel channel, struct error *error);
void schedule_release(struct schedule *schedule);

/* How many parties take part: 2, or as many as send, receive or flip coins. */
int schedule_party_count(const struct schedule *schedule);

/* Leaves in the list of events what parties do, messages and coins, for people to read. */
void schedule_keep_acts(struct schedule *schedule);

#endif
