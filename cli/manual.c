/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/manual.h"

#include "cli/help.h"
#include "cli/roff.h"
#include "engine/build.h"
#include "strategies/strategies.h"

#include <ctype.h>
#include <string.h>

static const char examples_heading[] = "Example"; /* or Examples */
static const char exit_heading[] = "Exit status:";

static const struct {
    enum exit_code code;
    const char *meaning;
} exit_codes[] = {
    {EXIT_DONE, "done"},
    {EXIT_UNFINISHED, "could not finish"},
    {EXIT_USAGE, "bad usage or input; no file was touched"},
    {EXIT_NOT_MET, "a condition does not hold, a target is not met"},
    {EXIT_UNDECIDED, "undecided, or not as precise as asked, with what trials and time there were"},
    {EXIT_INTERRUPTED, "stopped by SIGINT, after saving"},
    {EXIT_TERMINATED, "stopped by SIGTERM, after saving"},
};

static void put(FILE *stream, const char *text)
{
    roff_put(stream, text, strlen(text));
}

static void fill(FILE *stream, const char *text)
{
    roff_fill(stream, text, strlen(text));
}

static void section(FILE *stream, const char *name)
{
    fprintf(stream, ".SH %s\n", name);
}

/* --- paragraphs of a description -------------------------------------------------------------- */

/* What stands between two empty lines. */
struct paragraph {
    const char *text; /* NULL after the last one */
    size_t length;    /* with the end of its last line */
};

static struct paragraph paragraph_at(const char *text)
{
    text += strspn(text, "\n");
    const char *end = strstr(text, "\n\n");
    if (*text == '\0')
        return (struct paragraph){NULL, 0};
    return (struct paragraph){text, end != NULL ? (size_t)(end + 1 - text) : strlen(text)};
}

static bool has(struct paragraph paragraph, const char *words)
{
    const char *found = strstr(paragraph.text, words);
    return found != NULL && found < paragraph.text + paragraph.length;
}

static bool is_examples(struct paragraph paragraph)
{
    return has(paragraph, "\n  generals ");
}

static bool is_exit_status(struct paragraph paragraph)
{
    return strncmp(paragraph.text, exit_heading, strlen(exit_heading)) == 0;
}

static bool is_description(struct paragraph paragraph)
{
    return !is_examples(paragraph) && !is_exit_status(paragraph);
}

/* Length of the line, without its end; of several, if the next ones are indented by more than
 * `indent` spaces, too. */
static size_t row_length(const char *line, const char *end, size_t indent)
{
    size_t length = strcspn(line, "\n");
    while (line + length + 1 < end && strspn(line + length + 1, " ") > indent)
        length += 1 + strcspn(line + length + 1, "\n");
    return length;
}

/* Lines up to the first one that is indented: filled. */
static size_t plain_length(struct paragraph paragraph)
{
    size_t length = 0;
    while (length < paragraph.length && paragraph.text[length] != ' ')
        length += strcspn(paragraph.text + length, "\n") + 1;
    return length;
}

/* "TERM   MEANING": two spaces, or the end of a line, part them. */
static void write_row(FILE *stream, const char *row, size_t length)
{
    size_t term = 0;
    while (term < length && row[term] != '\n' && strncmp(row + term, "  ", 2) != 0)
        term++;
    fputs(".TP\n\\fB", stream);
    roff_put(stream, row, term);
    fputs("\\fR\n", stream);
    const size_t gap = strspn(row + term, " \n");
    if (term + gap < length)
        roff_fill(stream, row + term + gap, length - term - gap);
}

static void write_paragraph(FILE *stream, struct paragraph paragraph)
{
    const char *at = paragraph.text, *end = paragraph.text + paragraph.length;
    while (at < end) {
        const size_t plain = plain_length((struct paragraph){at, (size_t)(end - at)});
        if (plain > 0) {
            fputs(".PP\n", stream);
            roff_fill(stream, at, plain);
            at += plain;
        }
        while (at < end && *at == ' ') {
            const size_t indent = strspn(at, " "), length = row_length(at, end, indent);
            write_row(stream, at + indent, length - indent);
            at += length + 1;
        }
    }
}

/* Length of the line, and of those in which it goes on after a backslash. */
static size_t example_length(const char *line)
{
    size_t length = strcspn(line, "\n");
    while (length > 0 && line[length - 1] == '\\' && line[length] == '\n')
        length += 1 + strcspn(line + length + 1, "\n");
    return length;
}

static void write_examples(FILE *stream, struct paragraph paragraph)
{
    const char *end = paragraph.text + paragraph.length;
    const char *at = paragraph.text + plain_length(paragraph);
    if (strncmp(paragraph.text, examples_heading, strlen(examples_heading)) != 0) {
        fputs(".PP\n", stream);
        roff_fill(stream, paragraph.text, (size_t)(at - paragraph.text));
        fputs(".PP\n", stream);
    }
    fputs(".EX\n", stream);
    while (at < end) {
        at += strspn(at, " ");
        const size_t length = example_length(at);
        roff_example(stream, at, length);
        at += length + 1;
    }
    fputs(".EE\n.nh\n", stream); /* .EE has them again */
}

/* --- sections that all pages have ------------------------------------------------------------- */

/* `purpose`: what stands after the name, in one line. */
static void write_head(FILE *stream, const struct command *command, const char *purpose)
{
    char title[64];
    const char *dash = command != NULL ? "-" : "", *name = command != NULL ? command->name : "";
    snprintf(title, sizeof title, "generals%s%s", dash, name);
    fputs(".\\\" Made by `generals help --man` from what the program says of itself.\n.TH ",
          stream);
    for (const char *at = title; *at != '\0'; at++) {
        const char capital = (char)toupper((unsigned char)*at);
        roff_put(stream, &capital, 1);
    }
    fprintf(stream, " 1 %s \"generals %s\" \"User Commands\"\n.nh\n.ad l\n", build_date,
            build_version);
    section(stream, "NAME");
    put(stream, title);
    fputs(" \\-\n", stream);
    const char small = (char)tolower((unsigned char)*purpose);
    roff_put(stream, &small, 1);
    fill(stream, purpose + 1);
}

static void write_see_also(FILE *stream, const struct command *but)
{
    section(stream, "SEE ALSO");
    if (but != NULL)
        fputs(".BR generals (1),\n", stream);
    for (const struct command *const *command = commands; *command != NULL; command++)
        if (*command != but)
            fprintf(stream, ".BR generals\\-%s (1),\n", (*command)->name);
    fputs(".BR gnuplot (1)\n", stream);
    fputs(".PP\n", stream);
    fill(stream, "The pages docs/ and the sweeps examples/ are where the program was installed, in "
                 "share/doc/generals.");
}

static void write_exit_codes(FILE *stream, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        fprintf(stream, ".TP\n\\fB%d\\fR\n", (int)exit_codes[i].code);
        fill(stream, exit_codes[i].meaning);
    }
}

/* --- a command -------------------------------------------------------------------------------- */

static void write_option(FILE *stream, const struct option *option)
{
    fputs(".TP\n", stream);
    if (option->letter != 0)
        fprintf(stream, "\\fB\\-%c\\fR, ", option->letter);
    fputs("\\fB\\-\\-", stream);
    put(stream, option->name);
    fputs("\\fR", stream);
    if (option->argument != NULL) {
        putc(' ', stream);
        roff_usage(stream, option->argument);
    }
    putc('\n', stream);
    fill(stream, option->help);
}

/* "Exit status: 0 done; 1 could not finish.": a row for each. */
static void write_exit_status(FILE *stream, struct paragraph paragraph)
{
    const char *at = paragraph.text + strlen(exit_heading);
    const char *end = paragraph.text + paragraph.length;
    while (at < end) {
        at += strspn(at, " \n");
        size_t length = strcspn(at, ";"), code = strspn(at, "0123456789");
        if (length > (size_t)(end - at))
            length = (size_t)(end - at);
        if (strncmp(at + code, " or ", 4) == 0)
            code += 4 + strspn(at + code + 4, "0123456789");
        fprintf(stream, ".TP\n\\fB%.*s\\fR\n", (int)code, at);
        code += strspn(at + code, " \n");
        const size_t stop = strncmp(at + length - 2, ".\n", 2) == 0 ? 2 : 0;
        roff_fill(stream, at + code, length - code - stop);
        at += length + 1;
    }
}

static void write_exit_section(FILE *stream, const struct command *command)
{
    section(stream, "EXIT STATUS");
    bool found = false;
    struct paragraph paragraph = paragraph_at(command->description);
    for (; paragraph.text != NULL; paragraph = paragraph_at(paragraph.text + paragraph.length))
        if (is_exit_status(paragraph)) {
            write_exit_status(stream, paragraph);
            found = true;
        }
    if (!found)
        write_exit_codes(stream, 3);
}

static void write_command(FILE *stream, const struct command *command)
{
    write_head(stream, command, command->summary);
    section(stream, "SYNOPSIS");
    fprintf(stream, "\\fBgenerals %s\\fR", command->name);
    roff_usage(stream, command->usage + strlen(command->name));
    fputs(" [\\fIOPTION\\fR...]\n", stream);
    section(stream, "DESCRIPTION");
    put(stream, command->summary);
    fputs(".\n", stream);
    struct paragraph paragraph = paragraph_at(command->description);
    for (; paragraph.text != NULL; paragraph = paragraph_at(paragraph.text + paragraph.length))
        if (is_description(paragraph))
            write_paragraph(stream, paragraph);
    section(stream, "OPTIONS");
    fputs("Defaults are in brackets.\n", stream);
    for (enum option_id id = 0; id < OPTION_COUNT; id++)
        if (command->options >> id & 1)
            write_option(stream, &options[id]);
    write_exit_section(stream, command);
    section(stream, "EXAMPLES");
    paragraph = paragraph_at(command->description);
    for (; paragraph.text != NULL; paragraph = paragraph_at(paragraph.text + paragraph.length))
        if (is_examples(paragraph))
            write_examples(stream, paragraph);
    write_see_also(stream, command);
}

/* --- the program ------------------------------------------------------------------------------ */

static void write_commands(FILE *stream)
{
    section(stream, "COMMANDS");
    for (const struct command *const *command = commands; *command != NULL; command++) {
        fprintf(stream, ".TP\n\\fBgenerals %s\\fR", (*command)->name);
        roff_usage(stream, (*command)->usage + strlen((*command)->name));
        putc('\n', stream);
        put(stream, (*command)->summary);
        fprintf(stream, ":\n.BR generals\\-%s (1).\n", (*command)->name);
    }
}

static void write_strategies(FILE *stream)
{
    const struct problem *problem = NULL;
    section(stream, "STRATEGIES");
    for (const struct strategy *const *at = strategy_list(); *at != NULL; at++) {
        if ((*at)->problem != problem) {
            problem = (*at)->problem;
            fputs(".SS ", stream);
            put(stream, problem->name);
            fputs("\nWanted:\n", stream);
            fill(stream, problem->summary);
        }
        fputs(".TP\n\\fB", stream);
        put(stream, (*at)->name);
        fputs("\\fR\n", stream);
        fill(stream, (*at)->summary);
    }
}

/* The first one of each command. */
static void write_first_examples(FILE *stream)
{
    section(stream, "EXAMPLES");
    fputs(".EX\n", stream);
    for (const struct command *const *command = commands; *command != NULL; command++) {
        const char *at = strstr((*command)->description, "\n  generals ");
        if (at == NULL)
            continue;
        at += 3;
        roff_example(stream, at, example_length(at));
    }
    fputs(".EE\n.nh\n", stream); /* .EE has them again */
}

static void write_program(FILE *stream)
{
    write_head(stream, NULL, "how often two parties disagree when their link loses messages");
    section(stream, "SYNOPSIS");
    fputs("\\fBgenerals\\fR \\fICOMMAND\\fR [\\fIARGUMENT\\fR...]\n", stream);
    section(stream, "DESCRIPTION");
    fill(stream, help_purpose);
    write_commands(stream);
    write_strategies(stream);
    section(stream, "OPTIONS");
    fputs(".TP\n\\fB\\-h\\fR, \\fB\\-\\-help\\fR\nall commands; after a command, all about it\n"
          ".TP\n\\fB\\-\\-version\\fR\nthe version of the program\n",
          stream);
    section(stream, "EXIT STATUS");
    write_exit_codes(stream, sizeof exit_codes / sizeof *exit_codes);
    write_first_examples(stream);
    write_see_also(stream, NULL);
}

void manual_write(FILE *stream, const struct command *command)
{
    if (command != NULL)
        write_command(stream, command);
    else
        write_program(stream);
}
