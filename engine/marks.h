/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_MARKS_H
#define GENERALS_ENGINE_MARKS_H

/* The mark of an event: a word that tells events apart, by which a run is noticed that does
 * something else than the dry run did. A sum of the event's parts times odd constants, so that
 * different ones hardly ever agree. All parts are inputs of the strategy, not of the trial: a
 * compiler takes most of it out of the loop over lanes. */

#include <stdint.h>

/* Of the city, in a burst channel (engine/channel.h). */
enum mood { MOOD_UNKNOWN, MOOD_ASLEEP, MOOD_VIGILANT };

static inline uint64_t event_mark_transmit(int from, int to, unsigned round, unsigned copies)
{
    return round * 0x9e3779b97f4a7c15U + copies * 0xbf58476d1ce4e5b9U +
           (uint64_t)from * 0x94d049bb133111ebU + (uint64_t)to * 0xd6e8feb86659fd93U;
}

static inline uint64_t event_mark_flip(int party, unsigned round, double probability)
{
    union {
        double number;
        uint64_t bits;
    } chance = {.number = probability};
    return round * 0x9e3779b97f4a7c15U + chance.bits * 0xff51afd7ed558ccdU +
           (uint64_t)party * 0xc4ceb9fe1a85ec53U + 1;
}

static inline uint64_t event_mark_count(int counter)
{
    return ((uint64_t)counter + 2) * 0xa24baed4963ee407U;
}

static inline uint64_t event_mark_mood(enum mood before, unsigned round)
{
    return round * 0x9e3779b97f4a7c15U + (before + 1) * 0x9fb21c651e98df25U;
}

static inline uint64_t event_mark_capture(enum mood mood, unsigned copies)
{
    return copies * 0xbf58476d1ce4e5b9U + (mood + 1) * 0xd1b54a32d192ed03U;
}

#endif
