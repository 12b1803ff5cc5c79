/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_LEDGER_TEXT_H
#define GENERALS_ENGINE_LEDGER_TEXT_H

/* What ledgers are made of: words with one space between them, integers in hexadecimal digits,
 * other numbers as %a prints them, which are not negative here.
 *
 * The checksum: FNV-1a with 64 bits (G. Fowler, L. C. Noll, K.-P. Vo, 1991). It finds
 * what is lost or changed by accident; nobody is kept from writing another one. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LEDGER_CHECKSUM_START UINT64_C(0xcbf29ce484222325)

static inline uint64_t ledger_checksum(uint64_t checksum, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++)
        checksum = (checksum ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
    return checksum;
}

/* Copies the next word of the text, and goes on behind it. False if there is none, or no room. */
bool ledger_word(const char **text, char *word, size_t size);

/* -1: it is none. */
int ledger_digit(char digit);

/* All of the word. */
bool ledger_integer(const char *word, uint64_t *number);
bool ledger_number(const char *word, double *number);

/* The next word, which begins with `name`: the number behind it. */
bool ledger_next_integer(const char **text, const char *name, uint64_t *number);
bool ledger_next_number(const char **text, const char *name, double *number);

#endif
