/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"

#include "cli/compare_page.h"
#include "cli/numbers.h"
#include "plots/comparison_files.h"
#include "plots/comparison_rows.h"
#include "plots/file.h"
#include "plots/pareto_chart.h"
#include "strategies/strategies.h"

#include <unistd.h>

static bool read_words(const struct arguments *arguments, double *level, struct error *error)
{
    const char *text = arguments->value[OPTION_CONFIDENCE_LEVEL];
    *level = 0.95;
    if (arguments->word_count != 1)
        return error_set(error, "compare: expected one folder, got %zu", arguments->word_count);
    return text == NULL || numbers_read_level(text, false, level, error);
}

/* Of a strategy that is not here nobody knows which of its parameters are of the task. */
static void remark_on_strangers(const struct comparison_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        for (size_t j = 0; j < rows->set[i].group.count; j++) {
            const struct comparison_name *name = &rows->set[i].name[j];
            if (name->parameters[0] == '\0' || strategy_find(name->strategy) != NULL)
                continue;
            char text[512];
            snprintf(
                text, sizeof text,
                "there is no strategy '%.200s' here: all its parameters are taken for choices; "
                "if it is of a plug-in, give --plugin",
                name->strategy);
            command_remark(text);
            return;
        }
}

static void remark_on_rows(const struct comparison_rows *rows)
{
    if (rows->unknown > 0)
        fprintf(stderr,
                "generals: %zu rows are left out: of no trials, of an event other than failure, or "
                "of weights that results.csv warns of\n",
                rows->unknown);
    if (rows->alone > 0)
        fprintf(stderr,
                "generals: %zu points are left out: nothing of their kind is there to be "
                "compared with them\n",
                rows->alone);
    remark_on_strangers(rows);
}

static void quiet_remark(const char *text)
{
    (void)text;
}

static bool write_files(const char *folder, const struct comparison_rows *rows,
                        const struct arguments *arguments, struct error *error)
{
    const bool quiet = arguments->value[OPTION_QUIET] != NULL;
    if (!comparison_files_write(folder, rows, error))
        return false;
    if (arguments->value[OPTION_NO_PLOTS] != NULL)
        return pareto_charts_remove(folder, error);
    struct drawing drawing = {.directory = folder,
                              .formats = drawing_usual_formats,
                              .remark = quiet ? quiet_remark : command_remark};
    const bool good = pareto_charts_make(&drawing, rows, error);
    drawing_release(&drawing);
    return good;
}

static enum exit_code compare(const struct arguments *arguments, char *const *words)
{
    (void)words;
    struct error error;
    struct comparison_rows rows = {0};
    const char *folder = arguments->word_count > 0 ? arguments->word[0] : "";
    double level;
    int lock = -1;
    enum exit_code code = EXIT_USAGE;
    bool good = read_words(arguments, &level, &error) &&
                comparison_rows_read(&rows, folder, arguments->value[OPTION_PROBLEM],
                                     strategy_parameter_is_of_task, level, &error) &&
                (lock = file_lock_directory(folder, &error)) >= 0;
    if (good) {
        code = EXIT_UNFINISHED;
        good = write_files(folder, &rows, arguments, &error);
    }
    if (good) {
        if (arguments->value[OPTION_QUIET] == NULL)
            remark_on_rows(&rows);
        compare_page_print(stdout, &rows); /* last: whoever reads it may stop reading */
    }
    if (lock >= 0)
        close(lock);
    comparison_rows_release(&rows);
    return good ? EXIT_DONE : command_error(code, &error);
}

const struct command command_compare = {
    .name = "compare",
    .usage = "compare DIR",
    .summary = "Which strategy is better, and how sure that is",
    .description =
        "Compares the strategies, and settings of one, that were measured for the same problem at\n"
        "the same loss rate on the same channel, from DIR/results.csv. What is given with the "
        "task\n"
        "(see generals list) must be the same, too: files of as many chunks, as many traitors. A\n"
        "strategy without such a parameter has what is usual. For each such group:\n"
        "  a ranking           by failure, with the ranks that each can have: where they overlap,\n"
        "                      the trials do not tell them apart\n"
        "  the best            against all others, and up to 20 pairwise: difference and ratio of\n"
        "                      failure with intervals, and p-values\n"
        "  the line            of those that nobody beats both in failure and in messengers, or "
        "in\n"
        "                      failure and in rounds (the Pareto set). Nobody should pick a "
        "strategy\n"
        "                      off that line: what is better stands beside it\n"
        "\n"
        "All intervals of a group hold together with the confidence level, and p-values are\n"
        "adjusted for the number of pairs (Holm): it does no harm to look for the best among "
        "many.\n"
        "Exact rows are preferred and have no error; importance sampling comes before Monte "
        "Carlo,\n"
        "where its weights can be trusted. Points that were run with --precision are paid for\n"
        "having been looked at again and again. A strategy that was never seen to fail is not\n"
        "called better than another such one: run it with --method exact or importance.\n"
        "\n"
        "A strategy that hardly ever acts hardly ever fails: look at success, too.\n"
        "\n"
        "Examples:\n"
        "  generals run always-attack retransmit --param messengers=1:6 --param attempts=1:6 \\\n"
        "      --loss 0.1,0.3 -o both\n"
        "  generals compare both\n"
        "  generals compare both --problem two-generals --confidence-level 0.99\n"
        "\n"
        "The folder gets comparison.csv (all pairs), ranking.csv (all strategies) and the charts\n"
        "pareto-messengers and pareto-rounds. docs/statistics.md tells how it is done, and how\n"
        "often the intervals hold.\n"
        "\n"
        "Exit status: 0 done; 1 could not finish; 2 bad usage or input, or nothing to compare.\n",
    .options = OPTION(PLUGIN) | OPTION(PROBLEM) | OPTION(CONFIDENCE_LEVEL) | OPTION(NO_PLOTS) |
               OPTION(QUIET) | OPTION(HELP),
    .run = compare,
};
