/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The chain of the proof, step by step, and that no shorter one exists: against histories that are
 * worked out one at a time. */

#include "analysis/proof.h"

#include "strategies/problems.h"
#include "tests/analysis/honest.h"
#include "tests/analysis/matching.h"
#include "tests/analysis/reference_knowledge.h"
#include "tests/analysis/small_points.h"
#include "tests/testing.h"

#include <stdlib.h>
#include <string.h>

/* The proof of a point, and what it is compared with. */
struct pair {
    const struct point *point;
    struct histories histories;
    struct proof proof;
    struct reference_knowledge reference;
    size_t *chain; /* [length]: the chain's histories in the reference */
};

static void expect(bool good, const struct point *point, const char *what)
{
    if (!good)
        fail_msg("%s: %s", point_words(point), what);
}

static void make_proof(const struct point *point, struct histories *histories, struct proof *proof)
{
    struct error error;
    if (!histories_make(histories, point, histories_all, &error) ||
        !proof_find(proof, histories, point, &error))
        fail_msg("%s: %s", point_words(point), error.message);
}

static const struct reference_history *reference_of(const struct pair *pair, size_t step)
{
    return &pair->reference.histories.history[pair->chain[step]];
}

static enum verdict verdict_of(const struct reference_history *history)
{
    return two_generals.cell[reference_cell(history)].verdict;
}

/* --- where the chain begins ------------------------------------------------------------------- */

/* Was some messenger captured; or, if not asked for that, did some arrive? */
static bool some_messenger(const struct reference_histories *reference, size_t history,
                           bool captured)
{
    for (size_t i = 0; i < reference->schedule.event_count; i++) {
        const struct reference_step step = reference->history[history].step[i];
        if (reference->schedule.events[i].kind == EVENT_TRANSMIT && step.happened &&
            step.chance == captured)
            return true;
    }
    return false;
}

static bool is_certain_loss(const struct reference_histories *reference)
{
    for (size_t i = 0; i < reference->schedule.event_count; i++)
        if (reference->schedule.events[i].kind == EVENT_TRANSMIT &&
            reference->schedule.events[i].probability >= 1.0)
            return true;
    return false;
}

/* Is b a better history to take the coins of than a? */
static bool is_better(const struct reference_history *a, const struct reference_history *b)
{
    const bool a_acts = reference_cell(a) == CELL_BOTH, b_acts = reference_cell(b) == CELL_BOTH;
    return a_acts != b_acts ? b_acts : b->weight > a->weight * (1.0L + 1e-12L);
}

/* Every messenger arrives in it, and none of those is better. */
static bool may_begin(const struct reference_histories *reference, size_t history)
{
    if (some_messenger(reference, history, true))
        return false;
    for (size_t i = 0; i < reference->count; i++)
        if (!some_messenger(reference, i, true) &&
            is_better(&reference->history[history], &reference->history[i]))
            return false;
    return true;
}

/* Do the coins of a history fall as in the first one? Those not flipped there fall to their
 * likelier side. */
static bool has_coins_of(const struct reference_histories *reference, size_t first, size_t history)
{
    for (size_t i = 0; i < reference->schedule.event_count; i++) {
        const struct event *event = &reference->schedule.events[i];
        const struct reference_step held = reference->history[first].step[i];
        const struct reference_step step = reference->history[history].step[i];
        const bool heads = held.happened ? held.chance : event->probability > 0.5;
        if (event->kind == EVENT_FLIP && step.happened && step.chance != heads)
            return false;
    }
    return true;
}

/* --- the shortest chain ----------------------------------------------------------------------- */

/* The number of histories in a shortest chain from `first` to one in which nothing arrives; 0 if
 * there is none. */
static size_t shortest(const struct reference_knowledge *reference, size_t first)
{
    const struct reference_histories *histories = &reference->histories;
    const size_t count = histories->count;
    size_t *distance = calloc(count, sizeof *distance), found = 0;
    assert_non_null(distance);
    distance[first] = 1;
    for (size_t now = 1, reached = 1; reached > 0 && found == 0; now++) {
        reached = 0;
        for (size_t i = 0; i < count; i++) {
            if (distance[i] != now)
                continue;
            if (!some_messenger(histories, i, false))
                found = now;
            for (size_t j = 0; j < count; j++)
                if (distance[j] == 0 && has_coins_of(histories, first, j) &&
                    (reference->like[0][i] == reference->like[0][j] ||
                     reference->like[1][i] == reference->like[1][j])) {
                    distance[j] = now + 1;
                    reached++;
                }
        }
    }
    free(distance);
    return found;
}

/* --- the chain that was found ----------------------------------------------------------------- */

static void find_chain(struct pair *pair)
{
    struct error error;
    enum happening *happening = happenings_create(&pair->reference.histories.schedule);
    pair->chain = calloc(pair->proof.length, sizeof *pair->chain);
    assert_non_null(pair->chain);
    for (size_t i = 0; i < pair->proof.length; i++) {
        assert_true(histories_tell(pair->proof.histories, pair->proof.chain[i], happening, &error));
        pair->chain[i] = matching_history(&pair->reference.histories, happening);
    }
    free(happening);
}

static void check_step(const struct pair *pair, size_t step)
{
    const struct proof *proof = &pair->proof;
    const struct history *history = &proof->histories->history[proof->chain[step]];
    const long double weight = reference_of(pair, step)->weight;
    expect(history->cell == reference_cell(reference_of(pair, step)), pair->point, "an outcome");
    expect(fabsl(history->probability - weight) <= 1e-12L * weight, pair->point, "a probability");
    expect(has_coins_of(&pair->reference.histories, pair->chain[0], pair->chain[step]), pair->point,
           "the coins are others");
    if (step + 1 == proof->length)
        return;
    const int party = proof->same_for[step];
    char *const *view = pair->reference.view[party];
    expect(strcmp(view[pair->chain[step]], view[pair->chain[step + 1]]) == 0, pair->point,
           "the party can tell neighbours apart");
    expect(reference_of(pair, step)->decided[party] == reference_of(pair, step + 1)->decided[party],
           pair->point, "the party does something else");
    expect(pair->chain[step] != pair->chain[step + 1], pair->point, "a step that is none");
}

static void check_conclusion(const struct pair *pair)
{
    const struct proof *proof = &pair->proof;
    size_t failure = 0;
    while (failure < proof->length && verdict_of(reference_of(pair, failure)) != VERDICT_FAILURE)
        failure++;
    const bool fails = failure < proof->length;
    const bool both_first = reference_cell(reference_of(pair, 0)) == CELL_BOTH;
    const bool both_last = reference_cell(reference_of(pair, proof->length - 1)) == CELL_BOTH;
    expect((proof->conclusion == PROOF_FAILS) == fails, pair->point, "conclusion: fails or not");
    if (both_first && !both_last)
        expect(fails, pair->point, "somewhere one of the two must have been first to give up");
    if (fails) {
        expect(proof->failure == failure, pair->point, "not the first failure");
        expect(reference_of(pair, failure)->decided[0] != reference_of(pair, failure)->decided[1],
               pair->point, "not exactly one acts");
    } else {
        expect(proof->conclusion == (both_first ? PROOF_ACTS_UNTOLD : PROOF_NEVER_ACTS),
               pair->point, "the way out");
    }
}

static void check_chain(struct pair *pair)
{
    const struct reference_histories *reference = &pair->reference.histories;
    find_chain(pair);
    expect(may_begin(reference, pair->chain[0]), pair->point, "a chain with another beginning");
    expect(!some_messenger(reference, pair->chain[pair->proof.length - 1], false), pair->point,
           "a messenger arrives in the end");
    for (size_t i = 0; i < pair->proof.length; i++)
        check_step(pair, i);
    expect(pair->proof.length == shortest(&pair->reference, pair->chain[0]), pair->point,
           "not a shortest chain");
    check_conclusion(pair);
    free(pair->chain);
}

/* From none of the histories that a chain may begin with. */
static void check_no_chain(const struct pair *pair)
{
    expect(pair->proof.conclusion == PROOF_NOT_APPLICABLE, pair->point,
           "a conclusion from nothing");
    for (size_t i = 0; i < pair->reference.histories.count; i++)
        if (may_begin(&pair->reference.histories, i) && shortest(&pair->reference, i) > 0)
            expect(is_certain_loss(&pair->reference.histories), pair->point, "there is a chain");
}

static void check_proof(const struct point *point)
{
    struct pair pair = {.point = point};
    if (!point->strategy->problem->parties_act)
        return;
    make_proof(point, &pair.histories, &pair.proof);
    reference_knowledge_make(point, &pair.reference);
    bool coins = false;
    for (size_t i = 0; i < pair.reference.histories.schedule.event_count; i++)
        coins = coins || pair.reference.histories.schedule.events[i].kind == EVENT_FLIP;
    expect(pair.proof.coins == coins, point, "coins");
    if (pair.proof.length == 0)
        check_no_chain(&pair);
    else
        check_chain(&pair);
    reference_knowledge_release(&pair.reference);
    proof_release(&pair.proof);
    histories_release(&pair.histories);
}

static void chains_are_right_and_shortest(void **state)
{
    (void)state;
    for (size_t i = 0; i < small_channel_count; i++)
        for_small_points(small_channels[i], 9, check_proof);
    for_small_points((struct channel){0.1, 0.02}, 12, check_proof);
}

static void other_chains_are_right_and_shortest(void **state)
{
    (void)state;
    for (size_t i = 0; honest_strategies[i] != NULL; i++)
        for (size_t j = 0; j < small_channel_count; j++)
            check_proof(
                &(struct point){.strategy = honest_strategies[i], .channel = small_channels[j]});
}

/* Between 0 and 1, what fails is found: each strategy of the list both acts and may not. */
static void expect_failure(const struct point *point)
{
    struct histories histories;
    struct proof proof;
    if (point->strategy->problem != &two_generals || point->strategy == &hesitant_strategy)
        return;
    make_proof(point, &histories, &proof);
    expect(proof.conclusion == PROOF_FAILS, point, "the proof should find a failure");
    expect(proof.histories->history[proof.chain[0]].cell == CELL_BOTH, point, "both should act");
    proof_release(&proof);
    histories_release(&histories);
}

static void every_strategy_fails(void **state)
{
    (void)state;
    for_small_points((struct channel){0.1, 0.1}, 9, expect_failure);
    for_small_points((struct channel){1e-9, 0.999}, 9, expect_failure);
}

/* --- conclusions ------------------------------------------------------------------------------ */

static void check_conclusion_of(const struct strategy *strategy, double loss, double loss_back,
                                enum proof_conclusion conclusion, size_t length)
{
    const struct point point = {.strategy = strategy, .channel = {loss, loss_back}};
    struct histories histories;
    struct proof proof;
    make_proof(&point, &histories, &proof);
    assert_int_equal(proof.conclusion, conclusion);
    assert_int_equal(proof.length, length);
    proof_release(&proof);
    histories_release(&histories);
    check_proof(&point);
}

static void ways_out(void **state)
{
    (void)state;
    check_conclusion_of(&never_acts_strategy, 0.1, 0.2, PROOF_NEVER_ACTS, 3);
    check_conclusion_of(&acts_untold_strategy, 0.1, 0.2, PROOF_ACTS_UNTOLD, 3);
    check_conclusion_of(&sends_nothing_strategy, 0.1, 0.2, PROOF_ACTS_UNTOLD, 1);
    check_conclusion_of(&sends_nothing_strategy, 0, 1, PROOF_ACTS_UNTOLD, 1);
}

static void certain_messengers_have_no_proof(void **state)
{
    (void)state;
    const struct channel certain[] = {{0, 0}, {1, 1}, {0, 0.3}, {0.3, 1}, {1, 0.3}, {0, 1}};
    for (size_t i = 0; i < COUNT_OF(certain); i++) {
        const double loss = certain[i].loss, back = certain[i].loss_back;
        check_conclusion_of(&acts_untold_strategy, loss, back, PROOF_NOT_APPLICABLE, 0);
        check_conclusion_of(&never_acts_strategy, loss, back, PROOF_NOT_APPLICABLE, 0);
    }
    /* Both see whether the order arrived: no chain connects the two histories. */
    check_conclusion_of(&acts_untold_strategy, 0.3, 0, PROOF_NOT_APPLICABLE, 0);
}

/* The first history that fails in a chain of k messages is the second: the last message is lost. */
static void chains_fail_at_their_last_message(void **state)
{
    (void)state;
    for (int messages = 1; messages <= 300; messages += 1 + messages / 4) {
        const struct point point = point_named("ack-chain", messages, 1, 0.1, 0.1);
        struct histories histories;
        struct proof proof;
        make_proof(&point, &histories, &proof);
        assert_int_equal(proof.length, messages + 1);
        assert_int_equal(proof.conclusion, PROOF_FAILS);
        assert_int_equal(proof.failure, 1);
        assert_close(histories.history[proof.chain[1]].probability,
                     powl(1 - (long double)0.1, messages - 1) * 0.1L, 1e-12);
        for (size_t i = 0; i + 1 < proof.length; i++) /* the sender of the message that is lost */
            assert_int_equal(proof.same_for[i], (messages - 1 - (int)i) % 2);
        proof_release(&proof);
        histories_release(&histories);
    }
}

/* --- coins ------------------------------------------------------------------------------------ */

/* The likelier coins are tails, with which nothing is sent; but both act only after heads, heads.
 */
static void coins_are_held_where_both_act(void **state)
{
    (void)state;
    const struct point point = {.strategy = &two_coins_strategy, .channel = {0.1, 0.2}};
    struct histories histories;
    struct proof proof;
    make_proof(&point, &histories, &proof);
    assert_true(proof.coins);
    assert_int_equal(proof.conclusion, PROOF_FAILS);
    assert_int_equal(proof.length, 3);
    assert_int_equal(proof.failure, 1);
    assert_int_equal(histories.count, 5);
    assert_int_equal(proof.histories->count, 3);
    assert_close(proof.histories->history[proof.chain[0]].probability, 0.75L * 0.375L * 0.9L * 0.8L,
                 1e-12);
    assert_close(proof.histories->history[proof.chain[1]].probability, 0.75L * 0.375L * 0.9L * 0.2L,
                 1e-12);
    proof_release(&proof);
    histories_release(&histories);
    check_proof(&point);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(chains_are_right_and_shortest),
        cmocka_unit_test(other_chains_are_right_and_shortest),
        cmocka_unit_test(every_strategy_fails),
        cmocka_unit_test(ways_out),
        cmocka_unit_test(certain_messengers_have_no_proof),
        cmocka_unit_test(chains_fail_at_their_last_message),
        cmocka_unit_test(coins_are_held_where_both_act),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
