/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_TEXT_H
#define GENERALS_ANALYSIS_TEXT_H

/* A text in memory, written as to a file. Unlike open_memstream's, which ends where memory ran out
 * and does not say so, it is whole or there is none. */

#include "engine/error.h"

#include <stdio.h>

struct text {
    FILE *stream; /* write here */
    char *text;
    size_t length, room;
    bool no_memory;
};

/* The text stays where it is until it is closed. */
bool text_open(struct text *text, struct error *error);

/* What was written, in memory that the caller frees; NULL, with the error, if there was not enough
 * of it. */
char *text_close(struct text *text, struct error *error);

#endif
