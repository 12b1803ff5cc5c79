/* SPDX-License-Identifier: GPL-3.0-or-later */
#define HAVE_INLINE /* or a call of GSL's stands between the loop and the generator */
#include "benchmarks/plain_loop.h"

#include <omp.h>

struct plain_loop_counts plain_loop(const gsl_rng_type *generator, unsigned messages, double loss,
                                    uint64_t trials, unsigned long seed, int threads)
{
    uint64_t both = 0, alone = 0;
#pragma omp parallel num_threads(threads) reduction(+ : both, alone)
    {
        gsl_rng *random = gsl_rng_alloc(generator);
        gsl_rng_set(random, seed + (unsigned long)omp_get_thread_num());
#pragma omp for schedule(static)
        for (uint64_t trial = 0; trial < trials; trial++) {
            unsigned arrived = 0;
            while (arrived < messages && gsl_rng_uniform(random) >= loss)
                arrived++;
            both += arrived == messages;
            alone += arrived + 1 == messages;
        }
        gsl_rng_free(random);
    }
    return (struct plain_loop_counts){both, alone};
}
