/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/check.h"

#include "engine/tree_size.h"

#include <math.h>

bool check_choose_method(struct experiment *experiment, struct error *error)
{
    struct point exact = experiment->points[0];
    struct tree_size size;
    struct error why_not;
    exact.method = METHOD_EXACT;
    const struct work work = {.points = &exact, .point_count = 1};
    if (!tree_size_estimate(&exact, CHECK_HISTORIES_MAX, &size, error))
        return false;
    if (size.histories > CHECK_HISTORIES_MAX)
        return true;
    if (!work_check(&work, &why_not))
        return !error_is_no_memory(&why_not) || error_no_memory(error);
    experiment->points[0].method = METHOD_EXACT;
    return true;
}

/* One clause that fails is enough. */
static void conclude(struct check *check)
{
    check->answer = ANSWER_HOLDS;
    for (size_t i = 0; i < check->condition.count; i++) {
        const enum answer answer = check->finding[i].answer;
        if (answer == ANSWER_FAILS || check->answer == ANSWER_HOLDS)
            check->answer = answer;
    }
}

struct test {
    struct check *check;
    const struct experiment *experiment;
};

static bool look_at(void *context, size_t point, const struct tally *tally, unsigned look,
                    double *excess, struct error *error)
{
    const struct test *test = context;
    struct check *check = test->check;
    const double share = 1.0 / (double)check->condition.count;
    const double level =
        stopping_level(1.0 - share * (1.0 - test->experiment->options.level), look);
    *excess = 0.0;
    for (size_t i = 0; i < check->condition.count; i++) {
        if (!verdict_of_tally(&check->condition.clause[i], tally,
                              test->experiment->points[point].strategy->problem, level,
                              check->within, &check->finding[i], error))
            return false;
        *excess = fmax(*excess, verdict_excess(&check->finding[i]));
    }
    conclude(check);
    if (check->answer != ANSWER_UNDECIDED)
        *excess = 0.0;
    return true;
}

bool check_run(struct check *check, struct experiment *experiment, experiment_progress *progress,
               void *progress_context, struct error *error)
{
    struct test test = {check, experiment};
    check->answer = ANSWER_UNDECIDED;
    for (size_t i = 0; i < check->condition.count; i++)
        check->finding[i] = (struct finding){.found = {NAN, NAN, {NAN, NAN}}};
    experiment->stopping.precision = PRECISION_BY_RULE;
    experiment->rule = look_at;
    experiment->rule_context = &test;
    if (!experiment_run(experiment, progress, progress_context, error))
        return false;
    if (experiment->points[0].method != METHOD_EXACT)
        return true;
    for (size_t i = 0; i < check->condition.count; i++)
        verdict_exact(&check->condition.clause[i], &experiment->estimates[0], &check->finding[i]);
    conclude(check);
    return true;
}
