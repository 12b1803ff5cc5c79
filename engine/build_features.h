/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_BUILD_FEATURES_H
#define GENERALS_ENGINE_BUILD_FEATURES_H

/* The instruction sets that code may use: a name for people and a bit for each. Others, such as
 * lzcnt, come with one of these on every processor. Set bits of build_features, which is compiled
 * with the flags of the build, and of a plug-in's descriptor are checked by code that is compiled
 * for any processor (engine/build.h). */

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

/* The bits of what this file is compiled for. */
enum {
    BUILD_FEATURES_OF_FLAGS = 0
#ifdef __SSE3__
                              | 1 << 0
#endif
#ifdef __SSSE3__
                              | 1 << 1
#endif
#ifdef __SSE4_1__
                              | 1 << 2
#endif
#ifdef __SSE4_2__
                              | 1 << 3
#endif
#ifdef __POPCNT__
                              | 1 << 4
#endif
#ifdef __AVX__
                              | 1 << 5
#endif
#ifdef __AVX2__
                              | 1 << 6
#endif
#ifdef __FMA__
                              | 1 << 7
#endif
#ifdef __BMI__
                              | 1 << 8
#endif
#ifdef __BMI2__
                              | 1 << 9
#endif
#ifdef __AVX512F__
                              | 1 << 10
#endif
#ifdef __AVX512CD__
                              | 1 << 11
#endif
#ifdef __AVX512BW__
                              | 1 << 12
#endif
#ifdef __AVX512DQ__
                              | 1 << 13
#endif
#ifdef __AVX512VL__
                              | 1 << 14
#endif
#ifdef __AVX512VBMI__
                              | 1 << 15
#endif
#ifdef __AVX512VPOPCNTDQ__
                              | 1 << 16
#endif
#ifdef __AVX512VBMI2__
                              | 1 << 17
#endif
#ifdef __AVX512IFMA__
                              | 1 << 18
#endif
#ifdef __AVX512VNNI__
                              | 1 << 19
#endif
#ifdef __AVX512BITALG__
                              | 1 << 20
#endif
#ifdef __GFNI__
                              | 1 << 21
#endif
#ifdef __SSE4A__
                              | 1 << 22
#endif
#ifdef __FMA4__
                              | 1 << 23
#endif
#ifdef __XOP__
                              | 1 << 24
#endif
};

#endif
