/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_CHANNEL_H
#define GENERALS_ENGINE_CHANNEL_H

/* The way between the parties, on which the city captures messengers.
 *
 * Memoryless: each messenger is captured independently, with probability `loss` on the way from
 * party 0 (general 1) and `loss_back` on the way from any other party.
 *
 * Burst (Gilbert 1960, Elliott 1963): the city is vigilant or asleep, one mood for all directions,
 * one step per round, started in its stationary state. A vigilant city captures a messenger with
 * probability `capture`, one asleep with `leak`; the messengers of one round share the mood and are
 * else independent. A vigilant spell lasts `length` rounds on average; `loss` (= `loss_back`) is
 * the long-run mean loss rate, so the city is vigilant with probability
 * v = (loss - leak) / (capture - leak). Per round it falls asleep with probability 1 / length and
 * becomes vigilant with v / ((1 - v) length).
 *
 * All probabilities are found by +, -, * and / alone, so that they are the same on every machine.
 */

#include "engine/error.h"
#include "engine/marks.h"

#include <stdbool.h>
#include <stddef.h>

enum channel_kind { CHANNEL_MEMORYLESS, CHANNEL_BURST };

struct channel {
    double loss, loss_back; /* probabilities in [0, 1] */
    enum channel_kind kind;
    double length, capture, leak; /* of bursts; else 0 */
};

/* The parameters of a burst channel, by name: "length", "capture", "leak". */
enum { CHANNEL_PARAMETERS = 3 };
extern const char *const channel_parameter_names[CHANNEL_PARAMETERS];
double *channel_parameter(struct channel *channel, int parameter);

/* What bursts are unless something else is asked for. */
extern const struct channel channel_burst;

/* Refuses bursts that are impossible, with the condition that fails. */
bool channel_check(struct channel channel, struct error *error);

/* As on the command line. */
const char *channel_name(struct channel channel);

/* A probability, and its complement with all its digits. */
struct chance {
    double probability, complement;
};

/* That none of `copies` messengers of `from` arrives: loss^copies. Memoryless. */
struct chance channel_all_captured(struct channel channel, int from, int copies);

/* The same in a burst channel, in that mood. */
struct chance channel_mood_captures(struct channel channel, enum mood mood, int copies);

/* That the city is vigilant, `rounds` rounds after it was in that mood. */
struct chance channel_becomes_vigilant(struct channel channel, enum mood before, unsigned rounds);

#endif
