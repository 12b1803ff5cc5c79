/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/report_overall.h"

#include "analysis/exact_test.h"
#include "analysis/stopping.h"
#include "analysis/text.h"
#include "plots/report_points.h"

#include <math.h>
#include <string.h>

double report_failures_seen(const struct table_row *row)
{
    return round(row->failure.value * (double)row->trials);
}

bool report_is_within(const struct table_row *sampled, const struct table_row *exact)
{
    const double rounding = 1e-12 * exact->failure.value;
    return sampled->failure.low <= exact->failure.value + rounding &&
           sampled->failure.high >= exact->failure.value - rounding;
}

static bool is_sequential(const struct table_row *row)
{
    const size_t length = strlen(row->interval), end = strlen(INTERVAL_SEQUENTIAL);
    return length >= end && strcmp(row->interval + length - end, INTERVAL_SEQUENTIAL) == 0;
}

double report_p_value(const struct table_row *sampled, const struct table_row *exact)
{
    const double failures = report_failures_seen(sampled);
    if (is_sequential(sampled) || !(failures >= 0.0 && failures < 9e15) ||
        !(exact->failure.value >= 0.0 && exact->failure.value <= 1.0))
        return NAN;
    return exact_test_binomial((uint64_t)failures, sampled->trials, exact->failure.value);
}

/* At a loss rate of 0 or 1 only strategies with coins leave anything to chance. */
static bool has_chance(const struct table_point *point)
{
    const struct table_row *row = table_best(point);
    return report_is_lossy(point->loss, point->loss_back) ||
           (row != NULL && row->failure.value > 0.0 && row->failure.value < 1.0);
}

/* --- no failure seen -------------------------------------------------------------------------- */

struct unseen {
    size_t sampled, count, known_better;
    double least, most; /* of the upper ends */
    double level;
};

static struct unseen count_unseen(const struct table *table)
{
    struct unseen unseen = {.least = INFINITY};
    for (size_t i = 0; i < table->count; i++) {
        const struct table_point *point = &table->point[i];
        const struct table_row *row = point->row[METHOD_MONTE_CARLO];
        if (row == NULL || !row->is_usable || !has_chance(point))
            continue;
        unseen.sampled++;
        if (row->failure.value > 0.0)
            continue;
        unseen.count++;
        unseen.known_better += table_best(point) != row;
        unseen.least = fmin(unseen.least, row->failure.high);
        unseen.most = fmax(unseen.most, row->failure.high);
        unseen.level = row->level;
    }
    return unseen;
}

static bool add_unseen(struct report *report, struct error *error)
{
    const struct unseen unseen = count_unseen(&report->table);
    struct text text;
    if (unseen.sampled == 0)
        return true;
    if (!text_open(&text, error))
        return false;
    FILE *to = text.stream;
    if (unseen.count == 0)
        fprintf(to, "%s at which trials were run %s seen to fail.",
                unseen.sampled == 1 ? "The one point" : "All points",
                unseen.sampled == 1 ? "was" : "were");
    else {
        if (unseen.count < unseen.sampled)
            fprintf(to, "At %zu of %zu points", unseen.count, unseen.sampled);
        else
            fprintf(to, unseen.count > 1 ? "At all %zu points" : "At the one point", unseen.count);
        fprintf(to,
                " at which trials were run, no failure was seen. That does not make it "
                "impossible: its probability is at most %.2g",
                unseen.least);
        if (unseen.most > unseen.least * 1.005)
            fprintf(to, " to %.2g there, depending on how many trials there were", unseen.most);
        fprintf(to, " (%.15g %% for each point).", 100.0 * unseen.level);
        if (unseen.known_better == unseen.count)
            fputs(" Exact values or importance sampling tell more of all of them.", to);
        else if (unseen.known_better > 0)
            fprintf(to, " At %zu of them exact values or importance sampling tell more.",
                    unseen.known_better);
    }
    return findings_add(&report->findings,
                        (struct finding){.kind = FINDING_UNSEEN,
                                         .sentence = text_close(&text, error),
                                         .value = (double)unseen.count,
                                         .low = NAN,
                                         .high = NAN,
                                         .is_exact = true},
                        error);
}

/* --- agreement -------------------------------------------------------------------------------- */

struct counted_points {
    size_t points, within;
    double level, expected;
};

static struct counted_points count_within(const struct table *table, enum method method)
{
    struct counted_points counted = {.points = 0};
    for (size_t i = 0; i < table->count; i++) {
        const struct table_point *point = &table->point[i];
        const struct table_row *row = point->row[method], *exact = point->row[METHOD_EXACT];
        if (row == NULL || exact == NULL || !row->is_usable || !exact->is_usable ||
            !has_chance(point))
            continue;
        counted.points++;
        counted.within += report_is_within(row, exact);
        counted.level = row->level;
        counted.expected += row->level;
    }
    return counted;
}

/* P(so few are within, or fewer), if each is with the level. */
static double chance_of(const struct counted_points *counted)
{
    const double mean = counted->expected / (double)counted->points;
    if ((double)counted->within >= counted->expected)
        return 1.0;
    return 0.5 * exact_test_binomial(counted->within, counted->points, mean);
}

static bool add_agreement(struct report *report, enum method method, const char *name,
                          struct error *error)
{
    const struct counted_points counted = count_within(&report->table, method);
    struct text text;
    if (counted.points == 0)
        return true;
    if (!text_open(&text, error))
        return false;
    const double chance = chance_of(&counted);
    fprintf(text.stream,
            "%zu point%s measured both exactly and by %s. At %zu of them the exact failure lies in "
            "the %.15g %% interval of the trials; %.4g or more are to be expected. ",
            counted.points, counted.points == 1 ? " was" : "s were", name, counted.within,
            100.0 * counted.level, floor(counted.expected));
    if (chance < 1e-3)
        fprintf(text.stream,
                "So few are found with probability %.2g if all is well: the two DISAGREE.", chance);
    else
        fputs("The two agree.", text.stream);
    return findings_add(&report->findings,
                        (struct finding){.kind = FINDING_AGREEMENT,
                                         .sentence = text_close(&text, error),
                                         .value = (double)counted.within,
                                         .low = NAN,
                                         .high = NAN,
                                         .is_exact = true},
                        error);
}

bool report_overall_find(struct report *report, struct error *error)
{
    return add_unseen(report, error) &&
           add_agreement(report, METHOD_MONTE_CARLO, "Monte Carlo", error) &&
           add_agreement(report, METHOD_IMPORTANCE, "importance sampling", error);
}
