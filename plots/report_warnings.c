/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/report_warnings.h"

#include "analysis/stopping.h"
#include "analysis/text.h"
#include "plots/report_overall.h"
#include "plots/report_points.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { EXAMPLES_MAX = 3 };

/* Points of which the same is to be said. */
struct group {
    size_t count;
    struct {
        const struct report_problem *problem;
        const struct table_point *point;
    } example[EXAMPLES_MAX];
};

static void put(struct group *group, const struct report_problem *problem,
                const struct table_point *point)
{
    if (group->count < EXAMPLES_MAX) {
        group->example[group->count].problem = problem;
        group->example[group->count].point = point;
    }
    group->count++;
}

/* "retransmit attempts=3 at loss rate 0.1; ...; and 7 more" */
static void write_examples(FILE *stream, const struct group *group)
{
    for (size_t i = 0; i < group->count && i < EXAMPLES_MAX; i++) {
        const struct table_point *point = group->example[i].point;
        const struct report_strategy *strategy =
            report_strategy_of(group->example[i].problem, point);
        fprintf(stream, "%s%s%s", i > 0 ? "; " : "", strategy->name,
                strcmp(strategy->common, point->parameters->text) != 0 ? " " : "");
        report_write_settings(stream, strategy, point);
        putc(' ', stream);
        report_write_place(stream, false, point->loss, point->loss_back, point->channel->text);
    }
    if (group->count > EXAMPLES_MAX)
        fprintf(stream, "; and %zu more", group->count - EXAMPLES_MAX);
}

static bool warn_of_group(struct report *report, enum finding_kind kind, const struct group *group,
                          const char *one, const char *several, const char *behind,
                          struct error *error)
{
    struct text text;
    if (group->count == 0)
        return true;
    if (!text_open(&text, error))
        return false;
    fprintf(text.stream, group->count == 1 ? "%zu point %s: " : "%zu points %s: ", group->count,
            group->count == 1 ? one : several);
    write_examples(text.stream, group);
    fprintf(text.stream, ".%s%s", behind[0] != '\0' ? " " : "", behind);
    return findings_add(&report->warnings,
                        (struct finding){.kind = kind,
                                         .sentence = text_close(&text, error),
                                         .value = (double)group->count,
                                         .low = NAN,
                                         .high = NAN,
                                         .is_exact = true},
                        error);
}

static bool warn(struct report *report, enum finding_kind kind, double value, const char *sentence,
                 struct error *error)
{
    struct text text;
    if (!text_open(&text, error))
        return false;
    fputs(sentence, text.stream);
    return findings_add(&report->warnings,
                        (struct finding){.kind = kind,
                                         .sentence = text_close(&text, error),
                                         .value = value,
                                         .low = NAN,
                                         .high = NAN,
                                         .is_exact = true},
                        error);
}

/* --- points ----------------------------------------------------------------------------------- */

static void each_point(const struct report *report,
                       void (*look)(void *, const struct report_problem *,
                                    const struct table_point *),
                       void *with)
{
    for (size_t i = 0; i < report->problem_count; i++)
        for (size_t at = 0; at < report->problem[i].count; at++)
            look(with, &report->problem[i], &report->table.point[report->problem[i].point[at]]);
}

/* Where Monte Carlo is all that there is, and a point at which something is left to chance. */
static const struct table_row *only_trials(const struct table_point *point)
{
    const struct table_row *row = table_best(point);
    return row != NULL && row == point->row[METHOD_MONTE_CARLO] &&
                   report_is_lossy(point->loss, point->loss_back)
               ? row
               : NULL;
}

enum { FEW = 10 }; /* failures: an interval of 95 % is then wider than the estimate itself */

struct weak {
    struct group unseen, few;
};

static void look_for_few(void *with, const struct report_problem *problem,
                         const struct table_point *point)
{
    struct weak *weak = with;
    const struct table_row *row = only_trials(point);
    const double seen = row != NULL ? report_failures_seen(row) : FEW;
    if (seen <= 0.0)
        put(&weak->unseen, problem, point);
    else if (seen < FEW)
        put(&weak->few, problem, point);
}

static bool warn_of_few(struct report *report, struct error *error)
{
    struct weak weak = {0};
    each_point(report, look_for_few, &weak);
    return warn_of_group(report, WARNING_UNSEEN, &weak.unseen,
                         "was never seen to fail, and trials are all that is known of it",
                         "were never seen to fail, and trials are all that is known of them",
                         "Only an upper bound is known; more --trials, --method exact or --method "
                         "importance tell more.",
                         error) &&
           warn_of_group(report, WARNING_FEW, &weak.few, "was seen to fail fewer than 10 times",
                         "were seen to fail fewer than 10 times",
                         "Look at the intervals, not at the estimates.", error);
}

/* How far apart two methods may be by chance, one point of so many. */
struct disagreement {
    double least_p_value;
    size_t compared;
    struct group points;
};

static void count_compared(void *with, const struct report_problem *problem,
                           const struct table_point *point)
{
    struct disagreement *all = with;
    (void)problem;
    all->compared += point->row[METHOD_EXACT] != NULL && point->row[METHOD_MONTE_CARLO] != NULL;
}

static void look_for_disagreement(void *with, const struct report_problem *problem,
                                  const struct table_point *point)
{
    struct disagreement *all = with;
    const struct table_row *exact = point->row[METHOD_EXACT],
                           *sampled = point->row[METHOD_MONTE_CARLO];
    if (exact == NULL || sampled == NULL || !exact->is_usable || !sampled->is_usable ||
        report_is_within(sampled, exact))
        return;
    if (report_p_value(sampled, exact) < 1e-3 / (double)all->compared)
        put(&all->points, problem, point);
}

static bool warn_of_disagreement(struct report *report, struct error *error)
{
    struct disagreement all = {.compared = 0};
    each_point(report, count_compared, &all);
    each_point(report, look_for_disagreement, &all);
    return warn_of_group(report, WARNING_DISAGREE, &all.points,
                         "was sampled too far from its exact value",
                         "were sampled too far from their exact values",
                         "By chance alone one point of all is so far off in one run of a thousand: "
                         "something is wrong with the files, the strategy or the program.",
                         error);
}

/* --- status ----------------------------------------------------------------------------------- */

static const char *const complaints[STATUS_COUNT] = {
    [STATUS_IMPRECISE] = "not as precise as asked for, with all the trials that it may have",
    [STATUS_TIMEOUT] = "not finished when time was up",
    [STATUS_SHARD] = "without the trials of other shards",
    [STATUS_UNSEEN] = "importance sampling never saw the event, and nothing is known of it",
    [STATUS_TILTS_DISAGREE] = "two tilts lead to different estimates: not to be trusted",
    [STATUS_DOMINATED] = "a few weights make up the estimate: not to be trusted",
    [STATUS_FEW_EFFECTIVE] = "the effective sample size is small: not to be trusted",
    [STATUS_TOO_SMALL] = "a probability is too small for the numbers of the files",
};

struct sought {
    const char *status; /* NULL: any that is not known */
    struct group points;
};

static bool is_known_status(const char *status)
{
    for (enum status i = 0; i < STATUS_COUNT; i++)
        if (strcmp(status_name(i), status) == 0)
            return true;
    return false;
}

static void look_for_status(void *with, const struct report_problem *problem,
                            const struct table_point *point)
{
    struct sought *sought = with;
    for (enum method method = 0; method < METHOD_COUNT; method++) {
        const struct table_row *row = point->row[method];
        if (row == NULL)
            continue;
        if (sought->status != NULL ? strcmp(row->status, sought->status) == 0
                                   : !is_known_status(row->status)) {
            put(&sought->points, problem, point);
            return;
        }
    }
}

static bool warn_of_status(struct report *report, enum status status, struct error *error)
{
    struct sought sought = {.status = status < STATUS_COUNT ? status_name(status) : NULL};
    char said[160];
    each_point(report, look_for_status, &sought);
    snprintf(said, sizeof said, "with status %s (%s)",
             sought.status != NULL ? sought.status : "unknown",
             sought.status != NULL ? complaints[status] : "of another version of the program");
    return warn_of_group(report, WARNING_STATUS, &sought.points, said, said, "", error);
}

/* --- what is not known ------------------------------------------------------------------------ */

static bool warn_of_strategies(struct report *report, struct error *error)
{
    struct text text;
    size_t count = 0;
    if (!text_open(&text, error))
        return false;
    fputs("This program does not have, as it is, ", text.stream);
    for (size_t i = 0; i < report->problem_count; i++)
        for (size_t at = 0; at < report->problem[i].strategy_count; at++) {
            const struct report_strategy *strategy = &report->problem[i].strategy[at];
            if (strategy->known != NULL)
                continue;
            if (count < EXAMPLES_MAX)
                fprintf(text.stream, "%s%s", count > 0 ? ", " : "", strategy->name);
            count++;
        }
    if (count > EXAMPLES_MAX)
        fprintf(text.stream, " and %zu more", count - EXAMPLES_MAX);
    fputs(": what they do is not told, and ends have neutral names where no strategy of the "
          "problem is known.",
          text.stream);
    const struct finding finding = {.kind = WARNING_UNKNOWN,
                                    .sentence = text_close(&text, error),
                                    .value = (double)count,
                                    .low = NAN,
                                    .high = NAN,
                                    .is_exact = true};
    if (count > 0 || finding.sentence == NULL)
        return findings_add(&report->warnings, finding, error);
    free(finding.sentence);
    return true;
}

static bool warn_of_pictures(struct report *report, struct error *error)
{
    size_t refused = 0;
    for (size_t i = 0; i < report_sections(report); i++)
        for (size_t at = 0; at < report->problem[i].chart_count; at++)
            refused += report->problem[i].chart[at].svg == NULL;
    if (report->missing_pictures > 0 &&
        !warn(report, WARNING_PICTURES, (double)report->missing_pictures,
              "Charts are there as data and scripts alone: gnuplot, which draws their pictures, is "
              "not installed where this report was made.",
              error))
        return false;
    return refused == 0 || warn(report, WARNING_PICTURES, (double)refused,
                                "Pictures are left out whose files hold what gnuplot does not "
                                "write.",
                                error);
}

bool report_warnings_find(struct report *report, struct error *error)
{
    if (!warn_of_disagreement(report, error) || !warn_of_few(report, error))
        return false;
    for (enum status status = STATUS_COMPLETE + 1; status <= STATUS_COUNT; status++)
        if (!warn_of_status(report, status, error))
            return false;
    if (!report->source.is_known &&
        !warn(report, WARNING_SOURCE, 1.0,
              "There is no manifest.json beside the results: which command made them, and which "
              "version of the program, is not known.",
              error))
        return false;
    return warn_of_strategies(report, error) && warn_of_pictures(report, error);
}
