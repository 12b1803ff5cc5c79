/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/command.h"


#include "plots/chart.h"
#include "plots/file.h"
#include "plots/report_files.h"
#include "plots/report_json.h"
#include "strategies/strategies.h"

#include <unistd.h>

static void quiet_remark(const char *text)
{
    (void)text;
}

/* Only prints, and so needs no right to write to the folder. */
static enum exit_code print_json(const char *folder)
{
    struct error error;
    struct report report;
    const bool good = report_make(&report, folder, strategy_find, strategy_parameter_is_of_task, &error);
    if (good)
        report_json_write(stdout, &report);
    report_release(&report);
    return good ? EXIT_DONE : command_error(EXIT_USAGE, &error);
}

/* Draws the charts again, and writes the page with them. */
static bool write_files(const char *folder, const struct arguments *arguments, struct error *error)
{
    const bool quiet = arguments->value[OPTION_QUIET] != NULL;
    struct report report;
    size_t made;
    if (!charts_make(folder, quiet ? quiet_remark : command_remark, &made, error))
        return false;
    const bool good = report_make(&report, folder, strategy_find, strategy_parameter_is_of_task, error) &&
                      report_files_write(folder, &report, error);
    report_release(&report);
    return good;
}

static void say_where(const char *folder)
{
    fputs("generals: the report is in '", stderr);
    command_put(stderr, folder);
    fputs("/" REPORT_PAGE_FILE "', and for GitHub in '" REPORT_MARKDOWN_FILE "' beside it\n",
          stderr);
}

static enum exit_code report(const struct arguments *arguments, char *const *words)
{
    (void)words;
    struct error error;
    if (arguments->word_count != 1) {
        error_set(&error, "report: expected one folder, got %zu", arguments->word_count);
        return command_error(EXIT_USAGE, &error);
    }
    const char *folder = arguments->word[0];
    if (arguments->value[OPTION_JSON] != NULL)
        return print_json(folder);
    if (!charts_check(folder, &error))
        return command_error(EXIT_USAGE, &error);
    const int lock = file_lock_directory(folder, &error);
    if (lock < 0)
        return command_error(EXIT_USAGE, &error);
    const bool good = write_files(folder, arguments, &error);
    close(lock);
    if (!good)
        return command_error(EXIT_UNFINISHED, &error);
    if (arguments->value[OPTION_QUIET] == NULL)
        say_where(folder);
    return EXIT_DONE;
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
        "--json prints the same content as one object (docs/files.md), with the charts that are\n"
        "there, and writes nothing.\n"
        "\n"
        "Examples:\n"
        "  generals run\n"
        "  generals report out\n"
        "  generals report out --json | jq -r '.findings[].sentence'\n"
        "\n"
        "Exit status: 0 done; 1 could not finish; 2 bad usage or input.\n",
    .options = OPTION(JSON) | OPTION(QUIET) | OPTION(HELP),
    .run = report,
};
