/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_TESTS_STRATEGIES_SMALL_H
#define GENERALS_TESTS_STRATEGIES_SMALL_H

/* Points of every strategy for the exact method. */

#include "engine/point.h"
#include "engine/schedule.h"
#include "tests/testing.h"

enum { SMALL_DRAWS_MAX = FEWER_IF_SANITIZED(60, 40) };

/* The defaults of a strategy; its first parameter is halved until there are few draws. */
static inline struct point small_point(const struct strategy *strategy, struct channel channel)
{
    struct point point = {.strategy = strategy, .channel = channel, .method = METHOD_EXACT};
    struct schedule schedule = {0};
    struct error error;
    for (size_t i = 0; i < strategy_parameter_count(strategy); i++)
        point.parameter[i] = strategy->parameter[i].initial;
    do {
        if (!schedule_record(&schedule, strategy, point.parameter, channel, &error))
            fail_msg("%s", error.message);
        if (schedule.draw_count > SMALL_DRAWS_MAX)
            point.parameter[0] = floor(point.parameter[0] / 2.0);
        assert_true(point.parameter[0] >= strategy->parameter[0].lowest);
    } while (schedule.draw_count > SMALL_DRAWS_MAX);
    schedule_release(&schedule);
    return point;
}

#endif
