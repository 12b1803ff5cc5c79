/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_TILT_FIT_H
#define GENERALS_ENGINE_TILT_FIT_H

/* Fitting the components of a tilt to a sample of hits. */

#include "engine/error.h"
#include "engine/tilt.h"
#include "engine/traces.h"

#include <stdbool.h>
#include <stddef.h>

/* A sample in which each trace stands for a part of all hits, as rates say that they are. */
struct weighted_traces {
    const struct traces *traces;
    const struct chance *nominal; /* [draw] */
    const double *rates;          /* [draw]: those by which the traces are weighted */
    double *weight;               /* [trace]: sums to 1 */
    double effective;             /* as many traces of equal weight would tell as much */
};

/* Weighs the traces by these rates. Weights are zero, as is `effective`, if there is none. */
bool tilt_weigh(struct weighted_traces *weighted, struct error *error);

/* Fits the first `fitted` components, at most TILT_FITTED_MAX, to the sample: moves each draw's
 * probability from what it is to the share of yes among the traces that the component answers for.
 * `afresh`: the components are alike so far; the traces are dealt out to them by how much they
 * differ. `part` gets the share of the hits that each answers for. */
enum { TILT_FITTED_MAX = 4 };
bool tilt_fit(struct tilt *tilt, size_t fitted, const struct weighted_traces *weighted, bool afresh,
              double part[TILT_FITTED_MAX], struct error *error);

#endif
