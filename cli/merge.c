/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"

#include "analysis/merging.h"
#include "cli/run_output.h"
#include "plots/file.h"
#include "strategies/strategies.h"

#include <stdlib.h>
#include <string.h>

/* Names the folder at fault. */
static bool add_folder(struct merging *merging, const char *folder, bool partial,
                       struct error *error)
{
    char *text;
    size_t length = 0;
    struct error why;
    if (!file_read(folder, LEDGER_FILE, &text, &length, error))
        return false;
    if (text == NULL)
        return error_set(error, "'%s' has no %s: it is not the folder of a run", folder,
                         LEDGER_FILE);
    const bool good = merging_add(merging, text, length, partial, strategy_find, &why);
    free(text);
    return good || error_set(error, "'%s/%s': %s", folder, LEDGER_FILE, why.message);
}

static bool add_folders(struct merging *merging, const struct arguments *arguments, bool partial,
                        struct error *error)
{
    if (arguments->word_count == 0)
        return error_set(error, "merge: expected folders of shards, and -o for their sum");
    if (arguments->value[OPTION_OUTPUT] == NULL)
        return error_set(error, "merge: expected -o DIR, the folder for the sum");
    bool good = true;
    for (size_t i = 0; good && i < arguments->word_count; i++)
        good = add_folder(merging, arguments->word[i], partial, error);
    return good && merging_end(merging, partial, error);
}

static void say_what_is_missing(const struct merging *merging)
{
    fprintf(stderr,
            "generals: %zu of %llu shards are there, and %zu points of them are not finished; "
            "there is no ledger, merge again when all are there\n",
            merging->seen_count, (unsigned long long)merging->shards, merging->unfinished);
}

/* From the sum of the records to all that a run would have written. */
static enum exit_code write_sum(struct run_folder *folder, const struct merging *merging,
                                const struct arguments *arguments, char *const *words)
{
    struct error error;
    struct experiment *experiment = folder->experiment;
    struct worst_cases cases = {.list = NULL};
    const struct manifest manifest = {.experiment = experiment,
                                      .command = words,
                                      .plugins = arguments->plugin,
                                      .started = time(NULL)};
    const bool whole = merging->seen_count == merging->shards && merging->unfinished == 0;
    enum exit_code code;
    if (experiment_run(experiment, NULL, NULL, &error) &&
        (!experiment->adversary || worst_cases_find(&cases, experiment, &error)) &&
        (whole ? run_folder_save(folder, &error) : run_folder_forget(folder, &error)))
        code = run_output(folder, &cases, arguments, &manifest);
    else
        code = command_error(EXIT_UNFINISHED, &error);
    if (!whole && arguments->value[OPTION_QUIET] == NULL)
        say_what_is_missing(merging);
    worst_cases_release(&cases);
    return code;
}

static enum exit_code merge(const struct arguments *arguments, char *const *words)
{
    struct merging merging = {.seen = NULL};
    struct run_folder folder = {.lock = -1};
    struct error error;
    enum exit_code code;
    if (add_folders(&merging, arguments, arguments->value[OPTION_PARTIAL] != NULL, &error) &&
        run_folder_open_empty(&folder, arguments->value[OPTION_OUTPUT], &merging.experiment,
                              arguments->value[OPTION_FORCE] != NULL, &error))
        code = write_sum(&folder, &merging, arguments, words);
    else
        code = command_error(EXIT_USAGE, &error);
    run_folder_close(&folder);
    merging_release(&merging);
    return code;
}

const struct command command_merge = {
    .name = "merge",
    .usage = "merge DIR... -o DIR",
    .summary = "Add up the shards of a run",
    .description =
        "Each DIR is the folder of one shard, of `generals run ... --shard I/N`: the same words\n"
        "for all of them, but for I and -o. Their order does not matter. What comes out is what\n"
        "one run without --shard would have written, byte for byte, its ledger included: it can\n"
        "be gone on with, and get more --trials.\n"
        "\n"
        "Refused, with the folder at fault: a shard that is there twice, one that is missing or\n"
        "not finished (unless --partial: then rows that lack trials have the status shard, and\n"
        "there is no ledger), other seeds, stream versions or experiments.\n"
        "\n"
        "Examples:\n"
        "  generals run ack-chain --loss 0.1,0.2 --trials 1e9 --shard 1/2 -o shard-1\n"
        "  generals run ack-chain --loss 0.1,0.2 --trials 1e9 --shard 2/2 -o shard-2\n"
        "  generals merge shard-1 shard-2 -o whole\n"
        "\n"
        "examples/slurm and examples/gnu-parallel run shards on a cluster and on many cores.\n",
    .options = OPTION(PLUGIN) | OPTION(OUTPUT) | OPTION(PARTIAL) | OPTION(FORCE) |
               OPTION(NO_PLOTS) | OPTION(QUIET) | OPTION(HELP),
    .run = merge,
};
