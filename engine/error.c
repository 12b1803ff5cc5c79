/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/error.h"

#include <string.h>

static const char no_memory[] = "not enough memory";

bool error_no_memory(struct error *error)
{
    return error_set(error, "%s", no_memory);
}

bool error_is_no_memory(const struct error *error)
{
    const size_t length = strlen(error->message), tail = sizeof no_memory - 1;
    return length >= tail && strcmp(error->message + length - tail, no_memory) == 0;
}
