/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_PANEL_H
#define GENERALS_ENGINE_PANEL_H

/* A panel: some thousand trials of one point, as rows of bits (engine/lanes.h). The engine fills
 * the rows of chance, the strategy's code steps through the panel and leaves rows behind, the
 * engine counts them. With `schedule` set it is a dry run: no rows, the events are noted instead.
 */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct schedule;

/* What transmit, exchange, flip, count and decide call in a dry run: pointers, so that the code of
 * a strategy needs no symbol of the program, and can be loaded (engine/plugin.h). */
struct recorder {
    void (*transmit)(struct schedule *schedule, const char *message, int from, int to,
                     unsigned round, int copies);
    void (*next_at_once)(struct schedule *schedule);
    void (*flip)(struct schedule *schedule, int party, unsigned round, double probability);
    void (*count)(struct schedule *schedule, int counter, unsigned round);
    void (*decide)(struct schedule *schedule);
};

/* Where the code of a strategy finds and leaves the rows of its next event. */
struct panel_event {
    const uint64_t *chance; /* bits: all copies captured, heads, the city is vigilant */
    uint64_t *where;        /* left behind: the trials in which it was sent, flipped, counted, or
                               in which this mood of the city mattered */
    uint64_t *captured;     /* left behind by a transmit in a burst channel, as its row of chance */
    uint64_t mark;          /* of the event in the schedule */
};

struct panel {
    struct schedule *schedule;
    const struct recorder *recorder; /* of the schedule */
    const double *parameters;
    const struct panel_event *events;
    size_t event_count;
    size_t words;         /* length of every row; a multiple of GROUP_WORDS */
    const uint64_t *live; /* the trials that exist: the last panel of a point may be partly empty */
    uint64_t *decided[2]; /* left behind: the trials in which each proposition holds */
    bool bursts;          /* the channel is one of bursts */
    uint64_t mismatch;    /* not 0: the strategy did something else than in the dry run */
};

#endif
