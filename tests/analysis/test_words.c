/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How views and histories read. */

#include "analysis/words.h"

#include "strategies/strategies.h"
#include "tests/analysis/honest.h"
#include "tests/analysis/matching.h"
#include "tests/analysis/small_points.h"
#include "tests/testing.h"

#include <stdlib.h>
#include <string.h>

static void make(struct histories *histories, const struct point *point)
{
    struct error error;
    if (!histories_make(histories, point, histories_all, &error))
        fail_msg("%s: %s", point_words(point), error.message);
}

/* --- texts ------------------------------------------------------------------------------------ */

/* What is written between text_start and text_is. */
static char *text;
static size_t text_size;
static FILE *stream;

static void text_start(void)
{
    stream = open_memstream(&text, &text_size);
    assert_non_null(stream);
}

static void text_is(const char *expected)
{
    assert_int_equal(fclose(stream), 0);
    assert_string_equal(text, expected);
    free(text);
}

/* --- views ------------------------------------------------------------------------------------ */

/* The party's views, the likeliest first, those alike in the order in which they are found. */
static void views_read(struct point point, int party, size_t count, const char *const *expected)
{
    struct histories histories;
    struct final_views views;
    struct error error;
    make(&histories, &point);
    assert_true(final_views_make(&views, &histories, party, &error));
    assert_int_equal(views.count, count);
    for (size_t i = 0; i < count; i++) {
        text_start();
        assert_true(words_view(stream, &histories, party, views.view[i].view, &error));
        text_is(expected[i]);
    }
    final_views_release(&views);
    histories_release(&histories);
}

#define VIEWS_READ(point, party, ...)                                            \
    views_read((point), (party), COUNT_OF(((const char *const[]){__VA_ARGS__})), \
               (const char *const[]){__VA_ARGS__})

static void what_was_seen(void **state)
{
    (void)state;
    const struct point reply = point_named("await-reply", 1, 0, 0.1, 0.1);
    VIEWS_READ(reply, 0, "round 2: reply", "round 2: no reply");
    VIEWS_READ(reply, 1, "round 1: order", "round 1: no order");
    const struct point chain = point_named("ack-chain", 4, 1, 0.1, 0.1);
    VIEWS_READ(chain, 0, "rounds 2, 4: acknowledgement", "round 2: no acknowledgement",
               "round 2: acknowledgement; round 4: no acknowledgement");
    VIEWS_READ(chain, 1, "round 1: order; round 3: acknowledgement",
               "round 1: order; round 3: no acknowledgement", "round 1: no order");
}

/* What is certain not to arrive is not missed; nor is what is not sent any more. */
static void what_cannot_come(void **state)
{
    (void)state;
    VIEWS_READ(point_named("always-attack", 2, 1, 0.1, 0.1), 0, "nothing can reach it");
    VIEWS_READ(point_named("await-reply", 1, 0, 1, 0.1), 0, "nothing can reach it");
    VIEWS_READ(point_named("await-reply", 1, 0, 1, 0.1), 1, "nothing can reach it");
    VIEWS_READ(point_named("await-reply", 1, 0, 0.1, 1), 0, "nothing can reach it");
    VIEWS_READ(point_named("retransmit", 3, 1, 0, 0.1), 0, "round 1: answer",
               "round 1: no answer; round 2: answer", "rounds 1, 2: no answer; round 3: answer",
               "rounds 1-3: no answer");
}

static void rounds_are_told_together(void **state)
{
    (void)state;
    VIEWS_READ(point_named("always-attack", 3, 3, 0.1, 0.1), 1, "rounds 1, 4, 7: order",
               "rounds 1, 4: order; round 7: no order", "round 1: no order; rounds 4, 7: order",
               "round 1: order; round 4: no order; round 7: order",
               "round 1: order; rounds 4, 7: no order",
               "round 1: no order; round 4: order; round 7: no order",
               "rounds 1, 4: no order; round 7: order", "rounds 1, 4, 7: no order");
    VIEWS_READ(point_named("always-attack", 2, 1, 0, 0), 1, "rounds 1, 2: order");
    VIEWS_READ(point_named("always-attack", 3, 1, 0, 0), 1, "rounds 1-3: order");
    VIEWS_READ(point_named("always-attack", 4, 2, 0, 0), 1, "rounds 1, 3, 5, 7: order");
    VIEWS_READ(point_named("always-attack", 5, 2, 0, 0), 1, "rounds 1, 3, ..., 9: order");
    VIEWS_READ(point_named("always-attack", 100, 1, 0, 0), 1, "rounds 1-100: order");
    VIEWS_READ(point_named("always-attack", 3, 0, 0, 0), 1, "round 1: order");
}

static void what_the_sender_had(void **state)
{
    (void)state;
    const struct point point = point_named("retransmit", 2, 1, 0.1, 0.1);
    VIEWS_READ(
        point, 0, "round 1: answer",
        "round 1: no answer; round 2: answer (sender saw: round 1: no order; round 2: order)",
        "round 1: no answer; round 2: answer (sender saw: rounds 1, 2: order)",
        "rounds 1, 2: no answer");
    VIEWS_READ(point, 1, "round 1: order; round 2: no order", "round 1: no order; round 2: order",
               "rounds 1, 2: order", "rounds 1, 2: no order");
}

static void coins_are_seen(void **state)
{
    (void)state;
    const struct point point = {
        .strategy = &hesitant_strategy, .parameter = {1, 0.5, 0.25}, .channel = {0, 0}};
    VIEWS_READ(point, 0, "rounds 1, 2: coin fell tails",
               "round 1: coin fell heads; round 2: no answer; round 2: coin fell tails",
               "round 1: coin fell heads; round 2: answer",
               "round 1: coin fell tails; round 2: coin fell heads",
               "round 1: coin fell heads; round 2: no answer; round 2: coin fell heads");
    VIEWS_READ(point, 1, "round 1: no news", "round 1: news; round 2: coin fell tails",
               "round 1: news; round 2: coin fell heads");
}

static int compare_texts(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

/* No two views of a party read the same. */
static void check_texts(const struct point *point)
{
    struct histories histories;
    struct error error;
    if (!point->strategy->problem->parties_act)
        return;
    make(&histories, point);
    for (int party = 0; party < 2; party++) {
        struct final_views views;
        assert_true(final_views_make(&views, &histories, party, &error));
        char **texts = calloc(views.count, sizeof *texts);
        assert_non_null(texts);
        for (size_t i = 0; i < views.count; i++) {
            text_start();
            assert_true(words_view(stream, &histories, party, views.view[i].view, &error));
            assert_int_equal(fclose(stream), 0);
            texts[i] = text;
        }
        qsort(texts, views.count, sizeof *texts, compare_texts);
        for (size_t i = 1; i < views.count; i++)
            if (strcmp(texts[i], texts[i - 1]) == 0)
                fail_msg("%s: two views read '%s'", point_words(point), texts[i]);
        for (size_t i = 0; i < views.count; i++)
            free(texts[i]);
        free(texts);
        final_views_release(&views);
    }
    histories_release(&histories);
}

static void texts_tell_all_views_apart(void **state)
{
    (void)state;
    for_small_points((struct channel){0.1, 0.1}, 9, check_texts);
    for_small_points((struct channel){0.1, 0}, 9, check_texts);
}

/* Without what senders had seen: the views of the likeliest histories of both parties. */
static void what_a_party_witnessed(void **state)
{
    (void)state;
    const struct point again = point_named("retransmit", 3, 1, 0.1, 0.1);
    static const char *const expected[] = {"round 1: answer", "round 1: no answer; round 2: answer",
                                           "round 1: no answer; round 2: answer"};
    struct histories histories;
    struct final_views views;
    struct error error;
    make(&histories, &again);
    assert_true(final_views_make(&views, &histories, 0, &error));
    for (size_t i = 0; i < COUNT_OF(expected); i++) {
        text_start();
        assert_true(words_witnessed(stream, &histories, 0, views.view[i].view, &error));
        text_is(expected[i]);
    }
    final_views_release(&views);
    histories_release(&histories);

    const struct point asks = {
        .strategy = strategy_find("refund"), .parameter = {1, 1, 0, 1}, .channel = {0.1, 0.1}};
    make(&histories, &asks);
    assert_true(final_views_make(&views, &histories, 1, &error));
    text_start();
    assert_true(words_witnessed(stream, &histories, 1, views.view[0].view, &error));
    text_is("round 1: payment request; round 2: no cancel");
    final_views_release(&views);
    histories_release(&histories);
}

/* --- histories -------------------------------------------------------------------------------- */

/* Fills the happenings of a history that is told in letters, one per event: C(aptured), A(rrived),
 * H(eads), T(ails), - (not sent). */
static enum happening *happen(const struct schedule *schedule, const char *letters)
{
    static const char names[] = {
        [NOT_SENT] = '-', [CAPTURED] = 'C', [ARRIVED] = 'A', [TAILS] = 'T', [HEADS] = 'H', '\0'};
    enum happening *happening = happenings_create(schedule);
    assert_int_equal(strlen(letters), schedule->event_count);
    for (size_t i = 0; i < schedule->event_count; i++)
        happening[i] = (enum happening)(strchr(names, letters[i]) - names);
    return happening;
}

static struct schedule schedule_of(struct point point)
{
    struct schedule schedule = {0};
    struct error error;
    assert_true(schedule_record(&schedule, point.strategy, point.parameter, point.channel, &error));
    return schedule;
}

/* The history in words, and what arrived. */
static void history_reads(struct point point, const char *letters, const char *words,
                          const char *arrived)
{
    struct schedule schedule = schedule_of(point);
    enum happening *happening = happen(&schedule, letters);
    text_start();
    words_history(stream, point.strategy->problem, &schedule, happening);
    text_is(words);
    text_start();
    words_arrived(stream, &schedule, happening);
    text_is(arrived);
    free(happening);
    schedule_release(&schedule);
}

static void difference_reads(struct point point, const char *first, const char *second,
                             const char *words)
{
    struct schedule schedule = schedule_of(point);
    enum happening *a = happen(&schedule, first), *b = happen(&schedule, second);
    text_start();
    words_difference(stream, point.strategy->problem, &schedule, a, b);
    text_is(words);
    free(a);
    free(b);
    schedule_release(&schedule);
}

static void what_happened(void **state)
{
    (void)state;
    const struct point reply = point_named("await-reply", 2, 0, 0.1, 0.1);
    history_reads(reply, "AA", "the order arrived, the reply arrived", "order@1 reply@2");
    history_reads(reply, "AC", "the order arrived, the reply was lost", "order@1");
    history_reads(reply, "C-", "the order was lost", "");
    const struct point spaced = point_named("always-attack", 3, 3, 0.1, 0.1);
    history_reads(spaced, "ACA",
                  "the order of round 1 arrived, the order of round 4 was lost, "
                  "the order of round 7 arrived",
                  "order@1 order@7");
    const struct point again = point_named("retransmit", 2, 2, 0.1, 0.1);
    history_reads(again, "C-AC",
                  "the order of round 1 was lost, the order of round 3 arrived, "
                  "the answer of round 3 was lost",
                  "order@3");
    history_reads(again, "AA--", "the order of round 1 arrived, the answer of round 1 arrived",
                  "order@1 answer@1");
}

static void what_happened_to_coins(void **state)
{
    (void)state;
    const struct point coins = {
        .strategy = &hesitant_strategy, .parameter = {1, 0.5, 0.25}, .channel = {0.1, 0.1}};
    history_reads(coins, "HAHA-",
                  "the coin of round 1 fell heads, the news arrived, the coin of general 2 in "
                  "round 2 fell heads, the answer arrived",
                  "news@1 answer@2");
    history_reads(coins, "T---H",
                  "the coin of round 1 fell tails, the coin of general 1 in round 2 fell heads",
                  "");
    history_reads((struct point){.strategy = &sends_nothing_strategy}, "", "nothing was sent", "");
}

/* What name and round leave open, the parties tell. */
static void parties_are_told_where_needed(void **state)
{
    (void)state;
    struct point oral = point_named("oral-messages", 3, 1, 0.1, 0.1); /* depth 0 */
    history_reads(oral, "CA",
                  "the order from general 0 to general 1 was lost, the order from general 0 to "
                  "general 2 arrived",
                  "order@1:0>2");
    oral = point_named("oral-messages", 4, 2, 0.1, 0.1);
    oral.parameter[2] = 1;
    history_reads(oral, "AAATAATAATAHC",
                  "8 messages arrived, the coin 1 of general 2 fell tails, the coin 1 of general 1 "
                  "fell tails, the coin 2 of general 1 fell tails, the coin 2 of general 2 fell "
                  "heads, the order passed on from general 2 to general 3 was lost",
                  "order@1:0>1 order@1:0>2 order@1:0>3 order passed on@2:2>1 "
                  "order passed on@2:3>1 order passed on@2:1>2 order passed on@2:3>2 "
                  "order passed on@2:1>3");
}

/* What reached a party. */
static void reached_reads(struct point point, const char *letters, int party, const char *words)
{
    struct schedule schedule = schedule_of(point);
    enum happening *happening = happen(&schedule, letters);
    text_start();
    words_reached(stream, point.strategy->problem, &schedule, party, happening);
    text_is(words);
    free(happening);
    schedule_release(&schedule);
}

static void what_reached_a_party(void **state)
{
    (void)state;
    const struct point again = point_named("retransmit", 3, 1, 0.1, 0.1);
    reached_reads(again, "ACC-AA", 0, "round 3: answer");
    reached_reads(again, "ACC-AA", 1, "rounds 1, 3: order");
    reached_reads(again, "C-C-C-", 1, "nothing");
    reached_reads(again, "C-C-C-", 0, "nothing");
    const struct point coins = {
        .strategy = &hesitant_strategy, .parameter = {1, 0.5, 0.25}, .channel = {0.1, 0.1}};
    reached_reads(coins, "HAHC-", 0, "round 1: coin fell heads");
    reached_reads(coins, "HAHC-", 1, "round 1: news; round 2: coin fell heads");
    struct point oral = point_named("oral-messages", 4, 2, 0.1, 0.1);
    oral.parameter[2] = 1;
    reached_reads(oral, "AACTAAACTAAHA", 0, "nothing");
    reached_reads(oral, "AACTAAACTAAHA", 1,
                  "round 1: order from general 0; round 2: order passed on from general 2, order "
                  "passed on from general 3, coin 1 fell tails, coin 2 fell tails");
    reached_reads(oral, "AACTAAACTAAHA", 3,
                  "round 2: order passed on from general 1, order passed on from general 2");
    /* Orders that came from one party on different ways are told once. */
    oral = point_named("oral-messages", 5, 0, 0.1, 0.1);
    oral.parameter[2] = 2;
    reached_reads(oral, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", 1,
                  "round 1: order from general 0; round 2: order passed on from general 2, order "
                  "passed on from general 3, order passed on from general 4; round 3: order passed "
                  "on from general 3, order passed on from general 4, order passed on from general "
                  "2");
}

/* Coins that fall on each side in turn. */
static void long_lists_are_cut(void **state)
{
    (void)state;
    const struct point coins = {
        .strategy = &hesitant_strategy, .parameter = {60, 0.5, 0.25}, .channel = {0.1, 0.1}};
    struct schedule schedule = schedule_of(coins);
    enum happening *happening = happenings_create(&schedule);
    size_t coin = 0;
    for (size_t i = 0; i < schedule.event_count; i++)
        if (schedule.events[i].kind == EVENT_FLIP && schedule.events[i].from == 1)
            happening[i] = coin++ % 2 == 0 ? HEADS : TAILS;
        else
            happening[i] = NOT_SENT;
    text_start();
    words_reached(stream, coins.strategy->problem, &schedule, 1, happening);
    assert_int_equal(fclose(stream), 0);
    assert_non_null(strstr(text, "round 2: coin fell heads; round 3: coin fell tails; round 4: "));
    char expected[64];
    snprintf(expected, sizeof expected, "; and so on, %zu more", coin - 17);
    assert_string_equal(strstr(text, "; and so on"), expected);
    free(text);
    free(happening);
    schedule_release(&schedule);
}

static void long_stories_are_cut(void **state)
{
    (void)state;
    history_reads(point_named("always-attack", 14, 1, 0.1, 0.1), "AAAAAAAAAAACCC",
                  "11 messages arrived, the order of round 12 was lost, the order of round 13 was "
                  "lost, the order of round 14 was lost",
                  "order@1 order@2 order@3 order@4 order@5 order@6 order@7 order@8 order@9 "
                  "order@10 order@11");
    history_reads(
        point_named("always-attack", 15, 1, 0.1, 0.1), "ACCCCCCCCCCCCCC",
        "1 message arrived, the order of round 2 was lost, the order of round 3 was lost, "
        "the order of round 4 was lost, the order of round 5 was lost, the order of round "
        "6 was lost, the order of round 7 was lost, the order of round 8 was lost, the "
        "order of round 9 was lost, the order of round 10 was lost, the order of round 11 "
        "was lost, the order of round 12 was lost, the order of round 13 was lost, and so "
        "on, 2 more",
        "order@1");
}

static void what_is_different(void **state)
{
    (void)state;
    const struct point reply = point_named("await-reply", 1, 0, 0.1, 0.1);
    difference_reads(reply, "AA", "AC", "the reply was lost");
    difference_reads(reply, "AC", "C-", "the order was lost, the reply was not sent");
    difference_reads(reply, "C-", "AA", "the order arrived, the reply arrived");
    difference_reads(reply, "AC", "AC", "");
    const struct point again = point_named("retransmit", 2, 1, 0.1, 0.1);
    difference_reads(again, "AA--", "ACC-",
                     "the answer of round 1 was lost, the order of round 2 was lost");
    const struct point coins = {
        .strategy = &hesitant_strategy, .parameter = {1, 0.5, 0.25}, .channel = {0.1, 0.1}};
    difference_reads(
        coins, "HAHA-", "T---T",
        "the coin of round 1 fell tails, the news was not sent, the coin of general 2 in "
        "round 2 was not flipped, the answer was not sent, the coin of general 1 in "
        "round 2 fell tails");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_seen),
        cmocka_unit_test(what_cannot_come),
        cmocka_unit_test(rounds_are_told_together),
        cmocka_unit_test(what_the_sender_had),
        cmocka_unit_test(coins_are_seen),
        cmocka_unit_test(texts_tell_all_views_apart),
        cmocka_unit_test(what_a_party_witnessed),
        cmocka_unit_test(what_happened),
        cmocka_unit_test(what_happened_to_coins),
        cmocka_unit_test(parties_are_told_where_needed),
        cmocka_unit_test(what_reached_a_party),
        cmocka_unit_test(long_lists_are_cut),
        cmocka_unit_test(long_stories_are_cut),
        cmocka_unit_test(what_is_different),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
