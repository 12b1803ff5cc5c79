/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_TRACES_H
#define GENERALS_ENGINE_TRACES_H

/* A sample of the hits of a tilt, evenly from all that were shown. When it is full, every other one
 * is dropped, and from then on every other one is left out. */

#include "engine/importance.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct traces {
    size_t draws, words; /* of a trace */
    size_t capacity, count;
    uint64_t *bits;          /* [trace][2][word]: what mattered, and yes */
    struct scaled *mixture;  /* [trace]: its probability under the tilt that it was drawn from, over
                                its real one */
    unsigned *value;         /* [trace]: as in struct hits */
    uint64_t shown;          /* hits */
    uint64_t stride;         /* of those shown, one in so many is kept */
    const struct tilt *tilt; /* under which traces are being added */
};

/* Room for as many traces as a search needs of this schedule. traces_release in any case. */
bool traces_init(struct traces *traces, const struct schedule *schedule, struct error *error);
void traces_release(struct traces *traces);

/* None are left; from now on they are drawn from this tilt. */
void traces_restart(struct traces *traces, const struct tilt *tilt);

/* For sampler_run_block; `context` is the traces. */
void traces_add(void *context, const struct hits *hits);

struct trace traces_get(const struct traces *traces, size_t index);

/* In how many draws do two differ? */
unsigned traces_distance(const struct traces *traces, size_t a, size_t b);

#endif
