/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/build.h"

#include "engine/build_features.h"

const char build_version[] = GENERALS_VERSION;
const char build_date[] = GENERALS_DATE;
const char build_git[] = GENERALS_GIT;
#if defined(__clang__)
const char build_compiler[] = "clang " __clang_version__;
#else
const char build_compiler[] = "gcc " __VERSION__;
#endif
#if defined(GENERALS_NATIVE_BUILD)
const char build_kind[] = "native";
#else
const char build_kind[] = "portable";
#endif

const unsigned build_features = 0
#ifdef __SSE3__
                                | 1U << 0
#endif
#ifdef __SSSE3__
                                | 1U << 1
#endif
#ifdef __SSE4_1__
                                | 1U << 2
#endif
#ifdef __SSE4_2__
                                | 1U << 3
#endif
#ifdef __POPCNT__
                                | 1U << 4
#endif
#ifdef __AVX__
                                | 1U << 5
#endif
#ifdef __AVX2__
                                | 1U << 6
#endif
#ifdef __FMA__
                                | 1U << 7
#endif
#ifdef __BMI__
                                | 1U << 8
#endif
#ifdef __BMI2__
                                | 1U << 9
#endif
#ifdef __AVX512F__
                                | 1U << 10
#endif
#ifdef __AVX512CD__
                                | 1U << 11
#endif
#ifdef __AVX512BW__
                                | 1U << 12
#endif
#ifdef __AVX512DQ__
                                | 1U << 13
#endif
#ifdef __AVX512VL__
                                | 1U << 14
#endif
#ifdef __AVX512VBMI__
                                | 1U << 15
#endif
#ifdef __AVX512VPOPCNTDQ__
                                | 1U << 16
#endif
#ifdef __AVX512VBMI2__
                                | 1U << 17
#endif
#ifdef __AVX512IFMA__
                                | 1U << 18
#endif
#ifdef __AVX512VNNI__
                                | 1U << 19
#endif
#ifdef __AVX512BITALG__
                                | 1U << 20
#endif
#ifdef __GFNI__
                                | 1U << 21
#endif
#ifdef __SSE4A__
                                | 1U << 22
#endif
#ifdef __FMA4__
                                | 1U << 23
#endif
#ifdef __XOP__
                                | 1U << 24
#endif
    ;
