/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/analysis/matching.h"

#include "tests/testing.h"

#include <stdlib.h>

static bool is_same(const struct event *event, struct reference_step step, enum happening happening)
{
    if (!step.happened)
        return happening == NOT_SENT;
    if (event->kind == EVENT_FLIP)
        return happening == (step.chance ? HEADS : TAILS);
    return happening == (step.chance ? CAPTURED : ARRIVED);
}

static bool all_same(const struct reference_histories *reference, size_t history,
                     const enum happening *happening)
{
    for (size_t i = 0; i < reference->schedule.event_count; i++)
        if (!is_same(&reference->schedule.events[i], reference->history[history].step[i],
                     happening[i]))
            return false;
    return true;
}

size_t matching_history(const struct reference_histories *reference,
                        const enum happening *happening)
{
    for (size_t i = 0; i < reference->count; i++)
        if (all_same(reference, i, happening))
            return i;
    fail_msg("%s", "a history that the reference does not have");
    return SIZE_MAX;
}

enum happening *happenings_create(const struct schedule *schedule)
{
    enum happening *happening = calloc(schedule->event_count + 1, sizeof *happening);
    assert_non_null(happening);
    return happening;
}

size_t *match_histories(struct histories *histories, const struct reference_histories *reference)
{
    struct error error;
    assert_int_equal(histories->count, reference->count);
    size_t *match = calloc(histories->count, sizeof *match);
    bool *taken = calloc(histories->count, sizeof *taken);
    enum happening *happening = happenings_create(&reference->schedule);
    assert_non_null(match);
    assert_non_null(taken);
    for (size_t i = 0; i < histories->count; i++) {
        if (!histories_tell(histories, i, happening, &error))
            fail_msg("%s", error.message);
        match[i] = matching_history(reference, happening);
        assert_false(taken[match[i]]);
        taken[match[i]] = true;
    }
    free(happening);
    free(taken);
    return match;
}
