/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/build.h"

#include "engine/build_features.h"

#include <stddef.h>

const char *build_missing_instructions(unsigned features)
{
#define CHECK(name, bit)                                             \
    if ((features >> (bit)&1) != 0 && !__builtin_cpu_supports(name)) \
        return name;
    BUILD_FEATURES(CHECK)
#undef CHECK
    unsigned known = 0;
#define ADD(name, bit) known |= 1U << (bit);
    BUILD_FEATURES(ADD)
#undef ADD
    return (features & ~known) == 0 ? NULL : "instructions that this version does not know of";
}
