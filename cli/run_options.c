/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_options.h"

#include "analysis/worst_cases.h"
#include "cli/command.h"
#include "cli/method_words.h"
#include "cli/numbers.h"
#include "cli/progress.h"
#include "cli/strategy_words.h"
#include "cli/sweep_lines.h"

#include <stdlib.h>
#include <string.h>

static bool is_default_report(const struct arguments *arguments)
{
    return arguments->word_count == 0 && arguments->value[OPTION_FILE] == NULL;
}

/* --- options ---------------------------------------------------------------------------------- */

/* The lines of a file may have methods of their own: there, none are given unless they are. */
static bool read_methods(struct experiment *experiment, const struct arguments *arguments,
                         struct error *error)
{
    const char *methods = arguments->value[OPTION_METHOD];
    const bool from_file = arguments->value[OPTION_FILE] != NULL;
    experiment->event = arguments->value[OPTION_EVENT];
    if (methods == NULL && from_file)
        return true;
    if (methods == NULL)
        methods = is_default_report(arguments) ? "monte-carlo,exact" : "monte-carlo";
    return methods_read(experiment, methods, error) &&
           (from_file || methods_check_event(experiment, experiment->event, error));
}

/* All but the number of trials, which depends on the points if it is not given. */
static bool read_options(struct experiment *experiment, const struct arguments *arguments,
                         struct error *error)
{
    const char *trials = arguments->value[OPTION_TRIALS];
    const char *seed = arguments->value[OPTION_SEED];
    const char *threads = arguments->value[OPTION_THREADS];
    const char *interval = arguments->value[OPTION_INTERVAL];
    const char *level = arguments->value[OPTION_CONFIDENCE_LEVEL];
    const char *precision = arguments->value[OPTION_PRECISION];
    const char *time = arguments->value[OPTION_TIME];
    *experiment = (struct experiment){
        .seed = 1,
        .threads = work_processors(),
        .options = {INTERVAL_CLOPPER_PEARSON, 0.95},
    };
    if (!progress_check(arguments, error))
        return false;
    if (precision != NULL && !numbers_read_precision(precision, &experiment->stopping, error))
        return false;
    if (time != NULL && !numbers_read_time("time", time, &experiment->stopping.seconds, error))
        return false;
    if (!read_methods(experiment, arguments, error))
        return false;
    if (trials != NULL && !numbers_read_trials(trials, &experiment->trials, error))
        return false;
    if (seed != NULL && !numbers_read_seed(seed, &experiment->seed, error))
        return false;
    if (threads != NULL && !numbers_read_threads(threads, &experiment->threads, error))
        return false;
    if (interval != NULL && !interval_from_name(interval, &experiment->options.interval))
        return error_set(error, "--interval: '%s' is not clopper-pearson, wilson or jeffreys",
                         interval);
    return level == NULL ||
           numbers_read_level(level, precision != NULL, &experiment->options.level, error);
}

/* A shard has a part of the blocks that are to be run: what they are must be known beforehand. */
static bool read_shard(struct experiment *experiment, const struct arguments *arguments,
                       struct error *error)
{
    const char *shard = arguments->value[OPTION_SHARD];
    if (shard == NULL)
        return true;
    if (experiment->stopping.precision != PRECISION_NONE)
        return error_set(error, "--shard and --precision do not go together: when a point is "
                                "precise, all of its trials decide, which no shard has");
    if (experiment->stopping.seconds > 0.0)
        return error_set(error, "--shard and --time do not go together: shards that stop when time "
                                "is up have gaps; a run that is killed can be gone on with");
    if (experiment->automatic)
        return error_set(error, "--shard and --method auto do not go together: which method a "
                                "point needs, all of its trials decide, which no shard has");
    return numbers_read_shard(shard, &experiment->shard, error);
}

static void set_default_trials(struct experiment *experiment, const struct arguments *arguments)
{
    if (arguments->value[OPTION_TRIALS] != NULL)
        return;
    if (experiment->stopping.precision != PRECISION_NONE)
        experiment->trials = 10000000000;
    else if (methods_sample_rare(experiment))
        experiment->trials = 1000000;
    else
        experiment->trials = is_default_report(arguments) ? 100000000 : 10000000;
}

/* --- points ----------------------------------------------------------------------------------- */

static bool wants_adversary(const struct experiment *experiment, const struct arguments *arguments)
{
    return arguments->value[OPTION_ADVERSARY] != NULL ||
           (is_default_report(arguments) && methods_have(experiment, METHOD_EXACT));
}

static bool check_points(const struct experiment *experiment, const void *context,
                         struct error *error)
{
    return experiment_check(experiment, error) &&
           (!wants_adversary(experiment, context) || worst_cases_check(experiment, error));
}

/* No strategy stands on the command line: then what belongs to one has no place there. */
static bool refuse_sweep_options(const struct arguments *arguments, struct error *error)
{
    for (enum option_id id = 0; id < OPTION_COUNT; id++)
        if ((SWEEP_OPTIONS >> id & 1) && arguments->value[id] != NULL)
            return is_default_report(arguments)
                       ? error_set(error,
                                   "--%s needs a strategy to sweep (generals list shows all); the "
                                   "default report has its own",
                                   options[id].name)
                       : error_set(error,
                                   "--%s is for strategies on the command line: with --file, give "
                                   "it on the lines of the file",
                                   options[id].name);
    return true;
}

static void say_what_is_left_out(size_t lines, const struct arguments *arguments)
{
    char text[160];
    if (lines == 0 || arguments->value[OPTION_QUIET] != NULL)
        return;
    snprintf(text, sizeof text,
             "%zu line%s of the file %s left out: none of the line's methods is among those of "
             "--method",
             lines, lines == 1 ? "" : "s", lines == 1 ? "is" : "are");
    command_remark(text);
}

/* Refuses an event of the command line that no line would look at. */
static bool add_lines(struct experiment *experiment, const struct arguments *arguments,
                      const struct sweep_file *file, size_t *left_out,
                      struct sweep_excerpt *excerpt, struct error *error)
{
    return sweep_lines_add(experiment, file, check_points, arguments, left_out, excerpt, error) &&
           methods_check_event(experiment, experiment->event, error);
}

/* Its lines are not to blame for what is wrong with the command line. */
static bool add_default_report(struct experiment *experiment, const struct arguments *arguments,
                               struct sweep_excerpt *excerpt, struct error *error)
{
    struct sweep_file file;
    size_t left_out;
    const bool good = sweep_file_read(&file, default_report_name, default_report,
                                      default_report_length, excerpt, error) &&
                      add_lines(experiment, arguments, &file, &left_out, NULL, error);
    sweep_file_release(&file);
    return good;
}

static bool add_file(struct experiment *experiment, const struct arguments *arguments,
                     struct sweep_excerpt *excerpt, struct error *error)
{
    const char *name = arguments->value[OPTION_FILE];
    char *text;
    size_t length, left_out;
    struct sweep_file file = {.name = NULL};
    if (arguments->word_count > 0)
        return error_set(error,
                         "--file: '%s' stands on the command line, too: give strategies there or "
                         "in the file, not both",
                         arguments->word[0]);
    const bool good = sweep_file_load(name, &text, &length, error) &&
                      sweep_file_read(&file, strcmp(name, "-") == 0 ? "standard input" : name, text,
                                      length, excerpt, error) &&
                      add_lines(experiment, arguments, &file, &left_out, excerpt, error);
    if (good)
        say_what_is_left_out(left_out, arguments);
    sweep_file_release(&file);
    free(text);
    return good;
}

static bool add_words(struct experiment *experiment, const struct arguments *arguments,
                      struct error *error)
{
    if (!sweeps_add(experiment, arguments, error))
        return false;
    experiment_sort(experiment);
    return check_points(experiment, arguments, error);
}

static bool add_points(struct experiment *experiment, const struct arguments *arguments,
                       struct sweep_excerpt *excerpt, struct error *error)
{
    if (arguments->word_count > 0 && arguments->value[OPTION_FILE] == NULL)
        return add_words(experiment, arguments, error);
    if (!refuse_sweep_options(arguments, error))
        return false;
    return is_default_report(arguments) ? add_default_report(experiment, arguments, excerpt, error)
                                        : add_file(experiment, arguments, excerpt, error);
}

bool run_options_read(struct experiment *experiment, const struct arguments *arguments,
                      struct sweep_excerpt *excerpt, struct error *error)
{
    excerpt->line[0] = '\0';
    if (!read_options(experiment, arguments, error) ||
        !add_points(experiment, arguments, excerpt, error) ||
        !read_shard(experiment, arguments, error))
        return false;
    set_default_trials(experiment, arguments);
    experiment->adversary = wants_adversary(experiment, arguments);
    return arguments->value[OPTION_ADVERSARY] == NULL || methods_have(experiment, METHOD_EXACT) ||
           error_set(error, "--adversary needs the exact method: give --method exact, too");
}
