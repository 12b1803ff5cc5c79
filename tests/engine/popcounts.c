/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Compiled once for each width, with LANES_BYTES and the function's name set by the build. */

#include "engine/lanes.h"

#include <stddef.h>

unsigned lanes_popcounts(const uint64_t *row, uint64_t *counts, size_t words);

/* The bits set in each word of a row; returns the width in bytes. */
unsigned lanes_popcounts(const uint64_t *row, uint64_t *counts, size_t words)
{
    for (size_t word = 0; word < words; word += LANES_WORDS)
        lanes_store(counts + word, lanes_popcount(lanes_load(row + word)));
    return LANES_BYTES;
}
