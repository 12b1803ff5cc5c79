/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can be said of single trials: against the chances of what happened in them, and against all
 * histories. */

#include "analysis/testimony.h"

#include "strategies/strategies.h"
#include "tests/analysis/small_points.h"
#include "tests/testing.h"

#include <string.h>

enum { SEED = 5, TRIALS = FEWER_IF_SANITIZED(30, 5) };

static void make(struct testimony *testimony, struct replay *replay, const struct point *point,
                 uint64_t trial)
{
    struct error error;
    if (!replay_make(replay, point, SEED, trial, &error) ||
        !testimony_make(testimony, point, replay, &error))
        fail_msg("%s: %s", point_words(point), error.message);
}

static void release(struct testimony *testimony, struct replay *replay)
{
    testimony_release(testimony);
    replay_release(replay);
}

/* --- how probable it is ----------------------------------------------------------------------- */

/* Memoryless: each message and each coin on its own. */
static long double product_of(const struct replay *replay)
{
    long double product = 1.0L;
    for (size_t i = 0; i < replay->acts.event_count; i++) {
        const struct event *event = &replay->acts.events[i];
        const enum happening happening = replay->happening[i];
        if (happening != NOT_SENT)
            product *= happening == CAPTURED || happening == HEADS ? event->probability
                                                                   : event->complement;
    }
    return product;
}

static void the_probability_of_what_happened(void **state)
{
    (void)state;
    const struct point points[] = {
        point_named("await-reply", 2, 0, 0.3, 0.2),
        point_named("retransmit", 3, 1, 0.3, 0.2),
        point_named("random-attack", 4, 0, 0.3, 0.2),
        point_named("ack-chain", 1000, 1, 0.01, 0.02),
        point_named("retransmit", 300, 1, 0.95, 0.99), /* too many histories to go through */
        point_named("bounded-retransmission", 16, 2, 0.1, 0.2),
    };
    for (size_t i = 0; i < COUNT_OF(points); i++)
        for (uint64_t trial = 0; trial < TRIALS; trial++) {
            struct replay replay;
            struct testimony testimony;
            make(&testimony, &replay, &points[i], trial);
            assert_true(testimony.probability_known);
            assert_close(testimony.probability, product_of(&replay), 1e-12L);
            release(&testimony, &replay);
        }
}

/* --- what each can know ----------------------------------------------------------------------- */

/* P(the other acts | the view that the party has in history `index`), from all histories. */
static long double belief_of(const struct histories *histories, size_t index, int party)
{
    long double all = 0.0L, acts = 0.0L;
    for (size_t i = 0; i < histories->count; i++) {
        const struct history *history = &histories->history[i];
        if (history->view[party] != histories->history[index].view[party])
            continue;
        all += history->probability;
        acts += cell_holds(history->cell, 1 - party) ? history->probability : 0.0L;
    }
    return acts / all;
}

static void what_each_can_know(void **state)
{
    (void)state;
    const struct channel bursts = {0.3, 0.3, CHANNEL_BURST, 3, 0.9, 0.1};
    struct point points[] = {
        point_named("await-reply", 1, 0, 0.3, 0.2), point_named("ack-chain", 5, 1, 0.3, 0.2),
        point_named("retransmit", 3, 1, 0.3, 0.2),  point_named("random-attack", 3, 0, 0.3, 0.2),
        point_named("retransmit", 2, 1, 0.3, 0.3),
    };
    points[4].channel = bursts;
    for (size_t i = 0; i < COUNT_OF(points); i++)
        for (uint64_t trial = 0; trial < TRIALS; trial++) {
            struct replay replay;
            struct testimony t;
            make(&t, &replay, &points[i], trial);
            assert_true(t.views_known);
            assert_int_equal(t.histories.history[t.history].cell, replay.cell);
            for (int party = 0; party < 2; party++) {
                assert_int_equal(t.view[party].view, t.histories.history[t.history].view[party]);
                assert_int_equal(t.view[party].acts, cell_holds(replay.cell, party));
                assert_close(t.view[party].other_acts, belief_of(&t.histories, t.history, party),
                             1e-12L);
            }
            release(&t, &replay);
        }
}

static void what_is_not_known(void **state)
{
    (void)state;
    struct replay replay;
    struct testimony testimony;
    const struct point many = point_named("retransmit", 300, 1, 0.3, 0.2);
    make(&testimony, &replay, &many, 0);
    assert_true(testimony.probability_known);
    assert_false(testimony.views_known);
    release(&testimony, &replay);
    const struct point nobody = point_named("bounded-retransmission", 2, 1, 0.3, 0.2);
    make(&testimony, &replay, &nobody, 0);
    assert_true(testimony.probability_known);
    assert_false(testimony.views_known);
    release(&testimony, &replay);
    const struct point rare = point_named("always-attack", 400, 0, 0.1, 0.1); /* 1e-400 */
    make(&testimony, &replay, &rare, 0);
    assert_int_equal(replay.cell, CELL_BOTH);
    assert_false(testimony.probability_known);
    assert_false(testimony.views_known);
    release(&testimony, &replay);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_probability_of_what_happened),
        cmocka_unit_test(what_each_can_know),
        cmocka_unit_test(what_is_not_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
