/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/report_points.h"

#include "analysis/stopping.h"
#include "plots/comparison_rows.h"
#include "plots/estimate_text.h"
#include "plots/number.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- numbers ---------------------------------------------------------------------------------- */

bool report_is_lossy(double loss, double loss_back)
{
    return (loss > 0.0 && loss < 1.0) || (loss_back > 0.0 && loss_back < 1.0);
}

static struct proportion proportion_of(const struct table_value *value, double rest)
{
    return (struct proportion){.value = value->value,
                               .rest = isnan(rest) ? 1.0 - value->value : rest,
                               .interval = {value->low, value->high}};
}

/* Of all ends that have another verdict; NaN if these are not known. */
static double probability_of_others(const struct report_problem *problem,
                                    const struct table_row *row, enum verdict verdict)
{
    double sum = 0.0;
    if (problem->known == NULL)
        return NAN;
    for (int i = 0; i < CELL_COUNT; i++)
        if (problem->known->cell[i].verdict != verdict)
            sum += row->cell[i];
    return sum;
}

struct proportion report_failure(const struct report_problem *problem, const struct table_row *row)
{
    return proportion_of(&row->failure, probability_of_others(problem, row, VERDICT_FAILURE));
}

struct proportion report_success(const struct report_problem *problem, const struct table_row *row)
{
    return proportion_of(&row->success, probability_of_others(problem, row, VERDICT_SUCCESS));
}

/* What is exact and can be held, with these digits; else all that is known. */
static const char *known_text(const struct proportion *probability, bool is_exact, int digits,
                              char text[ESTIMATE_TEXT_SIZE])
{
    return is_exact && probability->interval.high <= probability->interval.low
               ? probability_text(probability->value, probability->rest, digits,
                                  probability->value > 0.999, text)
               : proportion_text(probability, is_exact, text);
}

void report_write_probability(FILE *stream, const struct proportion *probability, bool is_exact)
{
    char text[ESTIMATE_TEXT_SIZE];
    fputs(known_text(probability, is_exact, 4, text), stream);
}

struct proportion report_confidence(const struct table_row *row, int *party)
{
    struct proportion confidence[2];
    for (int i = 0; i < 2; i++) {
        const double alone = row->cell[i == 0 ? CELL_FIRST_ONLY : CELL_SECOND_ONLY];
        confidence[i] = proportion_of(&row->confidence[i], alone / (alone + row->cell[CELL_BOTH]));
    }
    *party = estimate_less_sure(confidence);
    return confidence[*party > 0 ? *party : 0];
}

/* --- words ------------------------------------------------------------------------------------ */

static const struct {
    const char *name;
    bool is_number;
} columns[REPORT_COLUMNS] = {
    [REPORT_STRATEGY] = {"strategy", false},
    [REPORT_SETTINGS] = {"settings", false},
    [REPORT_CHANNEL] = {"channel", false},
    [REPORT_LOSS] = {"loss rate", true},
    [REPORT_LOSS_BACK] = {"loss rate back", true},
    [REPORT_FAILURE_EXACT] = {"failure, exact", true},
    [REPORT_FAILURE_IMPORTANCE] = {"failure, importance sampling", true},
    [REPORT_FAILURE_MONTE_CARLO] = {"failure, Monte Carlo", true},
    [REPORT_SUCCESS] = {"success", true},
    [REPORT_CONFIDENCE] = {"confidence of the less sure", true},
    [REPORT_MESSENGERS] = {"messengers per trial", true},
    [REPORT_STATUS] = {"status", false},
};

const char *report_column_name(enum report_column column)
{
    return columns[column].name;
}

bool report_column_is_number(enum report_column column)
{
    return columns[column].is_number;
}

void report_write_settings(FILE *stream, const struct report_strategy *strategy,
                           const struct table_point *point)
{
    char other[REPORT_CELL_SIZE];
    comparison_other_words(other, point->parameters->text, strategy->common);
    fputs(other + (other[0] == ' '), stream);
}

void report_write_place(FILE *stream, bool begins, double loss, double loss_back,
                        const char *channel)
{
    const bool same = loss >= loss_back && loss <= loss_back;
    fprintf(stream, "%ct loss rate%s %.4g", begins ? 'A' : 'a', same ? "" : "s", loss);
    if (!same)
        fprintf(stream, " and %.4g back", loss_back);
    if (strcmp(channel, "memoryless") != 0)
        fprintf(stream, " (%s)", channel);
}

/* In a table; all digits are in results.csv. */
static const char *rounded_text(const struct proportion *probability, bool is_exact,
                                char room[REPORT_CELL_SIZE])
{
    return known_text(probability, is_exact, 6, room);
}

static const char *failure_text(const struct report_problem *problem,
                                const struct table_point *point, enum method method,
                                char room[REPORT_CELL_SIZE])
{
    const struct table_row *row = point->row[method];
    if (row == NULL || row->trials == 0 || isnan(row->failure.value))
        return "";
    const struct proportion failure = report_failure(problem, row);
    return rounded_text(&failure, method == METHOD_EXACT, room);
}

/* "monte-carlo imprecise" */
static const char *status_text(const struct table_point *point, char room[REPORT_CELL_SIZE])
{
    char *end = room;
    for (enum method method = 0; method < METHOD_COUNT; method++) {
        const struct table_row *row = point->row[method];
        if (row != NULL && strcmp(row->status, status_name(STATUS_COMPLETE)) != 0)
            end += snprintf(end, REPORT_CELL_SIZE / METHOD_COUNT, "%s%s %.200s",
                            end > room ? "; " : "", method_name(method), row->status);
    }
    *end = '\0';
    return room;
}

static const char *confidence_text(const struct table_row *row, bool is_exact,
                                   char room[REPORT_CELL_SIZE])
{
    int party;
    const struct proportion confidence = report_confidence(row, &party);
    return party < 0 ? "" : rounded_text(&confidence, is_exact, room);
}

/* What importance sampling does not know. */
static const char *other_text(const struct report_problem *problem, const struct table_point *point,
                              enum report_column column, char room[REPORT_CELL_SIZE])
{
    const struct table_row *row = table_best_of_all(point);
    if (row == NULL)
        return "";
    const bool is_exact = row == point->row[METHOD_EXACT];
    const struct proportion success = report_success(problem, row);
    const struct proportion messengers = proportion_of(&row->messengers, NAN);
    if (column == REPORT_SUCCESS)
        return rounded_text(&success, is_exact, room);
    if (column == REPORT_CONFIDENCE)
        return confidence_text(row, is_exact, room);
    if (!isnan(messengers.interval.low) && !is_exact)
        return mean_text(&messengers, false, room);
    snprintf(room, REPORT_CELL_SIZE, "%.6g", messengers.value);
    return room;
}

const char *report_cell_text(const struct report_problem *problem, const struct table_point *point,
                             enum report_column column, char room[REPORT_CELL_SIZE])
{
    const char *settings = room + 1;
    switch (column) {
    case REPORT_STRATEGY:
        return point->strategy;
    case REPORT_SETTINGS:
        comparison_other_words(room, point->parameters->text,
                               report_strategy_of(problem, point)->common);
        return room[0] == '\0' ? room : settings;
    case REPORT_CHANNEL:
        return point->channel->text;
    case REPORT_LOSS:
        return number_text(point->loss, room);
    case REPORT_LOSS_BACK:
        return number_text(point->loss_back, room);
    case REPORT_FAILURE_EXACT:
        return failure_text(problem, point, METHOD_EXACT, room);
    case REPORT_FAILURE_IMPORTANCE:
        return failure_text(problem, point, METHOD_IMPORTANCE, room);
    case REPORT_FAILURE_MONTE_CARLO:
        return failure_text(problem, point, METHOD_MONTE_CARLO, room);
    case REPORT_STATUS:
        return status_text(point, room);
    default:
        return other_text(problem, point, column, room);
    }
}

/* --- which ------------------------------------------------------------------------------------ */

static void choose_columns(const struct report *report, struct report_problem *problem)
{
    static const enum report_column always[] = {REPORT_STRATEGY, REPORT_LOSS};
    char room[REPORT_CELL_SIZE];
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        problem->column[always[i]] = true;
    for (size_t i = 0; i < problem->shown_count; i++) {
        const struct table_point *point = &report->table.point[problem->shown[i]];
        for (enum report_column column = 0; column < REPORT_COLUMNS; column++)
            problem->column[column] = problem->column[column] ||
                                      report_cell_text(problem, point, column, room)[0] != '\0';
    }
    bool bursts = false, other_way = false;
    for (size_t i = 0; i < problem->shown_count; i++) {
        const struct table_point *point = &report->table.point[problem->shown[i]];
        bursts = bursts || strcmp(point->channel->text, "memoryless") != 0;
        other_way = other_way || point->loss < point->loss_back || point->loss > point->loss_back;
    }
    problem->column[REPORT_CHANNEL] = bursts;
    problem->column[REPORT_LOSS_BACK] = other_way;
    if (problem->known != NULL && !problem->known->parties_act)
        problem->column[REPORT_CONFIDENCE] = false;
}

static double failure_of(const struct report *report, size_t point)
{
    const struct table_row *row = table_best(&report->table.point[point]);
    return row != NULL ? row->failure.value : NAN;
}

/* Marks the points of a strategy that fail least and most, where anything is left to chance. */
static void mark_extremes(const struct report *report, const struct report_strategy *strategy,
                          bool *marked)
{
    size_t least = 0, most = 0;
    bool any = false;
    for (size_t i = 0; i < strategy->count; i++) {
        const struct table_point *point = &report->table.point[strategy->point[i]];
        const double failure = failure_of(report, strategy->point[i]);
        if (isnan(failure) || !report_is_lossy(point->loss, point->loss_back))
            continue;
        if (!any || failure < failure_of(report, strategy->point[least]))
            least = i;
        if (!any || failure > failure_of(report, strategy->point[most]))
            most = i;
        any = true;
    }
    if (any)
        marked[strategy->point[least]] = marked[strategy->point[most]] = true;
}

static int compare_indices(const void *left, const void *right)
{
    const size_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* Where there are too many: the extremes of each strategy, and others evenly through the sweep. */
static void mark_points(const struct report *report, const struct report_problem *problem,
                        bool *marked)
{
    const size_t extremes = REPORT_POINTS_MAX / 4; /* strategies, of two points each */
    for (size_t i = 0; i < problem->strategy_count && i < extremes; i++)
        mark_extremes(report, &problem->strategy[i], marked);
    size_t left = REPORT_POINTS_MAX, at = 0;
    for (size_t i = 0; i < problem->count; i++)
        left -= marked[problem->point[i]];
    const size_t evenly = left;
    for (size_t i = 0; i < evenly; i++) {
        const size_t wanted = evenly > 1 ? i * (problem->count - 1) / (evenly - 1) : 0;
        for (at = wanted > at ? wanted : at; at < problem->count; at++)
            if (!marked[problem->point[at]]) {
                marked[problem->point[at]] = true;
                break;
            }
    }
}

static bool choose(const struct report *report, struct report_problem *problem, bool *marked,
                   struct error *error)
{
    const bool all = problem->count <= REPORT_POINTS_MAX;
    if (!all)
        mark_points(report, problem, marked);
    problem->shown = malloc((all ? problem->count : REPORT_POINTS_MAX) * sizeof *problem->shown);
    if (problem->shown == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < problem->count; i++)
        if (all || marked[problem->point[i]])
            problem->shown[problem->shown_count++] = problem->point[i];
    qsort(problem->shown, problem->shown_count, sizeof *problem->shown, compare_indices);
    choose_columns(report, problem);
    return true;
}

bool report_points_choose(struct report *report, struct error *error)
{
    bool *marked = calloc(report->table.count + 1, sizeof *marked);
    bool good = true;
    if (marked == NULL)
        return error_no_memory(error);
    for (size_t i = 0; good && i < report_sections(report); i++)
        good = choose(report, &report->problem[i], marked, error);
    free(marked);
    return good;
}
