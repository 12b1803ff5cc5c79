/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_TESTS_ENGINE_PROBABILITIES_H
#define GENERALS_TESTS_ENGINE_PROBABILITIES_H

/* Probabilities of rows that the tests try. */

#include "engine/rows.h"
#include "tests/testing.h"

/* On both sides of the choice between dense and sparse (1/256), of 1/2 and of powers of 1/2; at
 * 3.1e-5 every seventh gap has more than 255 in its last table. */
static const double probabilities[] = {
    1e-12,      1e-11,
    1e-9,       1e-7,
    1e-5,       3.1e-5,
    1e-4,       1e-3,
    0.003,      0.0038,
    0x1p-8,     0.004,
    0.006,      0x1p-7,
    0.009,      0.013,
    0.02,       0.05,
    0.1,        0.125,
    0.2,        0x1.fffffffffffffp-3,
    0.25,       0x1.0000000000001p-2,
    0.3,        1.0 / 3.0,
    0.375,      0.455,
    0.49,       0x1.fffffffffffffp-2,
    0.5,        0x1.0000000000001p-1,
    0.6,        2.0 / 3.0,
    0.7,        0.75,
    0.9,        0.99,
    0.994,      0.997,
    0.999,      1.0 - 1e-5,
    1.0 - 1e-9, 1.0 - 1e-12,
};

static inline struct row_recipe recipe_of(double probability)
{
    struct row_recipe recipe;
    struct error error;
    assert_true(row_recipe_init(&recipe, probability, &error));
    return recipe;
}

#endif
