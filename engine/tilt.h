/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_TILT_H
#define GENERALS_ENGINE_TILT_H

/* A tilt: other probabilities for the draws of a schedule, under which something rare happens
 * often. It is a mixture of components, each of which has a probability of its own for every draw,
 * so that there may be several ways to what is rare.
 *
 * A trial that was drawn under the tilt counts with the probability that it really has over the one
 * that it has under the mixture, whatever component it was drawn from (the balance heuristic of
 * Veach and Guibas, SIGGRAPH 1995; deterministic mixture sampling, Owen and Zhou 2000): only the
 * draws that mattered in it count, since the others may fall as they like. */

#include "engine/error.h"
#include "engine/scaled.h"
#include "engine/schedule.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TILT_COMPONENTS_MAX = 12 };

struct tilt {
    size_t draws;
    size_t components;
    size_t first_half;                   /* so many components come from one search, the others from
                                            another; all, if there was one search */
    double *yes[TILT_COMPONENTS_MAX];    /* [draw]: probability that chance says yes; in (0, 1) */
    unsigned share[TILT_COMPONENTS_MAX]; /* of the trials of a block; > 0 */
};

/* What chance really says to the draws of a schedule, in their order. The caller frees. */
struct chance *tilt_nominal(const struct schedule *schedule, struct error *error);

/* `components` of them, each as `nominal`, with a share of 1. tilt_release in any case. */
bool tilt_init(struct tilt *tilt, const struct chance *nominal, size_t draws, size_t components,
               struct error *error);
void tilt_release(struct tilt *tilt);

/* The components of two tilts in one, which takes them over. */
void tilt_join(struct tilt *to, struct tilt *first, struct tilt *second);

unsigned tilt_shares(const struct tilt *tilt);

/* A probability near q that has few neighbours, so that few recipes of rows are needed. q itself if
 * it is p, which is real; never far below p. */
double tilt_snap(double q, struct chance p);

/* Factors of each component's probability over the real one, where chance says no, and yes. */
struct tilt_factor {
    double number[TILT_COMPONENTS_MAX]; /* as in struct scaled */
    int32_t exponent[TILT_COMPONENTS_MAX];
};

/* [2 draw + answer]. The caller frees. */
struct tilt_factor *tilt_factors(const struct tilt *tilt, const struct chance *nominal,
                                 struct error *error);

/* A trace: of one trial, the draws that mattered, and to which of these chance said yes: bit i % 64
 * of word i / 64 is draw i. */
struct trace {
    const uint64_t *mattered, *yes;
};

/* Each component's probability of the trace over its real one; zeroes beyond the last component. */
void tilt_ratios(const struct tilt_factor *factors, size_t components, struct trace trace,
                 size_t words, struct scaled ratio[TILT_COMPONENTS_MAX]);

/* The mixture's, of the components from..to-1. */
struct scaled tilt_mixture(const struct tilt *tilt, const struct scaled ratio[TILT_COMPONENTS_MAX],
                           size_t from, size_t to);

#endif
