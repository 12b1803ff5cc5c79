/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_FIELD_H
#define GENERALS_PLOTS_FIELD_H

/* The fields of a record that was read from a CSV file, by the names of their columns. */

#include "engine/error.h"
#include "plots/csv.h"

#include <stdbool.h>

/* The text of the record's field of this name; NULL, with the error, if there is none. */
const char *field_text(const struct csv_reader *reader, const char *name, struct error *error);

/* Says that the field cannot be read; returns false. */
bool field_bad(const struct csv_reader *reader, const char *name, const char *text,
               struct error *error);

/* Reads a number; an empty field is NaN. */
bool field_number(const struct csv_reader *reader, const char *name, double *number,
                  struct error *error);

/* Reads a number that must be there, and in [0, 1]. */
bool field_probability(const struct csv_reader *reader, const char *name, double *number,
                       struct error *error);

#endif
