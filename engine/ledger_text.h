/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_LEDGER_TEXT_H
#define GENERALS_ENGINE_LEDGER_TEXT_H

/* The checksum of a ledger: FNV-1a with 64 bits (G. Fowler, L. C. Noll, K.-P. Vo, 1991). It finds
 * what is lost or changed by accident; nobody is kept from writing another one. */

#include <stddef.h>
#include <stdint.h>

#define LEDGER_CHECKSUM_START UINT64_C(0xcbf29ce484222325)

static inline uint64_t ledger_checksum(uint64_t checksum, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        checksum = (checksum ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
    return checksum;
}

#endif
