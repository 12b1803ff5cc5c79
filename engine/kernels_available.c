/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels.h"

extern const struct kernels kernels_baseline;
#if defined(GENERALS_X86_KERNELS)
extern const struct kernels kernels_avx2, kernels_avx512;
#endif

const struct kernels *kernels_available(size_t index)
{
    const struct kernels *available[3];
    size_t count = 0;
#if defined(GENERALS_X86_KERNELS)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vpopcntdq"))
        available[count++] = &kernels_avx512;
    if (__builtin_cpu_supports("avx2"))
        available[count++] = &kernels_avx2;
#endif
    available[count++] = &kernels_baseline;
    return index < count ? available[index] : NULL;
}
