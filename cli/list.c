/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"

#include "cli/list_markdown.h"
#include "cli/strategy_words.h"
#include "strategies/strategies.h"

#include <string.h>

/* Words of `text`, broken into lines that begin with `indent` spaces. */
static void print_wrapped(const char *text, int indent)
{
    int column = 0;
    while (*text != '\0') {
        const int length = (int)strcspn(text, " ");
        if (column > 0 && column + 1 + length > 90) {
            putchar('\n');
            column = 0;
        }
        column += printf("%*s%.*s", column == 0 ? indent : 1, "", length, text);
        text += length;
        text += strspn(text, " ");
    }
    putchar('\n');
}

/* --- all of them ------------------------------------------------------------------------------ */

/* One of the four cells: its name and its verdict, at most 63 characters. */
enum { CELL_TEXT = 64 };

static const char *cell_words(const struct problem *problem, enum cell cell, char text[CELL_TEXT])
{
    snprintf(text, CELL_TEXT, "%s: %s", problem->cell[cell].name,
             verdict_name(problem->cell[cell].verdict));
    return text;
}

/* The four cells as a table: a row for each truth of the first proposition. */
static void list_cells(const struct problem *problem)
{
    static const enum cell cells[2][2] = {{CELL_NEITHER, CELL_SECOND_ONLY},
                                          {CELL_FIRST_ONLY, CELL_BOTH}};
    char left[2][CELL_TEXT], right[CELL_TEXT];
    int width = 0;
    for (int first = 0; first < 2; first++) {
        const int length = (int)strlen(cell_words(problem, cells[first][0], left[first]));
        width = length > width ? length : width;
    }
    printf("    %-16s%-*s  %s\n", "", width, "second is false", "second is true");
    for (int first = 0; first < 2; first++)
        printf("    %-16s%-*s  %s\n", first ? "first is true" : "first is false", width,
               left[first], cell_words(problem, cells[first][1], right));
}

static void list_problem(const struct problem *problem)
{
    printf("%s: %s\n", problem->name, problem->summary);
    printf("    first:  %s\n    second: %s\n", problem->proposition[0], problem->proposition[1]);
    list_cells(problem);
}

static void list_all(void)
{
    const struct problem *problem = NULL;
    for (const struct strategy *const *at = strategy_list(); *at != NULL; at++) {
        if ((*at)->problem != problem) {
            if (problem != NULL)
                putchar('\n');
            problem = (*at)->problem;
            list_problem(problem);
        }
        printf("  %-24s %s\n", (*at)->name, (*at)->summary);
    }
    puts("\n`generals list STRATEGY` tells all about one of them.");
}

/* --- one of them ------------------------------------------------------------------------------ */

static void list_parameters(const struct strategy *strategy)
{
    const size_t count = strategy_parameter_count(strategy);
    puts(count > 0 ? "Parameters:" : "It has no parameters.");
    for (size_t i = 0; i < count; i++) {
        const struct parameter *parameter = &strategy->parameter[i];
        printf("  %-12s %s: %s from %.15g to %.15g, default %.15g", parameter->name,
               parameter->meaning, parameter->whole ? "a whole number" : "a number",
               parameter->lowest, parameter->highest, parameter->initial);
        printf(parameter->unit[0] != '\0' ? " (%s)" : "%s", parameter->unit);
        puts(parameter->role == PARAMETER_GIVEN ? "; given with the task" : "");
    }
}

static void list_one(const struct strategy *strategy)
{
    printf("%s: %s\n\n", strategy->name, strategy->summary);
    print_wrapped(strategy->description, 0);
    putchar('\n');
    list_problem(strategy->problem);
    putchar('\n');
    list_parameters(strategy);
    for (size_t i = 0; i < strategy_counter_count(strategy); i++)
        printf("%s%s", i == 0 ? "Counters: " : ", ", strategy->counter[i]);
    if (strategy_counter_count(strategy) > 0)
        putchar('\n');
}

static enum exit_code list(const struct arguments *arguments, char *const *words)
{
    (void)words;
    struct error error;
    if (arguments->value[OPTION_MARKDOWN] != NULL) {
        if (arguments->word_count > 0)
            return command_error(EXIT_USAGE, (error_set(&error, "--markdown: the page is about all "
                                                                "strategies; leave out the names"),
                                              &error));
        return list_markdown(stdout, &error) ? EXIT_DONE : command_error(EXIT_UNFINISHED, &error);
    }
    for (size_t i = 0; i < arguments->word_count; i++)
        if (strategy_of_name(arguments->word[i], &error) == NULL)
            return command_error(EXIT_USAGE, &error);
    if (arguments->word_count == 0)
        list_all();
    for (size_t i = 0; i < arguments->word_count; i++) {
        if (i > 0)
            putchar('\n');
        list_one(strategy_find(arguments->word[i]));
    }
    return EXIT_DONE;
}

const struct command command_list = {
    .name = "list",
    .usage = "list [STRATEGY...]",
    .summary = "What strategies there are; with a name, all about it",
    .description = "Examples:\n"
                   "  generals list\n"
                   "  generals list ack-chain\n"
                   "  generals list --markdown >docs/strategies.md\n",
    .options = OPTION(PLUGIN) | OPTION(MARKDOWN) | OPTION(HELP),
    .run = list,
};
