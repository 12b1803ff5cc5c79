/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_BUILD_FEATURES_H
#define GENERALS_ENGINE_BUILD_FEATURES_H

/* The instruction sets that a native build may use: set bits of build_features, which is compiled
 * with the flags of the build, are checked by code that is not. Others, such as lzcnt, come with
 * one of these on every processor. */

extern const unsigned build_features;

#if defined(__x86_64__)
#define BUILD_FEATURES(X)    \
    X("sse3", 0)             \
    X("ssse3", 1)            \
    X("sse4.1", 2)           \
    X("sse4.2", 3)           \
    X("popcnt", 4)           \
    X("avx", 5)              \
    X("avx2", 6)             \
    X("fma", 7)              \
    X("bmi", 8)              \
    X("bmi2", 9)             \
    X("avx512f", 10)         \
    X("avx512cd", 11)        \
    X("avx512bw", 12)        \
    X("avx512dq", 13)        \
    X("avx512vl", 14)        \
    X("avx512vbmi", 15)      \
    X("avx512vpopcntdq", 16) \
    X("avx512vbmi2", 17)     \
    X("avx512ifma", 18)      \
    X("avx512vnni", 19)      \
    X("avx512bitalg", 20)    \
    X("gfni", 21)            \
    X("sse4a", 22)           \
    X("fma4", 23)            \
    X("xop", 24)
#else
#define BUILD_FEATURES(X)
#endif

#endif
