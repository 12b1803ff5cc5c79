/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/estimate_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const char *probability_text(double p, double rest, int digits, bool near_one,
                             char text[ESTIMATE_TEXT_SIZE])
{
    if (near_one && rest > 0.0)
        snprintf(text, ESTIMATE_TEXT_SIZE, "1-%.*g", digits, rest);
    else
        snprintf(text, ESTIMATE_TEXT_SIZE, "%.*g", digits, p);
    return text;
}

/* As many significant digits as show an interval's width. */
static int digits_for(const struct interval *interval, bool near_one)
{
    const double width = interval->high - interval->low;
    const double scale = near_one ? 1.0 - interval->low : interval->high;
    const double digits = width > 0.0 ? floor(log10(scale)) - floor(log10(width)) + 2.0 : 4.0;
    return digits > 12.0 ? 12 : (int)digits;
}

enum { EXACT_DIGITS = 10 };

/* Numbers that are known have an interval with a width where they are too small to be held, or what
 * they lack to 1 is: they are neither 0 nor 1. */
static bool exact_text(const struct proportion *proportion, char text[ESTIMATE_TEXT_SIZE])
{
    const struct interval *interval = &proportion->interval;
    if (!(interval->high > interval->low))
        return false;
    if (isnan(proportion->value))
        strcpy(text, "-");
    else if (proportion->value < 0.5)
        snprintf(text, ESTIMATE_TEXT_SIZE, "<%g", ESTIMATE_TOO_SMALL);
    else
        snprintf(text, ESTIMATE_TEXT_SIZE, "1-<%g", ESTIMATE_TOO_SMALL);
    return true;
}

const char *proportion_text(const struct proportion *proportion, bool exact,
                            char text[ESTIMATE_TEXT_SIZE])
{
    if (exact && exact_text(proportion, text))
        return text;
    if (exact)
        return probability_text(proportion->value, proportion->rest, EXACT_DIGITS,
                                proportion->value > 0.999, text);
    if (isnan(proportion->value))
        return strcpy(text, "-");
    char value[ESTIMATE_TEXT_SIZE], low[ESTIMATE_TEXT_SIZE], high[ESTIMATE_TEXT_SIZE];
    const struct interval *interval = &proportion->interval;
    const bool near_one = interval->low > 0.999 && !isnan(proportion->rest);
    const int digits = digits_for(interval, near_one);
    snprintf(text, ESTIMATE_TEXT_SIZE, "%.24s [%.24s, %.24s]",
             probability_text(proportion->value, proportion->rest, digits, near_one, value),
             probability_text(interval->low, 1.0 - interval->low, digits, near_one, low),
             probability_text(interval->high, 1.0 - interval->high, digits, near_one, high));
    return text;
}

const char *mean_text(const struct proportion *mean, bool exact, char text[ESTIMATE_TEXT_SIZE])
{
    const struct interval *interval = &mean->interval;
    const int digits = digits_for(interval, false);
    if (exact && exact_text(mean, text))
        return text;
    if (exact)
        snprintf(text, ESTIMATE_TEXT_SIZE, "%.*g", EXACT_DIGITS, mean->value);
    else
        snprintf(text, ESTIMATE_TEXT_SIZE, "%.*g [%.*g, %.*g]", digits, mean->value, digits,
                 interval->low, digits, interval->high);
    return text;
}
