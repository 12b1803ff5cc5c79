/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_WORK_RANKS_H
#define GENERALS_ENGINE_WORK_RANKS_H

/* Blocks for other processes, by MPI: only here. The first rank runs the whole program; the others
 * wait for work that it announces, ask it for blocks and hand in what these have found, as its own
 * threads do. It answers between two of its blocks; the others ask before they have run out. So it
 * alone reads, decides and writes, and what holds for threads holds for ranks: blocks are begun in
 * order, and when all have been handed in, what is done is the beginning of the list.
 *
 * work_alone.c has the same functions for a build without MPI, in which there is one process. */

#include "engine/work_shared.h"

/* --- the first rank --------------------------------------------------------------------------- */

/* Announces the work. False with an error, and then nothing was announced. */
bool ranks_open(struct shared *shared, struct error *error);

/* Takes in what others have sent, if it is time to look, and gives them blocks. By any thread. */
void ranks_attend(struct shared *shared);

/* Until all blocks that others were given are handed in. By one thread. */
void ranks_await(struct shared *shared);

/* Tells the others that the work is over. */
void ranks_close(struct shared *shared);

/* --- another rank ----------------------------------------------------------------------------- */

/* Sends what was found, which is empty then. */
bool ranks_hand_in(struct shared *shared, struct found *found, struct error *error);

#endif
