/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static const char no_memory[] = "not enough memory";

bool error_set(struct error *error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error->message, sizeof error->message, format, arguments);
    va_end(arguments);
    return false;
}

bool error_no_memory(struct error *error)
{
    return error_set(error, "%s", no_memory);
}

bool error_is_no_memory(const struct error *error)
{
    const size_t length = strlen(error->message), tail = sizeof no_memory - 1;
    return length >= tail && strcmp(error->message + length - tail, no_memory) == 0;
}
