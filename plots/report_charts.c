/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/report_charts.h"

#include "plots/file.h"
#include "plots/svg_inline.h"

#include <stdlib.h>
#include <string.h>

void report_chart_release(struct report_chart *chart)
{
    free(chart->name);
    free(chart->claim);
    free(chart->caption);
    free(chart->svg);
    free(chart->refusal);
}

/* "NAME|NAME": is the name among them? */
static bool names_problem(const char *names, const char *name)
{
    const size_t length = strlen(name);
    for (const char *at = names; *at != '\0'; at += strspn(at, "|")) {
        const size_t here = strcspn(at, "|");
        if (here == length && strncmp(at, name, length) == 0)
            return true;
        at += here;
    }
    return false;
}

static struct report_problem *find_problem(struct report *report, const char *names)
{
    for (size_t i = 0; i < report_sections(report); i++)
        if (names_problem(names, report->problem[i].name))
            return &report->problem[i];
    return NULL;
}

/* Takes the picture into the page, or says why not. */
static bool take_picture(struct report_chart *chart, const char *text, struct error *error)
{
    struct error refusal;
    char prefix[DRAWING_NAME_SIZE + 8];
    snprintf(prefix, sizeof prefix, "chart-%s", chart->name);
    chart->svg = svg_inline(text, prefix, chart->claim,
                            chart->caption[0] != '\0' ? chart->caption : chart->claim, &refusal);
    if (chart->svg != NULL)
        return true;
    if (error_is_no_memory(&refusal))
        return error_no_memory(error);
    chart->refusal = strdup(refusal.message);
    return chart->refusal != NULL || error_no_memory(error);
}

static bool add_chart(struct report_problem *problem, const struct drawn *drawn, const char *text,
                      struct error *error)
{
    struct report_chart *more =
        realloc(problem->chart, (problem->chart_count + 1) * sizeof *problem->chart);
    if (more == NULL)
        return error_no_memory(error);
    problem->chart = more;
    struct report_chart *chart = &more[problem->chart_count++];
    *chart =
        (struct report_chart){.name = strdup(drawn->name),
                              .claim = strdup(drawn->claim[0] != '\0' ? drawn->claim : drawn->name),
                              .caption = strdup(drawn->caption)};
    if (chart->name == NULL || chart->claim == NULL || chart->caption == NULL)
        return error_no_memory(error);
    return take_picture(chart, text, error);
}

static bool read_chart(struct report *report, const struct drawing *drawing,
                       const struct drawn *drawn, struct error *error)
{
    char name[DRAWING_NAME_SIZE + 8];
    char *text;
    size_t length;
    struct report_problem *problem = find_problem(report, drawn->problem);
    snprintf(name, sizeof name, "%s.svg", drawn->name);
    if (problem == NULL)
        return true;
    if (!file_read(drawing->directory, name, &text, &length, error))
        return false;
    report->missing_pictures += text == NULL;
    const bool good = text == NULL || add_chart(problem, drawn, text, error);
    free(text);
    return good;
}

bool report_charts_read(struct report *report, const struct drawing *drawing, struct error *error)
{
    for (size_t i = 0; i < drawing->count; i++)
        if (!read_chart(report, drawing, &drawing->chart[i], error))
            return false;
    return true;
}
