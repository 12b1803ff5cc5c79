/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_BENCHMARKS_ENGINE_SPEED_H
#define GENERALS_BENCHMARKS_ENGINE_SPEED_H

/* What the program engine_speed measures, and what it writes of it. */

#include "benchmarks/contenders.h"
#include "benchmarks/measure.h"
#include "engine/error.h"

#include <stdbool.h>
#include <stddef.h>

/* What was measured in one setting: trials per second, by round. */
struct setting_speed {
    struct setting setting;
    double rate[CONTENDER_COUNT][MEASURE_ROUNDS_MAX];
};

/* Words of 64 bits per second that one kernel draws from the random streams, on one thread. */
struct stream_speed {
    const char *kernel;
    double rate[MEASURE_ROUNDS_MAX];
};

enum { STREAM_SPEEDS_MAX = 8 };

struct engine_speed {
    size_t rounds;
    double seconds; /* of one measurement, about */
    int threads;
    struct setting_speed *settings;
    size_t setting_count;
    struct stream_speed streams[STREAM_SPEEDS_MAX];
    size_t stream_count;
};

/* Share of a single thread's time that goes into random bits. */
struct spread engine_speed_random_share(const struct setting_speed *measured, size_t rounds);

/* Writes engine_speed.csv and the complete engine_speed.gp into the directory, which exists, and
 * lets gnuplot, if it is there, draw engine_speed.svg and engine_speed.png. */
bool engine_speed_write(const char *directory, const struct engine_speed *speed,
                        struct error *error);

#endif
