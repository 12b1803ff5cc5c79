/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/weights.h"

static void add_sum(struct weight_sum *to, const struct weight_sum *from)
{
    to->sum += from->sum;
    to->squares += from->squares;
}

void weighted_tally_add(struct weighted_tally *to, const struct weighted_tally *from)
{
    to->trials += from->trials;
    to->hits += from->hits;
    to->beyond += from->beyond;
    to->beyond_half += from->beyond_half;
    to->largest = from->largest > to->largest ? from->largest : to->largest;
    for (size_t c = 0; c < TILT_COMPONENTS_MAX; c++) {
        add_sum(&to->all[c], &from->all[c]);
        add_sum(&to->half[c], &from->half[c]);
    }
}

int weights_grid(struct scaled largest)
{
    return largest.number > 0.0 ? largest.exponent - WEIGHTS_BITS : 0;
}

struct scaled weight_of(const struct tilt *tilt, const struct hits *hits, unsigned i, size_t from,
                        size_t to)
{
    return scaled_quotient(scaled_from(hits->value[i]),
                           tilt_mixture(tilt, hits->ratio[i], from, to));
}

/* In multiples of 2^grid, to the nearest; UINT64_MAX: beyond it. */
static uint64_t on_grid(struct scaled weight, int grid)
{
    const int exponent = weight.exponent - grid;
    if (exponent > WEIGHTS_BITS_MAX)
        return UINT64_MAX;
    return exponent < -1 ? 0 : (uint64_t)(ldexp(weight.number, exponent) + 0.5);
}

static void add_weight(struct weight_sum *sum, uint64_t weight)
{
    const uint64_t half = (uint64_t)1 << (WEIGHTS_SQUARE_DROP - 1);
    const uint64_t short_weight = (weight + half) >> WEIGHTS_SQUARE_DROP;
    sum->sum += weight;
    sum->squares += (uint128)short_weight * short_weight;
}

void weights_add(void *weighing_scale, const struct hits *hits)
{
    const struct weighing_scale *scale = weighing_scale;
    const struct tilt *tilt = scale->tilt;
    struct weighted_tally *tally = scale->tally;
    const size_t c = hits->component;
    const bool first = c < tilt->first_half;
    tally->hits += hits->count;
    for (unsigned i = 0; i < hits->count; i++) {
        const uint64_t all = on_grid(weight_of(tilt, hits, i, 0, tilt->components), scale->grid);
        const uint64_t half = on_grid(weight_of(tilt, hits, i, first ? 0 : tilt->first_half,
                                                first ? tilt->first_half : tilt->components),
                                      scale->grid);
        if (all == UINT64_MAX) {
            tally->beyond++;
            continue;
        }
        add_weight(&tally->all[c], all);
        if (half == UINT64_MAX)
            tally->beyond_half++;
        else
            add_weight(&tally->half[c], half);
        tally->largest = all > tally->largest ? all : tally->largest;
    }
}
