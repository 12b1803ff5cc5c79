/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_ROFF_H
#define GENERALS_CLI_ROFF_H

/* Text for troff, such that it comes out as it is: hyphens that can be copied, quotes and
 * backslashes, and no line that begins like a request. */

#include <stddef.h>
#include <stdio.h>

/* The characters, as they are. */
void roff_put(FILE *stream, const char *text, size_t length);

/* Words, filled: short lines of words with a space between, with options in bold. Ends its line. */
void roff_fill(FILE *stream, const char *text, size_t length);

/* The words of a usage: capitals in italics, which stand for what is to be filled in, options in
 * bold. */
void roff_usage(FILE *stream, const char *usage);

/* An example, as it is, but continued, with a backslash, where a line would be too long. It may be
 * several lines that end in a backslash, but for the last. */
void roff_example(FILE *stream, const char *text, size_t length);

#endif
