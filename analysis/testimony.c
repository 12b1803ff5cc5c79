/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/testimony.h"

/* The page is there at once: histories times events are at most so many. */
enum { WORK_MAX = 1 << 21, FEW_HISTORIES = 1 << 16 };

static size_t histories_limit(const struct replay *replay)
{
    const size_t limit = WORK_MAX / (replay->acts.event_count + 1);
    return limit < FEW_HISTORIES ? limit : FEW_HISTORIES;
}

static void take_probability(struct testimony *t)
{
    t->probability = t->histories.history[t->history].probability;
    t->probability_known = t->probability > 0.0L;
}

static bool take_view(struct testimony *t, int party, struct error *error)
{
    struct final_views views;
    const bool good = final_views_make(&views, &t->histories, party, error);
    const uint32_t view = t->histories.history[t->history].view[party];
    for (size_t i = 0; good && i < views.count; i++)
        if (views.view[i].view == view)
            t->view[party] = views.view[i];
    final_views_release(&views);
    return good;
}

/* All histories, if they are few; `known` is false if they are not. */
static bool find_views(struct testimony *t, const struct point *point, const struct replay *replay,
                       bool *known, struct error *error)
{
    const struct histories_limits limits = {.count_max = histories_limit(replay)};
    *known = histories_make(&t->histories, point, limits, error);
    if (!*known)
        return t->histories.too_many;
    t->history = histories_find(&t->histories, replay->draws, replay->draw_count);
    take_probability(t);
    t->views_known = t->histories.views_known;
    return !t->views_known || (take_view(t, 0, error) && take_view(t, 1, error));
}

/* The one history of the trial. */
static bool find_history(struct testimony *t, const struct point *point,
                         const struct replay *replay, struct error *error)
{
    histories_release(&t->histories);
    if (!histories_make_one(&t->histories, point, replay->draws, replay->draw_count, error))
        return false;
    t->history = t->histories.count - 1;
    take_probability(t);
    return true;
}

bool testimony_make(struct testimony *t, const struct point *point, const struct replay *replay,
                    struct error *error)
{
    struct error too_rare;
    bool known = false;
    *t = (struct testimony){0};
    if (!schedule_check_exact(&replay->acts, point->strategy, &too_rare))
        return true;
    if (point->strategy->problem->parties_act && !find_views(t, point, replay, &known, error))
        return false;
    return known || find_history(t, point, replay, error);
}

void testimony_release(struct testimony *t)
{
    histories_release(&t->histories);
}
