/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/report_method.h"

#include "plots/number.h"

#include <inttypes.h>
#include <string.h>

const char *report_proposition(const struct report_problem *problem, int number)
{
    static const char *const neutral[] = {"the first proposition", "the second proposition"};
    return problem->known != NULL ? problem->known->proposition[number] : neutral[number];
}

static size_t count_rows(const struct report *report, enum method method, double *trials)
{
    size_t count = 0;
    *trials = 0.0;
    for (size_t i = 0; i < report->table.count; i++) {
        const struct table_row *row = report->table.point[i].row[method];
        count += row != NULL;
        *trials += row != NULL ? (double)row->trials : 0.0;
    }
    return count;
}

static void write_count(FILE *stream, size_t count, const char *one, const char *several)
{
    fprintf(stream, "%zu %s", count, count == 1 ? one : several);
}

/* "421 million" */
static void write_large(FILE *stream, double number)
{
    static const char *const words[] = {"", " thousand", " million", " billion", " trillion"};
    size_t word = 0;
    if (number < 1e6) {
        fprintf(stream, "%.0f", number);
        return;
    }
    for (; number >= 999.5 && word + 1 < sizeof words / sizeof *words; word++)
        number /= 1000.0;
    fprintf(stream, "%.3g%s", number, words[word]);
}

void report_write_overview(FILE *stream, const struct report *report,
                           void (*escape)(FILE *stream, const char *text))
{
    size_t strategies = 0;
    for (size_t i = 0; i < report->problem_count; i++)
        strategies += report->problem[i].strategy_count;
    write_count(stream, report->table.count, "point", "points");
    fputs(" of ", stream);
    write_count(stream, strategies, "strategy", "strategies");
    if (report->problem_count == 1) {
        fputs(" of the problem ", stream);
        escape(stream, report->problem[0].name);
    } else {
        fputs(" of ", stream);
        write_count(stream, report->problem_count, "problem", "problems");
    }
    static const char *const units[] = {[METHOD_MONTE_CARLO] = "trials of Monte Carlo",
                                        [METHOD_EXACT] = "histories gone through exactly",
                                        [METHOD_IMPORTANCE] = "trials of importance sampling"};
    const char *between = ", measured by ";
    for (enum method method = 0; method < METHOD_COUNT; method++) {
        double trials;
        const size_t rows = count_rows(report, method, &trials);
        if (rows == 0)
            continue;
        fputs(between, stream);
        write_large(stream, trials);
        fprintf(stream, " %s (", units[method]);
        write_count(stream, rows, "point)", "points)");
        between = " and ";
    }
    fputs(".", stream);
}

void report_write_shown(FILE *stream, const struct report_problem *problem)
{
    if (problem->shown_count == problem->count) {
        if (problem->count == 1)
            fputs("The one point", stream);
        else
            fprintf(stream, "All %zu points", problem->count);
        return;
    }
    fprintf(stream,
            "Shown are %zu of %zu points: of each strategy those that fail least and most, and "
            "others evenly through the sweep. All are in results.csv",
            problem->shown_count, problem->count);
}

/* --- method ----------------------------------------------------------------------------------- */

static bool has_method(const struct report *report, enum method method)
{
    double trials;
    return count_rows(report, method, &trials) > 0;
}

const char *report_method(const struct report *report, size_t number)
{
    static const struct {
        enum method method; /* METHOD_COUNT: in any case */
        const char *text;
    } paragraphs[] = {
        {METHOD_MONTE_CARLO,
         "Monte Carlo counts how many of many trials end in failure. An interval stands in "
         "brackets behind the estimate; it contains the truth with the level that is given for it, "
         "each interval for itself. Zero failures are no proof: then the upper end is what is "
         "known."},
        {METHOD_EXACT,
         "Exact numbers go through every possible history and add up their probabilities. They "
         "have no interval, and are right to 12 digits."},
        {METHOD_IMPORTANCE,
         "Importance sampling makes the rare common and takes that back by weights. Its intervals "
         "are those of Fay and Feuer; where its weights are not to be trusted, the status says "
         "so."},
        {METHOD_COUNT,
         "What is called sure in the findings is so for all comparisons at one loss rate together: "
         "p-values of exact tests are adjusted for their number (Holm), and intervals in those "
         "findings share the error among all settings (Bonferroni)."},
        {METHOD_COUNT,
         "A probability near 1 is written as what it lacks: 1-2.5e-07. Not modelled are late and "
         "duplicated messages, and crashes."},
    };
    size_t at = 0;
    for (size_t i = 0; i < sizeof paragraphs / sizeof *paragraphs; i++)
        if ((paragraphs[i].method == METHOD_COUNT || has_method(report, paragraphs[i].method)) &&
            at++ == number)
            return paragraphs[i].text;
    return NULL;
}

bool report_fact(const struct report *report, size_t number, struct report_fact *fact)
{
    const struct report_source *source = &report->source;
    const struct report_fact facts[] = {
        {"Version", source->version},
        {"Git revision", source->git},
        {"Compiler", source->compiler},
        {"Build", source->build},
        {"Stream version", source->stream_version},
        {"Seed", source->seed},
        {"Trials of each point, if not exact", source->trials},
        {"Precision asked for", source->precision},
        {"Seconds it may take", source->time},
        {"Intervals", source->interval},
        {"Confidence level", source->confidence_level},
        {"Machine", source->machine},
        {"MPI ranks", source->ranks},
        {"Threads of each", source->threads},
        {"Date (UTC)", source->date},
        {"Seconds it took", source->seconds},
    };
    size_t at = 0;
    for (size_t i = 0; i < sizeof facts / sizeof *facts; i++)
        if (facts[i].text != NULL && facts[i].text[0] != '\0' && at++ == number) {
            *fact = facts[i];
            return true;
        }
    return false;
}
