/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/number.h"

#include <errno.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *number_text(double number, char text[NUMBER_SIZE])
{
    text[0] = '\0';
    if (isnan(number))
        return text;
    /* 15 digits of a normal number are all right, and %g leaves out zeros at the end. */
    const int least = fabs(number) < DBL_MIN ? 1 : DBL_DIG;
    for (int digits = least; digits <= DBL_DECIMAL_DIG; digits++) {
        snprintf(text, NUMBER_SIZE, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    return text;
}

/* Is the whole text a decimal number? Its value then; errno tells if it is out of range. */
static bool read_decimal(const char *text, double *number)
{
    char *end;
    if (text[0] == '\0' || text[strspn(text, "0123456789.eE+-")] != '\0')
        return false;
    errno = 0;
    *number = strtod(text, &end);
    return end != text && *end == '\0';
}

bool number_read(const char *text, double *number)
{
    double value;
    if (!read_decimal(text, &value) || errno != 0)
        return false;
    *number = value;
    return true;
}

const char *number_problem(const char *text)
{
    double value;
    return read_decimal(text, &value) ? "is beyond the numbers that the program can hold"
                                      : "is not a number";
}

bool number_read_integer(const char *text, uint64_t *number)
{
    if (text[0] == '\0' || text[strspn(text, "0123456789")] != '\0')
        return false;
    errno = 0;
    const unsigned long long value = strtoull(text, NULL, 10);
    if (errno != 0)
        return false;
    *number = value;
    return true;
}

const char *channel_words(struct channel channel, char text[CHANNEL_TEXT_SIZE])
{
    char length[NUMBER_SIZE], capture[NUMBER_SIZE], leak[NUMBER_SIZE];
    if (channel.kind == CHANNEL_BURST)
        snprintf(text, CHANNEL_TEXT_SIZE, "burst length=%s capture=%s leak=%s",
                 number_text(channel.length, length), number_text(channel.capture, capture),
                 number_text(channel.leak, leak));
    else
        snprintf(text, CHANNEL_TEXT_SIZE, "%s", channel_name(channel));
    return text;
}
