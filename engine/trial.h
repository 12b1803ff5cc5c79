/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_TRIAL_H
#define GENERALS_ENGINE_TRIAL_H

/* What a strategy may do: the header that a strategy includes.
 *
 * A strategy is one function over lanes, written as the textbook says it. It must be straight-line
 * code: loops and conditions may depend on its parameters, never on lanes. Example:
 *
 *     static void await_reply(struct trial *t)
 *     {
 *         int messengers = whole(t, MESSENGERS);
 *         lanes order = transmit(t, "order", GENERAL_1, GENERAL_2, everywhere(t), messengers);
 *         next_round(t);
 *         lanes reply = transmit(t, "reply", GENERAL_2, GENERAL_1, order, messengers);
 *         decide(t, reply, order);
 *     }
 *     OVER_LANES(await_reply)
 *
 * OVER_LANES makes await_reply_over_lanes, which the descriptor names. Lanes are combined with
 * & | ~ ^; the lanes that do not exist may hold anything, every function here masks them. */

#include "engine/lanes.h"
#include "engine/marks.h"
#include "engine/panel.h"
#include "engine/strategy.h"

/* Parties are numbered from 0; strategies for two use these names, or their own. */
enum { GENERAL_1 = 0, GENERAL_2 = 1 };

/* Lives in registers: it holds copies of what the panel says, so that a store to a row does not
 * make the compiler read the panel again. */
struct trial {
    struct panel *panel;
    struct schedule *schedule; /* set in a dry run */
    const double *parameters;
    const struct panel_event *events;
    size_t event_count;
    lanes live;
    size_t word;  /* where these lanes are in every row */
    size_t event; /* the next one */
    unsigned round;
    unsigned decisions;
    uint64_t mismatch;

    bool bursts;         /* of the channel; what follows is used by them alone */
    unsigned mood_round; /* in which the city's mood was last asked for; 0: not yet */
    lanes vigilant;      /* the city, then */
};

/* The trials that exist: where something is done whatever happened. */
LANES_INLINE lanes everywhere(const struct trial *t)
{
    return t->live;
}

/* Value of a parameter that is whole, by its place in the descriptor. */
LANES_INLINE int whole(const struct trial *t, int parameter)
{
    return (int)t->parameters[parameter];
}

LANES_INLINE double number(const struct trial *t, int parameter)
{
    return t->parameters[parameter];
}

/* The chance of the next event, noting where it mattered. An event too many or another one than in
 * the dry run is a mistake in the strategy: it is remembered, and the engine stops. */
LANES_INLINE lanes trial_chance(struct trial *t, lanes where, uint64_t mark)
{
    if (__builtin_expect(t->event == t->event_count, 0)) {
        t->mismatch = 1;
        return where;
    }
    const struct panel_event *event = &t->events[t->event++];
    t->mismatch |= event->mark ^ mark;
    lanes_store(event->where + t->word, where);
    return lanes_load(event->chance + t->word);
}

/* An event that leaves its row of chance behind. */
LANES_INLINE void trial_leave(struct trial *t, lanes where, lanes captured, uint64_t mark)
{
    const size_t event = t->event;
    (void)trial_chance(t, where, mark);
    if (t->event != event)
        lanes_store(t->events[event].captured + t->word, captured);
}

/* The lanes in which chance says yes to an event of the channel. */
LANES_INLINE lanes trial_city(struct trial *t, lanes where, uint64_t mark)
{
    where &= t->live;
    return where & trial_chance(t, where, mark);
}

/* Bursts: the lanes in which the city captures all copies that are sent now. */
LANES_INLINE lanes trial_captured(struct trial *t, lanes where, unsigned copies)
{
    if (t->mood_round == 0) {
        t->vigilant = trial_city(t, t->live, event_mark_mood(MOOD_UNKNOWN, t->round));
    } else if (t->mood_round != t->round) {
        const lanes was = t->vigilant;
        t->vigilant = trial_city(t, ~was, event_mark_mood(MOOD_ASLEEP, t->round));
        t->vigilant |= trial_city(t, was, event_mark_mood(MOOD_VIGILANT, t->round));
    }
    t->mood_round = t->round;
    const lanes leaks =
        trial_city(t, where & ~t->vigilant, event_mark_capture(MOOD_ASLEEP, copies));
    return leaks | trial_city(t, where & t->vigilant, event_mark_capture(MOOD_VIGILANT, copies));
}

/* Sends `copies` messengers with the message in the lanes `where`; returns the lanes in which at
 * least one of them arrived, in the same round. `message` is a string constant, for people. */
LANES_INLINE lanes transmit(struct trial *t, const char *message, int from, int to, lanes where,
                            int copies)
{
    where &= t->live;
    if (t->schedule != NULL) {
        t->panel->recorder->transmit(t->schedule, message, from, to, t->round, copies);
        return where;
    }
    const uint64_t mark = event_mark_transmit(from, to, t->round, (unsigned)copies);
    if (!t->bursts)
        return where & ~trial_chance(t, where, mark);
    const lanes captured = trial_captured(t, where, (unsigned)copies);
    trial_leave(t, where, captured, mark);
    return where & ~captured;
}

/* What of an exchange arrived, by receiver. */
struct exchanged {
    lanes at[2];
};

/* Parties 0 and 1 send each other a message at once, each its own wherever it does: neither message
 * can tell of the other. Else like transmit. */
LANES_INLINE struct exchanged exchange(struct trial *t, const char *const message[2],
                                       const lanes where[2], int copies)
{
    struct exchanged arrived;
    arrived.at[1] = transmit(t, message[0], 0, 1, where[0], copies);
    if (t->schedule != NULL)
        t->panel->recorder->next_at_once(t->schedule);
    arrived.at[0] = transmit(t, message[1], 1, 0, where[1], copies);
    return arrived;
}

/* The party flips a private coin in the lanes `where`; returns the lanes in which it fell heads,
 * which has this probability. */
LANES_INLINE lanes flip(struct trial *t, int party, lanes where, double probability)
{
    where &= t->live;
    if (t->schedule != NULL) {
        t->panel->recorder->flip(t->schedule, party, t->round, probability);
        return where;
    }
    return where & trial_chance(t, where, event_mark_flip(party, t->round, probability));
}

/* Time moves on by one round. */
LANES_INLINE void next_round(struct trial *t)
{
    t->round++;
}

LANES_INLINE void next_rounds(struct trial *t, int rounds)
{
    t->round += (unsigned)rounds;
}

/* Adds one to the strategy's counter (by its place in the descriptor) in the lanes `where`. */
LANES_INLINE void count(struct trial *t, int counter, lanes where)
{
    if (t->schedule != NULL) {
        t->panel->recorder->count(t->schedule, counter, t->round);
        return;
    }
    (void)trial_chance(t, where & t->live, event_mark_count(counter));
}

/* How the trial ended: the lanes in which each of the problem's two propositions holds. Once. */
LANES_INLINE void decide(struct trial *t, lanes first, lanes second)
{
    t->decisions++;
    if (t->schedule != NULL) {
        t->panel->recorder->decide(t->schedule);
        return;
    }
    lanes_store(t->panel->decided[0] + t->word, first);
    lanes_store(t->panel->decided[1] + t->word, second);
}

/* `schedule` and `bursts` are the panel's, but where they are constants what is not done leaves no
 * trace. */
LANES_INLINE struct trial trial_start(struct panel *panel, struct schedule *schedule, bool bursts,
                                      size_t word)
{
    const lanes nowhere = {0};
    return (struct trial){
        .panel = panel,
        .schedule = schedule,
        .parameters = panel->parameters,
        .events = panel->events,
        .event_count = panel->event_count,
        .live = schedule != NULL ? nowhere : lanes_load(panel->live + word),
        .word = word,
        .round = 1,
        .bursts = bursts,
    };
}

LANES_INLINE void trial_end(const struct trial *t)
{
    t->panel->mismatch |= t->mismatch | (t->event ^ t->event_count) | (t->decisions ^ 1);
}

/* Defines FUNCTION_over_lanes: the strategy stepped over a whole panel. Everything is inlined into
 * it three times: for the dry run, and, without any trace of that, for the loops over each kind of
 * channel. The loops work on copies that no store to a row can change, so that what depends on the
 * parameters alone is done before them. */
#define OVER_LANES(function)                                                            \
    __attribute__((flatten)) static void function##_over_lanes(struct panel *panel)     \
    {                                                                                   \
        if (panel->schedule != NULL) {                                                  \
            struct trial t = trial_start(panel, panel->schedule, false, 0);             \
            function(&t);                                                               \
            return;                                                                     \
        }                                                                               \
        double parameters[PARAMETERS_MAX];                                              \
        for (int i = 0; i < PARAMETERS_MAX; i++)                                        \
            parameters[i] = panel->parameters[i];                                       \
        struct panel copy = *panel;                                                     \
        copy.parameters = parameters;                                                   \
        for (size_t word = 0; !copy.bursts && word < copy.words; word += LANES_WORDS) { \
            struct trial t = trial_start(&copy, NULL, false, word);                     \
            function(&t);                                                               \
            trial_end(&t);                                                              \
        }                                                                               \
        for (size_t word = 0; copy.bursts && word < copy.words; word += LANES_WORDS) {  \
            struct trial t = trial_start(&copy, NULL, true, word);                      \
            function(&t);                                                               \
            trial_end(&t);                                                              \
        }                                                                               \
        panel->mismatch = copy.mismatch;                                                \
    }

#endif
