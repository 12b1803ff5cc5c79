/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"

#include "analysis/text.h"
#include "cli/heading.h"
#include "cli/interruption.h"
#include "cli/numbers.h"
#include "cli/progress.h"
#include "cli/strategy_words.h"
#include "cli/trace_page.h"
#include "plots/diagram.h"
#include "plots/file.h"
#include "plots/number.h"

#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static const uint64_t usual_trials = 1000000000; /* to look through */

/* What is asked for. */
struct request {
    struct point point;
    uint64_t seed, trial;
    bool searches;
    uint64_t trials; /* to look through */
};

/* --- reading ---------------------------------------------------------------------------------- */

/* Points that differ: what is to be chosen. */
static bool refuse_several(const struct point *a, const struct point *b,
                           const struct arguments *arguments, struct error *error)
{
    if (!point_same_parameters(a, b))
        return error_set(error,
                         "trace: '%s': several values of a parameter are given, and a trial has "
                         "one: choose one",
                         arguments->word[0]);
    if (a->channel.loss != b->channel.loss)
        return error_set(error,
                         "--loss: '%s' gives several loss rates, and a trial has one: choose one",
                         arguments->value[OPTION_LOSS]);
    if (a->channel.loss_back != b->channel.loss_back)
        return error_set(
            error, "--loss-back: '%s' gives several loss rates, and a trial has one: choose one",
            arguments->value[OPTION_LOSS_BACK]);
    return error_set(error,
                     "--channel: '%s': several values of its parameters are given, and a trial has "
                     "one: choose one",
                     arguments->value[OPTION_CHANNEL]);
}

static bool read_one_point(struct experiment *experiment, struct point *point,
                           const struct arguments *arguments, struct error *error)
{
    if (!sweeps_add(experiment, arguments, error) || !experiment_check(experiment, error))
        return false;
    *point = experiment->points[0];
    return experiment->point_count == 1 ||
           refuse_several(point, &experiment->points[experiment->point_count - 1], arguments,
                          error);
}

static bool read_point(struct point *point, const struct arguments *arguments, struct error *error)
{
    struct experiment experiment = {.threads = 1};
    if (arguments->word_count != 1)
        return error_set(error, "trace: expected one strategy, got %zu (generals list shows all)",
                         arguments->word_count);
    const bool good = read_one_point(&experiment, point, arguments, error);
    experiment_release(&experiment);
    return good;
}

static bool read_trial(const char *text, uint64_t *trial, struct error *error)
{
    double number;
    if (!number_read(text, &number) || number < 0.0 || number >= (double)WORK_TRIALS_MAX ||
        number != (double)(uint64_t)number)
        return error_set(error,
                         "--trial: '%s' is not a whole number from 0 to 1e15 - 1 (the first trial "
                         "is 0)",
                         text);
    *trial = (uint64_t)number;
    return true;
}

static bool read_request(struct request *request, const struct arguments *arguments,
                         struct error *error)
{
    const char *seed = arguments->value[OPTION_SEED], *trial = arguments->value[OPTION_TRIAL];
    const char *trials = arguments->value[OPTION_TRIALS];
    request->searches = arguments->value[OPTION_FIRST_FAILURE] != NULL;
    if (trials != NULL && !request->searches)
        return error_set(error,
                         "--trials: '%s' says how many trials --failure looks through; add "
                         "--failure, or name one trial with --trial",
                         trials);
    return (seed == NULL || numbers_read_seed(seed, &request->seed, error)) &&
           (trial == NULL || read_trial(trial, &request->trial, error)) &&
           (trials == NULL || numbers_read_trials(trials, &request->trials, error)) &&
           progress_check(arguments, error) && read_point(&request->point, arguments, error);
}

/* --- the first trial that fails --------------------------------------------------------------- */

/* Between blocks. */
static bool go_on(void *context, uint64_t trials)
{
    struct progress *progress = context;
    const struct work_done done = {.blocks = trials, .trials = trials};
    progress_update(progress, &done, progress->blocks);
    return !interruption_came(NULL);
}

static bool is_left_to_chance(const struct point *point, struct error *error, bool *is)
{
    struct schedule schedule = {0};
    const bool good =
        schedule_record(&schedule, point->strategy, point->parameter, point->channel, error);
    *is = schedule.draw_count > 0;
    schedule_release(&schedule);
    return good;
}

/* Why there is none. */
static enum exit_code found_none(const struct replay_search *search, bool chance, uint64_t looked,
                                 struct error *error)
{
    const int signal = interruption_signal();
    if (looked < search->end && signal != 0) {
        error_set(error,
                  "stopped: no trial from %" PRIu64 " to before %" PRIu64 " fails; --trial %" PRIu64
                  " goes on",
                  search->first, looked, looked);
        return signal == SIGINT ? EXIT_INTERRUPTED : EXIT_TERMINATED;
    }
    if (!chance)
        error_set(error, "nothing is left to chance here: all trials are alike, and none fails");
    else
        error_set(error,
                  "none of the trials %" PRIu64 " to %" PRIu64
                  " fails; look through more of them with --trials, or ask generals explain "
                  "whether failure is possible",
                  search->first, search->end - 1);
    return EXIT_UNDECIDED;
}

static enum exit_code search_failure(struct request *request, const struct arguments *arguments,
                                     struct error *error)
{
    const uint64_t left = WORK_TRIALS_MAX - request->trial;
    struct replay_search search = {
        .point = &request->point,
        .seed = request->seed,
        .verdict = VERDICT_FAILURE,
        .first = request->trial,
        .go_on = go_on,
    };
    struct progress progress;
    bool chance, found = false;
    if (!is_left_to_chance(search.point, error, &chance))
        return EXIT_UNFINISHED;
    const uint64_t trials = chance ? request->trials : 1;
    search.end = request->trial + (trials < left ? trials : left);
    search.context = &progress;
    interruption_begin();
    progress_start(&progress, arguments, 1, 0.0);
    progress.blocks = search.end - search.first;
    const bool good = replay_find(&search, &found, &request->trial, error);
    progress_end(&progress);
    interruption_end();
    if (!good)
        return EXIT_UNFINISHED;
    return found ? EXIT_DONE : found_none(&search, chance, request->trial, error);
}

/* --- the picture ------------------------------------------------------------------------------ */

static char *title_of(const struct point *point, struct error *error)
{
    struct text text;
    if (!text_open(&text, error))
        return NULL;
    heading_strategy(text.stream, point);
    return text_close(&text, error);
}

static char *subtitle_of(const struct point *point, const struct replay *replay,
                         struct error *error)
{
    struct text text;
    if (!text_open(&text, error))
        return NULL;
    heading_trial(text.stream, point, replay);
    return text_close(&text, error);
}

static bool write_picture(const char *folder, const struct point *point,
                          const struct replay *replay, struct error *error)
{
    struct file file;
    char *title = title_of(point, error);
    char *subtitle = title != NULL ? subtitle_of(point, replay, error) : NULL;
    bool good = subtitle != NULL && file_create(&file, folder, "trace.svg", error);
    if (good) {
        diagram_write_svg(file.stream, &(struct diagram){
                                           .strategy = point->strategy,
                                           .schedule = &replay->acts,
                                           .replay = replay,
                                           .title = title,
                                           .subtitle = subtitle,
                                       });
        good = file_commit(&file, error);
    }
    free(title);
    free(subtitle);
    return good;
}

/* --- the command ------------------------------------------------------------------------------ */

static bool tell(const struct request *request, uint64_t first, const char *folder,
                 struct error *error)
{
    const struct point *point = &request->point;
    struct replay replay;
    struct testimony testimony = {0};
    bool good = replay_make(&replay, point, request->seed, request->trial, error) &&
                testimony_make(&testimony, point, &replay, error);
    if (good) {
        const struct trace_page page = {
            .point = point,
            .replay = &replay,
            .testimony = &testimony,
            .searched = request->searches,
            .first = first,
        };
        good = trace_page_print(stdout, &page, error) &&
               (folder == NULL || write_picture(folder, point, &replay, error));
    }
    testimony_release(&testimony);
    replay_release(&replay);
    return good;
}

static bool open_folder(const char *folder, int *lock, struct error *error)
{
    return folder == NULL || (file_make_directory(folder, error) &&
                              (*lock = file_lock_directory(folder, error)) >= 0);
}

static enum exit_code trace_request(struct request *request, const struct arguments *arguments,
                                    int *lock, struct error *error)
{
    const char *folder = arguments->value[OPTION_OUTPUT];
    const uint64_t first = request->trial;
    if (!open_folder(folder, lock, error))
        return EXIT_USAGE;
    const enum exit_code code =
        request->searches ? search_failure(request, arguments, error) : EXIT_DONE;
    if (code != EXIT_DONE)
        return code;
    return tell(request, first, folder, error) ? EXIT_DONE : EXIT_UNFINISHED;
}

static enum exit_code trace(const struct arguments *arguments, char *const *words)
{
    (void)words;
    struct request request = {.seed = 1, .trials = usual_trials};
    struct error error;
    int lock = -1;
    const enum exit_code code = read_request(&request, arguments, &error)
                                    ? trace_request(&request, arguments, &lock, &error)
                                    : EXIT_USAGE;
    if (lock >= 0)
        close(lock);
    return code == EXIT_DONE ? code : command_error(code, &error);
}

const struct command command_trace = {
    .name = "trace",
    .usage = "trace STRATEGY",
    .summary = "One trial, told round by round",
    .description =
        "Shows one trial of `generals run` with the same strategy, loss rates, channel and seed:\n"
        "  what happened       who sent what to whom, what the city captured, how coins fell\n"
        "  what each saw       all that reached each party, what it did, and, where the histories\n"
        "                      can be gone through at once, what it can know of the other\n"
        "  how it ended        in the problem's words, and what was counted\n"
        "Trials are numbered from 0: those that a run of N trials counts by Monte Carlo are the\n"
        "trials 0 to N - 1. So a failure that was counted can be looked at: --failure finds the\n"
        "first one, from --trial on.\n"
        "\n"
        "Messengers with one message that set out together are one arrow: it is captured if all "
        "of\n"
        "them are. With -o DIR the folder gets the diagram as trace.svg.\n"
        "\n"
        "Exit codes: 0 done; 1 could not finish; 2 bad usage or input; 4 no trial that fails was\n"
        "found; 130, 143 stopped by SIGINT, SIGTERM.\n"
        "\n"
        "Examples:\n"
        "  generals trace await-reply --trial 7\n"
        "  generals trace retransmit --loss 0.3 --failure -o traced\n"
        "  generals trace ack-chain:messages=5 --channel burst:length=4 --failure --trial 1000\n",
    .options = OPTION(PLUGIN) | OPTION(PARAM) | OPTION(LOSS) | OPTION(LOSS_BACK) | OPTION(CHANNEL) |
               OPTION(SEED) | OPTION(TRIAL) | OPTION(FIRST_FAILURE) | OPTION(TRIALS) |
               OPTION(OUTPUT) | OPTION(PROGRESS) | OPTION(QUIET) | OPTION(HELP),
    .run = trace,
};
