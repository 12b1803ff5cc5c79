/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/field.h"

#include "plots/number.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const char *field_text(const struct csv_reader *reader, const char *name, struct error *error)
{
    const int column = csv_column(reader, name);
    if (column >= 0)
        return reader->field[column];
    error_set(error, "'%s' has no column '%s'", reader->name, name);
    return NULL;
}

bool field_bad(const struct csv_reader *reader, const char *name, const char *text,
               struct error *error)
{
    return error_set(error, "%s:%zu: %s: '%s' cannot be read", reader->name, reader->line, name,
                     text);
}

/* An exact probability may be too small to be held to full precision, and is one all the same. */
static bool read_tiny(const char *text, double *number)
{
    char *end;
    const double value = strtod(text, &end);
    if (end == text || text[strspn(text, "0123456789.e-")] != '\0' || fabs(value) >= DBL_MIN)
        return false;
    *number = value;
    return true;
}

/* An empty field is NaN. */
bool field_number(const struct csv_reader *reader, const char *name, double *number,
                  struct error *error)
{
    const char *text = field_text(reader, name, error);
    if (text == NULL)
        return false;
    *number = NAN;
    return text[0] == '\0' || number_read(text, number) || read_tiny(text, number) ||
           field_bad(reader, name, text, error);
}

bool field_probability(const struct csv_reader *reader, const char *name, double *number,
                       struct error *error)
{
    return field_number(reader, name, number, error) &&
           ((*number >= 0.0 && *number <= 1.0) ||
            field_bad(reader, name, field_text(reader, name, error), error));
}
