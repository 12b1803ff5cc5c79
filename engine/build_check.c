/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/build.h"

#include "engine/build_features.h"

#include <stddef.h>

const char *build_missing_instructions(void)
{
#define CHECK(name, bit)                                                   \
    if ((build_features >> (bit)&1) != 0 && !__builtin_cpu_supports(name)) \
        return name;
    BUILD_FEATURES(CHECK)
#undef CHECK
    return NULL;
}
