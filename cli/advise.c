/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"

#include "cli/advice_page.h"
#include "cli/near.h"
#include "cli/numbers.h"
#include "cli/strategy_words.h"
#include "strategies/strategies.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- the problem ------------------------------------------------------------------------------ */

static bool unknown_problem(const char *name, struct error *error)
{
    const struct strategy *strategy = strategy_find(name);
    if (strategy != NULL)
        return error_set(error, "--problem: '%s' is a strategy; its problem is '%s'", name,
                         strategy->problem->name);
    struct near near = {.typed = name};
    char text[96];
    for (const struct strategy *const *at = strategy_list(); *at != NULL; at++)
        near_offer(&near, (*at)->problem->name);
    return error_set(
        error, "--problem: unknown problem '%s'%s (generals list shows all; --plugin adds others)",
        name, near_text(&near, text));
}

/* The names of its strategies, as if they had been typed. */
static bool name_strategies(struct arguments *arguments, const char *problem, struct error *error)
{
    const struct strategy *const *strategies = strategy_list();
    size_t all = 0;
    while (strategies[all] != NULL)
        all++;
    arguments->word_count = 0;
    arguments->word = calloc(all + 1, sizeof *arguments->word);
    if (arguments->word == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < all; i++)
        if (strcmp(strategies[i]->problem->name, problem) == 0)
            arguments->word[arguments->word_count++] = strategies[i]->name;
    return arguments->word_count > 0 || unknown_problem(problem, error);
}

/* --- what may be chosen ----------------------------------------------------------------------- */

struct choices {
    struct sweep *sweeps;
    size_t count;
};

static bool read_sweeps(struct choices *choices, const struct arguments *arguments,
                        struct error *error)
{
    choices->sweeps = calloc(arguments->word_count + 1, sizeof *choices->sweeps);
    if (choices->sweeps == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < arguments->word_count; i++) {
        struct sweep *sweep = &choices->sweeps[choices->count++];
        sweep->strategy = strategy_find(arguments->word[i]);
        if (!sweep_read(sweep, arguments, error) || !advice_check(sweep, error))
            return false;
    }
    return sweeps_check_params(arguments, error);
}

static bool read_targets(struct targets *targets, const struct arguments *arguments,
                         struct error *error)
{
    const char *failure = arguments->value[OPTION_FAILURE];
    const char *success = arguments->value[OPTION_SUCCESS];
    const char *rounds = arguments->value[OPTION_ROUNDS_P99];
    if (failure == NULL)
        return error_set(error, "advise: expected the most that failure may be: --failure 1e-9");
    return numbers_read_failure(failure, &targets->failure, error) &&
           numbers_read_success(success != NULL ? success : "0.5", &targets->success, error) &&
           (rounds == NULL || numbers_read_rounds(rounds, &targets->rounds_p99, error));
}

static bool read_options(struct advice *advice, const struct arguments *arguments,
                         struct error *error)
{
    const char *seed = arguments->value[OPTION_SEED];
    const char *threads = arguments->value[OPTION_THREADS];
    const char *level = arguments->value[OPTION_CONFIDENCE_LEVEL];
    return read_targets(&advice->targets, arguments, error) &&
           (seed == NULL || numbers_read_seed(seed, &advice->seed, error)) &&
           (threads == NULL || numbers_read_threads(threads, &advice->threads, error)) &&
           (level == NULL || numbers_read_level(level, true, &advice->level, error));
}

static bool plan(struct advice *advice, struct choices *choices, const struct arguments *arguments,
                 struct error *error)
{
    const char *problem = arguments->value[OPTION_PROBLEM];
    if (arguments->word_count > 0)
        return error_set(error,
                         "advise: '%s': expected options alone; strategies are searched for "
                         "--problem",
                         arguments->word[0]);
    if (problem == NULL)
        return error_set(error, "advise: expected a problem: --problem two-generals (generals list "
                                "shows all)");
    struct arguments all = *arguments;
    const bool good = name_strategies(&all, problem, error) &&
                      read_options(advice, arguments, error) && read_sweeps(choices, &all, error);
    free(all.word);
    return good;
}

/* --- running ---------------------------------------------------------------------------------- */

static void show_progress(void *context, const struct search *search)
{
    (void)context;
    fprintf(stderr, "\r%s: %zu settings\033[K", search->sweep->strategy->name,
            search->candidates.count);
    fflush(stderr);
}

static enum exit_code search(struct advice *advice, const struct choices *choices, bool quiet)
{
    struct error error;
    const bool shown = !quiet && isatty(STDERR_FILENO);
    bool good = advice_find(advice, choices->sweeps, choices->count, shown ? show_progress : NULL,
                            NULL, &error);
    if (shown)
        fputs("\r\033[K", stderr);
    good = good && advice_page_print(stdout, advice, &error);
    if (!good)
        return command_error(EXIT_UNFINISHED, &error);
    return advice->best < advice->search_count ? EXIT_DONE : EXIT_NOT_MET;
}

static enum exit_code advise(const struct arguments *arguments, char *const *words)
{
    (void)words;
    struct advice advice = {.seed = 1, .threads = work_processors(), .level = 0.95};
    struct choices choices = {NULL, 0};
    struct error error;
    const enum exit_code code =
        plan(&advice, &choices, arguments, &error)
            ? search(&advice, &choices, arguments->value[OPTION_QUIET] != NULL)
            : command_error(EXIT_USAGE, &error);
    advice_release(&advice);
    for (size_t i = 0; i < choices.count; i++)
        sweep_release(&choices.sweeps[i]);
    free(choices.sweeps);
    return code;
}

const struct command command_advise = {
    .name = "advise",
    .usage = "advise --problem PROBLEM --failure P",
    .summary = "The cheapest strategy that meets targets, with the evidence",
    .description =
        "Searches the strategies of a problem, and their parameters, for what meets the targets\n"
        "with the fewest messengers on average; among settings of one strategy, what costs at "
        "most\n"
        "1 % more counts as equally cheap, and then fewer rounds decide. Prints it, the best of "
        "each other strategy, what\n"
        "takes fewer rounds, and what was searched.\n"
        "\n"
        "Of every strategy a grid is searched: 1, 2, 3, 4, 6, 8, 12, 16, ... attempts, and the\n"
        "like, further and further until something meets the targets; then, wherever of two\n"
        "neighbours one meets them and the other does not, what lies between; then all that "
        "differs\n"
        "in one parameter from the best. Under bursts, spacing too: 1, 2, 4, 8, ... rounds "
        "(without\n"
        "bursts it makes no difference to what happens, only to when). What else there is was not\n"
        "looked at.\n"
        "\n"
        "Parameters that describe the task (chunks of a file, traitors; `given` in generals list)\n"
        "keep their defaults. --param KEY=VALUES sets them, or holds any parameter to such "
        "values.\n"
        "\n"
        "Settings with at most 2^22 histories are worked out exactly. Else trials are run, and a\n"
        "rare failure is measured by importance sampling; a target is then met only if the whole\n"
        "interval is on its side. The intervals of all settings hold together with --confidence-"
        "level,\n"
        "so that the best is no lucky one.\n"
        "\n"
        "Who does nothing never fails: so success has a target, too, one half if no other is "
        "asked\n"
        "for. With --success 0 whatever fails rarely enough will do.\n"
        "\n"
        "Examples:\n"
        "  generals advise --problem two-generals --loss 0.1 --failure 1e-9\n"
        "  generals advise --problem online-shop --loss 0.02 --failure 1e-6 --success 99%\n"
        "  generals advise --problem two-generals --channel burst:length=8 --failure 1e-6 \\\n"
        "      --success 0.999\n"
        "  generals advise --problem file-transfer --param chunks=64 --failure 1e-4 --loss 0.02\n"
        "\n"
        "For the same seed the same bytes are printed, for any number of threads.\n"
        "\n"
        "Exit status: 0 there is an advice; 3 nothing was found that meets the targets (how near\n"
        "the nearest came is told); 2 bad usage or input; 1 could not finish.\n",
    .options = OPTION(PLUGIN) | OPTION(PROBLEM) | OPTION(FAILURE) | OPTION(SUCCESS) |
               OPTION(ROUNDS_P99) | OPTION(PARAM) | OPTION(LOSS) | OPTION(LOSS_BACK) |
               OPTION(CHANNEL) | OPTION(SEED) | OPTION(THREADS) | OPTION(CONFIDENCE_LEVEL) |
               OPTION(QUIET) | OPTION(HELP),
    .run = advise,
};
