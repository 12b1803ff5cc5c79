/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What strategies with traitors refuse, and that they count right what they would send. */

#include "engine/schedule.h"
#include "strategies/strategies.h"
#include "tests/testing.h"

#include <stdio.h>
#include <string.h>

/* Records the schedule of the strategy with these parameters; returns its number of events. */
static size_t events_of(const char *strategy, const double *parameter)
{
    struct schedule schedule = {0};
    struct error error;
    if (!schedule_record(&schedule, strategy_find(strategy), parameter, (struct channel){0.1, 0.1},
                         &error))
        fail_msg("%s", error.message);
    const size_t events = schedule.event_count;
    schedule_release(&schedule);
    return events;
}

static void assert_refused(const char *strategy, const double *parameter, const char *why)
{
    struct schedule schedule = {0};
    struct error error = {""};
    char message[300];
    snprintf(message, sizeof message, "strategy '%s': %s", strategy, why);
    assert_false(schedule_record(&schedule, strategy_find(strategy), parameter,
                                 (struct channel){0.1, 0.1}, &error));
    assert_string_equal(error.message, message);
    schedule_release(&schedule);
}

#define PARAMETERS(...) ((const double[]){__VA_ARGS__})

static void impossible_traitors(void **state)
{
    (void)state;
    assert_refused("oral-messages", PARAMETERS(4, 3, 1, 0),
                   "generals=4 traitors=3 commander=0 leave no loyal lieutenant, whose agreement "
                   "is what is asked for");
    assert_refused("signed-messages", PARAMETERS(4, 4, 1),
                   "generals=4 traitors=4 commander=1 leave no loyal lieutenant, whose agreement "
                   "is what is asked for");
    assert_refused("oral-messages", PARAMETERS(4, 0, 1, 1),
                   "commander=1 makes the commander a traitor, but traitors=0 says that there is "
                   "none");
    assert_refused("signed-messages", PARAMETERS(4, 0, 1),
                   "commander=1 makes the commander a traitor, but traitors=0 says that there is "
                   "none");
    assert_refused("oral-messages", PARAMETERS(4, 1, 3, 0),
                   "depth=3: among generals=4 an order can be passed on at most n-2 = 2 times");
    /* One loyal lieutenant is enough. */
    events_of("oral-messages", PARAMETERS(4, 2, 2, 0));
    events_of("oral-messages", PARAMETERS(4, 3, 2, 1));
    events_of("signed-messages", PARAMETERS(4, 3, 1));
}

/* The number of events in the message is the number that there would be: as the largest that are
 * possible show, and the smallest that are not. */
static void too_many_events(void **state)
{
    (void)state;
    const int l = 99, third = l * (l - 1) * (l - 2);
    assert_int_equal(events_of("oral-messages", PARAMETERS(100, 10, 2, 0)),
                     l + l * (l - 1) + third + 10 * ((l - 1) + (l - 1) * (l - 2)));
    assert_refused("oral-messages", PARAMETERS(100, 11, 2, 0),
                   "1056539 messages and coins would be needed; at most 1048576 are possible; "
                   "choose smaller parameters");
    assert_refused("oral-messages", PARAMETERS(100, 1, 98, 0),
                   "2.56249450060735e+156 messages and coins would be needed; at most 1048576 are "
                   "possible; choose smaller parameters");
    assert_int_equal(events_of("signed-messages", PARAMETERS(100, 62, 0)),
                     l + 62 * l * (l - 1) + 62 * 62 * (l - 1));
    assert_refused("signed-messages", PARAMETERS(100, 70, 0),
                   "1159439 messages and coins would be needed; at most 1048576 are possible; "
                   "choose smaller parameters");
    assert_int_equal(events_of("signed-messages", PARAMETERS(60, 59, 1)),
                     59 * 2 + 2 * 59 * 58 * (59 + 58));
}

static void too_many_orders(void **state)
{
    (void)state;
    events_of("oral-messages", PARAMETERS(13, 4, 4, 0));
    assert_refused("oral-messages", PARAMETERS(14, 4, 4, 0),
                   "generals=14 depth=4: 19045 orders have to be kept until all are there; at most "
                   "16384 are possible; choose smaller parameters");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(impossible_traitors),
        cmocka_unit_test(too_many_events),
        cmocka_unit_test(too_many_orders),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
