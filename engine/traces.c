/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/traces.h"

#include <stdlib.h>
#include <string.h>

/* Part of what decides the numbers. */
enum {
    TRACES_MAX = 8192,
    TRACES_MIN = 1024,
    TRACES_DRAWS = 1 << 21, /* of all together, roughly */
};

bool traces_init(struct traces *traces, const struct schedule *schedule, struct error *error)
{
    const size_t room = TRACES_DRAWS / (schedule->draw_count + 1);
    *traces = (struct traces){
        .draws = schedule->draw_count, .words = (schedule->draw_count + 63) / 64, .stride = 1};
    traces->capacity = room > TRACES_MAX ? TRACES_MAX : room < TRACES_MIN ? TRACES_MIN : room;
    traces->bits = calloc(traces->capacity * 2 * traces->words + 1, sizeof *traces->bits);
    traces->mixture = calloc(traces->capacity, sizeof *traces->mixture);
    traces->value = calloc(traces->capacity, sizeof *traces->value);
    return (traces->bits != NULL && traces->mixture != NULL && traces->value != NULL) ||
           error_no_memory(error);
}

void traces_release(struct traces *traces)
{
    free(traces->bits);
    free(traces->mixture);
    free(traces->value);
    *traces = (struct traces){0};
}

void traces_restart(struct traces *traces, const struct tilt *tilt)
{
    traces->count = 0;
    traces->shown = 0;
    traces->stride = 1;
    traces->tilt = tilt;
}

static uint64_t *bits_of(const struct traces *traces, size_t index)
{
    return traces->bits + index * 2 * traces->words;
}

struct trace traces_get(const struct traces *traces, size_t index)
{
    const uint64_t *bits = bits_of(traces, index);
    return (struct trace){bits, bits + traces->words};
}

static void halve(struct traces *traces)
{
    traces->count = (traces->count + 1) / 2;
    traces->stride *= 2;
    for (size_t i = 1; i < traces->count; i++) {
        memcpy(bits_of(traces, i), bits_of(traces, 2 * i),
               2 * traces->words * sizeof *traces->bits);
        traces->mixture[i] = traces->mixture[2 * i];
        traces->value[i] = traces->value[2 * i];
    }
}

void traces_add(void *context, const struct hits *hits)
{
    struct traces *traces = context;
    for (unsigned i = 0; i < hits->count; i++) {
        if (traces->shown++ % traces->stride != 0)
            continue;
        if (traces->count == traces->capacity) {
            halve(traces);
            if ((traces->shown - 1) % traces->stride != 0)
                continue;
        }
        const size_t bytes = traces->words * sizeof *traces->bits;
        uint64_t *bits = bits_of(traces, traces->count);
        memcpy(bits, hits->trace[i].mattered, bytes);
        memcpy(bits + traces->words, hits->trace[i].yes, bytes);
        traces->mixture[traces->count] =
            tilt_mixture(traces->tilt, hits->ratio[i], 0, traces->tilt->components);
        traces->value[traces->count++] = hits->value[i];
    }
}

unsigned traces_distance(const struct traces *traces, size_t a, size_t b)
{
    const struct trace one = traces_get(traces, a), other = traces_get(traces, b);
    unsigned distance = 0;
    for (size_t i = 0; i < traces->words; i++)
        distance += (unsigned)__builtin_popcountll((one.mattered[i] ^ other.mattered[i]) |
                                                   (one.yes[i] ^ other.yes[i]));
    return distance;
}
