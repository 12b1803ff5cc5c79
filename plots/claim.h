/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_CLAIM_H
#define GENERALS_PLOTS_CLAIM_H

/* What curves show, in a sentence that is worked out from them: "Each further messenger divides
 * failure by 10". Where nothing can be claimed, it says what is drawn.
 *
 * Nothing is claimed that the intervals leave open: a factor or a power is steady where every point
 * fits it within 2 % (10 % at the end of a curve, and then it is "about" so, as it is where points
 * were sampled); more and less are said of intervals that do not overlap. Of curves of which only
 * some are drawn it says what is drawn. */

#include "plots/curves.h"

#include <stdio.h>

enum { CLAIM_SIZE = 256 };

/* In gnuplot's enhanced text: "10^{−6}". Names from outside have nothing that it might take for
 * more (script_plain). */
bool claim_of_curves(const struct curves *curves, char claim[CLAIM_SIZE], struct error *error);

/* 0.0123 or 1.2×10^{−6}, of two or three digits; "0" and "1" are exactly that. */
enum { CLAIM_NUMBER_SIZE = 48 };
const char *claim_number(double number, char text[CLAIM_NUMBER_SIZE]);

#endif
