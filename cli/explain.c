/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"

#include "analysis/explanation.h"
#include "cli/explain_page.h"
#include "cli/numbers.h"
#include "cli/strategy_words.h"
#include "plots/explain_files.h"
#include "plots/file.h"
#include "plots/number.h"

#include <unistd.h>

/* PARTY.NUMBER, as the page numbers views; NULL: the default. */
static bool find_view(const struct explanation *e, const char *text, int *party, size_t *view,
                      struct error *error)
{
    *party = 0;
    *view = 0;
    if (!e->views_known)
        return text == NULL || error_set(error, "--view: %s", e->why_no_views.message);
    *view = explanation_default_view(e);
    if (text == NULL)
        return true;
    uint64_t number = 0;
    if ((text[0] != '1' && text[0] != '2') || text[1] != '.' ||
        !number_read_integer(text + 2, &number))
        return error_set(error, "--view: '%s' is not PARTY.NUMBER, such as 1.2", text);
    *party = text[0] - '1';
    if (number < 1 || number > e->views[*party].count)
        return error_set(error, "--view: '%s': party %d has views 1 to %zu", text, *party + 1,
                         e->views[*party].count);
    *view = (size_t)number - 1;
    return true;
}

/* The points that are asked for: one strategy, one value of each parameter, some loss rates. */
static bool read_points(struct experiment *experiment, struct arguments *arguments,
                        struct error *error)
{
    if (arguments->word_count != 1)
        return error_set(error, "explain: expected one strategy, got %zu (generals list shows all)",
                         arguments->word_count);
    /* The files show how knowledge depends on the loss rate. */
    if (arguments->value[OPTION_LOSS] == NULL && arguments->value[OPTION_OUTPUT] != NULL)
        arguments->value[OPTION_LOSS] = "0.1,0.01,0.3";
    if (!sweeps_add(experiment, arguments, error))
        return false;
    for (size_t i = 1; i < experiment->point_count; i++)
        if (!point_same_parameters(&experiment->points[i], &experiment->points[0]))
            return error_set(error, "explain: expected one value of each parameter");
    return true;
}

/* The page about the first point, then the files about all. Nothing is touched or printed before
 * all that can be wrong with the words is known. */
static bool explain_points(const struct experiment *experiment, const struct arguments *arguments,
                           struct explanation *explanation, int *lock, enum exit_code *code,
                           struct error *error)
{
    const char *folder = arguments->value[OPTION_OUTPUT];
    int party;
    size_t view;
    *code = EXIT_UNFINISHED;
    *explanation = (struct explanation){.point = &experiment->points[0]};
    if (!explanation_failure(explanation, experiment->threads, error) ||
        !explanation_views(explanation, error))
        return false;
    *code = EXIT_USAGE;
    if (!find_view(explanation, arguments->value[OPTION_VIEW], &party, &view, error) ||
        (folder != NULL &&
         (!file_make_directory(folder, error) || (*lock = file_lock_directory(folder, error)) < 0)))
        return false;
    *code = EXIT_UNFINISHED;
    return explain_page_print(stdout, explanation, party, view, error) &&
           (folder == NULL ||
            explain_files_write(folder, experiment, arguments->value[OPTION_NO_PLOTS] == NULL,
                                command_remark, error));
}

static enum exit_code explain(const struct arguments *given, char *const *words)
{
    (void)words;
    struct arguments arguments = *given;
    struct experiment experiment = {.threads = work_processors()};
    struct error error;
    const char *threads = arguments.value[OPTION_THREADS];
    struct explanation explanation = {0};
    enum exit_code code = EXIT_USAGE;
    int lock = -1;
    const bool good =
        (threads == NULL || numbers_read_threads(threads, &experiment.threads, &error)) &&
        read_points(&experiment, &arguments, &error) && experiment_check(&experiment, &error) &&
        explain_points(&experiment, &arguments, &explanation, &lock, &code, &error);
    explanation_release(&explanation);
    if (lock >= 0)
        close(lock);
    experiment_release(&experiment);
    return good ? EXIT_DONE : command_error(code, &error);
}

const struct command command_explain = {
    .name = "explain",
    .usage = "explain STRATEGY",
    .summary = "What each party can know, and why certainty is out of reach",
    .description =
        "Goes through every history of a strategy and tells, on one page:\n"
        "  the exchange        who may send what to whom in which round\n"
        "  how failure happens the fewest captured messengers that lead to it\n"
        "  points of view      all that each party can have seen in the end, what it does then,\n"
        "                      and how likely it is that the other acts\n"
        "  what it cannot tell apart\n"
        "                      the histories behind one view (--view), with their\n"
        "                      probabilities given that view\n"
        "  the ladder          everyone knows, everyone knows that everyone knows, ..., common\n"
        "                      knowledge, and common belief\n"
        "  the proof           a chain of histories, neighbours alike to one party, from the one "
        "in\n"
        "                      which every messenger arrives to one in which none does\n"
        "docs/theory.md explains these words. At most 2^24 histories.\n"
        "\n"
        "With several loss rates the page is about the first. With -o DIR the folder gets "
        "views.csv,\n"
        "knowledge.csv and proof.csv for all of them (without --loss: 0.1, 0.01 and 0.3),\n"
        "exchange.svg, and the chart of the ladder.\n"
        "\n"
        "Examples:\n"
        "  generals explain await-reply\n"
        "  generals explain ack-chain:messages=4 --loss 0.2 --view 2.3\n"
        "  generals explain retransmit:attempts=2 -o explained\n",
    .options = OPTION(PLUGIN) | OPTION(PARAM) | OPTION(LOSS) | OPTION(LOSS_BACK) | OPTION(CHANNEL) |
               OPTION(VIEW) | OPTION(THREADS) | OPTION(OUTPUT) | OPTION(NO_PLOTS) | OPTION(HELP),
    .run = explain,
};
