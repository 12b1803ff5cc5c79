/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_PROOF_H
#define GENERALS_ANALYSIS_PROOF_H

/* Why no strategy can do without failure (Akkoyunlu, Ekanadham and Huber 1975; Gray 1978).
 *
 * A chain of histories leads from the one in which every messenger arrives to one in which none
 * does, all coins held fixed, such that neighbours look the same to one of the two parties, which
 * therefore does the same in both. Along the chain only one party at a time can change what it
 * does. So if both act at its beginning and neither at its end, somewhere between only one of them
 * acts: that is a failure, and its probability is not 0. The chain that is found is a shortest one.
 */

#include "engine/error.h"
#include "engine/histories.h"

#include <stdbool.h>
#include <stddef.h>

enum proof_conclusion {
    PROOF_FAILS,          /* a history of the chain fails */
    PROOF_NEVER_ACTS,     /* nobody acts although every messenger arrives */
    PROOF_ACTS_UNTOLD,    /* both act although no messenger arrives */
    PROOF_NOT_APPLICABLE, /* with these loss rates no history has all, or none, of its messengers
                             arrive, or no chain connects the two */
};

struct proof {
    struct histories *histories; /* those with the coins as they are held fixed */
    struct histories own;        /* the same, unless there are no coins: then it is all of them */
    enum proof_conclusion conclusion;
    size_t length; /* histories of the chain */
    size_t *chain; /* [length]: index of a history */
    int *same_for; /* [length - 1]: the party, 0 or 1, that cannot tell chain[i], chain[i + 1] apart
                    */
    size_t failure; /* PROOF_FAILS: place in the chain of the first history that fails */
    bool coins;     /* are there any? */
};

/* `all` are all histories of the point, and stay the caller's. Coins are held as they fell in the
 * likeliest history in which every messenger arrives and both act, or else in the likeliest in
 * which every messenger arrives. */
bool proof_find(struct proof *proof, struct histories *all, const struct point *point,
                struct error *error);
void proof_release(struct proof *proof);

#endif
