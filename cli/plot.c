/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"

#include "plots/chart.h"
#include "plots/file.h"

#include <unistd.h>

static enum exit_code plot(const struct arguments *arguments, char *const *words)
{
    (void)words;
    struct error error;
    if (arguments->word_count != 1) {
        error_set(&error, "plot: expected one folder, got %zu", arguments->word_count);
        return command_error(EXIT_USAGE, &error);
    }
    if (!charts_check(arguments->word[0], &error))
        return command_error(EXIT_USAGE, &error);
    const int lock = file_lock_directory(arguments->word[0], &error);
    if (lock < 0)
        return command_error(EXIT_USAGE, &error);
    size_t made;
    const bool good = charts_make(arguments->word[0], command_remark, &made, &error);
    close(lock);
    if (!good)
        return command_error(EXIT_UNFINISHED, &error);
    if (made == 0)
        command_remark("no chart has its points in these results");
    return EXIT_DONE;
}

const struct command command_plot = {
    .name = "plot",
    .usage = "plot DIR",
    .summary = "Draw the charts of a folder with results again",
    .description =
        "Makes NAME.csv, NAME.gp, NAME.svg and NAME.png again, from results.csv, counters.csv and\n"
        "adversary.csv, for every chart whose points are there. What you have changed in a "
        "NAME.gp\n"
        "is replaced: to draw that, run `gnuplot NAME.gp` in the folder.\n"
        "\n"
        "Example:\n"
        "  generals plot out\n",
    .options = OPTION(HELP),
    .run = plot,
};
