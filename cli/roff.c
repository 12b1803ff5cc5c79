/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/roff.h"

#include <ctype.h>
#include <string.h>

enum {
    SOURCE_LINE = 76,  /* of filled text; mandoc -Tlint minds more than 80 bytes */
    EXAMPLE_LINE = 70, /* on a terminal of 80 columns, 7 are the margin */
    EXAMPLE_SIZE = 1024,
};

static const char *escape(char character)
{
    switch (character) {
    case '\\':
        return "\\e";
    case '-': /* else a hyphen, which no shell takes for a minus */
        return "\\-";
    case '\'':
        return "\\(aq";
    case '`':
        return "\\(ga";
    case '^':
        return "\\(ha";
    case '~':
        return "\\(ti";
    default:
        return NULL;
    }
}

void roff_put(FILE *stream, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        const char *escaped = escape(text[i]);
        if (escaped != NULL)
            fputs(escaped, stream);
        else
            putc(text[i], stream);
    }
}

/* How many characters of the word are an option, "-o" or "--output", without what follows it. */
static size_t option_length(const char *word, size_t length)
{
    const size_t dashes = strspn(word, "-");
    if (dashes < 1 || dashes > 2 || dashes >= length || !islower((unsigned char)word[dashes]))
        return 0;
    size_t end = dashes;
    while (end < length && (isalnum((unsigned char)word[end]) || word[end] == '-'))
        end++;
    return dashes == 2 || end == 2 ? end : 0;
}

static void put_word(FILE *stream, const char *word, size_t length)
{
    const size_t before = length > 0 && *word == '(' ? 1 : 0;
    const size_t option = option_length(word + before, length - before);
    roff_put(stream, word, before);
    if (option > 0) {
        fputs("\\fB", stream);
        roff_put(stream, word + before, option);
        fputs("\\fR", stream);
    }
    roff_put(stream, word + before + option, length - before - option);
}

/* How many bytes put_word writes. */
static size_t word_size(const char *word, size_t length)
{
    const size_t before = length > 0 && *word == '(' ? 1 : 0;
    size_t size = option_length(word + before, length - before) > 0 ? strlen("\\fB\\fR") : 0;
    for (size_t i = 0; i < length; i++) {
        const char *escaped = escape(word[i]);
        size += escaped != NULL ? strlen(escaped) : 1;
    }
    return size;
}

void roff_fill(FILE *stream, const char *text, size_t length)
{
    const char *end = text + length;
    size_t column = 0;
    while (text < end) {
        size_t word = 0;
        while (text + word < end && text[word] != ' ' && text[word] != '\n')
            word++;
        const size_t size = word_size(text, word);
        if (column > 0 && column + 1 + size > SOURCE_LINE) {
            putc('\n', stream);
            column = 0;
        } else if (column > 0) {
            putc(' ', stream);
            column++;
        }
        if (column == 0 && *text == '.') /* no request */
            fputs("\\&", stream);
        put_word(stream, text, word);
        column += size;
        text += word;
        while (text < end && (*text == ' ' || *text == '\n'))
            text++;
    }
    putc('\n', stream);
}

void roff_usage(FILE *stream, const char *usage)
{
    while (*usage != '\0') {
        const size_t option = option_length(usage, strcspn(usage, " ]"));
        size_t capitals = 0;
        while (isupper((unsigned char)usage[capitals]))
            capitals++;
        const size_t length = option > 0 ? option : capitals > 0 ? capitals : 1;
        fputs(option > 0 ? "\\fB" : capitals > 0 ? "\\fI" : "", stream);
        roff_put(stream, usage, length);
        fputs(option > 0 || capitals > 0 ? "\\fR" : "", stream);
        usage += length;
    }
}

/* Where a line may be cut: before the last option within the width, or if there is none before the
 * last word, outside of quotes; 0: nowhere. */
static size_t cut(const char *line, size_t length, size_t width)
{
    size_t option = 0, word = 0;
    int quotes = 0;
    for (size_t i = 1; i + 1 < length && i < width; i++) {
        quotes += line[i] == '\'';
        if (quotes % 2 != 0 || line[i] != ' ')
            continue;
        word = i;
        if (line[i + 1] == '-')
            option = i;
    }
    return option > 0 ? option : word;
}

/* Lines that go on after a backslash, as one; no longer than the text. */
static size_t join(char *line, const char *text, size_t length)
{
    size_t joined = 0;
    for (size_t i = 0; i < length; i++) {
        if (text[i] != '\\' || i + 1 == length || text[i + 1] != '\n') {
            line[joined++] = text[i];
            continue;
        }
        i += 1 + strspn(text + i + 2, " ");
    }
    return joined;
}

void roff_example(FILE *stream, const char *text, size_t length)
{
    char buffer[EXAMPLE_SIZE];
    const char *line = buffer;
    size_t width = EXAMPLE_LINE;
    length = join(buffer, text, length < sizeof buffer ? length : sizeof buffer);
    while (length > width) {
        const size_t at = cut(line, length, width - strlen(" \\"));
        if (at == 0)
            break;
        roff_put(stream, line, at);
        fputs(" \\e\n    ", stream);
        line += at + 1;
        length -= at + 1;
        width = EXAMPLE_LINE - strlen("    ");
    }
    roff_put(stream, line, length);
    putc('\n', stream);
}
