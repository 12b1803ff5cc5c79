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

bool number_read(const char *text, double *number)
{
    if (text[0] == '\0' || text[strspn(text, "0123456789.eE+-")] != '\0')
        return false;
    char *end;
    errno = 0;
    const double value = strtod(text, &end);
    if (end == text || *end != '\0' || errno != 0 || !isfinite(value))
        return false;
    *number = value;
    return true;
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
