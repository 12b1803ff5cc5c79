/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_KNOWLEDGE_H
#define GENERALS_ANALYSIS_KNOWLEDGE_H

/* What two parties know in the end, and what they know of each other.
 *
 * A party knows an event in a history if the event is true in all histories that it cannot tell
 * from it: those in which it ends with the same view (engine/views.h). From this follow
 *
 * - everyone knows E, everyone knows that everyone knows E, ...: the ladder of E. Level j + 1 is
 * what both know of level j. With finitely many histories it comes to rest.
 * - common knowledge of E: E is true in every history that is reached through pairs which one of
 * the two parties cannot tell apart (Halpern and Moses 1990). It is computed from the connected
 *   components of the histories, not from the ladder.
 * - common p-belief of E (Monderer and Samet 1989): both believe E with probability at least p,
 * both believe that with probability at least p, and so on for ever. Its probability is that of the
 * set in which the iterates of "both believe with probability at least p" come to rest. A belief
 * that is p but for rounding (1e-12 of it) counts as p.
 *
 * All functions need histories that are complete and whose views are known. */

#include "engine/error.h"
#include "engine/histories.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A view that a party can end with. */
struct final_view {
    uint32_t view;
    bool acts;
    long double probability;
    long double other_acts; /* P(the other party acts | this view) */
    long double other_rest; /* P(it does not | this view), with all its digits */
    size_t histories;       /* that it cannot tell apart */
    size_t likeliest;       /* of them */
};

struct final_views {
    size_t count;
    struct final_view *view; /* the likeliest first */
};

/* The views of a party, 0 or 1. */
bool final_views_make(struct final_views *views, const struct histories *histories, int party,
                      struct error *error);
void final_views_release(struct final_views *views);

/* A history behind a view. The other party ends with another view in each: what happened is known
 * once both views are, since whether a message is sent follows from its sender's view, and its
 * arrival is part of its receiver's. */
struct alike {
    size_t history;
    double belief; /* P(this history | the view) */
};

struct alikes {
    size_t count;
    struct alike *alike; /* the likeliest first */
};

/* The histories in which party 0 or 1 ends with the view. */
bool alikes_make(struct alikes *alikes, const struct histories *histories, int party, uint32_t view,
                 struct error *error);
void alikes_release(struct alikes *alikes);

enum knowledge_event {
    KNOWLEDGE_HEARD, /* the first message of party 1 reached party 2 */
    KNOWLEDGE_BOTH,  /* both act */
    KNOWLEDGE_EVENTS,
};

/* "heard", "both": as in files. */
const char *knowledge_event_name(enum knowledge_event event);

enum { BELIEFS = 4 };
extern const double knowledge_beliefs[BELIEFS]; /* the p of p-beliefs */

struct ladder {
    double probability;     /* of the event */
    size_t levels;          /* from the last one on, all are the same */
    double *everyone_knows; /* [level - 1] */
    double common_knowledge;
    double common_belief[BELIEFS];
};

/* The probability of a level; level 0 is the event itself. */
double ladder_level(const struct ladder *ladder, size_t level);

bool ladder_make(struct ladder *ladder, const struct histories *histories,
                 enum knowledge_event event, struct error *error);
void ladder_release(struct ladder *ladder);

#endif
