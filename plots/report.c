/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/report.h"

#include "plots/report_charts.h"
#include "plots/report_findings.h"
#include "plots/report_points.h"
#include "plots/report_warnings.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

size_t report_sections(const struct report *report)
{
    return report->problem_count < REPORT_PROBLEMS_MAX ? report->problem_count
                                                       : REPORT_PROBLEMS_MAX;
}

const char *report_cell_name(const struct report_problem *problem, enum cell cell)
{
    static const char *const neutral[] = {[CELL_NEITHER] = "neither",
                                          [CELL_FIRST_ONLY] = "first only",
                                          [CELL_SECOND_ONLY] = "second only",
                                          [CELL_BOTH] = "both"};
    return problem->known != NULL ? problem->known->cell[cell].name : neutral[cell];
}

const char *report_verdict(const struct report_problem *problem, enum cell cell)
{
    return problem->known != NULL ? verdict_name(problem->known->cell[cell].verdict) : "not known";
}

static int compare_strategies(const void *left, const void *right)
{
    const struct report_strategy *a = left, *b = right;
    return strcmp(a->name, b->name);
}

const struct report_strategy *report_strategy_of(const struct report_problem *problem,
                                                 const struct table_point *point)
{
    const struct report_strategy wanted = {.name = point->strategy};
    return bsearch(&wanted, problem->strategy, problem->strategy_count, sizeof *problem->strategy,
                   compare_strategies);
}

/* --- problems and their strategies ------------------------------------------------------------ */

/* Points by problem, then strategy, then as they stand in the table. */
static int compare_points(const void *left, const void *right)
{
    const struct table_point *a = *(const struct table_point *const *)left,
                             *b = *(const struct table_point *const *)right;
    int order = strcmp(a->problem, b->problem);
    if (order == 0)
        order = strcmp(a->strategy, b->strategy);
    return order != 0 ? order : (a > b) - (a < b);
}

static int compare_problems(const void *left, const void *right)
{
    const struct report_problem *a = left, *b = right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return strcmp(a->name, b->name);
}

static const struct strategy *find_known(strategy_finder *find, const struct table_point *point)
{
    const struct strategy *found = find(point->strategy);
    return found != NULL && strcmp(found->problem->name, point->problem) == 0 ? found : NULL;
}

/* The settings that all of the strategy's points have. */
static bool find_common(const struct report *report, struct report_strategy *strategy,
                        struct error *error)
{
    const char **texts = malloc(strategy->count * sizeof *texts);
    size_t count = 0;
    for (size_t i = 0; texts != NULL && i < strategy->count; i++) {
        const char *text = report->table.point[strategy->point[i]].parameters->text;
        if (count == 0 || texts[count - 1] != text)
            texts[count++] = text;
    }
    strategy->common = texts != NULL ? comparison_common_words(texts, count) : NULL;
    free(texts);
    return strategy->common != NULL || error_no_memory(error);
}

/* Fills in the strategies of a problem whose points are there. */
static bool add_strategies(struct report *report, struct report_problem *problem,
                           strategy_finder *find, struct error *error)
{
    const struct table_point *point = report->table.point;
    size_t count = 0;
    for (size_t i = 0; i < problem->count; i++)
        count += i == 0 || strcmp(point[problem->point[i - 1]].strategy,
                                  point[problem->point[i]].strategy) != 0;
    problem->strategy = calloc(count + 1, sizeof *problem->strategy);
    if (problem->strategy == NULL)
        return error_no_memory(error);
    for (size_t i = 0, end; i < problem->count; i = end) {
        struct report_strategy *strategy = &problem->strategy[problem->strategy_count++];
        for (end = i + 1; end < problem->count; end++)
            if (point[problem->point[end]].strategy != point[problem->point[i]].strategy)
                break;
        *strategy = (struct report_strategy){.name = point[problem->point[i]].strategy,
                                             .known = find_known(find, &point[problem->point[i]]),
                                             .point = problem->point + i,
                                             .count = end - i};
        if (strategy->known != NULL)
            problem->known = strategy->known->problem;
        if (!find_common(report, strategy, error))
            return false;
    }
    return true;
}

/* `sorted`: the points by problem. */
static bool add_problem(struct report *report, const struct table_point *const *sorted,
                        size_t count, struct error *error)
{
    struct report_problem *problem = &report->problem[report->problem_count++];
    *problem = (struct report_problem){.name = sorted[0]->problem};
    problem->point = malloc(count * sizeof *problem->point);
    if (problem->point == NULL)
        return error_no_memory(error);
    for (problem->count = 0; problem->count < count; problem->count++)
        problem->point[problem->count] = (size_t)(sorted[problem->count] - report->table.point);
    return true;
}

static bool group_points(struct report *report, const struct table_point **sorted,
                         struct error *error)
{
    const struct table *table = &report->table;
    size_t count = 0;
    for (size_t i = 0; i < table->count; i++)
        sorted[i] = &table->point[i];
    qsort(sorted, table->count, sizeof(struct table_point *), compare_points);
    for (size_t i = 0; i < table->count; i++)
        count += i == 0 || sorted[i - 1]->problem != sorted[i]->problem;
    report->problem = calloc(count + 1, sizeof *report->problem);
    if (report->problem == NULL)
        return error_no_memory(error);
    for (size_t i = 0, end; i < table->count; i = end) {
        for (end = i + 1; end < table->count; end++)
            if (sorted[end]->problem != sorted[i]->problem)
                break;
        if (!add_problem(report, sorted + i, end - i, error))
            return false;
    }
    qsort(report->problem, report->problem_count, sizeof *report->problem, compare_problems);
    return true;
}

static bool add_problems(struct report *report, strategy_finder *find, struct error *error)
{
    const struct table_point **sorted =
        calloc(report->table.count + 1, sizeof(struct table_point *));
    if (sorted == NULL)
        return error_no_memory(error);
    bool good = group_points(report, sorted, error);
    free(sorted);
    for (size_t i = 0; good && i < report->problem_count; i++)
        good = add_strategies(report, &report->problem[i], find, error);
    return good;
}

/* --- all -------------------------------------------------------------------------------------- */

/* Of the intervals that were sampled; 0.95 if none were. */
static double find_level(const struct table *table)
{
    for (size_t i = 0; i < table->row_count; i++)
        if (table->row[i].level > 0.0 && table->row[i].level < 1.0)
            return table->row[i].level;
    return 0.95;
}

/* "out" of "./results/out/" */
static bool name_folder(struct report *report, const char *directory, struct error *error)
{
    char *path = realpath(directory, NULL);
    if (path == NULL)
        return error_set(error, "cannot read '%s': %s", directory, strerror(errno));
    const char *slash = strrchr(path, '/');
    report->folder = strdup(slash != NULL && slash[1] != '\0' ? slash + 1 : path);
    free(path);
    return report->folder != NULL || error_no_memory(error);
}

bool report_make(struct report *report, const struct drawing *drawing, strategy_finder *find,
                 comparison_of_task *of_task, struct error *error)
{
    const char *directory = drawing->directory;
    *report = (struct report){0};
    if (!table_read(&report->table, directory, error))
        return false;
    if (report->table.count == 0)
        return error_set(error, "'%s/%s' has no results to report", directory, "results.csv");
    return name_folder(report, directory, error) &&
           comparison_rows_find(&report->comparison, directory, of_task, find_level(&report->table),
                                error) &&
           report_source_read(&report->source, directory, error) &&
           add_problems(report, find, error) && report_points_choose(report, error) &&
           report_charts_read(report, drawing, error) && report_findings_find(report, error) &&
           report_warnings_find(report, error);
}

static void release_problem(struct report_problem *problem)
{
    for (size_t i = 0; i < problem->strategy_count; i++)
        free(problem->strategy[i].common);
    for (size_t i = 0; i < problem->chart_count; i++)
        report_chart_release(&problem->chart[i]);
    free(problem->strategy);
    free(problem->point);
    free(problem->shown);
    free(problem->chart);
}

void report_release(struct report *report)
{
    for (size_t i = 0; i < report->problem_count; i++)
        release_problem(&report->problem[i]);
    free(report->problem);
    free(report->folder);
    findings_release(&report->findings);
    findings_release(&report->warnings);
    report_source_release(&report->source);
    comparison_rows_release(&report->comparison);
    table_release(&report->table);
}
