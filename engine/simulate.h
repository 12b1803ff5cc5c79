/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_SIMULATE_H
#define GENERALS_ENGINE_SIMULATE_H

/* Monte Carlo. A block is the unit of work and of randomness: a fixed number of trials of one
 * point, whose counts are a pure function of (seed, point, block number). */

#include "engine/error.h"
#include "engine/kernels.h"
#include "engine/point.h"
#include "engine/schedule.h"
#include "engine/stage.h"
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

/* Trials in a block. */
uint64_t simulation_block_trials(const struct simulation *simulation);

/* Runs trial `trial` of the point, from 0, once more: it is lane *lane of the stage, which was run
 * with it and its neighbours and stays so until something else is run. NULL as false above. */
struct stage *simulation_stage_trial(struct simulation *simulation, uint64_t trial, size_t *lane,
                                     struct error *error);

/* *found is the first of the trials from .. to - 1, from < to, of one block, that ends with the
 * verdict; `to` if none does. */
bool simulation_seek(struct simulation *simulation, enum verdict verdict, uint64_t from,
                     uint64_t to, uint64_t *found, struct error *error);

#endif
