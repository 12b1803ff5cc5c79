/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/report_html.h"

#include "engine/build.h"
#include "plots/escape.h"
#include "plots/report_method.h"
#include "plots/report_points.h"

#include <ctype.h>
#include <string.h>

/* --- small things ----------------------------------------------------------------------------- */

static void element(FILE *stream, const char *name, const char *text)
{
    fprintf(stream, "<%s>", name);
    escape_html(stream, text);
    fprintf(stream, "</%s>\n", name);
}

static void escape_part(FILE *stream, const char *text, size_t length)
{
    char part[256];
    while (length > 0) {
        size_t here = length < sizeof part - 1 ? length : sizeof part - 1;
        while (here < length && here > 1 && ((unsigned char)text[here] & 0xc0) == 0x80)
            here--; /* no character is cut in two */
        memcpy(part, text, here);
        part[here] = '\0';
        escape_html(stream, part);
        text += here;
        length -= here;
    }
}

/* "Failure, exact" */
static void write_capitalized(FILE *stream, const char *text)
{
    const char first[] = {(char)toupper((unsigned char)text[0]), '\0'};
    escape_html(stream, first);
    escape_html(stream, text + (text[0] != '\0'));
}

/* A sentence, in which no line ends within a number such as 1-2.5e-07. */
static void write_sentence(FILE *stream, const char *sentence)
{
    for (const char *at = sentence; *at != '\0';) {
        char word[64];
        const size_t length = strcspn(at, " "), start = strspn(at, "([");
        const bool is_number = length < sizeof word && isdigit((unsigned char)at[start]) &&
                               memchr(at, '-', length) != NULL;
        if (is_number) {
            snprintf(word, sizeof word, "%.*s", (int)length, at);
            fputs("<span class=\"whole\">", stream);
            escape_html(stream, word);
            fputs("</span>", stream);
            at += length;
            continue;
        }
        escape_part(stream, at, length + strspn(at + length, " "));
        at += length + strspn(at + length, " ");
    }
}

/* Findings of one kind have one heading. */
static void write_list(FILE *stream, const struct findings *findings, const char *problem)
{
    const struct finding *before = NULL;
    fputs("<dl class=\"findings\">\n", stream);
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->list[i];
        if (finding->problem != problem)
            continue;
        if (before == NULL || before->kind != finding->kind)
            element(stream, "dt", finding_heading(finding->kind));
        fputs("<dd>", stream);
        write_sentence(stream, finding->sentence);
        fputs("</dd>\n", stream);
        before = finding;
    }
    fputs("</dl>\n", stream);
}

static size_t count_findings(const struct report *report, const char *problem)
{
    size_t count = 0;
    for (size_t i = 0; i < report->findings.count; i++)
        count += report->findings.list[i].problem == problem;
    return count;
}

/* --- a table that is cards on a phone --------------------------------------------------------- */

/* Roles are told, since a phone shows rows as blocks and browsers then forget what they are. */
static void begin_table(FILE *stream, const char *class, const char *id)
{
    fprintf(stream,
            "<div class=\"scroll\" role=\"region\" aria-labelledby=\"%s\" tabindex=\"0\">\n"
            "<table class=\"%s\" role=\"table\">\n<caption id=\"%s\">",
            id, class, id);
}

static void write_head(FILE *stream, const char *name, bool is_number)
{
    fprintf(stream, "<th scope=\"col\" role=\"columnheader\"%s>",
            is_number ? " class=\"number\"" : "");
    write_capitalized(stream, name);
    fputs("</th>", stream);
}

static void begin_cell(FILE *stream, const char *label, bool is_head, bool is_number)
{
    fputs(is_head ? "<th scope=\"row\" role=\"rowheader\"" : "<td role=\"cell\"", stream);
    fprintf(stream, "%s data-label=\"", is_number ? " class=\"number\"" : "");
    write_capitalized(stream, label);
    fputs("\">", stream);
}

static void write_cell(FILE *stream, const char *label, const char *text, bool is_head,
                       bool is_number)
{
    begin_cell(stream, label, is_head, is_number);
    escape_html(stream, text[0] != '\0' ? text : "–");
    fputs(is_head ? "</th>" : "</td>", stream);
}

static void end_table(FILE *stream)
{
    fputs("</tbody>\n</table>\n</div>\n", stream);
}

/* --- a problem -------------------------------------------------------------------------------- */

static void write_outcomes(FILE *stream, const struct report_problem *problem, size_t number)
{
    char id[32];
    snprintf(id, sizeof id, "outcomes-%zu", number);
    begin_table(stream, "outcomes", id);
    fputs("How a trial ends, and what that is called</caption>\n<thead role=\"rowgroup\"><tr "
          "role=\"row\">",
          stream);
    write_head(stream, "end", false);
    for (int i = 0; i < 2; i++)
        write_head(stream, report_proposition(problem, i), false);
    write_head(stream, "verdict", false);
    fputs("</tr></thead>\n<tbody role=\"rowgroup\">\n", stream);
    for (enum cell cell = 0; cell < CELL_COUNT; cell++) {
        fputs("<tr role=\"row\">", stream);
        write_cell(stream, "end", report_cell_name(problem, cell), true, false);
        for (int i = 0; i < 2; i++)
            write_cell(stream, report_proposition(problem, i), cell_holds(cell, i) ? "yes" : "no",
                       false, false);
        write_cell(stream, "verdict", report_verdict(problem, cell), false, false);
        fputs("</tr>\n", stream);
    }
    end_table(stream);
}

static void write_strategies(FILE *stream, const struct report_problem *problem)
{
    fputs("<dl class=\"strategies\">\n", stream);
    for (size_t i = 0; i < problem->strategy_count && i < REPORT_STRATEGIES_MAX; i++) {
        const struct report_strategy *strategy = &problem->strategy[i];
        element(stream, "dt", strategy->name);
        fputs("<dd>", stream);
        escape_html(stream, strategy->known != NULL ? strategy->known->summary
                                                    : "not known to this program");
        fprintf(stream, "; %zu point%s", strategy->count, strategy->count == 1 ? "" : "s");
        if (strategy->common[0] != '\0') {
            fputs(strategy->count == 1 ? ": " : ", all with ", stream);
            escape_html(stream, strategy->common);
        }
        fputs("</dd>\n", stream);
    }
    fputs("</dl>\n", stream);
    if (problem->strategy_count > REPORT_STRATEGIES_MAX)
        fprintf(stream, "<p>These are %d of %zu strategies.</p>\n", REPORT_STRATEGIES_MAX,
                problem->strategy_count);
}

static void write_charts(FILE *stream, const struct report_problem *problem)
{
    for (size_t i = 0; i < problem->chart_count; i++) {
        const struct report_chart *chart = &problem->chart[i];
        fputs("<figure>\n", stream);
        if (chart->svg != NULL) {
            fputs("<div class=\"picture\" role=\"region\" tabindex=\"0\" aria-label=\"", stream);
            escape_html(stream, chart->claim);
            fprintf(stream, "\">%s</div>\n", chart->svg);
        } else {
            fputs("<p class=\"refused\">The picture is left out: ", stream);
            escape_html(stream, chart->refusal);
            fputs("</p>\n", stream);
        }
        fputs("<figcaption><strong>", stream);
        escape_html(stream, chart->claim);
        fputs("</strong> ", stream);
        escape_html(stream, chart->caption);
        fputs(" <span class=\"file\">", stream);
        escape_html(stream, chart->name);
        fputs(".svg</span></figcaption>\n</figure>\n", stream);
    }
}

static void write_point(FILE *stream, const struct report_problem *problem,
                        const struct table_point *point)
{
    char room[REPORT_CELL_SIZE];
    fputs("<tr role=\"row\">", stream);
    for (enum report_column column = 0; column < REPORT_COLUMNS; column++)
        if (problem->column[column])
            write_cell(stream, report_column_name(column),
                       report_cell_text(problem, point, column, room), column == REPORT_STRATEGY,
                       report_column_is_number(column));
    fputs("</tr>\n", stream);
}

static void write_points(FILE *stream, const struct report *report,
                         const struct report_problem *problem, size_t number)
{
    char id[32];
    snprintf(id, sizeof id, "points-%zu", number);
    begin_table(stream, "points", id);
    report_write_shown(stream, problem);
    fputs("</caption>\n<thead role=\"rowgroup\"><tr role=\"row\">", stream);
    for (enum report_column column = 0; column < REPORT_COLUMNS; column++)
        if (problem->column[column])
            write_head(stream, report_column_name(column), report_column_is_number(column));
    fputs("</tr></thead>\n<tbody role=\"rowgroup\">\n", stream);
    for (size_t i = 0; i < problem->shown_count; i++)
        write_point(stream, problem, &report->table.point[problem->shown[i]]);
    end_table(stream);
}

static void write_problem(FILE *stream, const struct report *report, size_t number)
{
    const struct report_problem *problem = &report->problem[number];
    fprintf(stream, "<section aria-labelledby=\"problem-%zu\">\n<h2 id=\"problem-%zu\">", number,
            number);
    escape_html(stream, problem->name);
    fputs("</h2>\n<p>", stream);
    if (problem->known != NULL) {
        fputs("Wanted: ", stream);
        escape_html(stream, problem->known->summary);
        fputs(".", stream);
    } else
        fputs("This program does not know the problem; its ends have neutral names.", stream);
    fputs("</p>\n", stream);
    write_outcomes(stream, problem, number);
    fputs("<h3>Strategies</h3>\n", stream);
    write_strategies(stream, problem);
    if (problem->chart_count > 0)
        fputs("<h3>Charts</h3>\n", stream);
    write_charts(stream, problem);
    fputs("<h3>Points</h3>\n", stream);
    write_points(stream, report, problem, number);
    fputs("</section>\n", stream);
}

/* --- the page --------------------------------------------------------------------------------- */

static void write_start(FILE *stream, const struct report *report)
{
    fprintf(stream,
            "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
            "'%s'; img-src data:; base-uri 'none'; form-action 'none'\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"color-scheme\" content=\"light dark\">\n"
            "<meta name=\"generator\" content=\"generals %s\">\n"
            "<link rel=\"icon\" href=\"data:,\">\n<title>",
            report_style_hash, build_version);
    escape_html(stream, report->folder);
    fprintf(stream, ": how often coordination fails</title>\n<style>%s</style>\n</head>\n<body>\n",
            report_style);
    fputs("<a class=\"skip\" href=\"#findings\">To the findings</a>\n<header>\n<h1>How often "
          "coordination fails: ",
          stream);
    escape_html(stream, report->folder);
    fputs("</h1>\n<p class=\"lead\">", stream);
    report_write_overview(stream, report, escape_html);
    fputs("</p>\n</header>\n", stream);
}

static void write_contents(FILE *stream, const struct report *report)
{
    fputs("<nav aria-label=\"Contents\">\n<ul>\n<li><a href=\"#findings\">Findings</a></li>\n",
          stream);
    if (report->warnings.count > 0)
        fputs("<li><a href=\"#warnings\">Where numbers are weak</a></li>\n", stream);
    for (size_t i = 0; i < report_sections(report); i++) {
        fprintf(stream, "<li><a href=\"#problem-%zu\">", i);
        escape_html(stream, report->problem[i].name);
        fputs("</a></li>\n", stream);
    }
    fputs("<li><a href=\"#method\">Method</a></li>\n<li><a href=\"#again\">Make it "
          "again</a></li>\n</ul>\n</nav>\n",
          stream);
}

static void write_all_findings(FILE *stream, const struct report *report)
{
    fputs("<section aria-labelledby=\"findings\">\n<h2 id=\"findings\">Findings</h2>\n", stream);
    for (size_t i = 0; i < report_sections(report); i++) {
        if (count_findings(report, report->problem[i].name) == 0)
            continue;
        element(stream, "h3", report->problem[i].name);
        write_list(stream, &report->findings, report->problem[i].name);
    }
    if (count_findings(report, NULL) > 0) {
        element(stream, "h3", "All points together");
        write_list(stream, &report->findings, NULL);
    }
    fputs("</section>\n", stream);
}

static void write_warnings(FILE *stream, const struct report *report)
{
    if (report->warnings.count == 0)
        return;
    fputs("<section class=\"warnings\" aria-labelledby=\"warnings\">\n<h2 id=\"warnings\">Where "
          "numbers are weak</h2>\n",
          stream);
    write_list(stream, &report->warnings, NULL);
    fputs("</section>\n", stream);
}

static void write_method(FILE *stream, const struct report *report)
{
    fputs("<section aria-labelledby=\"method\">\n<h2 id=\"method\">Method</h2>\n", stream);
    for (size_t i = 0; report_method(report, i) != NULL; i++)
        element(stream, "p", report_method(report, i));
    fputs("<dl class=\"source\">\n", stream);
    struct report_fact fact;
    for (size_t i = 0; report_fact(report, i, &fact); i++) {
        element(stream, "dt", fact.name);
        element(stream, "dd", fact.text);
    }
    fputs("</dl>\n</section>\n", stream);
}

static void write_again(FILE *stream, const struct report *report)
{
    fputs("<section aria-labelledby=\"again\">\n<h2 id=\"again\">Make it again</h2>\n", stream);
    if (report->source.command != NULL && report->source.command[0] != '\0') {
        fputs("<pre tabindex=\"0\"><code>", stream);
        escape_html(stream, report->source.command);
        fputs("</code></pre>\n", stream);
    } else
        fputs("<p>The command is not known: there is no manifest.json beside the results.</p>\n",
              stream);
    fputs("<p>The same version, seed and command give the same counts, on any machine.</p>\n"
          "</section>\n",
          stream);
}

void report_html_write(FILE *stream, const struct report *report)
{
    write_start(stream, report);
    write_contents(stream, report);
    fputs("<main>\n", stream);
    write_all_findings(stream, report);
    write_warnings(stream, report);
    for (size_t i = 0; i < report_sections(report); i++)
        write_problem(stream, report, i);
    if (report->problem_count > report_sections(report))
        fprintf(stream, "<p>These are %zu of %zu problems.</p>\n", report_sections(report),
                report->problem_count);
    write_method(stream, report);
    write_again(stream, report);
    fprintf(stream, "</main>\n<footer><p>Made by generals %s.</p></footer>\n</body>\n</html>\n",
            build_version);
}
