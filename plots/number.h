/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_NUMBER_H
#define GENERALS_PLOTS_NUMBER_H

/* Numbers, and channels, as text. */

#include "engine/channel.h"

#include <stdbool.h>
#include <stdint.h>

enum { NUMBER_SIZE = 32 };

/* The shortest decimal that reads back the same; "" for NaN (not estimated). */
const char *number_text(double number, char text[NUMBER_SIZE]);

/* A channel as in the column `channel` of results.csv: "memoryless", or "burst length=8 capture=1
 * leak=0". */
enum { CHANNEL_TEXT_SIZE = 4 * NUMBER_SIZE };
const char *channel_words(struct channel channel, char text[CHANNEL_TEXT_SIZE]);

/* Reads a whole text as a finite decimal number. No hexadecimal, no leading or trailing space, no
 * overflow, and nothing that is too small to be held to full precision. */
bool number_read(const char *text, double *number);

/* What is wrong with a text that number_read refuses: "is not a number" or "is beyond the numbers
 * that the program can hold". */
const char *number_problem(const char *text);

/* Reads a whole text of digits as an integer of 64 bits. */
bool number_read_integer(const char *text, uint64_t *number);

#endif
