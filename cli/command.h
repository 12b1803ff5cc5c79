/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_COMMAND_H
#define GENERALS_CLI_COMMAND_H

/* Subcommands: one file each.
 *
 * To add one: 1) write cli/NAME.c with its `const struct command`, 2) name it below and in the list
 * of command.c, 3) add the file to CMakeLists.txt. */

#include "cli/options.h"

/* How the program ends. */
enum exit_code {
    EXIT_DONE = 0,
    EXIT_UNFINISHED = 1,    /* could not finish */
    EXIT_USAGE = 2,         /* bad usage or input; nothing was touched */
    EXIT_NOT_MET = 3,       /* a condition does not hold */
    EXIT_UNDECIDED = 4,     /* not precise enough with what trials and time there were */
    EXIT_INTERRUPTED = 130, /* stopped by SIGINT, after saving */
    EXIT_TERMINATED = 143,  /* stopped by SIGTERM, after saving */
};

struct command {
    const char *name;
    const char *usage;       /* "run [STRATEGY...]" */
    const char *summary;     /* one line */
    const char *description; /* the rest of its help, with examples */
    option_mask options;     /* OPTION() of each */
    /* `words`: the whole command line, NULL at its end. */
    enum exit_code (*run)(const struct arguments *arguments, char *const *words);
};

extern const struct command command_advise, command_list, command_run, command_explain,
    command_trace, command_check, command_compare, command_plot, command_report, command_merge,
    command_help;

/* All of them, in the order of the help; NULL ends it. */
extern const struct command *const commands[];

/* NULL if there is none of that name. */
const struct command *command_find(const char *name);

/* Says that there is none of that name, and which is near. */
enum exit_code command_unknown(const char *name);

/* Runs the command line; words[0] is the program. */
enum exit_code command_main(int count, char *const *words);

/* Loads the plug-ins that the command line names, for a process that does not run it: a rank other
 * than the first. What else may be wrong with the words, the first one says. */
bool command_load_plugins(int count, char *const *words, struct error *error);

/* "generals: error: SENTENCE" on stderr; returns `code`. */
enum exit_code command_error(enum exit_code code, const struct error *error);

/* Prints what was typed, or may quote it: no control character of it reaches the terminal. */
void command_put(FILE *stream, const char *text);

/* A remark on stderr. */
void command_remark(const char *text);

#endif
