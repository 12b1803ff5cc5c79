/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_output.h"

#include "cli/chart_options.h"
#include "cli/summary.h"
#include "plots/comparison_files.h"
#include "plots/report_files.h"

static void quiet_remark(const char *text)
{
    (void)text;
}

/* A shard shows nothing that the whole would not show better. */
static enum exit_code make_charts(const char *folder, bool is_shard,
                                  const struct arguments *arguments)
{
    struct error error;
    const bool quiet = arguments->value[OPTION_QUIET] != NULL;
    struct drawing drawing = {.directory = folder, .remark = quiet ? quiet_remark : command_remark};
    struct chart_request request;
    char formats[CHART_FORMATS_SIZE];
    bool good;
    /* What was compared and reported are results that are no more. */
    if (!comparison_files_remove(folder, &error) || !report_files_remove(folder, &error))
        good = false;
    else if (arguments->value[OPTION_NO_PLOTS] != NULL || is_shard)
        good = folder_charts_remove(folder, &error);
    else
        good = chart_options_read(&request, formats, arguments, &error) &&
               folder_charts_make(&drawing, &request, &error);
    drawing_release(&drawing);
    return good ? EXIT_DONE : command_error(EXIT_UNFINISHED, &error);
}

static void say_what_was_done(const struct experiment *experiment, double seconds,
                              const char *folder)
{
    double trials = 0.0, histories = 0.0;
    for (size_t i = 0; i < experiment->point_count; i++)
        if (experiment->points[i].method == METHOD_EXACT)
            histories += (double)experiment->estimates[i].trials;
        else
            trials += (double)experiment->estimates[i].trials;
    fprintf(stderr, "generals: %zu points, ", experiment->point_count);
    if (trials > 0.0 || histories <= 0.0)
        fprintf(stderr, "%.3g trials%s", trials, histories > 0.0 ? " and " : "");
    if (histories > 0.0)
        fprintf(stderr, "%.3g histories", histories);
    fprintf(stderr, " in %.1f s; the results are in '", seconds);
    command_put(stderr, folder);
    fputs("'\n", stderr);
}

/* Why points were not finished, or are not to be trusted, as it ends a sentence. */
static const char *const complaints[STATUS_COUNT] = {
    [STATUS_IMPRECISE] =
        "did not get as precise as asked with all trials that they may have (--trials)",
    [STATUS_TIMEOUT] = "were not finished when time was up (--time)",
    [STATUS_SHARD] = "lack the trials of shards that are missing or not finished (shard)",
    [STATUS_UNSEEN] = "never saw the event (unseen): importance sampling does not reach it, or it "
                      "never happens; nothing is known of how rare it is",
    [STATUS_TILTS_DISAGREE] = "were estimated differently by two independent tilts "
                              "(tilts-disagree): do not trust them",
    [STATUS_DOMINATED] = "have an estimate that a few weights make up (dominated): do not trust "
                         "their intervals",
    [STATUS_FEW_EFFECTIVE] =
        "have less than 100 effective hits (few-effective): give more --trials",
    [STATUS_TOO_SMALL] =
        "have a probability below 1e-307, which no number here can hold (too-small): it "
        "is not 0",
};

/* What was asked for and not reached is no success, although all that was found is written. */
static enum exit_code judge(const struct experiment *experiment, bool quiet)
{
    enum exit_code code = EXIT_DONE;
    for (enum status status = STATUS_IMPRECISE; status < STATUS_COUNT; status++) {
        const size_t count = experiment_count_status(experiment, status);
        if (count == 0 || (status == STATUS_SHARD && experiment->shard.count > 1))
            continue;
        code = EXIT_UNDECIDED;
        if (!quiet)
            fprintf(stderr, "generals: %zu of %zu points %s\n", count, experiment->point_count,
                    complaints[status]);
    }
    return code;
}

enum exit_code run_output(struct run_folder *folder, const struct worst_cases *cases,
                          const struct arguments *arguments, const struct manifest *manifest)
{
    struct error error;
    struct experiment *experiment = folder->experiment;
    const bool quiet = arguments->value[OPTION_QUIET] != NULL;
    if (!run_folder_write(folder, cases, manifest, &error))
        return command_error(EXIT_UNFINISHED, &error);
    const enum exit_code code = make_charts(folder->name, experiment->shard.count > 1, arguments);
    summary_print(stdout, experiment); /* last: whoever reads it may stop reading */
    if (code == EXIT_DONE && fflush(stdout) == 0 && !quiet)
        say_what_was_done(experiment, manifest->seconds, folder->name);
    return code != EXIT_DONE ? code : judge(experiment, quiet);
}
