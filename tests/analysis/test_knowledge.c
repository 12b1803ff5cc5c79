/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Histories, views and what follows from them: against definitions that are worked out one history
 * at a time, and against closed forms. */

#include "analysis/knowledge.h"

#include "strategies/problems.h"
#include "strategies/strategies.h"
#include "tests/analysis/honest.h"
#include "tests/analysis/matching.h"
#include "tests/analysis/reference_knowledge.h"
#include "tests/analysis/small_points.h"
#include "tests/testing.h"

#include <stdlib.h>
#include <string.h>

/* What is compared: both ways of one point. */
struct pair {
    const struct point *point;
    struct histories histories;
    struct reference_knowledge reference;
    size_t *match; /* [history]: in the reference */
};

static void make_histories(struct histories *histories, const struct point *point)
{
    struct error error;
    if (!histories_make(histories, point, histories_all, &error))
        fail_msg("%s: %s", point_words(point), error.message);
}

static void compare(long double actual, long double expected, const struct point *point,
                    const char *what)
{
    if (fabsl(actual - expected) <= 1e-12L * expected) /* false for NaN; 0 is 0 */
        return;
    fail_msg("%s: %s is %.20Lg, not %.20Lg", point_words(point), what, actual, expected);
}

static void expect(bool good, const struct point *point, const char *what)
{
    if (!good)
        fail_msg("%s: %s", point_words(point), what);
}

/* --- histories -------------------------------------------------------------------------------- */

static unsigned captured_by_chance(const struct reference_histories *reference, size_t history)
{
    unsigned captured = 0;
    for (size_t i = 0; i < reference->schedule.event_count; i++) {
        const struct reference_step step = reference->history[history].step[i];
        if (step.happened && step.chance && event_is_draw(&reference->schedule.events[i]))
            captured += reference->schedule.events[i].copies;
    }
    return captured;
}

static bool some_arrived(const struct reference_histories *reference, size_t history)
{
    for (size_t i = 0; i < reference->schedule.event_count; i++)
        if (reference_arrived(reference, history, i))
            return true;
    return false;
}

static void compare_histories(const struct pair *pair, const bool *heard)
{
    const struct reference_histories *reference = &pair->reference.histories;
    expect(!pair->histories.too_many && pair->histories.views_known, pair->point,
           "all histories should have been made, with views");
    for (size_t i = 0; i < pair->histories.count; i++) {
        const struct history *history = &pair->histories.history[i];
        const size_t match = pair->match[i];
        compare(history->probability, reference->history[match].weight, pair->point,
                "probability of a history");
        expect(history->cell == reference_cell(&reference->history[match]), pair->point, "cell");
        expect(history->captured == captured_by_chance(reference, match), pair->point, "captured");
        expect(history->arrived == some_arrived(reference, match), pair->point, "arrived");
        expect(history->heard == heard[match], pair->point, "heard");
    }
}

/* Two histories have the same view if and only if they have the same text. */
static void compare_partition(const struct pair *pair, int party)
{
    const size_t count = pair->histories.count, views = pair->histories.views.count;
    size_t *text_of = malloc(views * sizeof *text_of); /* [view]: a text, by its first history */
    size_t *view_of = malloc(count * sizeof *view_of); /* [first history of a text]: a view */
    assert_non_null(text_of);
    assert_non_null(view_of);
    for (size_t i = 0; i < views; i++)
        text_of[i] = SIZE_MAX;
    for (size_t i = 0; i < count; i++)
        view_of[i] = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        const uint32_t view = pair->histories.history[i].view[party];
        const size_t text = pair->reference.like[party][pair->match[i]];
        expect(view < views, pair->point, "a view that does not exist");
        expect(text_of[view] == SIZE_MAX || text_of[view] == text, pair->point,
               "one view for two texts");
        expect(view_of[text] == SIZE_MAX || view_of[text] == view, pair->point,
               "two views for one text");
        text_of[view] = text;
        view_of[text] = view;
    }
    free(text_of);
    free(view_of);
}

/* --- final views ------------------------------------------------------------------------------ */

static void compare_view(const struct pair *pair, int party, const struct final_view *view)
{
    const struct reference_knowledge *reference = &pair->reference;
    const size_t like = reference->like[party][pair->match[view->likeliest]];
    long double probability = 0.0L, other_acts = 0.0L, other_rest = 0.0L, most = 0.0L;
    size_t histories = 0;
    for (size_t i = 0; i < reference->histories.count; i++) {
        const struct reference_history *history = &reference->histories.history[i];
        if (reference->like[party][i] != like)
            continue;
        expect(view->acts == history->decided[party], pair->point, "acts");
        histories++;
        probability += history->weight;
        *(history->decided[1 - party] ? &other_acts : &other_rest) += history->weight;
        most = fmaxl(most, history->weight);
    }
    expect(view->histories == histories, pair->point, "histories of a view");
    expect(pair->histories.history[view->likeliest].view[party] == view->view, pair->point,
           "the likeliest history has another view");
    compare(view->probability, probability, pair->point, "P(view)");
    compare(view->other_acts, other_acts / probability, pair->point, "P(other acts | view)");
    compare(view->other_rest, other_rest / probability, pair->point, "P(other rests | view)");
    compare(pair->histories.history[view->likeliest].probability, most, pair->point,
            "probability of the likeliest history");
}

static size_t texts_of(const struct reference_knowledge *reference, int party)
{
    size_t texts = 0;
    for (size_t i = 0; i < reference->histories.count; i++)
        texts += reference->like[party][i] == i;
    return texts;
}

static void compare_views(const struct pair *pair, int party)
{
    struct error error;
    struct final_views views;
    assert_true(final_views_make(&views, &pair->histories, party, &error));
    expect(views.count == texts_of(&pair->reference, party), pair->point, "number of views");
    for (size_t i = 0; i < views.count; i++) {
        compare_view(pair, party, &views.view[i]);
        for (size_t j = 0; j < i; j++)
            expect(views.view[j].view != views.view[i].view &&
                       (double)views.view[j].probability >= (double)views.view[i].probability,
                   pair->point, "a view twice, or before a likelier one");
    }
    final_views_release(&views);
}

/* --- alikes ----------------------------------------------------------------------------------- */

/* The belief of `like`, a history of the reference: alone, since the other party has another view
 * in each of those that are alike to this one. */
static long double reference_belief(const struct pair *pair, int party, size_t like)
{
    const struct reference_knowledge *reference = &pair->reference;
    long double whole = 0.0L;
    for (size_t i = 0; i < reference->histories.count; i++) {
        if (reference->like[party][i] != reference->like[party][like])
            continue;
        whole += reference->histories.history[i].weight;
        expect(i == like || reference->like[1 - party][i] != reference->like[1 - party][like],
               pair->point, "two histories that are alike to both parties");
    }
    return reference->histories.history[like].weight / whole;
}

static void compare_alikes(const struct pair *pair, int party, uint32_t view)
{
    struct error error;
    struct alikes alikes;
    size_t behind = 0;
    for (size_t i = 0; i < pair->histories.count; i++)
        behind += pair->histories.history[i].view[party] == view;
    assert_true(alikes_make(&alikes, &pair->histories, party, view, &error));
    expect(alikes.count == behind, pair->point, "histories behind a view");
    for (size_t i = 0; i < alikes.count; i++) {
        const struct alike *alike = &alikes.alike[i];
        expect(pair->histories.history[alike->history].view[party] == view, pair->point,
               "a history behind a view");
        compare(alike->belief, reference_belief(pair, party, pair->match[alike->history]),
                pair->point, "belief");
        for (size_t j = 0; j < i; j++)
            expect(alikes.alike[j].history != alike->history &&
                       alikes.alike[j].belief >= alike->belief,
                   pair->point, "those alike twice, or before likelier ones");
    }
    alikes_release(&alikes);
}

/* Behind some of the party's views: each takes as long as all of the views. */
static void compare_some_alikes(const struct pair *pair, int party)
{
    const size_t step = 1 + pair->histories.count / 10;
    for (size_t i = 0; i < pair->histories.count; i += step)
        compare_alikes(pair, party, pair->histories.history[i].view[party]);
}

/* --- the ladder ------------------------------------------------------------------------------- */

/* `level` is level - 1 of the ladder's event; `known` is set to the next one. */
static void climb(const struct pair *pair, const struct ladder *ladder, const bool *event)
{
    const size_t size = pair->histories.count * sizeof *event;
    bool *below = malloc(size), *known = malloc(size);
    assert_non_null(below);
    assert_non_null(known);
    memcpy(below, event, size);
    for (size_t level = 1;; level++) {
        reference_everyone_knows(&pair->reference, below, known);
        if (level > 1 && memcmp(below, known, size) == 0) {
            expect(ladder->levels == level - 1, pair->point, "number of levels");
            break;
        }
        expect(level <= ladder->levels, pair->point, "too few levels");
        compare(ladder->everyone_knows[level - 1], reference_probability(&pair->reference, known),
                pair->point, "level");
        memcpy(below, known, size);
    }
    free(below);
    free(known);
}

static void compare_ladder(const struct pair *pair, enum knowledge_event which, const bool *event)
{
    struct error error;
    struct ladder ladder;
    bool *set = malloc(pair->histories.count * sizeof *set);
    assert_non_null(set);
    assert_true(ladder_make(&ladder, &pair->histories, which, &error));
    compare(ladder.probability, reference_probability(&pair->reference, event), pair->point,
            knowledge_event_name(which));
    climb(pair, &ladder, event);
    reference_common_knowledge(&pair->reference, event, set);
    compare(ladder.common_knowledge, reference_probability(&pair->reference, set), pair->point,
            "common knowledge");
    compare(ladder.everyone_knows[ladder.levels - 1], ladder.common_knowledge, pair->point,
            "the last level");
    for (int i = 0; i < BELIEFS; i++) {
        reference_common_belief(&pair->reference, knowledge_beliefs[i], event, set);
        compare(ladder.common_belief[i], reference_probability(&pair->reference, set), pair->point,
                "common belief");
    }
    ladder_release(&ladder);
    free(set);
}

/* --- all of it -------------------------------------------------------------------------------- */

static void compare_all(const struct point *point)
{
    struct pair pair = {.point = point};
    if (!point->strategy->problem->parties_act)
        return;
    reference_knowledge_make(point, &pair.reference);
    make_histories(&pair.histories, point);
    pair.match = match_histories(&pair.histories, &pair.reference.histories);
    bool *event = malloc(pair.histories.count * sizeof *event);
    assert_non_null(event);
    reference_heard(&pair.reference, event);
    compare_histories(&pair, event);
    compare_ladder(&pair, KNOWLEDGE_HEARD, event);
    reference_both(&pair.reference, event);
    compare_ladder(&pair, KNOWLEDGE_BOTH, event);
    for (int party = 0; party < 2; party++) {
        compare_partition(&pair, party);
        compare_views(&pair, party);
        compare_some_alikes(&pair, party);
    }
    free(event);
    free(pair.match);
    histories_release(&pair.histories);
    reference_knowledge_release(&pair.reference);
}

static void all_equals_definitions(void **state)
{
    (void)state;
    for (size_t i = 0; i < small_channel_count; i++)
        for_small_points(small_channels[i], 8, compare_all);
}

static void others_equal_definitions(void **state)
{
    (void)state;
    for (size_t i = 0; honest_strategies[i] != NULL; i++)
        for (size_t j = 0; j < small_channel_count; j++)
            compare_all(
                &(struct point){.strategy = honest_strategies[i], .channel = small_channels[j]});
}

static void all_equals_definitions_with_more_draws(void **state)
{
    (void)state;
    for_small_points((struct channel){0.1, 0.1}, FEWER_IF_SANITIZED(12, 8), compare_all);
    for_small_points((struct channel){0.7, 0.001}, FEWER_IF_SANITIZED(10, 6), compare_all);
    const struct point points[] = {
        point_named("always-attack", 10, 2, 0.02, 0.3), point_named("always-attack", 11, 1, 0.3, 0),
        point_named("ack-chain", 12, 1, 0.01, 0.2),     point_named("retransmit", 5, 1, 0.9, 0.8),
        point_named("retransmit", 12, 1, 0.2, 0),
    };
    for (size_t i = 0; i < COUNT_OF(points); i++)
        compare_all(&points[i]);
}

/* --- closed forms ----------------------------------------------------------------------------- */

/* The one in which messages 0 .. arrived - 1 arrive, and the next one is captured. */
static size_t chain_history(const struct histories *histories, size_t arrived)
{
    for (size_t i = 0; i < histories->count; i++)
        if (histories->history[i].captured > 0 && histories->history[i].draw == arrived)
            return i;
    fail_msg("%s", "no such history");
    return SIZE_MAX;
}

static void await_reply_posterior(void **state)
{
    (void)state;
    const double losses[] = {1e-12, 1e-3, 0.1, 0.25, 0.5, 0.9, 0.999};
    for (size_t i = 0; i < COUNT_OF(losses); i++) {
        const long double p = losses[i];
        const struct point point = point_named("await-reply", 1, 0, losses[i], losses[i]);
        struct histories histories;
        struct final_views views;
        struct error error;
        make_histories(&histories, &point);
        assert_true(final_views_make(&views, &histories, 0, &error));
        assert_int_equal(views.count, 2);
        const struct final_view *unanswered = &views.view[views.view[0].acts ? 1 : 0];
        assert_false(unanswered->acts);
        assert_int_equal(unanswered->view, VIEW_NOTHING);
        assert_int_equal(unanswered->histories, 2);
        assert_close(unanswered->probability, p + (1 - p) * p, 1e-12);
        assert_close(unanswered->other_acts, (1 - p) * p / (p + (1 - p) * p), 1e-12);
        assert_close(unanswered->other_rest, p / (p + (1 - p) * p), 1e-12);
        final_views_release(&views);
        histories_release(&histories);
    }
}

/* The sender of message `sent`, who got no answer to it. In the last history the message is lost;
 * in the other one the answer is. */
static void check_doubt(const struct histories *histories, size_t sent, long double p)
{
    struct error error;
    struct alikes alikes;
    const int sender = sent % 2 == 0 ? 0 : 1;
    const size_t lost = chain_history(histories, sent);
    const size_t unanswered = chain_history(histories, sent + 1);
    const uint32_t view = histories->history[lost].view[sender];
    assert_int_equal(histories->history[unanswered].view[sender], view);
    assert_true(alikes_make(&alikes, histories, sender, view, &error));
    assert_int_equal(alikes.count, 2);
    assert_int_equal(alikes.alike[0].history, lost); /* p/(p + (1-p)p) is more than half */
    assert_int_equal(alikes.alike[1].history, unanswered);
    assert_close(alikes.alike[0].belief, 1 / (2 - p), 1e-12);
    assert_close(alikes.alike[1].belief, (1 - p) / (2 - p), 1e-12);
    alikes_release(&alikes);
}

static void check_chain_doubts(int messages, double loss, size_t step)
{
    const struct point point = point_named("ack-chain", messages, 1, loss, loss);
    struct histories histories;
    make_histories(&histories, &point);
    assert_int_equal(histories.count, messages + 1);
    for (size_t sent = 0; sent + 1 < (size_t)messages; sent += step)
        check_doubt(&histories, sent, loss);
    histories_release(&histories);
}

/* Rubinstein (1989): however long the exchange before. */
static void doubts_do_not_shrink(void **state)
{
    (void)state;
    const double losses[] = {0.01, 0.1, 0.3, 0.75};
    for (size_t i = 0; i < COUNT_OF(losses); i++)
        for (int messages = 2; messages <= 12; messages++)
            check_chain_doubts(messages, losses[i], 1);
    check_chain_doubts(1000, 0.001, 37);
    check_chain_doubts(1000, 0.1, 37);
}

static void check_chain_ladder(int messages, double loss)
{
    const struct point point = point_named("ack-chain", messages, 1, loss, loss);
    struct histories histories;
    struct ladder ladder;
    struct error error;
    make_histories(&histories, &point);
    assert_true(ladder_make(&ladder, &histories, KNOWLEDGE_HEARD, &error));
    assert_int_equal(ladder.levels, messages);
    assert_close(ladder.probability, 1 - (long double)loss, 1e-12);
    for (int level = 1; level < messages; level++)
        assert_close(ladder.everyone_knows[level - 1], powl(1 - (long double)loss, level + 1),
                     1e-12);
    assert_true(ladder.everyone_knows[messages - 1] == 0.0);
    assert_true(ladder.common_knowledge == 0.0);
    ladder_release(&ladder);
    histories_release(&histories);
}

/* Each message that arrives is one more level, and no level is the last. */
static void chains_climb_one_level_a_message(void **state)
{
    (void)state;
    for (int messages = 1; messages <= 12; messages++) {
        check_chain_ladder(messages, 0.001);
        check_chain_ladder(messages, 0.1);
        check_chain_ladder(messages, 0.6);
    }
    check_chain_ladder(300, 0.01);
}

/* --- what holds for every strategy of the list ------------------------------------------------ */

static void for_each_default(struct channel channel, void (*look)(const struct point *point))
{
    for (const struct strategy *const *strategy = strategy_list(); *strategy != NULL; strategy++) {
        struct point point = {.strategy = *strategy, .channel = channel};
        for (size_t i = 0; i < strategy_parameter_count(*strategy); i++)
            point.parameter[i] = (*strategy)->parameter[i].initial;
        look(&point);
    }
}

static void no_common_knowledge(const struct point *point)
{
    struct histories histories;
    struct error error;
    if (point->strategy->problem != &two_generals || strategy_find(point->strategy->name) == NULL)
        return;
    make_histories(&histories, point);
    for (enum knowledge_event event = 0; event < KNOWLEDGE_EVENTS; event++) {
        struct ladder ladder;
        assert_true(ladder_make(&ladder, &histories, event, &error));
        expect(ladder.probability > 0.0, point, "it should be possible");
        expect(ladder.common_knowledge == 0.0, point, "no event should be common knowledge");
        expect(ladder.everyone_knows[ladder.levels - 1] == 0.0, point, "the ladder should end");
        ladder_release(&ladder);
    }
    histories_release(&histories);
}

static void common_knowledge_of_heard(const struct point *point)
{
    struct histories histories;
    struct ladder ladder;
    struct error error;
    if (point->strategy->problem != &two_generals)
        return;
    make_histories(&histories, point);
    assert_true(ladder_make(&ladder, &histories, KNOWLEDGE_HEARD, &error));
    expect(ladder.probability == 1.0 && ladder.common_knowledge == 1.0, point,
           "what is certain should be common knowledge");
    expect(ladder.levels == 1 && ladder.everyone_knows[0] == 1.0, point, "one level is all");
    for (int i = 0; i < BELIEFS; i++)
        expect(ladder.common_belief[i] == 1.0, point, "and common belief");
    ladder_release(&ladder);
    histories_release(&histories);
}

static void common_knowledge_needs_certainty(void **state)
{
    (void)state;
    const struct channel between[] = {{0.1, 0.1}, {1e-9, 0.999}, {0.999, 1e-9}, {0.3, 0.01}};
    for (size_t i = 0; i < COUNT_OF(between); i++) {
        for_each_default(between[i], no_common_knowledge);
        for_small_points(between[i], 6, no_common_knowledge);
    }
    for_each_default((struct channel){0.0, 0.0}, common_knowledge_of_heard);
}

/* 0.9 is the belief itself at loss 0.1: a tie counts. */
static void ties_count_as_belief(void **state)
{
    (void)state;
    const struct point point = point_named("await-reply", 1, 0, 0.1, 0.1);
    struct histories histories;
    struct ladder ladder;
    struct error error;
    make_histories(&histories, &point);
    assert_true(ladder_make(&ladder, &histories, KNOWLEDGE_HEARD, &error));
    assert_close(knowledge_beliefs[1], 0.9, 0);
    assert_close(ladder.common_belief[0], 0.81, 1e-12);
    assert_close(ladder.common_belief[1], 0.81, 1e-12);
    assert_true(ladder.common_belief[2] == 0.0);
    ladder_release(&ladder);
    histories_release(&histories);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_equals_definitions),
        cmocka_unit_test(others_equal_definitions),
        cmocka_unit_test(all_equals_definitions_with_more_draws),
        cmocka_unit_test(await_reply_posterior),
        cmocka_unit_test(doubts_do_not_shrink),
        cmocka_unit_test(chains_climb_one_level_a_message),
        cmocka_unit_test(common_knowledge_needs_certainty),
        cmocka_unit_test(ties_count_as_belief),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
