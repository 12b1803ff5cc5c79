/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"

#include "analysis/worst_cases.h"
#include "cli/chart_options.h"
#include "cli/interruption.h"
#include "cli/numbers.h"
#include "cli/progress.h"
#include "cli/run_folder.h"
#include "cli/run_options.h"
#include "cli/run_output.h"
#include "plots/manifest.h"

#include <signal.h>
#include <string.h>

/* Stopped by a signal, after all was saved. */
static enum exit_code say_how_to_go_on(const char *folder)
{
    const int signal = interruption_signal();
    fprintf(stderr,
            "generals: stopped by SIG%s; what was found is saved in '%s': the same command goes on "
            "from there\n",
            sigabbrev_np(signal), folder);
    return signal == SIGTERM ? EXIT_TERMINATED : EXIT_INTERRUPTED;
}

static void say_what_was_there(const struct run_folder *folder)
{
    if (folder->continuation.found > 0)
        fprintf(stderr, "generals: going on with %zu points of '%s'\n", folder->continuation.found,
                folder->name);
    if (folder->continuation.topped_up > 0)
        fprintf(stderr,
                "generals: %zu of them were finished and get more trials; if that was decided by "
                "looking at them, their intervals are too narrow: use --precision\n",
                folder->continuation.topped_up);
}

static enum exit_code measure(struct run_folder *folder, const struct arguments *arguments,
                              char *const *words, double save_every)
{
    struct error error;
    struct progress progress;
    struct experiment *experiment = folder->experiment;
    struct manifest manifest = {.experiment = experiment,
                                .command = words,
                                .plugins = arguments->plugin,
                                .started = time(NULL)};
    const struct experiment_keeper keeper = {save_every, run_folder_save, interruption_came,
                                             folder};
    experiment->keeper = &keeper;
    interruption_begin();
    progress_start(&progress, arguments, experiment->point_count, experiment->stopping.seconds);
    struct worst_cases cases = {.list = NULL};
    bool good = experiment_run(experiment, progress_update, &progress, &error);
    interruption_end();
    if (good && !experiment->stopped && experiment->adversary && experiment->shard.count <= 1)
        good = worst_cases_find(&cases, experiment, &error);
    manifest.seconds = progress_end(&progress);
    enum exit_code code;
    if (!good)
        code = command_error(EXIT_UNFINISHED, &error);
    else if (experiment->stopped)
        code = say_how_to_go_on(folder->name);
    else
        code = run_output(folder, &cases, arguments, &manifest);
    worst_cases_release(&cases);
    return code;
}

static enum exit_code run(const struct arguments *arguments, char *const *words)
{
    const char *name =
        arguments->value[OPTION_OUTPUT] != NULL ? arguments->value[OPTION_OUTPUT] : "out";
    const char *every = arguments->value[OPTION_SAVE_EVERY];
    double save_every = 30.0;
    struct experiment experiment = {.point_count = 0};
    struct run_folder folder = {.lock = -1};
    struct sweep_excerpt excerpt = {.line = ""};
    struct error error;
    enum exit_code code;
    struct chart_request charts;
    char formats[CHART_FORMATS_SIZE];
    if (chart_options_read(&charts, formats, arguments, &error) &&
        (every == NULL || numbers_read_time("save-every", every, &save_every, &error)) &&
        run_options_read(&experiment, arguments, &excerpt, &error) &&
        run_folder_open(&folder, name, &experiment, arguments->value[OPTION_FORCE] != NULL,
                        &error)) {
        if (arguments->value[OPTION_QUIET] == NULL)
            say_what_was_there(&folder);
        code = measure(&folder, arguments, words, save_every);
    } else {
        code = command_error(EXIT_USAGE, &error);
        sweep_excerpt_print(stderr, &excerpt);
    }
    run_folder_close(&folder);
    experiment_release(&experiment);
    return code;
}

const struct command command_run = {
    .name = "run",
    .usage = "run [STRATEGY...]",
    .summary = "Measure strategies at loss rates; without a name, the default report",
    .description =
        "STRATEGY is NAME or NAME:KEY=VALUES,KEY=VALUES. VALUES is a comma list of numbers and\n"
        "ranges: low:high (step 1), low:step:high, log:low:high:count. Every combination is a\n"
        "point: one row of results.csv, one line of the table on standard output. Every point\n"
        "runs the same number of trials. With --method exact every possible history is gone\n"
        "through instead, up to 2^36, which gives exact probabilities; with both methods the "
        "table\n"
        "says how well they agree. With --method importance trials are drawn so that the event\n"
        "(failure, or --event) is common, and weighted so that its probability is right: for what\n"
        "Monte Carlo would never see. Only the event is measured. The status warns where weights\n"
        "are not to be trusted. With --method auto, points at which Monte Carlo sees the event "
        "less\n"
        "than 100 times, or not precisely enough, are measured that way. With --adversary, "
        "adversary.csv tells for each exact point how\n"
        "often the strategy fails at worst, if somebody who knows it, but none of its coins, "
        "chooses\n"
        "beforehand which messengers are captured.\n"
        "\n"
        "With --precision a point runs until the interval of failure is narrow enough: +- 1% of "
        "the\n"
        "estimate, or +- 1e-6, whatever the estimate. One looks at all points by turns, whenever\n"
        "their trials have grown by half. The intervals of its row keep their level although one\n"
        "stops at the look that pleases; they are wider than those of as many trials without "
        "looks.\n"
        "--trials is the most that a point may have, --time the most that the whole run may take.\n"
        "A point that gets no further has the status\n"
        "imprecise or timeout in results.csv and in the table, and the exit status is 4. Of a "
        "failure\n"
        "that never happens no share is ever known: the point runs all its trials.\n"
        "\n"
        "With -f the strategies stand in a file: on each line one sweep in the words of the "
        "command\n"
        "line, STRATEGY... with --param, --loss, --loss-back, --channel, --method and --event. #\n"
        "begins a comment, quotes hold spaces together, \\ at the end continues a line. --method "
        "of\n"
        "the command line says which methods may be used: a line with a --method of its own is\n"
        "measured by those that are among them, and left out if none is. All lines are checked\n"
        "before anything runs. docs/files.md tells more; examples/ has such files, the default\n"
        "report among them.\n"
        "\n"
        "Examples:\n"
        "  generals run\n"
        "  generals run -f examples/two-generals.sweeps -o file\n"
        "  generals run always-attack --param messengers=1:12 --loss 0.01,0.1\n"
        "  generals run retransmit:attempts=5 await-reply --loss log:1e-4:0.5:20 --trials 1e9\n"
        "  generals run retransmit --param attempts=1:12 --method monte-carlo,exact\n"
        "  generals run retransmit --param attempts=1:4 --precision 1% --time 10m -o fine\n"
        "  generals run always-attack:messengers=12,spacing=1 --loss 1e-3 --method importance\n"
        "  generals run bounded-retransmission:chunks=64,retries=5 --loss 0.02 --method importance "
        "\\\n"
        "      --event uncertain --precision 1%\n"
        "  generals run random-attack level-threshold --param rounds=2:8 --method exact "
        "--adversary\n"
        "  generals run ack-chain:messages=1:10,messengers=2 --loss 0.3 --loss-back 0.1 -o chain\n"
        "\n"
        "What was found is saved in the folder's ledger every --save-every, and when Ctrl-C or\n"
        "SIGTERM stops the run: the same command goes on from there, with more --trials or "
        "points.\n"
        "What has more than is asked for is refused; --force begins anew. --shard\n"
        "runs a part of the blocks; generals merge adds the parts up.\n"
        "\n"
        "The folder gets results.csv, manifest.json and, for the charts that suit what was swept\n"
        "(generals plot --charts lists them), NAME.csv, NAME.gp, NAME.svg, NAME.png.\n"
        "\n"
        "The same stream version, seed and arguments give the same counts on every machine, and "
        "on\n"
        "one architecture and C library the same results.csv, byte for byte: for any number of\n"
        "threads, shards or ranks and any vector width, interrupted or not. A row does not change "
        "when\n"
        "other points are added. (Where --time stops a run, the clock decides how many trials "
        "there\n"
        "are.)\n"
        "\n"
        "Exit status: 0 done; 1 could not finish; 2 bad usage or input, and no file was touched;\n"
        "4 done, but some point is not as precise as asked, or time was up; 130 or 143 stopped by\n"
        "SIGINT or SIGTERM, after saving.\n",
    .options = OPTION(PLUGIN) | OPTION(FILE) | OPTION(PARAM) | OPTION(LOSS) | OPTION(LOSS_BACK) |
               OPTION(CHANNEL) | OPTION(METHOD) | OPTION(EVENT) | OPTION(ADVERSARY) |
               OPTION(TRIALS) | OPTION(PRECISION) | OPTION(TIME) | OPTION(SAVE_EVERY) |
               OPTION(SHARD) | OPTION(SEED) | OPTION(THREADS) | OPTION(INTERVAL) |
               OPTION(CONFIDENCE_LEVEL) | OPTION(OUTPUT) | OPTION(FORCE) | OPTION(NO_PLOTS) |
               OPTION(CHART) | OPTION(FORMAT) | OPTION(PROGRESS) | OPTION(QUIET) | OPTION(HELP),
    .run = run,
};
