/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"

#include "cli/chart_options.h"
#include "plots/file.h"
#include "plots/text_charts.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

static void print_chart(const char *name, bool is_usual, const char *what, void *context)
{
    (void)context;
    const int sentence = (int)strcspn(what, ".");
    printf("%s %-30s %.*s\n", is_usual ? "*" : " ", name, sentence, what);
}

static enum exit_code list_charts(const char *folder)
{
    struct error error;
    if (!folder_charts_list(folder, print_chart, NULL, &error))
        return command_error(EXIT_USAGE, &error);
    puts("\n* is drawn if no --chart says otherwise");
    return EXIT_DONE;
}

static int terminal_columns(void)
{
    struct winsize size;
    if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col < 40)
        return TEXT_CHARTS_COLUMNS;
    return size.ws_col < 160 ? size.ws_col - 1 : 160;
}

static enum exit_code draw_in_terminal(const char *folder, const char *names)
{
    struct error error;
    size_t drawn;
    if (!folder_charts_check(folder, names, &error))
        return command_error(EXIT_USAGE, &error);
    if (!text_charts_draw(stdout, folder, names, terminal_columns(), command_remark, &drawn,
                          &error))
        return command_error(EXIT_UNFINISHED, &error);
    if (drawn == 0)
        command_remark(
            "nothing was asked for, or swept, that can be drawn in a terminal: curves can, "
            "failure-..., success-... and others that --charts lists");
    return EXIT_DONE;
}

static enum exit_code draw(const char *folder, const struct chart_request *request)
{
    struct error error;
    const int lock = file_lock_directory(folder, &error);
    if (lock < 0)
        return command_error(EXIT_USAGE, &error);
    struct drawing drawing = {.directory = folder, .remark = command_remark};
    const bool good = folder_charts_make(&drawing, request, &error);
    const size_t made = drawing.count;
    drawing_release(&drawing);
    close(lock);
    if (!good)
        return command_error(EXIT_UNFINISHED, &error);
    if (made == 0)
        command_remark("nothing was swept that a chart could show; the table is in results.csv");
    return EXIT_DONE;
}

static enum exit_code plot(const struct arguments *arguments, char *const *words)
{
    (void)words;
    struct error error;
    struct chart_request request;
    char formats[CHART_FORMATS_SIZE];
    const char *const *value = arguments->value;
    if (arguments->word_count != 1) {
        error_set(&error, "plot: expected one folder, got %zu", arguments->word_count);
        return command_error(EXIT_USAGE, &error);
    }
    const char *folder = arguments->word[0];
    if (!chart_options_read(&request, formats, arguments, &error))
        return command_error(EXIT_USAGE, &error);
    if (value[OPTION_CHARTS] != NULL)
        return list_charts(folder);
    if (value[OPTION_ASCII] != NULL)
        return draw_in_terminal(folder, value[OPTION_CHART]);
    if (!folder_charts_check(folder, request.names, &error))
        return command_error(EXIT_USAGE, &error);
    return draw(folder, &request);
}

const struct command command_plot = {
    .name = "plot",
    .usage = "plot DIR",
    .summary = "Draw the charts of a folder with results again",
    .description =
        "Makes NAME.csv, NAME.gp and pictures of every chart that DIR/results.csv asks for: those\n"
        "with a story of their own, whose points are there, and for all else what was swept: "
        "curves\n"
        "along one setting, a map over two, failure of several strategies of a problem beside\n"
        "each other and against what they cost. Titles are worked out from the results. What you\n"
        "have changed in a NAME.gp is replaced: to draw that, run `gnuplot NAME.gp` in the "
        "folder.\n"
        "\n"
        "--charts lists what there may be, --chart picks from it, and other charts of the folder\n"
        "are removed. --ascii draws curves of what was swept in the terminal. Strategies of a\n"
        "plug-in need --plugin, or all their parameters are taken for choices.\n"
        "\n"
        "Examples:\n"
        "  generals plot out\n"
        "  generals plot out --charts\n"
        "  generals plot out --chart confidence,persistence --format svg,pdf\n"
        "  generals plot out --ascii --chart failure-retransmit\n",
    .options = OPTION(PLUGIN) | OPTION(CHART) | OPTION(CHARTS) | OPTION(FORMAT) | OPTION(ASCII) |
               OPTION(HELP),
    .run = plot,
};
