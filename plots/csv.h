/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_CSV_H
#define GENERALS_PLOTS_CSV_H

/* RFC 4180, one record at a time. */

#include "engine/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Writes one field, quoted if it must be; `first` ones get no comma before them. */
void csv_write(FILE *stream, bool first, const char *field);

/* Reads records with a header line. Rows of another length than the header are refused. */
struct csv_reader {
    FILE *stream;
    const char *name; /* of the file, for messages */
    size_t line;      /* of the record read last, from 1 */
    size_t column_count;
    char **header;
    char **field; /* of the record read last: [column_count], valid until the next */
    char *buffer, *header_buffer;
    size_t buffer_size;
    size_t *offset;
};

bool csv_open(struct csv_reader *reader, FILE *stream, const char *name, struct error *error);
/* 1: a record is there; 0: the end; -1: an error. */
int csv_next(struct csv_reader *reader, struct error *error);
/* Number of the column of that name, or -1. */
int csv_column(const struct csv_reader *reader, const char *name);
/* Does not close the stream. */
void csv_release(struct csv_reader *reader);

#endif
