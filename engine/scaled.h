/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_SCALED_H
#define GENERALS_ENGINE_SCALED_H

/* Positive numbers far below and above what a double holds, such as the probability of one history
 * among 2^1000: number * 2^exponent. Made by *, /, +, frexp and ldexp alone, which give the same on
 * every machine. */

#include <limits.h>
#include <math.h>
#include <stdbool.h>

/* 1/2 <= number < 1, or 0 with the least exponent. */
struct scaled {
    double number;
    int exponent;
};

enum { SCALED_EXPONENT_OF_0 = INT_MIN / 4 };

static inline struct scaled scaled_normal(double number, int exponent)
{
    int more;
    number = frexp(number, &more);
    return number > 0.0 ? (struct scaled){number, exponent + more}
                        : (struct scaled){0.0, SCALED_EXPONENT_OF_0};
}

static inline struct scaled scaled_from(double number)
{
    return scaled_normal(number, 0);
}

static inline struct scaled scaled_product(struct scaled a, struct scaled b)
{
    return scaled_normal(a.number * b.number, a.exponent + b.exponent);
}

/* b is not 0. */
static inline struct scaled scaled_quotient(struct scaled a, struct scaled b)
{
    return scaled_normal(a.number / b.number, a.exponent - b.exponent);
}

/* number * 2^exponent as a double: 0 or infinite if none can hold it. */
static inline double scaled_value(struct scaled a)
{
    return a.number > 0.0 ? ldexp(a.number, a.exponent) : 0.0;
}

static inline struct scaled scaled_sum(struct scaled a, struct scaled b)
{
    const bool a_first = a.exponent >= b.exponent;
    const struct scaled large = a_first ? a : b, small = a_first ? b : a;
    const int apart = large.exponent - small.exponent;
    const double less = apart < 128 ? ldexp(small.number, -apart) : 0.0;
    return scaled_normal(large.number + less, large.exponent);
}

static inline bool scaled_less(struct scaled a, struct scaled b)
{
    return a.exponent != b.exponent ? a.exponent < b.exponent : a.number < b.number;
}

#endif
