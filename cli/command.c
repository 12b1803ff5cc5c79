/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"

#include "cli/help.h"
#include "cli/near.h"
#include "engine/build.h"
#include "engine/random.h"
#include "strategies/plugin.h"

#include <errno.h>
#include <gsl/gsl_errno.h>
#include <signal.h>
#include <string.h>

const struct command *const commands[] = {&command_list,   &command_run,   &command_explain,
                                          &command_trace,  &command_check, &command_compare,
                                          &command_advise, &command_plot,  &command_report,
                                          &command_merge,  &command_help,  NULL};

/* How many bytes of a control character are at the beginning of the text: those that terminals obey
 * in UTF-8 go on to U+009F. */
static int control_character(const unsigned char *text)
{
    if (text[0] < ' ' || text[0] == 127)
        return 1;
    return text[0] == 0xc2 && text[1] >= 0x80 && text[1] < 0xa0 ? 2 : 0;
}

void command_put(FILE *stream, const char *text)
{
    while (*text != '\0') {
        const int control = control_character((const unsigned char *)text);
        putc(control > 0 ? '?' : *text, stream);
        text += control > 0 ? control : 1;
    }
}

enum exit_code command_error(enum exit_code code, const struct error *error)
{
    fputs("generals: error: ", stderr);
    command_put(stderr, error->message);
    putc('\n', stderr);
    return code;
}

void command_remark(const char *text)
{
    fputs("generals: ", stderr);
    command_put(stderr, text);
    putc('\n', stderr);
}

static void version(void)
{
    printf("generals %s (%s), stream version %d, %s build, %s\n"
           "License GPL-3.0-or-later. There is no warranty.\n",
           build_version, build_git, STREAM_VERSION, build_kind, build_compiler);
}

const struct command *command_find(const char *name)
{
    const struct command *const *command = commands;
    while (*command != NULL && strcmp((*command)->name, name) != 0)
        command++;
    return *command;
}

enum exit_code command_unknown(const char *name)
{
    struct error error;
    struct near near = {.typed = name};
    char text[96];
    for (const struct command *const *command = commands; *command != NULL; command++)
        near_offer(&near, (*command)->name);
    error_set(&error, "unknown command '%s'%s (generals --help lists all)", name,
              near_text(&near, text));
    return command_error(EXIT_USAGE, &error);
}

static bool load_plugins(const struct arguments *arguments, struct error *error)
{
    struct error why;
    for (size_t i = 0; i < arguments->plugin_count; i++)
        if (!plugin_load(arguments->plugin[i], &why))
            return error_set(error, "--plugin: %s", why.message);
    return true;
}

bool command_load_plugins(int count, char *const *words, struct error *error)
{
    const struct command *command = count < 2 ? NULL : command_find(words[1]);
    struct arguments arguments;
    struct error ignored;
    if (command == NULL)
        return true;
    const bool good =
        !arguments_read(&arguments, command->options, count - 2, words + 2, &ignored) ||
        arguments.value[OPTION_HELP] != NULL || load_plugins(&arguments, error);
    arguments_release(&arguments);
    return good;
}

static enum exit_code run(const struct command *command, int count, char *const *words)
{
    struct arguments arguments;
    struct error error;
    enum exit_code code = EXIT_DONE;
    const bool good = arguments_read(&arguments, command->options, count - 2, words + 2, &error);
    const bool help = good && arguments.value[OPTION_HELP] != NULL;
    if (!good || (!help && !load_plugins(&arguments, &error)))
        code = command_error(EXIT_USAGE, &error);
    else if (help)
        help_write(stdout, command);
    else
        code = command->run(&arguments, words);
    arguments_release(&arguments);
    return code;
}

/* Results that could not be printed are no results. */
static enum exit_code close_output(enum exit_code code)
{
    struct error error;
    if (ferror(stdout) == 0 && fflush(stdout) == 0)
        return code;
    error_set(&error, "cannot write to standard output: %s", strerror(errno));
    return command_error(code == EXIT_DONE ? EXIT_UNFINISHED : code, &error);
}

enum exit_code command_main(int count, char *const *words)
{
    gsl_set_error_handler_off();    /* statuses are checked where they arise */
    (void)signal(SIGXFSZ, SIG_IGN); /* a file beyond the limit is a write that fails, and is said */
    if (count < 2) {
        help_overview(stderr);
        return EXIT_USAGE;
    }
    const char *name = words[1];
    if (strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        help_overview(stdout);
    else if (strcmp(name, "--version") == 0)
        version();
    else {
        const struct command *command = command_find(name);
        return close_output(command != NULL ? run(command, count, words) : command_unknown(name));
    }
    return close_output(EXIT_DONE);
}
