/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_TESTS_ANALYSIS_REFERENCE_KNOWLEDGE_H
#define GENERALS_TESTS_ANALYSIS_REFERENCE_KNOWLEDGE_H

/* What two parties know, by definition: what faster ways are tested against.
 *
 * A view is a text, made of all that reached the party and of its own coins, in which the text that
 * the sender had when it sent stands inside each message: "m0()" after an order that was the first
 * event, "m1(m0())" after the reply to it. An event is a set of histories, an array of bool. All
 * that is said of sets goes through all pairs of histories. */

#include "tests/engine/reference_histories.h"

struct reference_knowledge {
    struct reference_histories histories;
    char **view[2];  /* [history]: of party 0, of party 1, in the end */
    size_t *like[2]; /* [history]: the first history with the same text */
};

void reference_knowledge_make(const struct point *point, struct reference_knowledge *knowledge);
void reference_knowledge_release(struct reference_knowledge *knowledge);

/* The first message of party 0 to party 1 arrived; both act. */
void reference_heard(const struct reference_knowledge *knowledge, bool *event);
void reference_both(const struct reference_knowledge *knowledge, bool *event);

long double reference_probability(const struct reference_knowledge *knowledge, const bool *event);

/* Where both know the event; where each believes in it with probability at least p, or with p but
 * for 1e-12 of it. */
void reference_everyone_knows(const struct reference_knowledge *knowledge, const bool *event,
                              bool *known);
void reference_everyone_believes(const struct reference_knowledge *knowledge, double p,
                                 const bool *event, bool *believed);

/* Where the event is true in all histories that can be reached through pairs which one of the two
 * cannot tell apart. */
void reference_common_knowledge(const struct reference_knowledge *knowledge, const bool *event,
                                bool *known);

/* Where both believe, believe that both believe, and so on: the intersection of all of these. */
void reference_common_belief(const struct reference_knowledge *knowledge, double p,
                             const bool *event, bool *believed);

#endif
