/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/analysis/small_points.h"

#include "engine/schedule.h"
#include "strategies/strategies.h"
#include "tests/analysis/honest.h"
#include "tests/testing.h"

#include <stdio.h>

const struct channel small_channels[] = {
    {0.1, 0.1},  {0.5, 0.5}, {0.3, 0.01}, {0.001, 0.9}, {1e-9, 1e-9}, {0.999, 0.25},
    {0.0, 0.25}, {0.2, 0.0}, {0.0, 0.0},  {1.0, 0.4},   {0.3, 1.0},   {1.0, 1.0},
};
const size_t small_channel_count = COUNT_OF(small_channels);

static size_t draws_of(const struct point *point)
{
    struct schedule schedule = {0};
    struct error error;
    if (!schedule_record(&schedule, point->strategy, point->parameter, point->channel, &error))
        fail_msg("%s", error.message);
    const size_t draws = schedule.draw_count;
    schedule_release(&schedule);
    return draws;
}

/* The i-th value of a parameter to be tried; false after the last. Of the later parameters fewer
 * are tried: combinations are many. */
static bool value_of(const struct parameter *parameter, bool later, int i, double *value)
{
    const double tried[] = {parameter->lowest, parameter->initial,
                            parameter->initial + (parameter->whole ? 1 : 0.125),
                            parameter->initial + (parameter->whole ? 3 : 0.25)};
    if (i == (later ? 2 : (int)COUNT_OF(tried)))
        return false;
    *value = fmin(tried[i], parameter->highest);
    return true;
}

/* Every combination of values of the parameters from `first` on, unless it is refused. */
static size_t look_at_values(struct point *point, int first, size_t draws_max,
                             void (*look)(const struct point *point))
{
    const struct parameter *parameter = &point->strategy->parameter[first];
    struct error error;
    if (parameter->name == NULL) {
        if (point->strategy->check != NULL && !point->strategy->check(point->parameter, &error))
            return 0;
        if (draws_of(point) > draws_max)
            return 0;
        look(point);
        return 1;
    }
    size_t looked_at = 0;
    double before = NAN;
    for (int i = 0; value_of(parameter, first >= 2, i, &point->parameter[first]); i++) {
        if (point->parameter[first] != before)
            looked_at += look_at_values(point, first + 1, draws_max, look);
        before = point->parameter[first];
    }
    return looked_at;
}

static void look_at_strategy(const struct strategy *strategy, struct channel channel,
                             size_t draws_max, void (*look)(const struct point *point))
{
    struct point point = {.strategy = strategy, .channel = channel};
    if (look_at_values(&point, 0, draws_max, look) == 0)
        fail_msg("%s: too many draws to be tested", strategy->name);
}

void for_small_points(struct channel channel, size_t draws_max,
                      void (*look)(const struct point *point))
{
    for (const struct strategy *const *strategy = strategy_list(); *strategy != NULL; strategy++)
        look_at_strategy(*strategy, channel, draws_max, look);
    look_at_strategy(&hesitant_strategy, channel, draws_max, look);
}

struct point point_named(const char *strategy, double first, double second, double loss,
                         double loss_back)
{
    const struct point point = {.strategy = strategy_find(strategy),
                                .parameter = {first, second},
                                .channel = {loss, loss_back}};
    assert_non_null(point.strategy);
    return point;
}

const char *point_words(const struct point *point)
{
    static char text[200];
    snprintf(text, sizeof text, "%s(%g, %g, %g) at loss %g, %g back", point->strategy->name,
             point->parameter[0], point->parameter[1], point->parameter[2], point->channel.loss,
             point->channel.loss_back);
    return text;
}
