/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where in a sweep file something is wrong: the part of cli/sweep_file.h that says so. */

#include "cli/sweep_file.h"
#include "plots/utf8.h"

#include <string.h>

/* Of a longer line, so many characters are shown, and so many of them before the place. */
enum { SHOWN = 100, SHOWN_BEFORE = 60 };

/* Bytes that are no character count as one each. */
static size_t step(const struct sweep_file *file, size_t at, uint32_t *character)
{
    const size_t length = utf8_read(file->text + at, file->length - at, character);
    return length > 0 ? length : 1;
}

static size_t count_characters(const struct sweep_file *file, size_t from, size_t to)
{
    size_t count = 0;
    uint32_t character;
    for (; from < to; from += step(file, from, &character))
        count++;
    return count;
}

static size_t line_start(const struct sweep_file *file, size_t place)
{
    size_t start = place;
    while (start > 0 && file->text[start - 1] != '\n')
        start--;
    const bool after_mark = start == 0 && place >= 3 && memcmp(file->text, "\xef\xbb\xbf", 3) == 0;
    return after_mark ? 3 : start;
}

static size_t line_end(const struct sweep_file *file, size_t place)
{
    size_t end = place;
    while (end < file->length && file->text[end] != '\n')
        end++;
    return end > place && end < file->length && file->text[end - 1] == '\r' ? end - 1 : end;
}

/* Appends the character at this place; returns where the next one is. */
static size_t show(const struct sweep_file *file, size_t at, char *line)
{
    uint32_t character;
    const size_t length = step(file, at, &character);
    if (file->text[at] == '\t')
        strcat(line, " ");
    else if (character == 0 || utf8_is_control(character) ||
             utf8_read(file->text + at, file->length - at, &character) == 0)
        strcat(line, "?");
    else
        strncat(line, file->text + at, length);
    return at + length;
}

static void fill(struct sweep_excerpt *excerpt, const struct sweep_file *file, size_t start,
                 size_t place)
{
    const size_t end = line_end(file, place);
    const size_t before = count_characters(file, start, place);
    const size_t hidden = before > SHOWN_BEFORE ? before - SHOWN_BEFORE : 0;
    uint32_t character;
    for (size_t i = 0; i < hidden; i++)
        start += step(file, start, &character);
    excerpt->line[0] = '\0';
    if (hidden > 0)
        strcat(excerpt->line, "...");
    for (size_t i = 0; i < SHOWN && start < end; i++)
        start = show(file, start, excerpt->line);
    if (start < end)
        strcat(excerpt->line, "...");
    excerpt->indent = before - hidden + (hidden > 0 ? 3 : 0);
}

bool sweep_file_blame(const struct sweep_file *file, size_t place, struct sweep_excerpt *excerpt,
                      struct error *error)
{
    const struct error why = *error;
    const size_t start = line_start(file, place);
    size_t number = 1;
    for (size_t i = 0; i < start; i++)
        number += file->text[i] == '\n';
    fill(excerpt, file, start, place);
    return error_set(error, "%s:%zu:%zu: %s", file->name, number,
                     count_characters(file, start, place) + 1, why.message);
}

void sweep_excerpt_print(FILE *stream, const struct sweep_excerpt *excerpt)
{
    if (excerpt->line[0] != '\0')
        fprintf(stream, "  %s\n  %*s^\n", excerpt->line, (int)excerpt->indent, "");
}
