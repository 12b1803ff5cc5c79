/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/report_source.h"

#include "analysis/text.h"
#include "plots/escape.h"
#include "plots/file.h"
#include "plots/json_fields.h"
#include "plots/manifest.h"
#include "plots/number.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *name;
    size_t offset;
} fields[] = {
    {"version", offsetof(struct report_source, version)},
    {"stream_version", offsetof(struct report_source, stream_version)},
    {"git", offsetof(struct report_source, git)},
    {"compiler", offsetof(struct report_source, compiler)},
    {"build", offsetof(struct report_source, build)},
    {"seed", offsetof(struct report_source, seed)},
    {"trials", offsetof(struct report_source, trials)},
    {"precision", offsetof(struct report_source, precision)},
    {"time", offsetof(struct report_source, time)},
    {"ranks", offsetof(struct report_source, ranks)},
    {"threads", offsetof(struct report_source, threads)},
    {"interval", offsetof(struct report_source, interval)},
    {"confidence_level", offsetof(struct report_source, confidence_level)},
    {"machine", offsetof(struct report_source, machine)},
    {"date", offsetof(struct report_source, date)},
    {"seconds", offsetof(struct report_source, seconds)},
};

enum { FIELDS = sizeof fields / sizeof *fields };

static char **field_of(struct report_source *source, size_t i)
{
    return (char **)((char *)source + fields[i].offset);
}

/* 0.94999999999999996, as jansson writes it, is 0.95. */
static bool shorten(char **field, int digits)
{
    double number;
    char text[NUMBER_SIZE];
    if (!number_read(*field, &number))
        return true;
    snprintf(text, sizeof text, "%.*g", digits, number);
    char *shorter = strdup(text);
    if (shorter == NULL)
        return false;
    free(*field);
    *field = shorter;
    return true;
}

/* The words of the command, the first of which is the program, wherever it was. */
static bool write_command(FILE *stream, const char *words)
{
    bool first = true;
    for (const char *at = words + strcspn(words, "\"]"); *at == '"'; at += strcspn(at, "\"]")) {
        char *word = json_field_string(at, &at);
        if (word == NULL)
            return false;
        if (!first)
            putc(' ', stream);
        escape_shell(stream, first ? "generals" : word);
        free(word);
        first = false;
    }
    return true;
}

static char *read_command(const char *text, struct error *error)
{
    struct text command;
    if (!text_open(&command, error))
        return NULL;
    const char *words = json_field(text, "command");
    const bool good = *words != '[' || write_command(command.stream, words);
    char *made = text_close(&command, error);
    if (!good) {
        free(made);
        (void)error_no_memory(error);
        return NULL;
    }
    return made;
}

bool report_source_read(struct report_source *source, const char *directory, struct error *error)
{
    char *text;
    size_t length;
    *source = (struct report_source){0};
    if (!file_read(directory, MANIFEST_FILE, &text, &length, error))
        return false;
    source->is_known = text != NULL;
    bool good = true;
    for (size_t i = 0; good && i < FIELDS; i++) {
        *field_of(source, i) = json_field_text(text != NULL ? text : "", fields[i].name);
        good = *field_of(source, i) != NULL || error_no_memory(error);
    }
    good = good && (source->command = read_command(text != NULL ? text : "", error)) != NULL;
    good = good && ((shorten(&source->confidence_level, 15) && shorten(&source->seconds, 3)) ||
                    error_no_memory(error));
    free(text);
    return good;
}

void report_source_release(struct report_source *source)
{
    for (size_t i = 0; i < FIELDS; i++)
        free(*field_of(source, i));
    free(source->command);
    *source = (struct report_source){0};
}
