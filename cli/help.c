/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/help.h"

#include "cli/completion.h"
#include "cli/manual.h"

const char help_purpose[] =
    "generals measures how often two parties disagree when their link loses messages, what\n"
    "it costs to make that rarer, and shows that it never becomes impossible.\n";

void help_overview(FILE *stream)
{
    fprintf(stream, "%s\nusage: generals COMMAND [ARGUMENT...]\n\n", help_purpose);
    for (const struct command *const *command = commands; *command != NULL; command++)
        fprintf(stream, "  %-36s %s\n", (*command)->usage, (*command)->summary);
    fputs("  COMMAND --help                       all about a command\n"
          "  --version                            the version of the program\n\n"
          "Begin with `generals run`: within a minute the folder out holds the default report.\n",
          stream);
}

void help_write(FILE *stream, const struct command *command)
{
    fprintf(stream, "usage: generals %s [OPTION...]\n\n%s.\n\n%s\nOptions (and their defaults):\n",
            command->usage, command->summary, command->description);
    options_explain(stream, command->options);
}

static enum exit_code refuse(const char *sentence, const char *word)
{
    struct error error;
    error_set(&error, sentence, word);
    return command_error(EXIT_USAGE, &error);
}

static enum exit_code help(const struct arguments *arguments, char *const *words)
{
    (void)words;
    const bool man = arguments->value[OPTION_MAN] != NULL;
    const bool completion = arguments->value[OPTION_COMPLETION] != NULL;
    const char *name = arguments->word_count > 0 ? arguments->word[0] : NULL;
    const struct command *command = name != NULL ? command_find(name) : NULL;
    if (name != NULL && command == NULL)
        return command_unknown(name);
    if (arguments->word_count > 1)
        return refuse("help: '%s': expected one command", arguments->word[1]);
    if (completion && (man || name != NULL))
        return refuse("--completion: it is for all commands; leave out '%s'", man ? "--man" : name);
    if (completion)
        completion_write(stdout);
    else if (man)
        manual_write(stdout, command);
    else if (command != NULL)
        help_write(stdout, command);
    else
        help_overview(stdout);
    return EXIT_DONE;
}

const struct command command_help = {
    .name = "help",
    .usage = "help [COMMAND]",
    .summary = "All about a command, as COMMAND --help; its manual page",
    .description = "With --man it writes the manual page of the command, or without a name of the\n"
                   "program; with --completion what bash needs to complete commands, options,\n"
                   "strategies and their parameters. Both are made from the same tables as the\n"
                   "help, and installed with the program.\n"
                   "\n"
                   "Examples:\n"
                   "  generals help run\n"
                   "  generals help --man run >generals-run.1\n"
                   "  generals help --completion >generals.bash\n",
    .options = OPTION(MAN) | OPTION(COMPLETION) | OPTION(HELP),
    .run = help,
};
