/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_UTF8_H
#define GENERALS_PLOTS_UTF8_H

/* The characters of a text in UTF-8 (RFC 3629). */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The character that the first of `length` bytes begins, and how many bytes it has; 0 if they begin
 * none: no UTF-8, cut off, longer than need be, a surrogate, or beyond U+10FFFF. */
size_t utf8_read(const char *text, size_t length, uint32_t *character);

/* U+0000 to U+001F, and U+007F to U+009F: a terminal may obey them. */
bool utf8_is_control(uint32_t character);

#endif
