/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/point.h"

#include <assert.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static uint64_t bits_of(double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    return bits;
}

static void append(char text[POINT_KEY_SIZE], const char *format, ...)
{
    const size_t used = strlen(text);
    va_list arguments;
    va_start(arguments, format);
    const int length = vsnprintf(text + used, POINT_KEY_SIZE - used, format, arguments);
    va_end(arguments);
    (void)length; /* used by the assertion alone */
    assert(length >= 0 && (size_t)length < POINT_KEY_SIZE - used);
}

const char *method_name(enum method method)
{
    static const char *const names[METHOD_COUNT] = {"monte-carlo", "exact", "importance"};
    return names[method];
}

const char *target_name(const struct strategy *strategy, enum target target)
{
    if (target >= TARGET_COUNTER)
        return strategy->counter[target - TARGET_COUNTER];
    return target == TARGET_FAILURE ? "failure" : "success";
}

bool point_same_parameters(const struct point *a, const struct point *b)
{
    bool same = true;
    for (size_t i = 0; i < strategy_parameter_count(a->strategy); i++)
        same = same && a->parameter[i] == b->parameter[i];
    return same;
}

void point_key_text(const struct point *point, const char *phase, char text[POINT_KEY_SIZE])
{
    const struct strategy *strategy = point->strategy;
    text[0] = '\0';
    append(text, "%s %s", strategy->problem->name, strategy->name);
    for (size_t i = 0; i < strategy_parameter_count(strategy); i++)
        append(text, " %s=%016" PRIx64, strategy->parameter[i].name, bits_of(point->parameter[i]));
    const struct channel channel = point->channel;
    append(text, " %s loss=%016" PRIx64 " back=%016" PRIx64, channel_name(channel),
           bits_of(channel.loss), bits_of(channel.loss_back));
    if (channel.kind == CHANNEL_BURST)
        append(text, " length=%016" PRIx64 " capture=%016" PRIx64 " leak=%016" PRIx64,
               bits_of(channel.length), bits_of(channel.capture), bits_of(channel.leak));
    append(text, " %s", method_name(point->method));
    if (point->method == METHOD_IMPORTANCE)
        append(text, " %s", target_name(strategy, point->target));
    append(text, " %s", phase);
}

struct random_key point_key(const struct point *point, uint64_t seed, const char *phase)
{
    char text[POINT_KEY_SIZE];
    point_key_text(point, phase, text);
    return random_key(seed, text);
}
