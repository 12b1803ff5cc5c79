/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_ERROR_H
#define GENERALS_ENGINE_ERROR_H

/* How library code says what went wrong: it returns false and leaves one sentence, in lower case,
 * that names the thing, the value and what was expected. Only cli/ prints it. */

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>

struct error {
    char message[1024];
};

/* Fills the message (cut if it is longer than the room for it) and returns false, so that a
 * failing function can end in `return error_set(error, ...)`. Here, and not in error.c, so that a
 * plug-in has it without a symbol of the program. */
__attribute__((format(printf, 2, 3))) static inline bool error_set(struct error *error,
                                                                   const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return false;
}

/* The one sentence for memory that ran out. */
bool error_no_memory(struct error *error);

/* Is it that sentence, or does it end in it, as "ack-chain: not enough memory"? Who takes an error
 * for an answer, "this cannot be done", and goes on without asks this first: there, what ran out
 * would change the result. */
bool error_is_no_memory(const struct error *error);

#endif
