/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/point.h"

#include "engine/ledger_text.h"

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

static bool next_number(const char **text, double *number)
{
    char word[POINT_KEY_SIZE];
    uint64_t bits;
    if (!ledger_word(text, word, sizeof word))
        return false;
    const char *equals = strchr(word, '=');
    if (equals == NULL || !ledger_integer(equals + 1, &bits))
        return false;
    memcpy(number, &bits, sizeof bits);
    return true;
}

static bool next_channel(const char **text, struct channel *channel)
{
    char word[POINT_KEY_SIZE];
    if (!ledger_word(text, word, sizeof word))
        return false;
    const bool burst = strcmp(word, channel_name(channel_burst)) == 0;
    *channel = burst ? channel_burst : (struct channel){.kind = CHANNEL_MEMORYLESS};
    bool good = next_number(text, &channel->loss) && next_number(text, &channel->loss_back);
    for (int i = 0; good && burst && i < CHANNEL_PARAMETERS; i++)
        good = next_number(text, channel_parameter(channel, i));
    return good;
}

static bool next_method(const char **text, struct point *point)
{
    char word[POINT_KEY_SIZE];
    if (!ledger_word(text, word, sizeof word))
        return false;
    while (point->method < METHOD_COUNT && strcmp(word, method_name(point->method)) != 0)
        point->method++;
    if (point->method == METHOD_COUNT)
        return false;
    if (point->method != METHOD_IMPORTANCE)
        return true;
    const size_t targets = TARGET_COUNTER + strategy_counter_count(point->strategy);
    if (!ledger_word(text, word, sizeof word))
        return false;
    while (point->target < targets &&
           strcmp(word, target_name(point->strategy, point->target)) != 0)
        point->target++;
    return point->target < targets;
}

/* What was read is written again: only the same text will do. */
bool point_from_key_text(const char *text, const char *phase, strategy_finder *find,
                         struct point *point)
{
    char word[POINT_KEY_SIZE], again[POINT_KEY_SIZE];
    const char *at = text;
    *point = (struct point){.strategy = NULL};
    if (!ledger_word(&at, word, sizeof word)) /* the problem's name, which the strategy knows */
        return false;
    if (!ledger_word(&at, word, sizeof word) || (point->strategy = find(word)) == NULL)
        return false;
    bool good = true;
    for (size_t i = 0; good && i < strategy_parameter_count(point->strategy); i++)
        good = next_number(&at, &point->parameter[i]);
    if (!good || !next_channel(&at, &point->channel) || !next_method(&at, point))
        return false;
    point_key_text(point, phase, again);
    return strcmp(text, again) == 0;
}

struct random_key point_key(const struct point *point, uint64_t seed, const char *phase)
{
    char text[POINT_KEY_SIZE];
    point_key_text(point, phase, text);
    return random_key(seed, text);
}
