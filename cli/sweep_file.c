/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/sweep_file.h"

#include "plots/utf8.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct reader {
    struct sweep_file *file;
    size_t at;  /* in the text */
    char *next; /* where the next character of a word goes */
    struct sweep_excerpt *excerpt;
    struct error *error;
};

static const char byte_order_mark[] = "\xef\xbb\xbf";

static bool has_byte_order_mark(const struct sweep_file *file)
{
    return file->length >= 3 && memcmp(file->text, byte_order_mark, 3) == 0;
}

/* 0 if no line ends there. */
static size_t line_end_length(const struct sweep_file *file, size_t at)
{
    if (at < file->length && file->text[at] == '\n')
        return 1;
    return at + 1 < file->length && file->text[at] == '\r' && file->text[at + 1] == '\n' ? 2 : 0;
}

static bool is_blank(const struct sweep_file *file, size_t at)
{
    return at < file->length && (file->text[at] == ' ' || file->text[at] == '\t');
}

/* At a character, and not at the end of a line or of the text. */
static bool inside_line(const struct reader *reader)
{
    return reader->at < reader->file->length && line_end_length(reader->file, reader->at) == 0;
}

static char here(const struct reader *reader)
{
    return reader->file->text[reader->at];
}

static bool blame(const struct reader *reader, size_t place)
{
    return sweep_file_blame(reader->file, place, reader->excerpt, reader->error);
}

/* --- bytes ------------------------------------------------------------------------------------ */

static bool check_character(const struct reader *reader, size_t length, uint32_t character)
{
    const struct sweep_file *file = reader->file;
    if (length == 0)
        error_set(reader->error, "byte 0x%02x: expected text in UTF-8",
                  (unsigned char)file->text[reader->at]);
    else if (utf8_is_control(character) && character != '\t' &&
             line_end_length(file, reader->at) == 0)
        error_set(reader->error, "control character U+%04X: expected text", (unsigned)character);
    else
        return true;
    return blame(reader, reader->at);
}

static bool check_bytes(struct reader *reader)
{
    const struct sweep_file *file = reader->file;
    if (file->length > SWEEP_FILE_SIZE_MAX)
        return error_set(reader->error, "%s: it has more than %d bytes", file->name,
                         SWEEP_FILE_SIZE_MAX);
    while (reader->at < file->length) {
        uint32_t character;
        const size_t length =
            utf8_read(file->text + reader->at, file->length - reader->at, &character);
        if (!check_character(reader, length, character))
            return false;
        reader->at += length;
    }
    reader->at = has_byte_order_mark(file) ? 3 : 0;
    return true;
}

/* --- words ------------------------------------------------------------------------------------ */

static void take(struct reader *reader)
{
    *reader->next++ = here(reader);
    reader->at++;
}

/* At a \. Steps over it, and over the end of the line if it continues the line. */
static bool read_backslash(struct reader *reader, bool *continues)
{
    const struct sweep_file *file = reader->file;
    const size_t place = reader->at++;
    const size_t line_end = line_end_length(file, reader->at);
    size_t after = reader->at;
    while (is_blank(file, after))
        after++;
    *continues = line_end > 0;
    reader->at += line_end;
    if (reader->at == file->length && line_end == 0) {
        error_set(reader->error, "expected a character, or the end of the line, after the \\");
        return blame(reader, place);
    }
    if (after > reader->at && (after == file->length || line_end_length(file, after) > 0)) {
        error_set(reader->error, "a \\ that continues the line has to be the last of its line");
        return blame(reader, place);
    }
    return true;
}

/* Inside "...", where a \ before any other character is a character. */
static void read_double_quoted_backslash(struct reader *reader)
{
    const struct sweep_file *file = reader->file;
    const size_t next = reader->at + 1;
    if (line_end_length(file, next) > 0) {
        reader->at = next + line_end_length(file, next);
        return;
    }
    if (next < file->length && strchr("\"\\$`", file->text[next]) != NULL)
        reader->at++;
    take(reader);
}

static bool read_quoted(struct reader *reader)
{
    const size_t place = reader->at;
    const char quote = here(reader);
    reader->at++;
    while (inside_line(reader) && here(reader) != quote) {
        if (quote == '"' && here(reader) == '\\')
            read_double_quoted_backslash(reader);
        else
            take(reader);
    }
    if (!inside_line(reader)) {
        error_set(reader->error, "the quote that begins here is not closed on its line");
        return blame(reader, place);
    }
    reader->at++;
    return true;
}

static bool read_character(struct reader *reader)
{
    bool continues = false;
    if (here(reader) == '\'' || here(reader) == '"')
        return read_quoted(reader);
    if (here(reader) == '\\' && !read_backslash(reader, &continues))
        return false;
    if (!continues)
        take(reader);
    return true;
}

static bool read_word(struct reader *reader, struct sweep_line *line)
{
    struct sweep_file *file = reader->file;
    if (line->count == SWEEP_LINE_WORDS_MAX) {
        error_set(reader->error, "a line has at most %d words", SWEEP_LINE_WORDS_MAX);
        return blame(reader, reader->at);
    }
    file->places[file->word_count] = reader->at;
    file->words[file->word_count++] = reader->next;
    line->count++;
    while (inside_line(reader) && !is_blank(file, reader->at))
        if (!read_character(reader))
            return false;
    *reader->next++ = '\0';
    return true;
}

/* --- lines ------------------------------------------------------------------------------------ */

/* To the next word, the comment, or the end of the line. */
static bool skip_blanks(struct reader *reader)
{
    const struct sweep_file *file = reader->file;
    for (;;) {
        while (is_blank(file, reader->at))
            reader->at++;
        if (!inside_line(reader) || here(reader) != '\\' ||
            line_end_length(file, reader->at + 1) == 0)
            return inside_line(reader) && here(reader) != '#';
        reader->at++;
        reader->at += line_end_length(file, reader->at);
    }
}

static bool read_line(struct reader *reader)
{
    struct sweep_file *file = reader->file;
    struct sweep_line line = {.first = file->word_count};
    while (skip_blanks(reader))
        if (!read_word(reader, &line))
            return false;
    while (inside_line(reader)) /* a comment */
        reader->at++;
    reader->at += line_end_length(file, reader->at);
    if (line.count > 0)
        file->lines[file->line_count++] = line;
    return true;
}

/* A word has a character of the text, and another one or the end of the text ends it: so many words
 * fit, and so many characters. */
static bool reserve(struct reader *reader)
{
    struct sweep_file *file = reader->file;
    const size_t most = file->length / 2 + 1;
    file->words = calloc(most, sizeof *file->words);
    file->places = calloc(most, sizeof *file->places);
    file->lines = calloc(most, sizeof *file->lines);
    file->characters = reader->next = malloc(file->length + 1);
    return (file->words != NULL && file->places != NULL && file->lines != NULL &&
            file->characters != NULL) ||
           error_no_memory(reader->error);
}

bool sweep_file_read(struct sweep_file *file, const char *name, const char *text, size_t length,
                     struct sweep_excerpt *excerpt, struct error *error)
{
    struct reader reader = {.file = file, .excerpt = excerpt, .error = error};
    *file = (struct sweep_file){.name = name, .text = text, .length = length};
    excerpt->line[0] = '\0';
    if (!check_bytes(&reader) || !reserve(&reader))
        return false;
    while (reader.at < length)
        if (!read_line(&reader))
            return false;
    return file->line_count > 0 || error_set(error,
                                             "%s: it holds no sweep: expected lines such "
                                             "as `retransmit:attempts=1:5 --loss 0.1`",
                                             name);
}

void sweep_file_release(struct sweep_file *file)
{
    free(file->words);
    free(file->places);
    free(file->lines);
    free(file->characters);
    *file = (struct sweep_file){0};
}

/* --- input ------------------------------------------------------------------------------------ */

static bool load(FILE *stream, char **text, size_t *length)
{
    *text = malloc(SWEEP_FILE_SIZE_MAX + 1);
    if (*text == NULL)
        return false;
    *length = fread(*text, 1, SWEEP_FILE_SIZE_MAX + 1, stream);
    return ferror(stream) == 0;
}

bool sweep_file_load(const char *name, char **text, size_t *length, struct error *error)
{
    const bool from_input = strcmp(name, "-") == 0;
    *text = NULL;
    if (name[0] == '\0')
        return error_set(error, "--file: expected the name of a file, or - for standard input");
    errno = 0;
    FILE *stream = from_input ? stdin : fopen(name, "rb");
    const bool good = stream != NULL && load(stream, text, length);
    if (!good)
        error_set(error, "--file: cannot read %s%s%s: %s", from_input ? "" : "'",
                  from_input ? "standard input" : name, from_input ? "" : "'", strerror(errno));
    if (stream != NULL && !from_input)
        (void)fclose(stream); /* it was read alone: nothing can be lost */
    return good;
}
