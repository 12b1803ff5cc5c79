/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/schedule.h"

#include "engine/descriptor.h"
#include "engine/panel.h"

#include <float.h>
#include <stdio.h>
#include <stdlib.h>

#define FAULT(schedule, ...)                                                   \
    do {                                                                       \
        if ((schedule)->fault[0] == '\0')                                      \
            snprintf((schedule)->fault, sizeof(schedule)->fault, __VA_ARGS__); \
    } while (0)

static struct event *append(struct schedule *schedule)
{
    if (schedule->event_count == SCHEDULE_EVENTS_MAX) {
        FAULT(schedule,
              "has more than %d events (messages, coins and counts); choose smaller parameters",
              SCHEDULE_EVENTS_MAX);
        return NULL;
    }
    if (schedule->event_count == schedule->event_capacity) {
        const size_t capacity = schedule->event_capacity > 0 ? 2 * schedule->event_capacity : 16;
        struct event *events = realloc(schedule->events, capacity * sizeof *events);
        if (events == NULL) {
            schedule->no_memory = true;
            return NULL;
        }
        schedule->events = events;
        schedule->event_capacity = capacity;
    }
    return &schedule->events[schedule->event_count++];
}

static void note(struct schedule *schedule, struct event new)
{
    struct event *event = append(schedule);
    if (event == NULL)
        return;
    *event = new;
    if (new.round < schedule->last_round)
        FAULT(schedule, "goes back from round %u to round %u", schedule->last_round, new.round);
    schedule->last_round = new.round;
    schedule->draw_count += event_is_draw(event);
    schedule->chance_count += new.kind != EVENT_COUNT;
}

/* `loss` of each copy: that of all of them can be too small to be held. */
static void set_chance(struct schedule *schedule, struct event *event, struct chance captured,
                       double loss)
{
    event->probability = captured.probability;
    event->complement = captured.complement;
    if (loss > 0.0 && captured.probability < DBL_MIN)
        schedule->too_rare = event->copies;
}

static void note_mood(struct schedule *schedule, enum mood before, unsigned round)
{
    const struct chance vigilant =
        channel_becomes_vigilant(schedule->channel, before, round - schedule->mood_round);
    note(schedule, (struct event){
                       .kind = EVENT_MOOD,
                       .round = round,
                       .mood = before,
                       .probability = vigilant.probability,
                       .complement = vigilant.complement,
                       .mark = event_mark_mood(before, round),
                   });
}

static void note_capture(struct schedule *schedule, enum mood mood, unsigned round, unsigned copies)
{
    const struct channel channel = schedule->channel;
    struct event event = {
        .kind = EVENT_CAPTURE,
        .round = round,
        .copies = copies,
        .mood = mood,
        .mark = event_mark_capture(mood, copies),
    };
    set_chance(schedule, &event, channel_mood_captures(channel, mood, (int)copies),
               mood == MOOD_VIGILANT ? channel.capture : channel.leak);
    note(schedule, event);
}

/* What the city does before messengers set out: the same as trial_captured in engine/trial.h. */
static void note_city(struct schedule *schedule, unsigned round, unsigned copies)
{
    if (schedule->mood_round == 0) {
        note_mood(schedule, MOOD_UNKNOWN, round);
    } else if (schedule->mood_round != round) {
        note_mood(schedule, MOOD_ASLEEP, round);
        note_mood(schedule, MOOD_VIGILANT, round);
    }
    schedule->mood_round = round;
    note_capture(schedule, MOOD_ASLEEP, round, copies);
    note_capture(schedule, MOOD_VIGILANT, round, copies);
}

static bool is_party(struct schedule *schedule, int party)
{
    if (party < 0 || party >= SCHEDULE_PARTIES_MAX)
        FAULT(schedule, "has a party %d; they are numbered from 0, and at most %d", party,
              SCHEDULE_PARTIES_MAX);
    return party >= 0 && party < SCHEDULE_PARTIES_MAX;
}

static void record_transmit(struct schedule *schedule, const char *message, int from, int to,
                            unsigned round, int copies)
{
    if (copies < 1 || copies > SCHEDULE_MESSENGERS_MAX) {
        FAULT(schedule, "sends '%s' in %d copies; between 1 and %d are possible", message, copies,
              SCHEDULE_MESSENGERS_MAX);
        return;
    }
    if (!descriptor_is_text(message, DESCRIPTOR_NAME_MAX)) {
        FAULT(schedule, "sends a message whose name is not 1 to %d characters of ASCII",
              DESCRIPTOR_NAME_MAX);
        return;
    }
    if (!is_party(schedule, from) || !is_party(schedule, to))
        return;
    schedule->messengers += (unsigned)copies;
    schedule->transmit_count++;
    struct event event = {
        .kind = EVENT_TRANSMIT,
        .message = message,
        .from = from,
        .to = to,
        .round = round,
        .copies = (unsigned)copies,
        .at_once = schedule->next_at_once,
        .mark = event_mark_transmit(from, to, round, (unsigned)copies),
    };
    schedule->next_at_once = false;
    if (schedule->channel.kind == CHANNEL_BURST) {
        note_city(schedule, round, (unsigned)copies);
        event.chance_before = true;
        event.complement = 1.0;
    } else {
        const double loss = from == 0 ? schedule->channel.loss : schedule->channel.loss_back;
        set_chance(schedule, &event, channel_all_captured(schedule->channel, from, copies), loss);
    }
    note(schedule, event);
}

static void record_next_at_once(struct schedule *schedule)
{
    schedule->next_at_once = true;
}

static void record_flip(struct schedule *schedule, int party, unsigned round, double probability)
{
    if (!(probability >= 0.0 && probability <= 1.0)) {
        FAULT(schedule, "flips a coin of probability %g", probability);
        return;
    }
    if (!is_party(schedule, party))
        return;
    note(schedule, (struct event){
                       .kind = EVENT_FLIP,
                       .from = party,
                       .to = party,
                       .round = round,
                       .probability = probability,
                       .complement = 1.0 - probability,
                       .mark = event_mark_flip(party, round, probability),
                   });
}

static void record_count(struct schedule *schedule, int counter, unsigned round)
{
    if (counter < 0 || (size_t)counter >= schedule->counter_count) {
        FAULT(schedule, "counts in counter %d of %zu", counter, schedule->counter_count);
        return;
    }
    note(schedule, (struct event){
                       .kind = EVENT_COUNT,
                       .round = round,
                       .counter = counter,
                       .complement = 1.0,
                       .mark = event_mark_count(counter),
                   });
}

static void record_decide(struct schedule *schedule)
{
    schedule->decisions++;
}

static const struct recorder recorder = {record_transmit, record_next_at_once, record_flip,
                                         record_count, record_decide};

bool schedule_check_exact(const struct schedule *schedule, const struct strategy *strategy,
                          struct error *error)
{
    return schedule->too_rare == 0 ||
           error_set(
               error,
               "strategy '%s': that all %u messengers sent at once are captured is less likely "
               "than 1e-307, too rare for exact methods and importance sampling; choose fewer "
               "messengers",
               strategy->name, schedule->too_rare);
}

uint64_t schedule_mark(const struct schedule *schedule)
{
    uint64_t mark = schedule->event_count;
    for (size_t i = 0; i < schedule->event_count; i++)
        mark = mark * 31 + schedule->events[i].mark;
    return mark;
}

bool schedule_record(struct schedule *schedule, const struct strategy *strategy,
                     const double *parameters, struct channel channel, struct error *error)
{
    struct error why = {.message = "it refuses these parameters"};
    if (strategy->check != NULL && !strategy->check(parameters, &why))
        return error_set(error, "strategy '%s': %s", strategy->name, why.message);
    *schedule = (struct schedule){
        .events = schedule->events,
        .event_capacity = schedule->event_capacity,
        .channel = channel,
        .counter_count = strategy_counter_count(strategy),
    };
    struct panel panel = {.schedule = schedule, .recorder = &recorder, .parameters = parameters};
    strategy->over_lanes(&panel);

    if (schedule->no_memory)
        return error_no_memory(error);
    if (schedule->decisions != 1)
        FAULT(schedule, "decides %u times; once is right", schedule->decisions);
    if (schedule->messengers > SCHEDULE_MESSENGERS_MAX)
        FAULT(schedule, "can send %llu messengers in a trial; at most %d are possible",
              (unsigned long long)schedule->messengers, SCHEDULE_MESSENGERS_MAX);
    if (schedule->fault[0] != '\0')
        return error_set(error, "strategy '%s' %s", strategy->name, schedule->fault);
    return true;
}

void schedule_release(struct schedule *schedule)
{
    free(schedule->events);
    *schedule = (struct schedule){0};
}

void schedule_keep_acts(struct schedule *schedule)
{
    size_t kept = 0;
    for (size_t i = 0; i < schedule->event_count; i++)
        if (schedule->events[i].kind == EVENT_TRANSMIT || schedule->events[i].kind == EVENT_FLIP)
            schedule->events[kept++] = schedule->events[i];
    schedule->event_count = kept;
}

int schedule_party_count(const struct schedule *schedule)
{
    int count = 2;
    for (size_t i = 0; i < schedule->event_count; i++) {
        count = schedule->events[i].from >= count ? schedule->events[i].from + 1 : count;
        count = schedule->events[i].to >= count ? schedule->events[i].to + 1 : count;
    }
    return count;
}
