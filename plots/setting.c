/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/curves.h"

#include <stdio.h>
#include <string.h>

static const struct {
    const char *name, *axis, *word;
} known[] = {
    {"loss", "loss rate", "loss"},
    {"loss_back", "loss rate on the way back", "loss back"},
    {"channel.length", "mean length of a burst, in rounds", "burst length"},
    {"channel.capture", "loss rate within a burst", "loss in bursts"},
    {"channel.leak", "loss rate between bursts", "loss between bursts"},
};

static const char *plain(const char *name, char text[SWEEP_NAME_SIZE])
{
    const char *dot = strchr(name, '.');
    snprintf(text, SWEEP_NAME_SIZE, "%s", dot != NULL ? dot + 1 : name);
    for (char *at = text; *at != '\0'; at++)
        if (*at == '_')
            *at = ' ';
    return text;
}

const char *setting_axis(const char *name, char text[SWEEP_NAME_SIZE])
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, name) == 0)
            return known[i].axis;
    return plain(name, text);
}

const char *setting_word(const char *name, char text[SWEEP_NAME_SIZE])
{
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcmp(known[i].name, name) == 0)
            return known[i].word;
    return plain(name, text);
}

bool setting_goes_without_saying(const char *name, double value)
{
    return (strcmp(name, "channel.capture") == 0 && value >= 1.0) ||
           (strcmp(name, "channel.leak") == 0 && value <= 0.0);
}

bool is_better_logarithmic(const double *values, size_t count)
{
    const double low = values[0], middle = values[count / 2], high = values[count - 1];
    return count > 2 && low > 0.0 && high >= 30.0 * low && middle < low + 0.25 * (high - low);
}
