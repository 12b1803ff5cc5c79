/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sweep files: of one that is read, every word has its place in the text, in order; of one that is
 * not, the excerpt has room for its caret. */

#include "cli/sweep_file.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void require_words(const struct sweep_file *file)
{
    size_t next = 0;
    require(file->line_count > 0);
    for (size_t i = 0; i < file->line_count; i++) {
        require(file->lines[i].count > 0 && file->lines[i].count <= SWEEP_LINE_WORDS_MAX);
        require(file->lines[i].first == next);
        next += file->lines[i].count;
    }
    require(next == file->word_count);
    for (size_t i = 0; i < file->word_count; i++) {
        require(file->places[i] < file->length);
        require(i == 0 || file->places[i] > file->places[i - 1]);
        require(strlen(file->words[i]) <= file->length);
        require(!fuzz_has_control_character(file->words[i]) ||
                strchr(file->words[i], '\t') != NULL);
    }
}

void fuzz_text(char *text)
{
    struct sweep_file file;
    struct sweep_excerpt excerpt = {.line = ""};
    struct error error = {""};
    if (sweep_file_read(&file, "FILE", text, strlen(text), &excerpt, &error)) {
        require_words(&file);
    } else {
        fuzz_require_sentence(&error);
        require(excerpt.indent <= sizeof excerpt.line);
        require(memchr(excerpt.line, '\0', sizeof excerpt.line) != NULL);
    }
    sweep_file_release(&file);
}
