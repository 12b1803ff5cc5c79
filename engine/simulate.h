/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_SIMULATE_H
#define GENERALS_ENGINE_SIMULATE_H

/* Monte Carlo. A block is the unit of work and of randomness: a fixed number of trials of one
 * point, whose counts are a pure function of (seed, point, block number). */

#include "engine/error.h"
#include "engine/kernels.h"
#include "engine/point.h"
#include "engine/schedule.h"
#include "engine/tally.h"

#include <stdbool.h>
#include <stdint.h>

/* Trials in a block of a strategy whose schedule has so many events but for counts: milliseconds of
 * work. */
uint64_t simulate_block_trials(size_t events);

/* What one thread needs to run blocks of one point. */
struct simulation;

/* `kernels` NULL: the widest that the processor has. */
struct simulation *simulation_create(const struct point *point, uint64_t seed,
                                     const struct kernels *kernels, struct error *error);
void simulation_destroy(struct simulation *simulation);

const struct schedule *simulation_schedule(const struct simulation *simulation);

/* Runs the first `trials` trials of block `block`, 1 <= trials <= simulate_block_trials, and adds
 * them to `tally`, which was made for the simulation's schedule. False if the strategy did
 * something else than in the dry run. */
bool simulation_run_block(struct simulation *simulation, uint64_t block, uint64_t trials,
                          struct tally *tally, struct error *error);

#endif
