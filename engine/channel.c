/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/channel.h"

#define CHANNEL_LENGTH_MAX 1e9
#define ROUNDING 1e-15 /* by so much a probability of 1 can come out too large */

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

static struct chance power(double base, int exponent)
{
    struct twice square = {base, 0.0}, product = {1.0, 0.0};
    for (; exponent > 0; exponent >>= 1) {
        if (exponent & 1)
            product = multiply(product, square);
        square = multiply(square, square);
    }
    return (struct chance){product.high, (1.0 - product.high) - product.low};
}

struct chance channel_all_captured(struct channel channel, int from, int copies)
{
    return power(from == 0 ? channel.loss : channel.loss_back, copies);
}

/* --- bursts ----------------------------------------------------------------------------------- */

const struct channel channel_burst = {
    .kind = CHANNEL_BURST, .length = 8.0, .capture = 1.0, .leak = 0.0};

const char *const channel_parameter_names[CHANNEL_PARAMETERS] = {"length", "capture", "leak"};

double *channel_parameter(struct channel *channel, int parameter)
{
    double *const places[CHANNEL_PARAMETERS] = {&channel->length, &channel->capture,
                                                &channel->leak};
    return places[parameter];
}

/* The stationary probability of vigilance. */
static struct chance vigilance(struct channel channel)
{
    const double span = channel.capture - channel.leak;
    return (struct chance){(channel.loss - channel.leak) / span,
                           (channel.capture - channel.loss) / span};
}

/* In one round. */
static double awakes(struct channel channel)
{
    const struct chance vigilant = vigilance(channel);
    return vigilant.probability / (vigilant.complement * channel.length);
}

static bool is_probability(double x)
{
    return x >= 0.0 && x <= 1.0;
}

bool channel_check(struct channel channel, struct error *error)
{
    if (channel.kind == CHANNEL_MEMORYLESS)
        return true;
    if (!is_probability(channel.capture) || !is_probability(channel.leak))
        return error_set(error,
                         "burst: capture=%.15g and leak=%.15g must be probabilities in [0, 1]",
                         channel.capture, channel.leak);
    if (!(channel.leak < channel.capture))
        return error_set(error, "burst: leak=%.15g must be less than capture=%.15g", channel.leak,
                         channel.capture);
    if (!(channel.length >= 1.0 && channel.length <= CHANNEL_LENGTH_MAX))
        return error_set(error, "burst: length=%.15g must be from 1 to %g rounds", channel.length,
                         CHANNEL_LENGTH_MAX);
    if (!(channel.loss >= channel.leak && channel.loss <= channel.capture))
        return error_set(error, "burst: loss %.15g must lie between leak=%.15g and capture=%.15g",
                         channel.loss, channel.leak, channel.capture);
    if (!(vigilance(channel).complement > 0.0))
        return error_set(error,
                         "burst: at loss %.15g = capture the city would be vigilant for ever; the "
                         "loss rate must be less than capture",
                         channel.loss);
    if (!(awakes(channel) <= 1.0 + ROUNDING))
        return error_set(error,
                         "burst: at loss %.15g and length=%.15g the city would have to become "
                         "vigilant with probability %.6g in a round, more than 1; choose a larger "
                         "length or a smaller loss rate",
                         channel.loss, channel.length, awakes(channel));
    return true;
}

struct chance channel_mood_captures(struct channel channel, enum mood mood, int copies)
{
    return power(mood == MOOD_VIGILANT ? channel.capture : channel.leak, copies);
}

/* Of the mood from one time to another: a row for each mood before. Sums and products of positive
 * terms keep all digits of small probabilities. */
struct transition {
    struct chance asleep, vigilant; /* that it is vigilant after being so */
};

static struct chance follow(struct chance first, struct transition second)
{
    return (struct chance){
        first.probability * second.vigilant.probability +
            first.complement * second.asleep.probability,
        first.probability * second.vigilant.complement +
            first.complement * second.asleep.complement,
    };
}

static struct transition one_round(struct channel channel)
{
    const struct chance vigilant = vigilance(channel);
    const double scale = vigilant.complement * channel.length, wakes = awakes(channel);
    return (struct transition){
        .asleep = {wakes < 1.0 ? wakes : 1.0,
                   wakes < 1.0 ? (scale - vigilant.probability) / scale : 0.0},
        .vigilant = {(channel.length - 1.0) / channel.length, 1.0 / channel.length},
    };
}

struct chance channel_becomes_vigilant(struct channel channel, enum mood before, unsigned rounds)
{
    if (before == MOOD_UNKNOWN)
        return vigilance(channel);
    struct transition step = one_round(channel);
    struct chance now = {before == MOOD_VIGILANT, before == MOOD_ASLEEP};
    for (; rounds > 0; rounds >>= 1) {
        if (rounds & 1)
            now = follow(now, step);
        step = (struct transition){follow(step.asleep, step), follow(step.vigilant, step)};
    }
    return now;
}

const char *channel_name(struct channel channel)
{
    return channel.kind == CHANNEL_BURST ? "burst" : "memoryless";
}
