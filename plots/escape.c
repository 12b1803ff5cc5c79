/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/escape.h"

#include "plots/utf8.h"

#include <ctype.h>
#include <stdbool.h>
#include <string.h>
#include <strings.h>

static const char replacement[] = "\xef\xbf\xbd";

/* The next character of the text, and behind it; control characters only if they may stay. */
static const char *next_character(const char **text, size_t *length, bool keep_controls)
{
    uint32_t character;
    const char *at = *text;
    *length = utf8_read(at, strlen(at), &character);
    const bool good = *length > 0 && (keep_controls || !utf8_is_control(character));
    *text = at + (*length > 0 ? *length : 1);
    if (!good)
        *length = sizeof replacement - 1;
    return good ? at : replacement;
}

static const char *html_entity(char character)
{
    switch (character) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

void escape_html(FILE *stream, const char *text)
{
    while (*text != '\0') {
        size_t length;
        const char *at = next_character(&text, &length, false);
        const char *entity = html_entity(*at);
        if (entity != NULL)
            fputs(entity, stream);
        else
            fwrite(at, 1, length, stream);
    }
}

/* GitHub finds addresses, users and issues in text that was escaped, too: a comment, which shows as
 * nothing, takes them apart. */
static bool begins_reference(const char *at)
{
    return *at == '@' || *at == '#' || strncmp(at, "://", 3) == 0 ||
           strncasecmp(at, "www.", 4) == 0 || strncasecmp(at, "gh-", 3) == 0;
}

void escape_markdown(FILE *stream, const char *text)
{
    while (*text != '\0') {
        size_t length;
        const char *start = text, *at = next_character(&text, &length, false);
        if (*at == '<' || *at == '>' || *at == '&') {
            fputs(html_entity(*at), stream);
            continue;
        }
        if (strchr("\\`*_[]|~$!", *at) != NULL)
            putc('\\', stream);
        fwrite(at, 1, length, stream);
        if (begins_reference(start))
            fputs("<!-- -->", stream);
    }
}

void escape_json(FILE *stream, const char *text)
{
    putc('"', stream);
    while (*text != '\0') {
        size_t length;
        const char *at = next_character(&text, &length, true);
        if (*at == '"' || *at == '\\')
            putc('\\', stream);
        if (length == 1 && utf8_is_control((unsigned char)*at))
            fprintf(stream, "\\u%04x", (unsigned)*at);
        else
            fwrite(at, 1, length, stream);
    }
    putc('"', stream);
}

void escape_shell(FILE *stream, const char *word)
{
    bool plain = *word != '\0', control = false;
    for (const char *at = word; *at != '\0'; at++) {
        plain = plain && (isalnum((unsigned char)*at) || strchr("%+,-./:=@_", *at) != NULL);
        control = control || (unsigned char)*at < 0x20 || *at == 0x7f;
    }
    fputs(plain ? "" : control ? "$'" : "'", stream);
    for (const char *at = word; *at != '\0'; at++)
        if (control && ((unsigned char)*at < 0x20 || *at == 0x7f))
            fprintf(stream, "\\%03o", (unsigned)*at);
        else if (control && (*at == '\'' || *at == '\\'))
            fprintf(stream, "\\%c", *at);
        else if (*at == '\'')
            fputs("'\\''", stream);
        else
            putc(*at, stream);
    fputs(plain ? "" : "'", stream);
}
