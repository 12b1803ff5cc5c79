/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_CHANNEL_H
#define GENERALS_ENGINE_CHANNEL_H

/* The way between the parties, on which the city captures messengers.
 *
 * Memoryless: each messenger is captured independently, with probability `loss` on the way from
 * party 0 (general 1) and `loss_back` on the way from any other party. */

#include <stddef.h>

struct channel {
    double loss, loss_back; /* probabilities in [0, 1] */
};

/* Probability that none of `copies` messengers of `from` arrives, loss^copies, and its complement
 * with all its digits. Found by +, - and * alone, so that they are the same on every machine. */
struct chance {
    double probability, complement;
};

struct chance channel_all_captured(struct channel channel, int from, int copies);

/* As in the column `channel` of results.csv. */
const char *channel_text(struct channel channel);

#endif
