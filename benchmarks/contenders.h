/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_BENCHMARKS_CONTENDERS_H
#define GENERALS_BENCHMARKS_CONTENDERS_H

/* What engine_speed lets run against each other. */

#include "engine/error.h"

#include <stdbool.h>
#include <stdint.h>

enum contender {
    ENGINE,            /* all threads */
    LOOP_TAUS2,        /* the plain loop, all threads, GSL's fast generator */
    LOOP_MT19937,      /* GSL's default generator */
    ENGINE_ONE_THREAD, /* to see how the engine scales */
    RANDOM_BITS,       /* one thread that fills the engine's rows with chance, and does no more */
    CONTENDER_COUNT,
};

enum { LENGTH_MAX = 5 };

/* The strategy ack-chain with one messenger for each message, at one loss rate. */
struct setting {
    unsigned messages; /* 1 to LENGTH_MAX */
    double loss;       /* in (0, 1) */
};

/* Runs so many trials. False, with what went wrong, also if the counts are not those of the closed
 * form: a fast loop that counts something else wins nothing. */
bool contender_run(enum contender contender, const struct setting *setting, uint64_t trials,
                   uint64_t seed, int threads, struct error *error);

#endif
