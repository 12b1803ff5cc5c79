/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/error.h"

#include <stdarg.h>
#include <stdio.h>

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
    return error_set(error, "not enough memory");
}
