/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/rungs.h"

#include <math.h>
#include <stdlib.h>

/* What is nearer to 1 stays as it is: its complement would have no digits. */
static const double nearest_to_1 = 1.0 - 0x1p-24;

bool rungs_init(struct rungs *rungs, const struct schedule *schedule, const struct chance *nominal,
                struct error *error)
{
    size_t draw = 0;
    *rungs = (struct rungs){.draws = schedule->draw_count, .nominal = nominal};
    rungs->coin = calloc(schedule->draw_count + 1, sizeof *rungs->coin);
    if (rungs->coin == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < schedule->event_count; i++)
        if (event_is_draw(&schedule->events[i]))
            rungs->coin[draw++] = schedule->events[i].kind == EVENT_FLIP;
    return true;
}

void rungs_release(struct rungs *rungs)
{
    free(rungs->coin);
    *rungs = (struct rungs){0};
}

/* x^(theta / THETA_1), by square roots alone. */
static double root(double x, unsigned theta)
{
    double product = 1.0;
    for (unsigned part = THETA_1; part > 0; part /= 2) {
        if (theta & part)
            product *= x;
        x = sqrt(x);
    }
    return product;
}

static double rate(struct chance p, enum direction direction, unsigned theta)
{
    const double yes = root(p.probability, theta), no = root(p.complement, theta);
    switch (direction) {
    case DIRECTION_RAISED:
        return yes;
    case DIRECTION_LOWERED:
        return 1.0 - no;
    default:
        return yes / (yes + no);
    }
}

void rungs_rates(const struct rungs *rungs, struct rung rung, double *rates)
{
    for (size_t i = 0; i < rungs->draws; i++) {
        const struct chance p = rungs->nominal[i];
        const double moved =
            rate(p, rungs->coin[i] ? DIRECTION_EVENED : rung.direction, rung.theta);
        const bool extreme = moved > nearest_to_1 || !(moved > 0.0);
        rates[i] = rung.theta == THETA_1 || extreme ? p.probability : moved;
    }
}
