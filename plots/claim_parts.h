/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_CLAIM_PARTS_H
#define GENERALS_PLOTS_CLAIM_PARTS_H

/* What the files share that work out claims (plots/claim.h is for all others). */

#include "plots/claim.h"

/* --- words (claim_words.c) -------------------------------------------------------------------- */

/* "failure"; "Failure", where a sentence begins. */
const char *claim_measure(enum measure measure);
const char *claim_start(enum measure measure);

/* "messenger", "step of spacing": of what there is one more. */
enum { CLAIM_STEP_SIZE = SWEEP_NAME_SIZE + 16, CLAIM_NAME_SIZE = 4 * CURVES_LABEL_SIZE };
const char *claim_step(const char *x, char text[CLAIM_STEP_SIZE]);

/* "loss 0.1"; of several strategies, which one. */
const char *claim_curve_name(const struct curves *curves, const struct curve *curve,
                             char name[CLAIM_NAME_SIZE]);

/* "below 1.2×10^{−6}" where a failure was not seen; "1 − 10^{−6}" of what is nearly 1. */
void claim_write_value(FILE *stream, const struct curve_point *point);

/* Are there curves of more than one? */
bool claim_has_strategies(const struct curves *curves);

/* --- the shape of one curve (claim_shape.c) --------------------------------------------------- */

/* By what each step along x multiplies y; `about` becomes true if that is so at the end of the
 * curve alone, or known by sampling. False: no steady factor. */
bool claim_find_factor(const struct curves *curves, const struct curve *curve, double *factor,
                       bool *about);

/* The power of x to which y is proportional where x is least: in the first factor of ten. */
bool claim_find_power(const struct curves *curves, const struct curve *curve, double *power);

/* -1: the curve falls everywhere, as far as one can tell, and from its first to its last point for
 * sure; 1: it grows; 0: neither. */
int claim_direction_of(const struct curves *curves, const struct curve *curve);

/* --- of several (claim_compare.c) ------------------------------------------------------------- */

/* The curves with the least and the most of something. */
struct extremes {
    double low, high;
    const struct curve *lowest, *highest;
};

void claim_widen(struct extremes *extremes, double value, const struct curve *curve);

/* Claims: false if there is nothing to say. */
bool claim_best(FILE *stream, const struct curves *curves);
bool claim_spread(FILE *stream, const struct curves *curves);

#endif
