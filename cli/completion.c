/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/completion.h"

#include "cli/command.h"
#include "cli/option_values.h"
#include "engine/channel.h"
#include "strategies/strategies.h"

/* A row of the table: KEY) table=(WORD WORD). No word has a quote or a space. */
static void begin(FILE *stream, const char *kind, const char *name)
{
    fprintf(stream, "    '%s%s%s') table=( ", kind, name[0] != '\0' ? " " : "", name);
}

static void end(FILE *stream)
{
    fputs(");;\n", stream);
}

static void write_commands(FILE *stream)
{
    begin(stream, "commands", "");
    for (const struct command *const *command = commands; *command != NULL; command++)
        fprintf(stream, "%s ", (*command)->name);
    end(stream);
    for (const struct command *const *command = commands; *command != NULL; command++) {
        begin(stream, "usage", (*command)->name);
        fprintf(stream, "'%s' ", (*command)->usage);
        end(stream);
        begin(stream, "options", (*command)->name);
        for (enum option_id id = 0; id < OPTION_COUNT; id++)
            if ((*command)->options >> id & 1)
                fprintf(stream, "--%s ", options[id].name);
        end(stream);
    }
}

/* Of each option that takes an argument: what it is called, and which words it may be. */
static void write_options(FILE *stream)
{
    for (enum option_id id = 0; id < OPTION_COUNT; id++) {
        const struct option *option = &options[id];
        if (option->argument == NULL)
            continue;
        fprintf(stream, "    '--%s'", option->name);
        if (option->letter != 0)
            fprintf(stream, " | '-%c'", option->letter);
        fprintf(stream, ") table=( '%s' ", option->argument);
        for (size_t i = 0; option_value(id, i) != NULL; i++)
            fprintf(stream, "%s ", option_value(id, i));
        end(stream);
    }
}

static void write_strategies(FILE *stream)
{
    begin(stream, "strategies", "");
    for (const struct strategy *const *at = strategy_list(); *at != NULL; at++)
        fprintf(stream, "%s ", (*at)->name);
    end(stream);
    for (const struct strategy *const *at = strategy_list(); *at != NULL; at++) {
        begin(stream, "parameters", (*at)->name);
        for (size_t i = 0; i < strategy_parameter_count(*at); i++)
            fprintf(stream, "%s ", (*at)->parameter[i].name);
        end(stream);
        begin(stream, "counters", (*at)->name);
        for (size_t i = 0; i < strategy_counter_count(*at); i++)
            fprintf(stream, "%s ", (*at)->counter[i]);
        end(stream);
    }
    begin(stream, "parameters", channel_name((struct channel){.kind = CHANNEL_BURST}));
    for (size_t i = 0; i < CHANNEL_PARAMETERS; i++)
        fprintf(stream, "%s ", channel_parameter_names[i]);
    end(stream);
}

void completion_write(FILE *stream)
{
    fputs("# Completion of `generals` for bash, made by `generals help --completion`.\n"
          "# shellcheck shell=bash disable=SC2034\n\n"
          "_generals_look_up() {\n    case $1 in\n",
          stream);
    write_commands(stream);
    write_options(stream);
    write_strategies(stream);
    fputs("    *) table=() ;;\n    esac\n}\n\n", stream);
    fwrite(completion_bash, 1, completion_bash_length, stream);
}
