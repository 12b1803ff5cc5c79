/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_OPTIONS_H
#define GENERALS_CLI_OPTIONS_H

/* The one table of options, from which parsing and help follow, and the reading of a command line.
 *
 * To add an option: a name in enum option_id, a row in options.c, and the name in the masks of the
 * commands that have it. */

#include "engine/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum option_id {
    OPTION_PROBLEM,
    OPTION_FAILURE,
    OPTION_FIRST_FAILURE,
    OPTION_SUCCESS,
    OPTION_ROUNDS_P99,
    OPTION_FILE,
    OPTION_PLUGIN,
    OPTION_PARAM,
    OPTION_LOSS,
    OPTION_LOSS_BACK,
    OPTION_CHANNEL,
    OPTION_METHOD,
    OPTION_EVENT,
    OPTION_ADVERSARY,
    OPTION_VIEW,
    OPTION_TRIAL,
    OPTION_TRIALS,
    OPTION_PRECISION,
    OPTION_WITHIN,
    OPTION_TIME,
    OPTION_SAVE_EVERY,
    OPTION_SHARD,
    OPTION_PARTIAL,
    OPTION_SEED,
    OPTION_THREADS,
    OPTION_INTERVAL,
    OPTION_CONFIDENCE_LEVEL,
    OPTION_OUTPUT,
    OPTION_FORCE,
    OPTION_NO_PLOTS,
    OPTION_CHART,
    OPTION_CHARTS,
    OPTION_FORMAT,
    OPTION_ASCII,
    OPTION_PROGRESS,
    OPTION_QUIET,
    OPTION_JSON,
    OPTION_MARKDOWN,
    OPTION_MAN,
    OPTION_COMPLETION,
    OPTION_HELP,
    OPTION_COUNT,
};

/* A set of options. */
typedef uint64_t option_mask;

#define OPTION(id) ((option_mask)1 << OPTION_##id)

struct option {
    const char *name;     /* without the dashes */
    char letter;          /* of the short form, or 0 */
    const char *argument; /* its name in the help, or NULL if it takes none */
    bool repeatable;
    const char *help;
};

extern const struct option options[OPTION_COUNT];

/* A command line, taken apart. Texts belong to argv. */
struct arguments {
    const char *value[OPTION_COUNT]; /* NULL: not given; "" for those that take none */
    const char **param;              /* every value of --param */
    size_t param_count;
    const char **plugin; /* every value of --plugin */
    size_t plugin_count;
    const char **word; /* what is no option */
    size_t word_count;
};

/* Reads words 0 .. count - 1. `allowed`: the command's options; two of one name are not both. */
bool arguments_read(struct arguments *arguments, option_mask allowed, int count, char *const *words,
                    struct error *error);
void arguments_release(struct arguments *arguments);

/* The lines of the help that explain these options. */
void options_explain(FILE *stream, option_mask allowed);

#endif
