/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_SWEEP_FILE_H
#define GENERALS_CLI_SWEEP_FILE_H

/* A sweep file, from its bytes to words: one sweep per line, in the words of the command line.
 *
 * Words are separated by spaces and tabs. As in the shell, '...' and "..." hold spaces together, a
 * \ takes the next character as it is (inside "..." only one of " \ $ `), # begins a comment where
 * a word could begin, and \ at the end of a line continues it. Unlike the shell's, a quote ends on
 * the line on which it begins, and no other character is special. Lines end in LF or CR LF.
 *
 * The text is UTF-8, perhaps after a byte order mark, without control characters but the tab.
 * Nothing here knows what the words mean; cli/sweep_lines.h does. There is no state besides the
 * arguments, and no input or output but in sweep_file_load and sweep_excerpt_print. */

#include "engine/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { SWEEP_FILE_SIZE_MAX = 1 << 20, SWEEP_LINE_WORDS_MAX = 1000 };

/* The words first .. first + count - 1 of the file; count is at least 1. */
struct sweep_line {
    size_t first, count;
};

struct sweep_file {
    const char *name; /* for messages; the caller's, as the text is */
    const char *text;
    size_t length;
    char **words;   /* without quotes and escapes */
    size_t *places; /* where each begins in the text, in bytes */
    size_t word_count;
    struct sweep_line *lines; /* those that hold words, with what continues them */
    size_t line_count;
    char *characters; /* of all words */
};

/* A line of the file, or the part of it around a place, and a caret for the line below. Tabs are
 * spaces here, so that the caret stands right on any terminal. */
struct sweep_excerpt {
    char line[512]; /* "" if no line is to blame */
    size_t indent;  /* of the caret, in characters */
};

/* Takes the text apart, which has to outlive the file. If it is no sweep file, returns false with
 * "NAME:LINE:COLUMN: ..." in the error, and the excerpt. sweep_file_release in any case. */
bool sweep_file_read(struct sweep_file *file, const char *name, const char *text, size_t length,
                     struct sweep_excerpt *excerpt, struct error *error);
void sweep_file_release(struct sweep_file *file);

/* Puts "NAME:LINE:COLUMN: " before the message, both counted from 1, the column in characters, and
 * fills the excerpt. Returns false. */
bool sweep_file_blame(const struct sweep_file *file, size_t place, struct sweep_excerpt *excerpt,
                      struct error *error);

/* The excerpt and its caret, two lines; nothing for an empty one. */
void sweep_excerpt_print(FILE *stream, const struct sweep_excerpt *excerpt);

/* All bytes of the file of that name, or of standard input if it is "-". The caller frees *text. */
bool sweep_file_load(const char *name, char **text, size_t *length, struct error *error);

#endif
