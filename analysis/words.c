/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/words.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    WHOLE_MAX = 6, /* events of a story that is told whole */
    TOLD_MAX = 12, /* events that are told of any other */
    ROUNDS_TOLD_MAX = 4,
    COIN_SIZE = 32,
    SAID_SIZE = 128,
    REACHED_MAX = 16,    /* different things that are told of what reached a party */
    TOLD_APART_MAX = 64, /* senders and names of messages in a round */
};

/* "coin", or, if the party flips several in the round, "coin 2". */
static const char *coin_name(const struct schedule *schedule, size_t index, char text[COIN_SIZE])
{
    const struct event *coin = &schedule->events[index];
    unsigned all = 0, place = 0;
    for (size_t i = 0; i < schedule->event_count; i++) {
        const struct event *event = &schedule->events[i];
        const bool alike =
            event->kind == EVENT_FLIP && event->from == coin->from && event->round == coin->round;
        all += alike;
        place += alike && i <= index;
    }
    if (all > 1)
        snprintf(text, COIN_SIZE, "coin %u", place);
    else
        snprintf(text, COIN_SIZE, "coin");
    return text;
}

/* --- neighbours that say the same are told together ------------------------------------------- */

/* Something that is said of one event after another: `text` of some rounds. */
struct saying {
    FILE *stream;
    bool started;
    char before[SAID_SIZE]; /* "no ", "coin 2 fell " */
    const char *what;       /* "order", "heads" */
    unsigned rounds, first, step, last, list[ROUNDS_TOLD_MAX];
    bool regular;
    size_t said;   /* before this */
    bool brief;    /* a round that was just told is not told again */
    unsigned just; /* the round of the last one, if that was of one; else 0 */
};

static void print_rounds(const struct saying *saying)
{
    fprintf(saying->stream, "%s %u", saying->rounds == 1 ? "round" : "rounds", saying->first);
    if (saying->rounds > 2 && saying->regular && saying->step == 1) {
        fprintf(saying->stream, "-%u", saying->last);
    } else if (saying->rounds > ROUNDS_TOLD_MAX) {
        fprintf(saying->stream, ", %u, ..., %u", saying->list[1], saying->last);
    } else {
        for (unsigned i = 1; i < saying->rounds; i++)
            fprintf(saying->stream, ", %u", saying->list[i]);
    }
}

static void say_end(struct saying *saying)
{
    if (saying->rounds == 0)
        return;
    if (saying->brief && saying->rounds == 1 && saying->first == saying->just) {
        fputs(", ", saying->stream);
    } else {
        fputs(saying->started ? "; " : "", saying->stream);
        print_rounds(saying);
        fputs(": ", saying->stream);
    }
    fprintf(saying->stream, "%s%s", saying->before, saying->what);
    saying->just = saying->rounds == 1 ? saying->first : 0;
    saying->started = true;
    saying->said++;
    saying->rounds = 0;
}

static void say(struct saying *saying, const char *before, const char *what, unsigned round)
{
    const bool more = saying->rounds > 0 && strcmp(saying->before, before) == 0 &&
                      strcmp(saying->what, what) == 0;
    if (!more) {
        say_end(saying);
        snprintf(saying->before, sizeof saying->before, "%s", before);
        saying->what = what;
        saying->first = round;
        saying->regular = true;
    } else if (saying->rounds == 1) {
        saying->step = round - saying->last;
    } else {
        saying->regular = saying->regular && round - saying->last == saying->step;
    }
    if (saying->rounds < ROUNDS_TOLD_MAX)
        saying->list[saying->rounds] = round;
    saying->rounds++;
    saying->last = round;
}

/* --- views ------------------------------------------------------------------------------------ */

/* The entries of a view, the oldest first: their number, and in list[i] the view that ends in each.
 */
static size_t list_entries(const struct views *views, uint32_t view, uint32_t *list)
{
    size_t count = 0;
    for (uint32_t at = view; at != VIEW_NOTHING; at = views->view[at].before)
        count++;
    size_t place = count;
    for (uint32_t at = view; at != VIEW_NOTHING; at = views->view[at].before)
        list[--place] = at;
    return count;
}

/* These return whether there was memory for it. `senders`: also what the senders of messages had
 * seen. */
static bool tell_view(FILE *stream, const struct histories *histories, int party, uint32_t view,
                      size_t until, bool senders);

static void say_coin(struct saying *saying, const struct schedule *schedule, size_t index,
                     bool heads)
{
    char coin[COIN_SIZE], before[SAID_SIZE];
    snprintf(before, sizeof before, "%s fell ", coin_name(schedule, index, coin));
    say(saying, before, heads ? "heads" : "tails", schedule->events[index].round);
}

static bool tell_entry(struct saying *saying, const struct histories *histories,
                       const struct event *event, struct view entry, bool senders)
{
    if (event->kind == EVENT_FLIP) {
        say_coin(saying, &histories->stage.schedule, entry.event, entry.what == VIEW_HEADS);
        return true;
    }
    say(saying, "", event->message, event->round);
    if (!senders || !histories_fact(histories, entry.before, entry.event, FACT_VARIES))
        return true;
    say_end(saying);
    fputs(" (sender saw: ", saying->stream);
    const bool good =
        tell_view(saying->stream, histories, event->from, entry.what, entry.event, true);
    putc(')', saying->stream);
    return good;
}

/* What the party had seen before event `until`. */
static bool tell_view(FILE *stream, const struct histories *histories, int party, uint32_t view,
                      size_t until, bool senders)
{
    const struct schedule *schedule = &histories->stage.schedule;
    uint32_t *entries = malloc((schedule->event_count + 1) * sizeof *entries);
    if (entries == NULL)
        return false;
    const size_t count = list_entries(&histories->views, view, entries);
    struct saying saying = {.stream = stream, .brief = !senders};
    uint32_t before = VIEW_NOTHING;
    bool good = true;
    for (size_t i = 0, next = 0; good && i < until; i++) {
        const struct event *event = &schedule->events[i];
        if (next < count && histories->views.view[entries[next]].event == i) {
            before = entries[next++];
            good = tell_entry(&saying, histories, event, histories->views.view[before], senders);
        } else if (event->kind == EVENT_TRANSMIT && event->to == party &&
                   histories_fact(histories, before, (uint32_t)i, FACT_REACHED)) {
            say(&saying, "no ", event->message, event->round);
        }
    }
    say_end(&saying);
    if (!saying.started)
        fputs("nothing can reach it", stream);
    free(entries);
    return good;
}

bool words_view(FILE *stream, const struct histories *histories, int party, uint32_t view,
                struct error *error)
{
    return tell_view(stream, histories, party, view, histories->stage.schedule.event_count, true) ||
           error_no_memory(error);
}

bool words_witnessed(FILE *stream, const struct histories *histories, int party, uint32_t view,
                     struct error *error)
{
    return tell_view(stream, histories, party, view, histories->stage.schedule.event_count,
                     false) ||
           error_no_memory(error);
}

/* Has the schedule an event of the same name in another round? Then its round must be told. */
static bool is_in_other_rounds(const struct schedule *schedule, size_t index)
{
    const struct event *event = &schedule->events[index];
    for (size_t i = 0; i < schedule->event_count; i++)
        if (schedule->events[i].kind == event->kind && schedule->events[i].round != event->round &&
            (event->kind == EVENT_FLIP || strcmp(schedule->events[i].message, event->message) == 0))
            return true;
    return false;
}

static const char *fate(enum happening happening)
{
    static const char *const fates[] = {"was not sent", "was lost", "arrived", "fell tails",
                                        "fell heads"};
    return fates[happening];
}

/* Has the schedule another message of the name in the same round, or a coin of somebody else? Then
 * its parties must be told. */
static bool is_ambiguous(const struct schedule *schedule, size_t index)
{
    const struct event *event = &schedule->events[index];
    size_t first = index;
    while (first > 0 && schedule->events[first - 1].round == event->round)
        first--;
    for (size_t i = first; i < schedule->event_count && schedule->events[i].round == event->round;
         i++) {
        const struct event *other = &schedule->events[i];
        if (i == index || other->kind != event->kind)
            continue;
        if (event->kind == EVENT_FLIP ? other->from != event->from
                                      : strcmp(other->message, event->message) == 0)
            return true;
    }
    return false;
}

/* Messages of one round that were told: who sent them, and what they are called. */
struct told {
    unsigned round;
    size_t count;
    struct {
        int from;
        const char *message;
    } list[TOLD_APART_MAX];
};

/* Was such a message told of this round? If not, it is now. */
static bool was_told(struct told *told, const struct event *event)
{
    if (told->round != event->round)
        told->count = 0;
    told->round = event->round;
    for (size_t i = 0; i < told->count; i++)
        if (told->list[i].from == event->from && strcmp(told->list[i].message, event->message) == 0)
            return true;
    if (told->count < TOLD_APART_MAX) {
        told->list[told->count].from = event->from;
        told->list[told->count++].message = event->message;
    }
    return false;
}

/* "order", "order from general 2" */
static void say_reached(struct saying *saying, const struct problem *problem,
                        const struct schedule *schedule, size_t index)
{
    const struct event *event = &schedule->events[index];
    char from[PARTY_SIZE], what[SAID_SIZE];
    if (!is_ambiguous(schedule, index)) {
        say(saying, "", event->message, event->round);
        return;
    }
    snprintf(what, sizeof what, "%.70s from %s", event->message,
             problem_party(problem, event->from, from));
    say(saying, what, "", event->round);
}

static bool has_reached(const struct event *event, enum happening happening, int party)
{
    return event->to == party && happening != NOT_SENT && happening != CAPTURED;
}

void words_reached(FILE *stream, const struct problem *problem, const struct schedule *schedule,
                   int party, const enum happening *happening)
{
    struct saying saying = {.stream = stream, .brief = true};
    struct told told = {0};
    size_t left = 0;
    for (size_t i = 0; i < schedule->event_count; i++) {
        const struct event *event = &schedule->events[i];
        if (!has_reached(event, happening[i], party) ||
            (event->kind == EVENT_TRANSMIT && was_told(&told, event)))
            continue;
        if (saying.said >= REACHED_MAX)
            left++;
        else if (event->kind == EVENT_FLIP)
            say_coin(&saying, schedule, i, happening[i] == HEADS);
        else
            say_reached(&saying, problem, schedule, i);
    }
    say_end(&saying);
    if (left > 0)
        fprintf(stream, "; and so on, %zu more", left);
    if (!saying.started)
        fputs("nothing", stream);
}

/* "order", "order of round 2", "order of round 2 from general 0 to general 1". */
static void tell_message_name(FILE *stream, const struct problem *problem,
                              const struct schedule *schedule, size_t index)
{
    const struct event *event = &schedule->events[index];
    char from[PARTY_SIZE], to[PARTY_SIZE];
    fputs(event->message, stream);
    if (is_in_other_rounds(schedule, index))
        fprintf(stream, " of round %u", event->round);
    if (is_ambiguous(schedule, index))
        fprintf(stream, " from %s to %s", problem_party(problem, event->from, from),
                problem_party(problem, event->to, to));
}

/* "coin", "coin 1 of round 2", "coin 1 of general 1 in round 2". */
static void tell_coin_name(FILE *stream, const struct problem *problem,
                           const struct schedule *schedule, size_t index)
{
    const struct event *event = &schedule->events[index];
    const bool ambiguous = is_ambiguous(schedule, index);
    char coin[COIN_SIZE], party[PARTY_SIZE];
    fputs(coin_name(schedule, index, coin), stream);
    if (ambiguous)
        fprintf(stream, " of %s", problem_party(problem, event->from, party));
    if (is_in_other_rounds(schedule, index))
        fprintf(stream, " %s round %u", ambiguous ? "in" : "of", event->round);
}

static void tell_fate(FILE *stream, const struct problem *problem, const struct schedule *schedule,
                      size_t index, enum happening happening)
{
    const bool coin = schedule->events[index].kind == EVENT_FLIP;
    fputs("the ", stream);
    (coin ? tell_coin_name : tell_message_name)(stream, problem, schedule, index);
    fprintf(stream, " %s", coin && happening == NOT_SENT ? "was not flipped" : fate(happening));
}

/* Of a long story only how many messages arrived is told, and what did not. */
void words_history(FILE *stream, const struct problem *problem, const struct schedule *schedule,
                   const enum happening *happening)
{
    size_t sent = 0, arrived = 0, told = 0, left = 0;
    for (size_t i = 0; i < schedule->event_count; i++) {
        sent += happening[i] != NOT_SENT;
        arrived += happening[i] == ARRIVED;
    }
    const bool whole = sent <= WHOLE_MAX;
    if (sent == 0)
        fputs("nothing was sent", stream);
    else if (!whole)
        fprintf(stream, "%zu %s arrived", arrived, arrived == 1 ? "message" : "messages");
    for (size_t i = 0; i < schedule->event_count; i++) {
        if (happening[i] == NOT_SENT || (happening[i] == ARRIVED && !whole))
            continue;
        if (told == TOLD_MAX) {
            left++;
            continue;
        }
        fputs(told > 0 || !whole ? ", " : "", stream);
        tell_fate(stream, problem, schedule, i, happening[i]);
        told++;
    }
    if (left > 0)
        fprintf(stream, ", and so on, %zu more", left);
}

void words_difference(FILE *stream, const struct problem *problem, const struct schedule *schedule,
                      const enum happening *first, const enum happening *second)
{
    unsigned told = 0;
    for (size_t i = 0; i < schedule->event_count && told < TOLD_MAX; i++) {
        if (first[i] == second[i])
            continue;
        fputs(told++ > 0 ? ", " : "", stream);
        tell_fate(stream, problem, schedule, i, second[i]);
    }
}

/* Events of one round stand together. */
static bool is_alone_in_round(const struct schedule *schedule, size_t index)
{
    const struct event *event = &schedule->events[index];
    size_t first = index;
    while (first > 0 && schedule->events[first - 1].round == event->round)
        first--;
    for (size_t i = first; i < schedule->event_count && schedule->events[i].round == event->round;
         i++)
        if (i != index && schedule->events[i].kind == EVENT_TRANSMIT &&
            strcmp(schedule->events[i].message, event->message) == 0)
            return false;
    return true;
}

static void tell_message(FILE *stream, const struct schedule *schedule, size_t index, bool first)
{
    const struct event *event = &schedule->events[index];
    fprintf(stream, "%s%s@%u", first ? "" : " ", event->message, event->round);
    if (!is_alone_in_round(schedule, index))
        fprintf(stream, ":%d>%d", event->from, event->to);
}

void words_messages(FILE *stream, const struct schedule *schedule, const size_t *events,
                    size_t count)
{
    for (size_t i = 0; i < count; i++)
        tell_message(stream, schedule, events[i], i == 0);
}

void words_arrived(FILE *stream, const struct schedule *schedule, const enum happening *happening)
{
    bool started = false;
    for (size_t i = 0; i < schedule->event_count; i++)
        if (happening[i] == ARRIVED) {
            tell_message(stream, schedule, i, !started);
            started = true;
        }
}
