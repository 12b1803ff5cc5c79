/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sweep files: the words that they hold, and where they are wrong. */

#include "cli/sweep_file.h"

#include "cli/run_options.h"
#include "plots/utf8.h"
#include "tests/testing.h"

#include <stdlib.h>
#include <string.h>

static struct error error;
static struct sweep_excerpt excerpt;

/* The words of the text, each as [word], each line as a line. */
static void assert_words(const char *text, const char *expected)
{
    struct sweep_file file;
    char found[1000] = "";
    char *copy = malloc(strlen(text) + 1); /* without its end: nobody may read it */
    assert_non_null(copy);
    memcpy(copy, text, strlen(text));
    char *exact = realloc(copy, strlen(text));
    if (!sweep_file_read(&file, "name", exact, strlen(text), &excerpt, &error))
        fail_msg("'%s': %s", text, error.message);
    for (size_t i = 0; i < file.line_count; i++) {
        for (size_t j = 0; j < file.lines[i].count; j++) {
            const char *word = file.words[file.lines[i].first + j];
            snprintf(found + strlen(found), sizeof found - strlen(found), "[%s]", word);
        }
        strcat(found, "\n");
    }
    assert_string_equal(found, expected);
    sweep_file_release(&file);
    free(exact);
}

static void words_are_separated_by_blanks(void **state)
{
    (void)state;
    assert_words("a", "[a]\n");
    assert_words("a b\n", "[a][b]\n");
    assert_words(" \t a\t\tb  \n\n \nc", "[a][b]\n[c]\n");
    assert_words("a\r\nb \r\n\r\n", "[a]\n[b]\n");
    assert_words("\xef\xbb\xbf"
                 "a",
                 "[a]\n");
    assert_words("a;b|c>d$e`f*~(g)=&", "[a;b|c>d$e`f*~(g)=&]\n");
}

static void comments_begin_where_a_word_could(void **state)
{
    (void)state;
    assert_words("# a\nb # c 'd\n#\n", "[b]\n");
    assert_words("a#b ''#c \\#d\n", "[a#b][#c][#d]\n");
    assert_words("a # b \\\nc\n", "[a]\n[c]\n");
}

static void quotes_are_those_of_the_shell(void **state)
{
    (void)state;
    assert_words("'a b' \"c d\" e' 'f\n", "[a b][c d][e f]\n");
    assert_words("'' \"\" a''b\n", "[][][ab]\n");
    assert_words("'a\\b\"' \"'\\\"\\\\\\$\\`\\n\"\n", "[a\\b\"]['\"\\$`\\n]\n");
    assert_words("\\a\\ b\\' \\\\ \\\"\n", "[a b'][\\][\"]\n");
    assert_words("\\\xc3\xa9", "[\xc3\xa9]\n");
}

static void a_backslash_continues_the_line(void **state)
{
    (void)state;
    assert_words("a \\\n b\n", "[a][b]\n");
    assert_words("a\\\nb\n", "[ab]\n");
    assert_words("a \\\r\n\\\n\tb\\\n\nc", "[a][b]\n[c]\n");
    assert_words("\"a\\\nb\\\r\nc\"", "[abc]\n");
    assert_words("a \\\n", "[a]\n");
    assert_words("\\\n\\\na\\\n", "[a]\n");
}

/* Each text with the beginning of its message, the line that is shown, and the caret's place. */
static void mistakes_have_a_place(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length; /* 0: up to the NUL */
        const char *message, *line;
        size_t indent;
    } cases[] = {
        {"", 0, "name: it holds no sweep", "", 0},
        {" \n# a\n\\\n", 0, "name: it holds no sweep", "", 0},
        {"a 'b", 0, "name:1:3: the quote that begins here is not closed", "a 'b", 2},
        {"a\nb\"c\nd\"", 0, "name:2:2: the quote that begins here", "b\"c", 1},
        {"'a\\\n'", 0, "name:1:1: the quote that begins here", "'a\\", 0},
        {"\"a\\", 0, "name:1:1: the quote that begins here", "\"a\\", 0},
        {"a \\ \nb", 0, "name:1:3: a \\ that continues the line", "a \\ ", 2},
        {"a\\\t\r\nb", 0, "name:1:2: a \\ that continues the line", "a\\ ", 1},
        {"a \\", 0, "name:1:3: expected a character", "a \\", 2},
        {"a\0b", 3, "name:1:2: control character U+0000", "a?b", 1},
        {"a\rb", 0, "name:1:2: control character U+000D", "a?b", 1},
        {"a\n\r", 0, "name:2:1: control character U+000D", "?", 0},
        {"# \x1b", 0, "name:1:3: control character U+001B", "# ?", 2},
        {"# \x7f", 0, "name:1:3: control character U+007F", "# ?", 2},
        {"# \xc2\x9b", 0, "name:1:3: control character U+009B", "# ?", 2},
        {"\xc3\xa9\t\xff", 0, "name:1:3: byte 0xff: expected text in UTF-8", "\xc3\xa9 ?", 2},
        {"a\n\xff\xfe", 0, "name:2:1: byte 0xff", "??", 0},
        {"\xef\xbb\xbf'", 0, "name:1:1: the quote", "'", 0},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct sweep_file file;
        const size_t length = cases[i].length > 0 ? cases[i].length : strlen(cases[i].text);
        if (sweep_file_read(&file, "name", cases[i].text, length, &excerpt, &error))
            fail_msg("'%s' was read", cases[i].text);
        if (strncmp(error.message, cases[i].message, strlen(cases[i].message)) != 0 ||
            strcmp(excerpt.line, cases[i].line) != 0 ||
            (excerpt.line[0] != '\0' && excerpt.indent != cases[i].indent))
            fail_msg("'%s': %s\n%s, caret at %zu", cases[i].text, error.message, excerpt.line,
                     excerpt.indent);
        sweep_file_release(&file);
    }
}

static void long_lines_are_shown_in_part(void **state)
{
    (void)state;
    struct sweep_file file;
    char text[2001], shown[600];
    size_t size;
    memset(text, 'x', 2000);
    text[1500] = ' ';
    text[1501] = '\'';
    text[2000] = '\0';
    assert_false(sweep_file_read(&file, "name", text, 2000, &excerpt, &error));
    sweep_file_release(&file);
    assert_non_null(strstr(error.message, "name:1:1502: "));
    assert_int_equal(strlen(excerpt.line), 106);
    assert_int_equal(excerpt.line[excerpt.indent], '\'');
    char *printed;
    FILE *stream = open_memstream(&printed, &size);
    assert_non_null(stream);
    sweep_excerpt_print(stream, &excerpt);
    assert_int_equal(fclose(stream), 0);
    snprintf(shown, sizeof shown, "  %s\n  %63s^\n", excerpt.line, "");
    assert_string_equal(printed, shown);
    free(printed);
}

static void there_are_limits(void **state)
{
    (void)state;
    struct sweep_file file;
    char *text = malloc(SWEEP_FILE_SIZE_MAX + 1);
    assert_non_null(text);
    for (size_t i = 0; i <= SWEEP_FILE_SIZE_MAX; i++)
        text[i] = i % 2 == 0 ? 'a' : '\n';
    assert_true(sweep_file_read(&file, "name", text, SWEEP_FILE_SIZE_MAX, &excerpt, &error));
    assert_int_equal(file.line_count, SWEEP_FILE_SIZE_MAX / 2);
    sweep_file_release(&file);
    assert_false(sweep_file_read(&file, "name", text, SWEEP_FILE_SIZE_MAX + 1, &excerpt, &error));
    assert_string_equal(error.message, "name: it has more than 1048576 bytes");
    sweep_file_release(&file);
    for (size_t i = 1; i < 2 * SWEEP_LINE_WORDS_MAX + 1; i += 2)
        text[i] = ' ';
    assert_false(sweep_file_read(&file, "name", text, 3000, &excerpt, &error));
    assert_non_null(strstr(error.message, "name:1:2001: a line has at most 1000 words"));
    sweep_file_release(&file);
    text[2 * SWEEP_LINE_WORDS_MAX - 1] = '\n';
    assert_true(sweep_file_read(&file, "name", text, 3000, &excerpt, &error));
    assert_int_equal(file.lines[0].count, SWEEP_LINE_WORDS_MAX);
    sweep_file_release(&file);
    free(text);
}

static void utf8_is_read_as_its_standard_says(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
        uint32_t character;
    } cases[] = {
        {"a", 1, 'a'},
        {"\xc2\x80", 2, 0x80},
        {"\xdf\xbf", 2, 0x7ff},
        {"\xe0\xa0\x80", 3, 0x800},
        {"\xed\x9f\xbf", 3, 0xd7ff},
        {"\xee\x80\x80", 3, 0xe000},
        {"\xf0\x90\x80\x80", 4, 0x10000},
        {"\xf4\x8f\xbf\xbf", 4, 0x10ffff},
        {"", 0, 0},                 /* nothing */
        {"\x80", 0, 0},             /* continues nothing */
        {"\xc1\xbf", 0, 0},         /* longer than need be, as the next two */
        {"\xe0\x9f\xbf", 0, 0},     /* */
        {"\xf0\x8f\xbf\xbf", 0, 0}, /* */
        {"\xed\xa0\x80", 0, 0},     /* surrogates */
        {"\xed\xbf\xbf", 0, 0},     /* */
        {"\xf4\x90\x80\x80", 0, 0}, /* beyond the last */
        {"\xf5\x80\x80\x80", 0, 0}, /* */
        {"\xe2\x82", 0, 0},         /* cut off */
        {"\xe2\x82x", 0, 0},        /* */
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        uint32_t character;
        const size_t length = utf8_read(cases[i].text, strlen(cases[i].text), &character);
        if (length != cases[i].length || (length > 0 && character != cases[i].character))
            fail_msg("case %zu: %zu bytes, U+%04X", i, length, (unsigned)character);
    }
}

static void the_default_report_is_a_sweep_file(void **state)
{
    (void)state;
    struct sweep_file file;
    if (!sweep_file_read(&file, default_report_name, default_report, default_report_length,
                         &excerpt, &error))
        fail_msg("%s", error.message);
    assert_int_equal(file.line_count, 11);
    sweep_file_release(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_separated_by_blanks),
        cmocka_unit_test(comments_begin_where_a_word_could),
        cmocka_unit_test(quotes_are_those_of_the_shell),
        cmocka_unit_test(a_backslash_continues_the_line),
        cmocka_unit_test(mistakes_have_a_place),
        cmocka_unit_test(long_lines_are_shown_in_part),
        cmocka_unit_test(there_are_limits),
        cmocka_unit_test(utf8_is_read_as_its_standard_says),
        cmocka_unit_test(the_default_report_is_a_sweep_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
