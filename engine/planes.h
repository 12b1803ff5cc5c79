/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_PLANES_H
#define GENERALS_ENGINE_PLANES_H

/* Counting messengers lane by lane: plane i holds binary digit i of the count of every lane, so
 * that one addition serves all lanes of a word. */

#include "engine/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct planes {
    size_t words; /* of a row in use; at most those that there is room for */
    uint64_t *digit, *carry;
};

/* Room for rows of so many words. planes_release in any case. */
bool planes_allocate(struct planes *planes, size_t words, struct error *error);
void planes_release(struct planes *planes);

/* Sets all counts to 0, in rows of so many words. */
void planes_clear(struct planes *planes, size_t words);

/* Adds `copies` in the lanes that are set in both rows. */
void planes_add(struct planes *planes, const uint64_t *where, const uint64_t *lost,
                unsigned copies);

/* Leaves set in `lanes` those with the smallest count, which is returned. Some must be set. */
uint64_t planes_keep_fewest(const struct planes *planes, uint64_t *lanes);

#endif
