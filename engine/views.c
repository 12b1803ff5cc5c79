/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/views.h"

#include <stdlib.h>
#include <string.h>

enum { SLOTS_MIN = 64, VIEWS_MAX = 0x7fffffff };

static size_t hash(struct view view)
{
    uint64_t x = ((uint64_t)view.before << 32 | view.event) * 0x9e3779b97f4a7c15U;
    x ^= view.what * 0xbf58476d1ce4e5b9U;
    x = (x ^ (x >> 29)) * 0x94d049bb133111ebU;
    return (size_t)(x ^ (x >> 32));
}

static bool same(struct view a, struct view b)
{
    return a.before == b.before && a.event == b.event && a.what == b.what;
}

/* The slot of the view, or the free one where it belongs. */
static uint32_t *slot_of(const struct views *views, struct view view)
{
    size_t at = hash(view) & (views->slot_count - 1);
    while (views->slot[at] != 0 && !same(views->view[views->slot[at] - 1], view))
        at = (at + 1) & (views->slot_count - 1);
    return &views->slot[at];
}

static bool grow(struct views *views)
{
    if (views->count == views->capacity) {
        const size_t capacity = 2 * views->capacity;
        struct view *view = realloc(views->view, capacity * sizeof *view);
        if (view == NULL)
            return false;
        views->view = view;
        views->capacity = capacity;
    }
    if (2 * views->count < views->slot_count)
        return true;
    uint32_t *slot = calloc(2 * views->slot_count, sizeof *slot);
    if (slot == NULL)
        return false;
    free(views->slot);
    views->slot = slot;
    views->slot_count *= 2;
    for (size_t i = 1; i < views->count; i++)
        *slot_of(views, views->view[i]) = (uint32_t)i + 1;
    return true;
}

bool views_init(struct views *views)
{
    *views = (struct views){
        .count = 1,
        .capacity = SLOTS_MIN,
        .view = calloc(SLOTS_MIN, sizeof *views->view),
        .slot_count = SLOTS_MIN,
        .slot = calloc(SLOTS_MIN, sizeof *views->slot),
    };
    return views->view != NULL && views->slot != NULL;
}

void views_release(struct views *views)
{
    free(views->view);
    free(views->slot);
    *views = (struct views){0};
}

uint32_t views_find(const struct views *views, struct view last)
{
    const uint32_t slot = *slot_of(views, last);
    return slot != 0 ? slot - 1 : UINT32_MAX;
}

uint32_t views_add(struct views *views, struct view last)
{
    uint32_t *slot = slot_of(views, last);
    if (*slot != 0)
        return *slot - 1;
    if (views->count >= VIEWS_MAX || !grow(views))
        return UINT32_MAX;
    slot = slot_of(views, last); /* it may have moved */
    views->view[views->count] = last;
    *slot = (uint32_t)++views->count;
    return *slot - 1;
}
