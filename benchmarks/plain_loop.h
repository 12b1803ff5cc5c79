/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_BENCHMARKS_PLAIN_LOOP_H
#define GENERALS_BENCHMARKS_PLAIN_LOOP_H

/* The program that one writes without this project: one trial at a time, one random number of GSL
 * for each messenger. The yardstick of engine_speed, so it is written as well as one would: GSL's
 * inline functions, a generator of its own and local counters for each thread, one reduction at the
 * end, -O3 and the host's instruction set. It counts less than the engine does, which knows the
 * messengers and the rounds too. */

#include <gsl/gsl_rng.h>
#include <stdint.h>

struct plain_loop_counts {
    uint64_t both;  /* all messages arrived: both armies attack */
    uint64_t alone; /* all but the last: one army attacks alone */
};

/* The strategy ack-chain with one messenger for each message. Thread i draws from the generator
 * seeded with seed + i. GSL's error handler ends the program if memory runs out. */
struct plain_loop_counts plain_loop(const gsl_rng_type *generator, unsigned messages, double loss,
                                    uint64_t trials, unsigned long seed, int threads);

#endif
