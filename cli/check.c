/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"

#include "analysis/check.h"
#include "cli/check_page.h"
#include "cli/condition_words.h"
#include "cli/numbers.h"
#include "cli/progress.h"
#include "cli/strategy_words.h"

#include <string.h>

/* --- options ---------------------------------------------------------------------------------- */

static bool read_options(struct check *check, struct experiment *experiment,
                         const struct arguments *arguments, struct error *error)
{
    const char *trials = arguments->value[OPTION_TRIALS];
    const char *time = arguments->value[OPTION_TIME];
    const char *seed = arguments->value[OPTION_SEED];
    const char *threads = arguments->value[OPTION_THREADS];
    const char *level = arguments->value[OPTION_CONFIDENCE_LEVEL];
    const char *within = arguments->value[OPTION_WITHIN];
    return progress_check(arguments, error) &&
           numbers_read_trials(trials != NULL ? trials : "1e10", &experiment->trials, error) &&
           (time == NULL ||
            numbers_read_time("time", time, &experiment->stopping.seconds, error)) &&
           (seed == NULL || numbers_read_seed(seed, &experiment->seed, error)) &&
           (threads == NULL || numbers_read_threads(threads, &experiment->threads, error)) &&
           (level == NULL || numbers_read_level(level, true, &experiment->options.level, error)) &&
           numbers_read_within(within != NULL ? within : "10%", &check->within, error);
}

/* Without the option the method follows from the point. */
static bool set_method(struct experiment *experiment, const char *name, struct error *error)
{
    static const enum method offered[] = {METHOD_MONTE_CARLO, METHOD_EXACT};
    if (name == NULL)
        return check_choose_method(experiment, error);
    for (size_t i = 0; i < sizeof offered / sizeof *offered; i++)
        if (strcmp(name, method_name(offered[i])) == 0) {
            experiment->points[0].method = offered[i];
            return true;
        }
    return error_set(error, "--method: '%s' is not monte-carlo or exact", name);
}

/* --- the condition and the point -------------------------------------------------------------- */

static bool read_point(struct experiment *experiment, const struct arguments *arguments,
                       struct error *error)
{
    if (arguments->word_count < 2)
        return error_set(error, "check: expected a condition, quoted, and one strategy: generals "
                                "check 'failure < 1e-6' await-payment");
    if (arguments->word_count > 2)
        return error_set(error,
                         "check: expected a condition, quoted, and one strategy, got %zu words",
                         arguments->word_count);
    struct arguments strategy = *arguments; /* all words but the condition */
    strategy.word++;
    strategy.word_count--;
    if (!sweeps_add(experiment, &strategy, error))
        return false;
    return experiment->point_count == 1 ||
           error_set(error,
                     "check: expected one value of each parameter and one loss rate, got %zu "
                     "points",
                     experiment->point_count);
}

/* Everything that can be wrong with the words. The sentence on a wrong condition is printed here,
 * since a caret follows it. */
static enum exit_code plan(struct check *check, struct experiment *experiment,
                           const struct arguments *arguments, struct error *error)
{
    struct error why;
    size_t place;
    if (!read_options(check, experiment, arguments, error) ||
        !read_point(experiment, arguments, error))
        return command_error(EXIT_USAGE, error);
    const char *text = arguments->word[0];
    if (!condition_read(&check->condition, experiment->points[0].strategy, text, &place, &why)) {
        error_set(error, "condition: %s", why.message);
        command_error(EXIT_USAGE, error);
        condition_point_at(stderr, text, place);
        return EXIT_USAGE;
    }
    return set_method(experiment, arguments->value[OPTION_METHOD], error) &&
                   experiment_check(experiment, error)
               ? EXIT_DONE
               : command_error(EXIT_USAGE, error);
}

/* --- running ---------------------------------------------------------------------------------- */

static enum exit_code measure(struct check *check, struct experiment *experiment,
                              const struct arguments *arguments)
{
    static const enum exit_code codes[] = {[ANSWER_UNDECIDED] = EXIT_UNDECIDED,
                                           [ANSWER_HOLDS] = EXIT_DONE,
                                           [ANSWER_FAILS] = EXIT_NOT_MET};
    const bool quiet = arguments->value[OPTION_QUIET] != NULL;
    struct error error;
    struct progress progress;
    progress_start(&progress, arguments, 1, experiment->stopping.seconds);
    const bool good = check_run(check, experiment, progress_update, &progress, &error);
    const double seconds = progress_end(&progress);
    if (!good)
        return command_error(EXIT_UNFINISHED, &error);
    check_page_print(stdout, check, experiment, arguments->word[0]);
    if (fflush(stdout) == 0 && !quiet)
        fprintf(stderr, "generals: %.1f s\n", seconds);
    return codes[check->answer];
}

static enum exit_code check(const struct arguments *arguments, char *const *words)
{
    (void)words;
    struct check check = {.answer = ANSWER_UNDECIDED};
    struct experiment experiment = {
        .seed = 1,
        .threads = work_processors(),
        .options = {INTERVAL_CLOPPER_PEARSON, 0.95},
    };
    struct error error;
    enum exit_code code = plan(&check, &experiment, arguments, &error);
    if (code == EXIT_DONE)
        code = measure(&check, &experiment, arguments);
    experiment_release(&experiment);
    return code;
}

const struct command command_check = {
    .name = "check",
    .usage = "check CONDITION STRATEGY",
    .summary = "Is failure below a bound? An answer for scripts, by the exit status",
    .description =
        "CONDITION is one or more clauses QUANTITY < NUMBER or QUANTITY > NUMBER, joined by\n"
        "`and`, in quotes, since < and > are the shell's, too. It holds if all clauses do.\n"
        "\n"
        "QUANTITY is one of\n"
        "  success, failure                      their probabilities\n"
        "  confidence_first, confidence_second   how often the other party acts, given that the\n"
        "                                        first (the second) does\n"
        "  messengers                            mean number sent\n"
        "  rounds_p99                            the round by which 99 % of trials have sent "
        "their\n"
        "                                        last messenger\n"
        "and the counters of the strategy (generals list STRATEGY), their mean per trial. A\n"
        "probability may be given as a percentage: success > 99.9%.\n"
        "\n"
        "With at most 2^30 histories the exact numbers decide. Else (or with --method "
        "monte-carlo)\n"
        "trials are run, and whenever there are half as many again one looks whether they tell. "
        "An\n"
        "answer is wrong with probability at most 1 - LEVEL, whether it is yes or no, although "
        "one\n"
        "looks again and again; clauses share that among them. This holds unless the truth is so\n"
        "near to a limit that it does not matter (--within): there, either answer may be given, "
        "or\n"
        "a test that tells 1e-6 from 1.000001e-6 would take years. Of a probability above one "
        "half\n"
        "the share is one of what it lacks to 1: 99.99% +- 10% is 99.989% to 99.991%.\n"
        "\n"
        "Examples:\n"
        "  generals check 'failure < 1e-6' await-payment:attempts=8 --loss 0.02\n"
        "  generals check 'success > 99% and messengers < 4' retransmit:attempts=6 --loss 0.1\n"
        "  generals check 'uncertain < 1e-4' bounded-retransmission:retries=4 --loss 0.02 --time "
        "5m\n"
        "\n"
        "In a script:\n"
        "  generals check 'failure < 1e-6' await-payment:attempts=${ATTEMPTS:-8} --loss 0.02 || "
        "exit 1\n"
        "\n"
        "For the same seed the same bytes are printed, for any number of threads, unless --time\n"
        "stops the test. How long it took is said on standard error.\n"
        "\n"
        "Exit status: 0 the condition holds; 3 it does not hold; 4 undecided with the trials "
        "(--trials)\n"
        "or the time (--time) that there were; 2 bad usage or input; 1 could not finish.\n",
    .options = OPTION(PLUGIN) | OPTION(PARAM) | OPTION(LOSS) | OPTION(LOSS_BACK) | OPTION(CHANNEL) |
               OPTION(METHOD) | OPTION(WITHIN) | OPTION(TRIALS) | OPTION(TIME) | OPTION(SEED) |
               OPTION(THREADS) | OPTION(CONFIDENCE_LEVEL) | OPTION(PROGRESS) | OPTION(QUIET) |
               OPTION(HELP),
    .run = check,
};
