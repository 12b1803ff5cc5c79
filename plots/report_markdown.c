/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/report_markdown.h"

#include "engine/build.h"
#include "plots/escape.h"
#include "plots/report_method.h"
#include "plots/report_points.h"

#include <string.h>

static void write_findings(FILE *stream, const struct findings *findings, const char *problem)
{
    bool any = false;
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->list[i];
        if (finding->problem != problem)
            continue;
        fprintf(stream, "- **%s.** ", finding_heading(finding->kind));
        escape_markdown(stream, finding->sentence);
        putc('\n', stream);
        any = true;
    }
    fputs(any ? "\n" : "", stream);
}

static void write_all_findings(FILE *stream, const struct report *report)
{
    fputs("## Findings\n\n", stream);
    for (size_t i = 0; i < report_sections(report); i++) {
        const char *name = report->problem[i].name;
        size_t count = 0;
        for (size_t at = 0; at < report->findings.count; at++)
            count += report->findings.list[at].problem == name;
        if (count == 0)
            continue;
        fputs("**", stream);
        escape_markdown(stream, name);
        fputs("**\n\n", stream);
        write_findings(stream, &report->findings, name);
    }
    fputs("**All points together**\n\n", stream);
    write_findings(stream, &report->findings, NULL);
    if (report->warnings.count > 0) {
        fputs("## Where numbers are weak\n\n", stream);
        write_findings(stream, &report->warnings, NULL);
    }
}

/* --- a problem -------------------------------------------------------------------------------- */

static void write_cell(FILE *stream, const char *text)
{
    fputs(" ", stream);
    escape_markdown(stream, text[0] != '\0' ? text : "–");
    fputs(" |", stream);
}

static void write_outcomes(FILE *stream, const struct report_problem *problem)
{
    fputs("| end |", stream);
    for (int i = 0; i < 2; i++)
        write_cell(stream, report_proposition(problem, i));
    fputs(" verdict |\n|---|---|---|---|\n", stream);
    for (enum cell cell = 0; cell < CELL_COUNT; cell++) {
        fputs("|", stream);
        write_cell(stream, report_cell_name(problem, cell));
        for (int i = 0; i < 2; i++)
            write_cell(stream, cell_holds(cell, i) ? "yes" : "no");
        write_cell(stream, report_verdict(problem, cell));
        fputs("\n", stream);
    }
    fputs("\n", stream);
}

static void write_strategies(FILE *stream, const struct report_problem *problem)
{
    for (size_t i = 0; i < problem->strategy_count && i < REPORT_STRATEGIES_MAX; i++) {
        const struct report_strategy *strategy = &problem->strategy[i];
        fputs("- **", stream);
        escape_markdown(stream, strategy->name);
        fputs("**: ", stream);
        escape_markdown(stream, strategy->known != NULL ? strategy->known->summary
                                                        : "not known to this program");
        fprintf(stream, "; %zu point%s", strategy->count, strategy->count == 1 ? "" : "s");
        if (strategy->common[0] != '\0') {
            fputs(strategy->count == 1 ? ": " : ", all with ", stream);
            escape_markdown(stream, strategy->common);
        }
        putc('\n', stream);
    }
    if (problem->strategy_count > REPORT_STRATEGIES_MAX)
        fprintf(stream, "\nThese are %d of %zu strategies.\n", REPORT_STRATEGIES_MAX,
                problem->strategy_count);
    putc('\n', stream);
}

static void write_charts(FILE *stream, const struct report_problem *problem)
{
    for (size_t i = 0; i < problem->chart_count; i++) {
        const struct report_chart *chart = &problem->chart[i];
        if (chart->svg == NULL)
            continue;
        fputs("![", stream);
        escape_markdown(stream, chart->claim);
        fprintf(stream, "](%s.svg)\n\n**", chart->name);
        escape_markdown(stream, chart->claim);
        fputs("**", stream);
        fputs(chart->caption[0] != '\0' ? " " : "", stream);
        escape_markdown(stream, chart->caption);
        fputs("\n\n", stream);
    }
}

static void write_points(FILE *stream, const struct report *report,
                         const struct report_problem *problem)
{
    char room[REPORT_CELL_SIZE];
    report_write_shown(stream, problem);
    fputs(":\n\n|", stream);
    for (enum report_column column = 0; column < REPORT_COLUMNS; column++)
        if (problem->column[column])
            write_cell(stream, report_column_name(column));
    fputs("\n|", stream);
    for (enum report_column column = 0; column < REPORT_COLUMNS; column++)
        if (problem->column[column])
            fputs(report_column_is_number(column) ? "---:|" : "---|", stream);
    putc('\n', stream);
    for (size_t i = 0; i < problem->shown_count; i++) {
        putc('|', stream);
        for (enum report_column column = 0; column < REPORT_COLUMNS; column++)
            if (problem->column[column])
                write_cell(stream,
                           report_cell_text(problem, &report->table.point[problem->shown[i]],
                                            column, room));
        putc('\n', stream);
    }
    putc('\n', stream);
}

static void write_problem(FILE *stream, const struct report *report,
                          const struct report_problem *problem)
{
    fputs("## Problem ", stream);
    escape_markdown(stream, problem->name);
    if (problem->known != NULL) {
        fputs("\n\nWanted: ", stream);
        escape_markdown(stream, problem->known->summary);
        fputs(".\n\n", stream);
    } else
        fputs("\n\nThis program does not know the problem; its ends have neutral names.\n\n",
              stream);
    write_outcomes(stream, problem);
    write_strategies(stream, problem);
    write_charts(stream, problem);
    fputs("<details><summary>Points</summary>\n\n", stream);
    write_points(stream, report, problem);
    fputs("</details>\n\n", stream);
}

/* --- the page --------------------------------------------------------------------------------- */

static void write_method(FILE *stream, const struct report *report)
{
    struct report_fact fact;
    fputs("## Method\n\n", stream);
    for (size_t i = 0; report_method(report, i) != NULL; i++) {
        escape_markdown(stream, report_method(report, i));
        fputs("\n\n", stream);
    }
    if (report_fact(report, 0, &fact))
        fputs("| | |\n|---|---|\n", stream);
    for (size_t i = 0; report_fact(report, i, &fact); i++) {
        fputs("|", stream);
        write_cell(stream, fact.name);
        write_cell(stream, fact.text);
        putc('\n', stream);
    }
    putc('\n', stream);
}

/* Indented: no text of it can end the block, as it could end a fence. */
static void write_again(FILE *stream, const struct report *report)
{
    fputs("## Make it again\n\n", stream);
    if (report->source.command == NULL || report->source.command[0] == '\0') {
        fputs("The command is not known: there is no manifest.json beside the results.\n", stream);
        return;
    }
    fprintf(stream, "    %s\n\n", report->source.command);
    fprintf(stream,
            "The same version, seed and command give the same counts, on any machine. Made "
            "by generals %s.\n",
            build_version);
}

void report_markdown_write(FILE *stream, const struct report *report)
{
    fputs("# How often coordination fails: ", stream);
    escape_markdown(stream, report->folder);
    fputs("\n\n", stream);
    report_write_overview(stream, report, escape_markdown);
    fputs("\n\n", stream);
    write_all_findings(stream, report);
    for (size_t i = 0; i < report_sections(report); i++)
        write_problem(stream, report, &report->problem[i]);
    write_method(stream, report);
    write_again(stream, report);
}
