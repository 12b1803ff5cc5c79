/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_ESCAPE_H
#define GENERALS_PLOTS_ESCAPE_H

/* Text from anywhere, written so that it is nothing but text where it stands. What is no UTF-8, and
 * control characters, which no page may hold, become U+FFFD, the replacement character. */

#include <stdio.h>

/* Between tags, and within "..." of an attribute. */
void escape_html(FILE *stream, const char *text);

/* Within a line of GitHub's Markdown, table cells included, but not at its beginning: no link,
 * no markup, no mention of a user and no reference to an issue comes of it. */
void escape_markdown(FILE *stream, const char *text);

/* With quotation marks around, as JSON (RFC 8259). Control characters stay. */
void escape_json(FILE *stream, const char *text);

/* A word of a command line for a POSIX shell, in quotes if it needs them. Control characters, which
 * could end the line, are written as bash reads them: $'\n'. */
void escape_shell(FILE *stream, const char *word);

#endif
