/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_WORDS_H
#define GENERALS_ANALYSIS_WORDS_H

/* Views and histories in words. */

#include "analysis/knowledge.h"
#include "engine/error.h"
#include "engine/histories.h"

#include <stdbool.h>
#include <stdio.h>

/* What a party, 0 or 1, saw: "round 1: order; rounds 2-4: no answer". What could not have reached
 * it any more, given what it saw before, is left out. Where a message could have told of one thing
 * or another, what its sender had seen follows in brackets. So no two views read the same. Where
 * memory runs out, the words break off, and false is returned. */
bool words_view(FILE *stream, const struct histories *histories, int party, uint32_t view,
                struct error *error);

/* The same without what the senders of messages had seen: all that the party witnessed itself. */
bool words_witnessed(FILE *stream, const struct histories *histories, int party, uint32_t view,
                     struct error *error);

/* The messages that reached a party, any one, and its own coins: "round 1: order; round 2: coin
 * fell tails", or "nothing". Where another of that name was sent in the round, its sender is told,
 * and several from one sender are told once. Long lists are cut. What did not reach the party is
 * not told: that needs histories. The schedule may have acts alone; `happening` is of its events.
 */
void words_reached(FILE *stream, const struct problem *problem, const struct schedule *schedule,
                   int party, const enum happening *happening);

/* What happened: "the order arrived, the reply was lost" or, if it is long, "7 messages arrived,
 * the answer of round 3 was lost". Where name and round leave it open, the parties are told, as the
 * problem calls them. `happening` as from histories_tell. */
void words_history(FILE *stream, const struct problem *problem, const struct schedule *schedule,
                   const enum happening *happening);

/* What is different between two histories, "the reply was lost"; each
 * happening is told as it is in the second. */
void words_difference(FILE *stream, const struct problem *problem, const struct schedule *schedule,
                      const enum happening *first, const enum happening *second);

/* Messages, by their events: "order@1 reply@2", message and round. Where others of that name set
 * out in the round, the parties' numbers, from 0, follow: "order@1:0>2 order@1:0>3". */
void words_messages(FILE *stream, const struct schedule *schedule, const size_t *events,
                    size_t count);

/* The messages that arrived, in the same way. */
void words_arrived(FILE *stream, const struct schedule *schedule, const enum happening *happening);

#endif
