/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/channel.h"

/* A number of twice the precision: high + low, where low is what rounding took from high. Repeated
 * squaring of plain doubles would double the relative error in each step. */
struct twice {
    double high, low;
};

/* The upper half of the digits of x (Veltkamp). */
static double upper_half(double x)
{
    const double scaled = 134217729.0 * x; /* 2^27 + 1 */
    return scaled - (scaled - x);
}

/* a b, by +, - and * alone (Dekker 1971). */
static struct twice multiply(struct twice a, struct twice b)
{
    const double product = a.high * b.high;
    const double a1 = upper_half(a.high), a2 = a.high - a1;
    const double b1 = upper_half(b.high), b2 = b.high - b1;
    const double rounding = ((a1 * b1 - product) + a1 * b2 + a2 * b1) + a2 * b2;
    const double low = rounding + (a.high * b.low + a.low * b.high);
    const double high = product + low;
    return (struct twice){high, (product - high) + low};
}

struct chance channel_all_captured(struct channel channel, int from, int copies)
{
    struct twice square = {from == 0 ? channel.loss : channel.loss_back, 0.0};
    struct twice power = {1.0, 0.0};
    for (; copies > 0; copies >>= 1) {
        if (copies & 1)
            power = multiply(power, square);
        square = multiply(square, square);
    }
    return (struct chance){power.high, (1.0 - power.high) - power.low};
}

const char *channel_text(struct channel channel)
{
    (void)channel;
    return "memoryless";
}
