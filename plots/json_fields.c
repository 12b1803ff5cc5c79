/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/json_fields.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char *skip_space(const char *text)
{
    return text + strspn(text, " \t\r\n");
}

/* From behind a quotation mark to the one that closes; NULL: there is none. */
static const char *string_end(const char *text)
{
    while (*text != '\0' && *text != '"')
        text += text[0] == '\\' && text[1] != '\0' ? 2 : 1;
    return *text == '"' ? text : NULL;
}

const char *json_field(const char *text, const char *name)
{
    const size_t length = strlen(name);
    size_t depth = 0;
    for (const char *at = text; *at != '\0'; at++) {
        if (*at == '{' || *at == '[')
            depth++;
        else if (*at == '}' || *at == ']')
            depth--;
        if (*at != '"')
            continue;
        const char *word = at + 1;
        at = string_end(word);
        if (at == NULL)
            break;
        const char *colon = skip_space(at + 1);
        if (depth == 1 && *colon == ':' && (size_t)(at - word) == length &&
            strncmp(word, name, length) == 0)
            return skip_space(colon + 1);
    }
    return "";
}

static int hexadecimal(char digit)
{
    return digit >= '0' && digit <= '9'   ? digit - '0'
           : digit >= 'a' && digit <= 'f' ? digit - 'a' + 10
           : digit >= 'A' && digit <= 'F' ? digit - 'A' + 10
                                          : -1;
}

/* The four digits of \uXXXX; 0 if they are not there. */
static uint32_t read_unit(const char *digits)
{
    uint32_t unit = 0;
    for (int i = 0; i < 4; i++) {
        const int digit = hexadecimal(digits[i]);
        if (digit < 0)
            return 0;
        unit = unit << 4 | (uint32_t)digit;
    }
    return unit;
}

static char *write_utf8(char *to, uint32_t character)
{
    if (character < 0x80) {
        *to++ = (char)character;
        return to;
    }
    const int more = character < 0x800 ? 1 : character < 0x10000 ? 2 : 3;
    static const unsigned char firsts[] = {0, 0xc0, 0xe0, 0xf0};
    *to++ = (char)(firsts[more] | character >> (6 * more));
    for (int i = more - 1; i >= 0; i--)
        *to++ = (char)(0x80 | (character >> (6 * i) & 0x3f));
    return to;
}

/* \uXXXX, and the second half of what takes two. A half alone, or U+0000, which ends texts, is
 * U+FFFD. */
static char *read_escape_u(char *to, const char **at)
{
    uint32_t character = read_unit(*at + 1);
    for (int i = 0; i < 4 && hexadecimal((*at)[1]) >= 0; i++)
        (*at)++;
    if (character >= 0xd800 && character < 0xdc00 && (*at)[1] == '\\' && (*at)[2] == 'u') {
        const uint32_t second = read_unit(*at + 3);
        if (second >= 0xdc00 && second < 0xe000) {
            character = 0x10000 + ((character - 0xd800) << 10 | (second - 0xdc00));
            *at += 6;
        }
    }
    if (character == 0 || (character >= 0xd800 && character < 0xe000))
        character = 0xfffd;
    return write_utf8(to, character);
}

char *json_field_string(const char *value, const char **behind)
{
    const char *end = *value == '"' ? string_end(value + 1) : NULL;
    if (end == NULL) {
        *behind = value;
        return calloc(1, 1);
    }
    *behind = end + 1;
    char *text = malloc(2 * (size_t)(end - value) + 1); /* a lone \u becomes three bytes */
    if (text == NULL)
        return NULL;
    char *to = text;
    for (const char *at = value + 1; at < end; at++) {
        static const char letters[] = "bfnrt", meanings[] = "\b\f\n\r\t";
        if (*at != '\\') {
            *to++ = *at;
            continue;
        }
        at++;
        const char *letter = strchr(letters, *at);
        if (*at == 'u')
            to = read_escape_u(to, &at);
        else
            *to++ = letter != NULL ? meanings[letter - letters] : *at;
    }
    *to = '\0';
    return text;
}

char *json_field_text(const char *text, const char *name)
{
    const char *value = json_field(text, name), *behind;
    if (*value == '"')
        return json_field_string(value, &behind);
    return strndup(value, strspn(value, "+-.0123456789abcdefghijklmnopqrstuvwxyzE"));
}
