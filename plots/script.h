/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_SCRIPT_H
#define GENERALS_PLOTS_SCRIPT_H

/* Variables at the top of a gnuplot script. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* VARIABLE = 'TEXT', with quotes doubled: nothing in it is expanded. The text has no control
 * characters. */
void script_write_text(FILE *stream, const char *variable, const char *text);

/* The text without anything that gnuplot's enhanced text, or a list of words in quotes, might take
 * for more: other characters become ?. What does not fit is cut. Returns `plain`. */
const char *script_plain(const char *text, char *plain, size_t size);

/* Is it one of the words, which have spaces between them? */
bool script_is_word_of(const char *words, const char *word);

/* trials_text = '10^{8}', '2.5×10^{7}' or '1234'; 0: they differ from point to point. */
void script_write_trials(FILE *stream, uint64_t trials);

/* interval_text = '95 % Clopper-Pearson intervals'. `kind` is as in results.csv, or "" if nothing
 * was counted; `weighted`: there are intervals of importance sampling, too. */
void script_write_interval(FILE *stream, double level, const char *kind, bool weighted);

#endif
