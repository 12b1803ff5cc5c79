/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/script.h"

#include "analysis/stopping.h"

#include <ctype.h>
#include <inttypes.h>
#include <string.h>

void script_write_text(FILE *stream, const char *variable, const char *text)
{
    fprintf(stream, "%s = '", variable);
    for (; *text != '\0'; text++)
        fprintf(stream, *text == '\'' ? "''" : "%c", *text);
    fputs("'\n", stream);
}

const char *script_plain(const char *text, char *plain, size_t size)
{
    size_t length = 0;
    for (; *text != '\0' && length + 2 < size; text++) {
        if (*text == '_') /* else what follows would stand lower */
            plain[length++] = '\\';
        const bool is_plain =
            isalnum((unsigned char)*text) || strchr(" .,:;+-=/()_", *text) != NULL;
        plain[length++] = is_plain ? *text : '?';
    }
    plain[length] = '\0';
    return plain;
}

bool script_is_word_of(const char *words, const char *word)
{
    const size_t length = strlen(word);
    for (const char *at = words; *at != '\0'; at += strcspn(at, " "), at += *at == ' ')
        if (strcspn(at, " ") == length && strncmp(at, word, length) == 0)
            return true;
    return false;
}

void script_write_trials(FILE *stream, uint64_t trials)
{
    if (trials == 0) {
        script_write_text(stream, "trials_text", "differing numbers of");
        return;
    }
    uint64_t mantissa = trials;
    int exponent = 0;
    for (; mantissa % 10 == 0; mantissa /= 10)
        exponent++;
    double leading = (double)mantissa;
    for (; leading >= 10.0; leading /= 10.0)
        exponent++;
    char text[64];
    if (trials < 10000 || mantissa >= 1000)
        snprintf(text, sizeof text, "%" PRIu64, trials);
    else if (mantissa == 1)
        snprintf(text, sizeof text, "10^{%d}", exponent);
    else
        snprintf(text, sizeof text, "%.3g×10^{%d}", leading, exponent);
    script_write_text(stream, "trials_text", text);
}

/* "clopper-pearson" is "Clopper-Pearson". */
static void capitalise(char *text)
{
    for (char *at = text; *at != '\0'; at++)
        if (at == text || at[-1] == '-')
            *at = (char)toupper((unsigned char)*at);
}

void script_write_interval(FILE *stream, double level, const char *kind, bool weighted)
{
    const char *ending = strstr(kind, INTERVAL_SEQUENTIAL);
    char whole[64], name[64], text[160];
    snprintf(whole, sizeof whole, "%.*s",
             ending != NULL ? (int)(ending - kind) : (int)sizeof whole - 1, kind);
    script_plain(whole, name, sizeof name);
    capitalise(name);
    snprintf(text, sizeof text, "%.15g %% %s%s%s%s intervals", 100.0 * level,
             ending != NULL ? "Sequential " : "", name, name[0] != '\0' && weighted ? " or " : "",
             weighted ? "Fay-Feuer" : "");
    script_write_text(stream, "interval_text", text);
}
