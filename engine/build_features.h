/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_BUILD_FEATURES_H
#define GENERALS_ENGINE_BUILD_FEATURES_H

/* The instruction sets that a native build may use: set bits of build_features, which is compiled
 * with the flags of the build, are checked by code that is not. */

extern const unsigned build_features;

#if defined(__x86_64__)
#define BUILD_FEATURES(X) \
    X("sse3", 0)          \
    X("ssse3", 1)         \
    X("sse4.1", 2)        \
    X("sse4.2", 3)        \
    X("popcnt", 4)        \
    X("avx", 5)           \
    X("avx2", 6)          \
    X("fma", 7)           \
    X("bmi", 8)           \
    X("bmi2", 9)          \
    X("avx512f", 10)      \
    X("avx512cd", 11)     \
    X("avx512bw", 12)     \
    X("avx512dq", 13)     \
    X("avx512vl", 14)     \
    X("avx512vbmi", 15)   \
    X("avx512vpopcntdq", 16)
#else
#define BUILD_FEATURES(X)
#endif

#endif
