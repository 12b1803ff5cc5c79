/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/tilt.h"

#include <stdlib.h>
#include <string.h>

/* Mantissas are at least 1/2: so many of them can be multiplied. */
enum { FACTORS_AT_ONCE = 512 };

static const double cell = 1.0 / 256.0;
static const double nearest_to_1 = 1.0 / 4096.0;

struct chance *tilt_nominal(const struct schedule *schedule, struct error *error)
{
    struct chance *nominal = calloc(schedule->draw_count + 1, sizeof *nominal);
    size_t draw = 0;
    if (nominal == NULL) {
        error_no_memory(error);
        return NULL;
    }
    for (size_t i = 0; i < schedule->event_count; i++)
        if (event_is_draw(&schedule->events[i]))
            nominal[draw++] =
                (struct chance){schedule->events[i].probability, schedule->events[i].complement};
    return nominal;
}

bool tilt_init(struct tilt *tilt, const struct chance *nominal, size_t draws, size_t components,
               struct error *error)
{
    *tilt = (struct tilt){.draws = draws, .components = components, .first_half = components};
    for (size_t c = 0; c < components; c++) {
        tilt->share[c] = 1;
        tilt->yes[c] = calloc(draws + 1, sizeof *tilt->yes[c]);
        if (tilt->yes[c] == NULL)
            return error_no_memory(error);
        for (size_t i = 0; i < draws; i++)
            tilt->yes[c][i] = nominal[i].probability;
    }
    return true;
}

void tilt_release(struct tilt *tilt)
{
    for (size_t c = 0; c < tilt->components; c++)
        free(tilt->yes[c]);
    *tilt = (struct tilt){0};
}

void tilt_join(struct tilt *to, struct tilt *first, struct tilt *second)
{
    *to = *first;
    to->first_half = first->components;
    for (size_t c = 0; c < second->components; c++) {
        to->yes[to->components] = second->yes[c];
        to->share[to->components++] = second->share[c];
    }
    *first = *second = (struct tilt){0};
}

unsigned tilt_shares(const struct tilt *tilt)
{
    unsigned sum = 0;
    for (size_t c = 0; c < tilt->components; c++)
        sum += tilt->share[c];
    return sum;
}

/* --- snapping --------------------------------------------------------------------------------- */

/* For p of at most 1/2. Small q, and what is below a small p, are p times a power of two; a small p
 * is not lowered without end: beyond, there is nothing to gain. */
static double snap_below_half(double q, double p, double rest)
{
    if (q == p)
        return p;
    if (q < p && p < 0.25) {
        double lowered = p;
        while (lowered > p / 256.0 && lowered >= 1.5 * q)
            lowered /= 2.0;
        return lowered;
    }
    if (rest < 2.0 * cell) {
        double snapped = 1.0 - 2.0 * cell;
        while (1.0 - snapped > nearest_to_1 && 1.0 - snapped >= 1.5 * rest)
            snapped = (1.0 + snapped) / 2.0;
        return snapped;
    }
    if (q >= 2.0 * cell) {
        const double snapped = floor(q / cell + 0.5) * cell;
        return snapped > p || p >= 0.25 ? snapped : p;
    }
    double snapped = p;
    while (snapped * 1.5 <= q)
        snapped *= 2.0;
    return snapped;
}

double tilt_snap(double q, struct chance p)
{
    if (q == p.probability)
        return q;
    return p.probability <= 0.5 ? snap_below_half(q, p.probability, 1.0 - q)
                                : 1.0 - snap_below_half(1.0 - q, p.complement, q);
}

/* --- ratios ----------------------------------------------------------------------------------- */

static void set_factor(struct tilt_factor *factor, size_t component, double tilted, double real)
{
    const struct scaled ratio = scaled_quotient(scaled_from(tilted), scaled_from(real));
    factor->number[component] = ratio.number;
    factor->exponent[component] = ratio.exponent;
}

struct tilt_factor *tilt_factors(const struct tilt *tilt, const struct chance *nominal,
                                 struct error *error)
{
    struct tilt_factor *factors = calloc(2 * tilt->draws + 1, sizeof *factors);
    if (factors == NULL) {
        error_no_memory(error);
        return NULL;
    }
    for (size_t c = 0; c < tilt->components; c++)
        for (size_t i = 0; i < tilt->draws; i++) {
            const double yes = tilt->yes[c][i];
            const bool real = yes == nominal[i].probability; /* whose complement has more digits */
            set_factor(&factors[2 * i], c, real ? nominal[i].complement : 1.0 - yes,
                       nominal[i].complement);
            set_factor(&factors[2 * i + 1], c, yes, nominal[i].probability);
        }
    return factors;
}

struct product {
    double number[TILT_COMPONENTS_MAX];
    int32_t exponent[TILT_COMPONENTS_MAX];
};

/* Compiled for each number of components that is common, so that they lie in vectors. */
static inline __attribute__((always_inline)) void
multiply(struct product *product, const struct tilt_factor *factor, size_t components)
{
    for (size_t c = 0; c < components; c++)
        product->number[c] *= factor->number[c];
    for (size_t c = 0; c < components; c++)
        product->exponent[c] += factor->exponent[c];
}

static void normalize(struct product *product, size_t components)
{
    for (size_t c = 0; c < components; c++) {
        const struct scaled normal = scaled_normal(product->number[c], product->exponent[c]);
        product->number[c] = normal.number;
        product->exponent[c] = normal.exponent;
    }
}

static inline __attribute__((always_inline)) void multiply_all(struct product *product,
                                                               const struct tilt_factor *factors,
                                                               struct trace trace, size_t words,
                                                               size_t components)
{
    unsigned left = FACTORS_AT_ONCE;
    for (size_t word = 0; word < words; word++)
        for (uint64_t bits = trace.mattered[word]; bits != 0; bits &= bits - 1) {
            const unsigned bit = (unsigned)__builtin_ctzll(bits);
            const size_t draw = word * 64 + bit;
            multiply(product, &factors[2 * draw + (trace.yes[word] >> bit & 1)], components);
            if (--left > 0)
                continue;
            normalize(product, components);
            left = FACTORS_AT_ONCE;
        }
    normalize(product, components);
}

void tilt_ratios(const struct tilt_factor *factors, size_t components, struct trace trace,
                 size_t words, struct scaled ratio[TILT_COMPONENTS_MAX])
{
    struct product product = {0};
    for (size_t c = 0; c < components; c++)
        product.number[c] = 1.0;
    if (components <= 4)
        multiply_all(&product, factors, trace, words, 4);
    else if (components <= 8)
        multiply_all(&product, factors, trace, words, 8);
    else
        multiply_all(&product, factors, trace, words, TILT_COMPONENTS_MAX);
    for (size_t c = 0; c < TILT_COMPONENTS_MAX; c++)
        ratio[c] = c < components ? (struct scaled){product.number[c], product.exponent[c]}
                                  : scaled_from(0.0);
}

struct scaled tilt_mixture(const struct tilt *tilt, const struct scaled ratio[TILT_COMPONENTS_MAX],
                           size_t from, size_t to)
{
    struct scaled sum = scaled_from(0.0);
    unsigned shares = 0;
    for (size_t c = from; c < to; c++) {
        shares += tilt->share[c];
        sum = scaled_sum(sum, scaled_product(scaled_from(tilt->share[c]), ratio[c]));
    }
    return scaled_quotient(sum, scaled_from(shares));
}
