/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/csv.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MAX = 256 };

void csv_write(FILE *stream, bool first, const char *field)
{
    if (!first)
        putc(',', stream);
    if (field[strcspn(field, ",\"\r\n")] == '\0') {
        fputs(field, stream);
        return;
    }
    putc('"', stream);
    for (const char *at = field; *at != '\0'; at++) {
        if (*at == '"')
            putc('"', stream);
        putc(*at, stream);
    }
    putc('"', stream);
}

static bool put(struct csv_reader *reader, size_t at, int byte)
{
    if (at == reader->buffer_size) {
        const size_t size = reader->buffer_size > 0 ? 2 * reader->buffer_size : 1024;
        char *buffer = realloc(reader->buffer, size);
        if (buffer == NULL)
            return false;
        reader->buffer = buffer;
        reader->buffer_size = size;
    }
    reader->buffer[at] = (char)byte;
    return true;
}

/* A byte that belongs to a field; or it ends one. */
static bool is_end(int byte)
{
    return byte == ',' || byte == '\n' || byte == '\r' || byte == EOF;
}

/* Reads one field to the buffer from *used on. Returns the byte that ended it (comma, newline or
 * EOF), or -2 without memory, or -3 where a quote, a carriage return or a NUL has no place. */
static int read_field(struct csv_reader *reader, size_t *used)
{
    FILE *stream = reader->stream;
    int byte = getc_unlocked(stream);
    const bool quoted = byte == '"';
    if (quoted)
        byte = getc_unlocked(stream);
    for (; quoted || !is_end(byte); byte = getc_unlocked(stream)) {
        if (quoted && byte == '"') {
            byte = getc_unlocked(stream);
            if (byte != '"')
                break;
        } else if (byte == EOF || byte == '\0' || byte == '"') {
            return -3;
        }
        reader->line += byte == '\n';
        if (!put(reader, (*used)++, byte))
            return -2;
    }
    if (!put(reader, (*used)++, '\0'))
        return -2;
    const bool returned = byte == '\r';
    if (returned)
        byte = getc_unlocked(stream);
    return byte == '\n' || byte == EOF || (byte == ',' && !returned) ? byte : -3;
}

/* Reads a record into offsets; returns its number of fields, 0 at the end, -1 on an error. */
static int read_record(struct csv_reader *reader, struct error *error)
{
    int byte = getc_unlocked(reader->stream);
    if (byte == EOF)
        return ferror(reader->stream)
                   ? (error_set(error, "cannot read '%s': %s", reader->name, strerror(errno)), -1)
                   : 0;
    ungetc(byte, reader->stream);
    reader->line++;
    size_t used = 0;
    for (int fields = 0; fields < COLUMNS_MAX; fields++) {
        reader->offset[fields] = used;
        byte = read_field(reader, &used);
        if (byte == '\n' || byte == EOF)
            return fields + 1;
        if (byte == -2)
            return error_no_memory(error), -1;
        if (byte == -3)
            break;
    }
    error_set(error, "%s:%zu: this is not a line of comma-separated values", reader->name,
              reader->line);
    return -1;
}

static char **split(const struct csv_reader *reader, char *buffer, size_t count)
{
    char **fields = malloc(count * sizeof *fields);
    for (size_t i = 0; fields != NULL && i < count; i++)
        fields[i] = buffer + reader->offset[i];
    return fields;
}

bool csv_open(struct csv_reader *reader, FILE *stream, const char *name, struct error *error)
{
    *reader = (struct csv_reader){.stream = stream, .name = name};
    reader->offset = calloc(COLUMNS_MAX, sizeof *reader->offset);
    if (reader->offset == NULL)
        return error_no_memory(error);
    const int columns = read_record(reader, error);
    if (columns <= 0) {
        if (columns == 0)
            error_set(error, "'%s' is empty; expected a header line", name);
        csv_release(reader);
        return false;
    }
    reader->column_count = (size_t)columns;
    reader->header_buffer = reader->buffer;
    reader->buffer = NULL;
    reader->buffer_size = 0;
    reader->header = split(reader, reader->header_buffer, reader->column_count);
    reader->field = malloc(reader->column_count * sizeof *reader->field);
    if (reader->header == NULL || reader->field == NULL) {
        csv_release(reader);
        return error_no_memory(error);
    }
    return true;
}

int csv_next(struct csv_reader *reader, struct error *error)
{
    const int fields = read_record(reader, error);
    if (fields <= 0)
        return fields;
    if ((size_t)fields != reader->column_count) {
        error_set(error, "%s:%zu: %d fields; the header has %zu", reader->name, reader->line,
                  fields, reader->column_count);
        return -1;
    }
    for (size_t i = 0; i < reader->column_count; i++)
        reader->field[i] = reader->buffer + reader->offset[i];
    return 1;
}

int csv_column(const struct csv_reader *reader, const char *name)
{
    for (size_t i = 0; i < reader->column_count; i++)
        if (strcmp(reader->header[i], name) == 0)
            return (int)i;
    return -1;
}

void csv_release(struct csv_reader *reader)
{
    free(reader->offset);
    free(reader->header);
    free(reader->header_buffer);
    free(reader->field);
    free(reader->buffer);
    *reader = (struct csv_reader){0};
}
