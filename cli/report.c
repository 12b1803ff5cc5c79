/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"

#include "cli/chart_options.h"
#include "plots/file.h"
#include "plots/report_files.h"
#include "plots/report_json.h"
#include "strategies/strategies.h"

#include <unistd.h>

static void quiet_remark(const char *text)
{
    (void)text;
}

static void say_where(const char *folder)
{
    fputs("generals: the report is in '", stderr);
    command_put(stderr, folder);
    fputs("/" REPORT_PAGE_FILE "', and for GitHub in '" REPORT_MARKDOWN_FILE "' beside it\n",
          stderr);
}

/* Draws the charts again, and writes the page with them. */
static bool write_report(const char *folder, const struct chart_request *request,
                         const struct arguments *arguments, struct error *error)
{
    const bool quiet = arguments->value[OPTION_QUIET] != NULL;
    struct drawing drawing = {.directory = folder, .remark = quiet ? quiet_remark : command_remark};
    struct report report = {0};
    const bool good =
        folder_charts_make(&drawing, request, error) &&
        report_make(&report, &drawing, strategy_find, strategy_parameter_is_of_task, error) &&
        report_files_write(folder, &report, error);
    if (good && !quiet)
        say_where(folder);
    if (good && arguments->value[OPTION_JSON] != NULL)
        report_json_write(stdout, &report); /* last: whoever reads it may stop reading */
    report_release(&report);
    drawing_release(&drawing);
    return good;
}

static enum exit_code report(const struct arguments *arguments, char *const *words)
{
    (void)words;
    struct error error;
    struct chart_request request;
    char formats[CHART_FORMATS_SIZE];
    if (arguments->word_count != 1) {
        error_set(&error, "report: expected one folder, got %zu", arguments->word_count);
        return command_error(EXIT_USAGE, &error);
    }
    const char *folder = arguments->word[0];
    if (!chart_options_read(&request, formats, arguments, &error) ||
        !folder_charts_check(folder, request.names, &error))
        return command_error(EXIT_USAGE, &error);
    const int lock = file_lock_directory(folder, &error);
    if (lock < 0)
        return command_error(EXIT_USAGE, &error);
    const bool good = write_report(folder, &request, arguments, &error);
    close(lock);
    return good ? EXIT_DONE : command_error(EXIT_UNFINISHED, &error);
}

const struct command command_report = {
    .name = "report",
    .usage = "report DIR",
    .summary = "A page to read and to send, of a folder with results",
    .description =
        "Draws the charts again and makes two files from results.csv, counters.csv, adversary.csv\n"
        "and manifest.json:\n"
        "  DIR/report.html   one page with all pictures in it, without scripts, which asks "
        "nothing\n"
        "                    of any other file or host: to open, to print, to send\n"
        "  DIR/report.md     the same for a README or a pull request, with links to NAME.svg\n"
        "\n"
        "It begins with what the numbers say, in sentences with intervals: for each problem which\n"
        "strategy fails least at each loss rate and how sure that is, what that costs, what one\n"
        "more step of a parameter brings, what the less sure party's confidence reaches; and "
        "where\n"
        "numbers are weak. Then the problems, charts and points, the method, and the command that\n"
        "makes it all again. Of very many points some are shown; all are in results.csv.\n"
        "\n"
        "--json prints the same content as one object, too (docs/files.md).\n"
        "\n"
        "Examples:\n"
        "  generals run\n"
        "  generals report out\n"
        "  generals report out --chart confidence,persistence\n"
        "  generals report out --json >out/report.json\n"
        "\n"
        "Exit status: 0 done; 1 could not finish; 2 bad usage or input.\n",
    .options = OPTION(PLUGIN) | OPTION(CHART) | OPTION(JSON) | OPTION(QUIET) | OPTION(HELP),
    .run = report,
};
