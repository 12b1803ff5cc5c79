/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ledger_text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

bool ledger_word(const char **text, char *word, size_t size)
{
    const size_t length = strcspn(*text, " ");
    if (length == 0 || length >= size)
        return false;
    memcpy(word, *text, length);
    word[length] = '\0';
    *text += length + ((*text)[length] == ' ');
    return true;
}

int ledger_digit(char digit)
{
    if (digit >= '0' && digit <= '9')
        return digit - '0';
    return digit >= 'a' && digit <= 'f' ? digit - 'a' + 10 : -1;
}

bool ledger_integer(const char *word, uint64_t *number)
{
    const size_t digits = strlen(word);
    *number = 0;
    for (size_t i = 0; i < digits; i++) {
        const int digit = ledger_digit(word[i]);
        if (digit < 0)
            return false;
        *number = *number << 4 | (uint64_t)digit;
    }
    return digits > 0 && digits <= 16;
}

bool ledger_number(const char *word, double *number)
{
    char *end;
    *number = strtod(word, &end);
    return *word == '0' && *end == '\0' && isfinite(*number);
}

bool ledger_next_integer(const char **text, const char *name, uint64_t *number)
{
    char word[40];
    const size_t length = strlen(name);
    return ledger_word(text, word, sizeof word) && strncmp(word, name, length) == 0 &&
           ledger_integer(word + length, number);
}

bool ledger_next_number(const char **text, const char *name, double *number)
{
    char word[64];
    const size_t length = strlen(name);
    return ledger_word(text, word, sizeof word) && strncmp(word, name, length) == 0 &&
           ledger_number(word + length, number);
}
