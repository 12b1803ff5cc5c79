/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a strategy's code finds in rows and leaves behind in them, with a panel made by hand. */

#include "engine/lanes.h"
#include "engine/panel.h"
#include "engine/random.h"
#include "engine/schedule.h"
#include "tests/engine/coins.h"
#include "tests/testing.h"

#include <string.h>

/* Coins in one round has these events: general 1 flips, sends news, it is counted who waits,
 * general 2 flips, answers, it is counted who is answered, twice. */
enum { HEADS, NEWS, WAITING, WILLING, ANSWER, ANSWERED, ANSWERED_AGAIN, EVENTS };
enum { WORDS = 3 * GROUP_WORDS };

struct hand_made {
    _Alignas(LANES_ALIGNMENT) uint64_t chance[EVENTS][WORDS], where[EVENTS][WORDS];
    uint64_t live[WORDS], decided[2][WORDS];
};

/* Rows of random words; whatever was in the rows to be left behind. */
static void make_rows(struct hand_made *rows)
{
    const struct random_key key = {{5, 6}};
    random_words(key, 0, rows->chance[0], EVENTS * WORDS);
    random_words(key, 1, rows->where[0], EVENTS * WORDS);
    random_words(key, 2, rows->live, WORDS);
    random_words(key, 3, rows->decided[0], 2 * WORDS);
}

/* Runs coins over the rows; returns the panel's mismatch. `skipped` events are left out. */
static uint64_t run(struct hand_made *rows, size_t skipped)
{
    const double parameters[PARAMETERS_MAX] = {1, 0.75, 0.25};
    struct schedule schedule = {0};
    struct error error;
    assert_true(schedule_record(&schedule, &coins_strategy, parameters, (struct channel){0.5, 0.5},
                                &error));
    assert_int_equal(schedule.event_count, EVENTS);
    struct panel_event events[EVENTS];
    for (size_t i = 0; i < EVENTS; i++)
        events[i] = (struct panel_event){
            .chance = rows->chance[i], .where = rows->where[i], .mark = schedule.events[i].mark};
    struct panel panel = {.parameters = parameters,
                          .events = events,
                          .event_count = EVENTS - skipped,
                          .words = WORDS,
                          .live = rows->live,
                          .decided = {rows->decided[0], rows->decided[1]}};
    coins_strategy.over_lanes(&panel);
    schedule_release(&schedule);
    return panel.mismatch;
}

/* Every event leaves the trials in which it mattered or was counted, decisions
 * the trials in which they hold; nothing but decisions outside the trials that exist. */
static void rows_are_found_and_left_behind(void **state)
{
    (void)state;
    static struct hand_made rows;
    make_rows(&rows);
    assert_int_equal(run(&rows, 0), 0);
    for (size_t i = 0; i < WORDS; i++) {
        const uint64_t live = rows.live[i];
        const uint64_t heads = live & rows.chance[HEADS][i];
        const uint64_t informed = heads & ~rows.chance[NEWS][i];
        const uint64_t willing = informed & rows.chance[WILLING][i];
        const uint64_t content = willing & ~rows.chance[ANSWER][i];
        assert_int_equal(rows.where[HEADS][i], live);
        assert_int_equal(rows.where[NEWS][i], heads);
        assert_int_equal(rows.where[WILLING][i], informed);
        assert_int_equal(rows.where[ANSWER][i], willing);
        assert_int_equal(rows.where[WAITING][i], live & ~informed);
        assert_int_equal(rows.where[ANSWERED][i], content);
        assert_int_equal(rows.where[ANSWERED_AGAIN][i], 0);
        assert_int_equal(rows.decided[0][i] & live, heads);
        assert_int_equal(rows.decided[1][i] & live, (~informed | content) & live);
    }
}

/* An event too many is noticed, and touches no row. */
static void event_too_many_is_noticed(void **state)
{
    (void)state;
    static struct hand_made rows, before;
    make_rows(&rows);
    make_rows(&before);
    assert_int_not_equal(run(&rows, 1), 0);
    assert_memory_equal(rows.where[EVENTS - 1], before.where[EVENTS - 1],
                        sizeof rows.where[EVENTS - 1]);
    assert_memory_equal(rows.chance, before.chance, sizeof rows.chance);
    assert_memory_equal(rows.live, before.live, sizeof rows.live);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_are_found_and_left_behind),
        cmocka_unit_test(event_too_many_is_noticed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
