/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/report_json.h"

#include "engine/build.h"
#include "plots/escape.h"
#include "plots/number.h"
#include "plots/report_method.h"
#include "plots/report_points.h"

#include <inttypes.h>
#include <math.h>

static void number(FILE *stream, double value)
{
    char text[NUMBER_SIZE];
    fputs(isfinite(value) ? number_text(value, text) : "null", stream);
}

static void name(FILE *stream, const char *field)
{
    fprintf(stream, "\"%s\": ", field);
}

/* "field": "text", and what is to stand behind. */
static void text_field(FILE *stream, const char *field, const char *text, const char *behind)
{
    name(stream, field);
    escape_json(stream, text != NULL ? text : "");
    fputs(behind, stream);
}

static void number_field(FILE *stream, const char *field, double value, const char *behind)
{
    name(stream, field);
    number(stream, value);
    fputs(behind, stream);
}

static void value_field(FILE *stream, const char *field, const struct table_value *value,
                        const char *behind)
{
    name(stream, field);
    fputs("[", stream);
    number(stream, value->value);
    fputs(", ", stream);
    number(stream, value->low);
    fputs(", ", stream);
    number(stream, value->high);
    fprintf(stream, "]%s", behind);
}

static void write_findings(FILE *stream, const char *field, const struct findings *findings)
{
    name(stream, field);
    fputs("[", stream);
    for (size_t i = 0; i < findings->count; i++) {
        const struct finding *finding = &findings->list[i];
        fputs(i > 0 ? ",\n    {" : "\n    {", stream);
        text_field(stream, "kind", finding_name(finding->kind), ", ");
        name(stream, "problem");
        if (finding->problem != NULL)
            escape_json(stream, finding->problem);
        else
            fputs("null", stream);
        fputs(", ", stream);
        number_field(stream, "value", finding->value, ", ");
        number_field(stream, "low", finding->low, ", ");
        number_field(stream, "high", finding->high, ", ");
        fprintf(stream, "\"exact\": %s, ", finding->is_exact ? "true" : "false");
        text_field(stream, "sentence", finding->sentence, "}");
    }
    fputs("],\n", stream);
}

/* --- a problem -------------------------------------------------------------------------------- */

static void write_outcomes(FILE *stream, const struct report_problem *problem)
{
    fputs("      \"propositions\": [", stream);
    escape_json(stream, report_proposition(problem, 0));
    fputs(", ", stream);
    escape_json(stream, report_proposition(problem, 1));
    fputs("],\n      \"outcomes\": [", stream);
    for (enum cell cell = 0; cell < CELL_COUNT; cell++) {
        fputs(cell > 0 ? ", {" : "{", stream);
        text_field(stream, "name", report_cell_name(problem, cell), ", ");
        text_field(stream, "verdict", report_verdict(problem, cell), "}");
    }
    fputs("],\n", stream);
}

static void write_strategies(FILE *stream, const struct report_problem *problem)
{
    fprintf(stream, "      \"strategies_total\": %zu,\n      \"strategies\": [",
            problem->strategy_count);
    for (size_t i = 0; i < problem->strategy_count && i < REPORT_STRATEGIES_MAX; i++) {
        const struct report_strategy *strategy = &problem->strategy[i];
        fputs(i > 0 ? ",\n        {" : "\n        {", stream);
        text_field(stream, "name", strategy->name, ", ");
        fprintf(stream, "\"known\": %s, ", strategy->known != NULL ? "true" : "false");
        text_field(stream, "summary", strategy->known != NULL ? strategy->known->summary : "",
                   ", ");
        text_field(stream, "common", strategy->common, ", ");
        fprintf(stream, "\"points\": %zu}", strategy->count);
    }
    fputs("],\n", stream);
}

static void write_charts(FILE *stream, const struct report_problem *problem)
{
    fputs("      \"charts\": [", stream);
    for (size_t i = 0; i < problem->chart_count; i++) {
        const struct report_chart *chart = &problem->chart[i];
        fputs(i > 0 ? ",\n        {" : "\n        {", stream);
        text_field(stream, "name", chart->name, ", ");
        text_field(stream, "claim", chart->claim, ", ");
        text_field(stream, "caption", chart->caption, ", ");
        if (chart->refusal != NULL)
            text_field(stream, "refusal", chart->refusal, "}");
        else
            fputs("\"refusal\": null}", stream);
    }
    fputs("],\n", stream);
}

static void write_row(FILE *stream, const struct table_row *row, enum method method)
{
    fputs("{", stream);
    text_field(stream, "method", method_name(method), ", ");
    fprintf(stream, "\"trials\": %" PRIu64 ", ", row->trials);
    value_field(stream, "failure", &row->failure, ", ");
    value_field(stream, "success", &row->success, ", ");
    fputs("\"confidence\": [", stream);
    for (int i = 0; i < 2; i++) {
        number(stream, row->confidence[i].value);
        fputs(i == 0 ? ", " : "], ", stream);
    }
    value_field(stream, "messengers", &row->messengers, ", ");
    number_field(stream, "rounds", row->rounds, ", ");
    text_field(stream, "interval", row->interval, ", ");
    number_field(stream, "confidence_level", row->level, ", ");
    text_field(stream, "event", row->event, ", ");
    text_field(stream, "status", row->status, "}");
}

static void write_point(FILE *stream, const struct table_point *point)
{
    fputs("{", stream);
    text_field(stream, "strategy", point->strategy, ", ");
    text_field(stream, "parameters", point->parameters->text, ", ");
    text_field(stream, "channel", point->channel->text, ", ");
    number_field(stream, "loss", point->loss, ", ");
    number_field(stream, "loss_back", point->loss_back, ", ");
    fputs("\"measured\": [", stream);
    const char *before = "";
    for (enum method method = 0; method < METHOD_COUNT; method++)
        if (point->row[method] != NULL) {
            fputs(before, stream);
            write_row(stream, point->row[method], method);
            before = ", ";
        }
    fputs("]}", stream);
}

static void write_problem(FILE *stream, const struct report *report,
                          const struct report_problem *problem)
{
    fputs("{\n      ", stream);
    text_field(stream, "name", problem->name, ",\n      ");
    fprintf(stream, "\"known\": %s,\n      ", problem->known != NULL ? "true" : "false");
    text_field(stream, "summary", problem->known != NULL ? problem->known->summary : "", ",\n");
    write_outcomes(stream, problem);
    write_strategies(stream, problem);
    write_charts(stream, problem);
    fprintf(stream, "      \"points_total\": %zu,\n      \"points\": [", problem->count);
    for (size_t i = 0; i < problem->shown_count; i++) {
        fputs(i > 0 ? ",\n        " : "\n        ", stream);
        write_point(stream, &report->table.point[problem->shown[i]]);
    }
    fputs("]}", stream);
}

/* --- all -------------------------------------------------------------------------------------- */

static void write_source(FILE *stream, const struct report *report)
{
    const struct report_source *source = &report->source;
    if (!source->is_known) {
        fputs("  \"source\": null,\n", stream);
        return;
    }
    fputs("  \"source\": {", stream);
    text_field(stream, "command", source->command, ", ");
    text_field(stream, "version", source->version, ", ");
    text_field(stream, "stream_version", source->stream_version, ", ");
    text_field(stream, "git", source->git, ", ");
    text_field(stream, "compiler", source->compiler, ", ");
    text_field(stream, "build", source->build, ", ");
    text_field(stream, "seed", source->seed, ", ");
    text_field(stream, "trials", source->trials, ", ");
    text_field(stream, "precision", source->precision, ", ");
    text_field(stream, "time", source->time, ", ");
    text_field(stream, "interval", source->interval, ", ");
    text_field(stream, "confidence_level", source->confidence_level, ", ");
    text_field(stream, "machine", source->machine, ", ");
    text_field(stream, "ranks", source->ranks, ", ");
    text_field(stream, "threads", source->threads, ", ");
    text_field(stream, "date", source->date, ", ");
    text_field(stream, "seconds", source->seconds, "},\n");
}

void report_json_write(FILE *stream, const struct report *report)
{
    fputs("{\n  \"report\": 1,\n  ", stream);
    text_field(stream, "made_by", build_version, ",\n  ");
    text_field(stream, "folder", report->folder, ",\n");
    fprintf(stream, "  \"points_total\": %zu,\n  \"problems_total\": %zu,\n  ", report->table.count,
            report->problem_count);
    write_findings(stream, "findings", &report->findings);
    fputs("  ", stream);
    write_findings(stream, "warnings", &report->warnings);
    write_source(stream, report);
    fputs("  \"method\": [", stream);
    for (size_t i = 0; report_method(report, i) != NULL; i++) {
        fputs(i > 0 ? ",\n    " : "\n    ", stream);
        escape_json(stream, report_method(report, i));
    }
    fputs("],\n  \"problems\": [", stream);
    for (size_t i = 0; i < report_sections(report); i++) {
        fputs(i > 0 ? ", " : "", stream);
        write_problem(stream, report, &report->problem[i]);
    }
    fputs("]\n}\n", stream);
}
