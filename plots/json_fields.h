/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_JSON_FIELDS_H
#define GENERALS_PLOTS_JSON_FIELDS_H

/* Fields of the outermost object of a JSON text. Not by jansson: where there is no memory for a
 * long word, its reader (2.14) goes on behind the end of what it has of it. What is not as expected
 * counts as not there. */

#include <stddef.h>

/* The value of a field; "": there is none. */
const char *json_field(const char *text, const char *name);

/* The text of a string that begins here, in memory that the caller frees, and behind it; "" if none
 * does. NULL: without memory. */
char *json_field_string(const char *value, const char **behind);

/* A string, or the characters of a number or a name, in memory that the caller frees; "" if there
 * is no such field. NULL: without memory. */
char *json_field_text(const char *text, const char *name);

#endif
