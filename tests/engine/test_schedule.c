/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The dry run: which events it finds, with which probabilities, and what it refuses. */

#include "engine/schedule.h"
#include "engine/trial.h"
#include "strategies/strategies.h"
#include "tests/engine/coins.h"
#include "tests/engine/odd.h"
#include "tests/testing.h"

#include <string.h>

/* --- the events of strategies ----------------------------------------------------------------- */

enum { EVENTS_MAX = 8 };

/* From loss 1/2 there and 1/4 back. A message NULL: general `from` flips; the list ends at from -1.
 */
struct expected_event {
    const char *message;
    int from, to;
    unsigned round, copies;
    double probability;
};

static const struct schedule_case {
    const char *strategy; /* NULL: coins */
    double parameter[PARAMETERS_MAX];
    struct expected_event event[EVENTS_MAX];
} schedule_cases[] = {
    {"always-attack", {3, 0}, {{"order", 0, 1, 1, 3, 0.125}}},
    {"always-attack",
     {3, 2},
     {{"order", 0, 1, 1, 1, 0.5}, {"order", 0, 1, 3, 1, 0.5}, {"order", 0, 1, 5, 1, 0.5}}},
    {"await-reply", {2}, {{"order", 0, 1, 1, 2, 0.25}, {"reply", 1, 0, 2, 2, 0.0625}}},
    {"ack-chain", {1, 4}, {{"order", 0, 1, 1, 4, 0.0625}}},
    {"ack-chain",
     {4, 1},
     {{"order", 0, 1, 1, 1, 0.5},
      {"acknowledgement", 1, 0, 2, 1, 0.25},
      {"acknowledgement", 0, 1, 3, 1, 0.5},
      {"acknowledgement", 1, 0, 4, 1, 0.25}}},
    {"retransmit",
     {2, 3},
     {{"order", 0, 1, 1, 1, 0.5},
      {"answer", 1, 0, 1, 1, 0.25},
      {"order", 0, 1, 4, 1, 0.5},
      {"answer", 1, 0, 4, 1, 0.25}}},
    {NULL,
     {2, 0.75, 0.25},
     {{NULL, 0, 0, 1, 0, 0.75},
      {"news", 0, 1, 1, 2, 0.25},
      {NULL, 1, 1, 2, 0, 0.25},
      {"answer", 1, 0, 2, 3, 0.015625},
      {"news", 0, 1, 2, 2, 0.25},
      {NULL, 1, 1, 3, 0, 0.25},
      {"answer", 1, 0, 3, 3, 0.015625}}},
};

static const struct strategy *strategy_of(const char *name)
{
    return name != NULL ? strategy_find(name) : &coins_strategy;
}

static void record(struct schedule *schedule, const struct strategy *strategy,
                   const double *parameters, double loss, double loss_back)
{
    struct error error;
    if (!schedule_record(schedule, strategy, parameters, (struct channel){loss, loss_back}, &error))
        fail_msg("%s", error.message);
}

static void assert_event(const struct event *event, const struct expected_event *expected)
{
    assert_int_equal(event->kind, expected->message != NULL ? EVENT_TRANSMIT : EVENT_FLIP);
    if (expected->message != NULL)
        assert_string_equal(event->message, expected->message);
    else
        assert_null(event->message);
    assert_int_equal(event->from, expected->from);
    assert_int_equal(event->to, expected->to);
    assert_int_equal(event->round, expected->round);
    assert_int_equal(event->copies, expected->copies);
    assert_close(event->probability, expected->probability, 0.0L);
}

/* A dry run finds the events of each strategy, in order, with nothing left from the one before. */
static void dry_run_finds_events(void **state)
{
    (void)state;
    struct schedule schedule = {0};
    for (size_t i = 0; i < COUNT_OF(schedule_cases); i++) {
        const struct schedule_case *expected = &schedule_cases[i];
        record(&schedule, strategy_of(expected->strategy), expected->parameter, 0.5, 0.25);
        const size_t draws = schedule.draw_count;
        assert_int_equal(schedule.chance_count, draws);
        schedule_keep_acts(&schedule); /* no counts */
        size_t events = 0, transmits = 0;
        unsigned messengers = 0;
        for (; events < EVENTS_MAX && expected->event[events].round > 0; events++) {
            assert_true(events < schedule.event_count);
            assert_event(&schedule.events[events], &expected->event[events]);
            transmits += expected->event[events].message != NULL;
            messengers += expected->event[events].copies;
        }
        assert_int_equal(schedule.event_count, events);
        assert_int_equal(draws, events);
        assert_int_equal(schedule.transmit_count, transmits);
        assert_int_equal(schedule.messengers, messengers);
    }
    schedule_release(&schedule);
    assert_null(schedule.events);
}

/* What is certain is an event and no draw: on a way that loses nothing or everything, and a coin of
 * probability 0 or 1. */
static void certain_events_are_not_drawn(void **state)
{
    (void)state;
    const double three[] = {3, 1}, never[] = {2, 0, 0.5}, always[] = {2, 1, 0.5};
    struct schedule schedule = {0};
    for (double loss = 0.0; loss <= 1.0; loss += 1.0) {
        for (size_t i = 0; i < COUNT_OF(schedule_cases) - 1; i++) {
            record(&schedule, strategy_of(schedule_cases[i].strategy), schedule_cases[i].parameter,
                   loss, loss);
            assert_true(schedule.event_count > 0);
            assert_int_equal(schedule.draw_count, 0);
            for (size_t j = 0; j < schedule.event_count; j++)
                assert_close(schedule.events[j].probability, loss, 0.0L);
        }
        record(&schedule, strategy_of("retransmit"), three, loss, 0.5);
        assert_int_equal(schedule.event_count, 6);
        assert_int_equal(schedule.draw_count, 3);
        record(&schedule, &coins_strategy, loss > 0.0 ? always : never, 0.5, 0.5);
        assert_int_equal(schedule.event_count, 7 + 6); /* three counts in each round */
        assert_int_equal(schedule.draw_count, 6);
    }
    schedule_release(&schedule);
}

/* All copies are captured with probability loss^copies, of the way that they take, to 1e-15 of it.
 */
static void copies_multiply_loss(void **state)
{
    (void)state;
    const double rates[] = {1e-300, 1e-5,  0.1,      0.3,           1.0 / 3.0,
                            0.9,    0.999, 0.999999, 0.999999999999};
    const int copies[] = {1, 2, 3, 4, 5, 7, 9, 10, 31, 64, 100, 1000, 999999, 1000000};
    for (size_t i = 0; i < COUNT_OF(rates); i++) {
        for (size_t j = 0; j < COUNT_OF(copies); j++) {
            const long double expected = powl(rates[i], copies[j]);
            const long double tolerance = expected > 1e-280L ? 1e-15L : 1.0L;
            const struct channel there = {rates[i], 0.77}, back = {0.77, rates[i]};
            assert_close(channel_all_captured(there, 0, copies[j]).probability, expected,
                         tolerance);
            assert_close(channel_all_captured(back, 1, copies[j]).probability, expected, tolerance);
            assert_close(channel_all_captured(back, 5, copies[j]).probability, expected, tolerance);
            assert_close(channel_all_captured(there, 0, copies[j]).complement,
                         -expm1l(copies[j] * log1pl((long double)rates[i] - 1.0L)), 1e-15L);
        }
    }
    assert_close(channel_all_captured((struct channel){0.0, 1.0}, 0, 1000).probability, 0.0L, 0.0L);
    assert_close(channel_all_captured((struct channel){0.0, 1.0}, 1, 1000).probability, 1.0L, 0.0L);
}

/* --- limits ----------------------------------------------------------------------------------- */

enum { CROWD_FLIPS, CROWD_TRANSMITS, CROWD_COPIES, CROWD_COUNTER };

/* As many events as it is told, and a counter that it may not have. */
static void crowd(struct trial *t)
{
    for (int i = 0; i < whole(t, CROWD_FLIPS); i++)
        flip(t, GENERAL_1, everywhere(t), 0.5);
    for (int i = 0; i < whole(t, CROWD_TRANSMITS); i++)
        transmit(t, "word", GENERAL_1, GENERAL_2, everywhere(t), whole(t, CROWD_COPIES));
    count(t, whole(t, CROWD_COUNTER), everywhere(t));
    decide(t, everywhere(t), everywhere(t));
}
OVER_LANES(crowd)

static const struct strategy crowd_strategy = {
    .name = "crowd", .counter = {"first", "second"}, .over_lanes = crowd_over_lanes};

/* NULL for `expected`: it is possible. */
static void assert_crowd(double flips, double transmits, double copies, double counter,
                         const char *expected)
{
    const double parameters[PARAMETERS_MAX] = {flips, transmits, copies, counter};
    struct schedule schedule = {0};
    struct error error = {"nothing"};
    const bool good =
        schedule_record(&schedule, &crowd_strategy, parameters, (struct channel){0.5, 0.5}, &error);
    assert_string_equal(error.message, expected != NULL ? expected : "nothing");
    assert_int_equal(good, expected == NULL);
    schedule_release(&schedule);
}

/* 2^20 events and 2^20 messengers in a trial are possible, one more is not, nor is no copy, nor a
 * counter that the strategy has not. */
static void limits_are_kept(void **state)
{
    (void)state;
    const double limit = 1 << 20;
    assert_crowd(limit - 2, 1, 1, 0, NULL); /* and one count */
    assert_crowd(
        limit - 1, 1, 1, 0,
        "strategy 'crowd' has more than 1048576 events (messages, coins and counts); choose "
        "smaller parameters");
    assert_crowd(
        3 * limit, 0, 1, 0,
        "strategy 'crowd' has more than 1048576 events (messages, coins and counts); choose "
        "smaller parameters");
    assert_crowd(0, 1, limit, 1, NULL);
    assert_crowd(0, 16, limit / 16, 1, NULL);
    assert_crowd(0, 2, limit / 2 + 1, 0,
                 "strategy 'crowd' can send 1048578 messengers in a trial; at most 1048576 are "
                 "possible");
    assert_crowd(0, 3, 0, 0,
                 "strategy 'crowd' sends 'word' in 0 copies; between 1 and 1048576 are possible");
    assert_crowd(0, 1, -7, 0,
                 "strategy 'crowd' sends 'word' in -7 copies; between 1 and 1048576 are possible");
    assert_crowd(0, 1, limit + 1, 0,
                 "strategy 'crowd' sends 'word' in 1048577 copies; between 1 and 1048576 are "
                 "possible");
    assert_crowd(1, 1, 1, 2, "strategy 'crowd' counts in counter 2 of 2");
    assert_crowd(1, 1, 1, -1, "strategy 'crowd' counts in counter -1 of 2");
}

/* A strategy must decide once, and flip coins of a probability. */
static void dry_run_refuses_other_faults(void **state)
{
    (void)state;
    static const struct {
        enum odd_fault fault;
        const char *expected;
    } cases[] = {
        {ODD_NEVER_DECIDES, "strategy 'odd' decides 0 times; once is right"},
        {ODD_DECIDES_TWICE, "strategy 'odd' decides 2 times; once is right"},
        {ODD_NO_PROBABILITY, "strategy 'odd' flips a coin of probability nan"},
        {ODD_GOES_BACK, "strategy 'odd' goes back from round 2 to round 1"},
        {ODD_NO_COPIES,
         "strategy 'odd' sends 'order' in 0 copies; between 1 and 1048576 are possible"},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct point point = odd_point(cases[i].fault, 0);
        struct schedule schedule = {0};
        struct error error;
        assert_false(
            schedule_record(&schedule, &odd_strategy, point.parameter, point.channel, &error));
        assert_string_equal(error.message, cases[i].expected);
        record(&schedule, strategy_find("retransmit"), (const double[]){2, 1}, 0.5, 0.5);
        assert_int_equal(schedule.event_count, 4); /* good again after a bad one */
        schedule_release(&schedule);
    }
}

/* Events that differ in one thing have different marks. */
static void marks_tell_events_apart(void **state)
{
    (void)state;
    const uint64_t marks[] = {
        event_mark_transmit(0, 1, 1, 1),
        event_mark_transmit(1, 0, 1, 1),
        event_mark_transmit(0, 2, 1, 1),
        event_mark_transmit(0, 1, 2, 1),
        event_mark_transmit(0, 1, 1, 2),
        event_mark_transmit(0, 1, 1, 1 << 20),
        event_mark_transmit(0, 1, 1 << 20, 1),
        event_mark_flip(0, 1, 0.5),
        event_mark_flip(1, 1, 0.5),
        event_mark_flip(0, 2, 0.5),
        event_mark_flip(0, 1, 0.25),
        event_mark_flip(0, 1, nextafter(0.5, 1.0)),
        event_mark_flip(0, 1, 0.0),
        event_mark_flip(0, 1, 1.0),
    };
    for (size_t i = 0; i < COUNT_OF(marks); i++)
        for (size_t j = 0; j < i; j++)
            assert_int_not_equal(marks[i], marks[j]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dry_run_finds_events),
        cmocka_unit_test(certain_events_are_not_drawn),
        cmocka_unit_test(copies_multiply_loss),
        cmocka_unit_test(limits_are_kept),
        cmocka_unit_test(dry_run_refuses_other_faults),
        cmocka_unit_test(marks_tell_events_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
