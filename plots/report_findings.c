/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/report_findings.h"

#include "plots/finding_kinds.h"
#include "plots/report_overall.h"
#include "plots/report_points.h"

#include <string.h>

enum { SETS_MAX = 3 };

/* A loss rate of 0 or 1 tells little, but for strategies with coins. */
static bool is_of(const struct comparison_set *set, const struct report_problem *problem,
                  bool is_lossy)
{
    return strcmp(set->problem, problem->name) == 0 &&
           (!is_lossy || report_is_lossy(set->loss, set->loss_back));
}

static bool is_alike(const struct comparison_set *a, const struct comparison_set *b)
{
    return strcmp(a->channel, b->channel) == 0 && strcmp(a->task, b->task) == 0;
}

static bool is_large(const struct comparison_set *set, const struct comparison_set *largest)
{
    return is_alike(set, largest) && 2 * set->group.count >= largest->group.count;
}

static const struct comparison_set *
find_largest(const struct report *report, const struct report_problem *problem, bool is_lossy)
{
    const struct comparison_set *largest = NULL, *set = report->comparison.set;
    for (size_t i = 0; i < report->comparison.count; i++)
        if (is_of(&set[i], problem, is_lossy) &&
            (largest == NULL || set[i].group.count > largest->group.count))
            largest = &set[i];
    return largest;
}

/* The lowest, the middle and the highest loss rate of the channel and task with the most settings.
 * Sets are sorted by loss rate. */
static size_t choose_sets(const struct report *report, const struct report_problem *problem,
                          const struct comparison_set *chosen[SETS_MAX])
{
    bool is_lossy = true;
    const struct comparison_set *set = report->comparison.set;
    const struct comparison_set *largest = find_largest(report, problem, is_lossy);
    if (largest == NULL)
        largest = find_largest(report, problem, is_lossy = false);
    size_t good = 0, at = 0, made = 0;
    for (size_t i = 0; largest != NULL && i < report->comparison.count; i++)
        good += is_of(&set[i], problem, is_lossy) && is_large(&set[i], largest);
    for (size_t i = 0; good > 0 && i < report->comparison.count; i++) {
        if (!is_of(&set[i], problem, is_lossy) || !is_large(&set[i], largest))
            continue;
        if (at == 0 || at == (good - 1) / 2 || at == good - 1)
            chosen[made++] = &set[i];
        at++;
    }
    return made;
}

bool report_findings_find(struct report *report, struct error *error)
{
    for (size_t i = 0; i < report_sections(report); i++) {
        const struct report_problem *problem = &report->problem[i];
        const struct comparison_set *sets[SETS_MAX];
        const size_t count = choose_sets(report, problem, sets);
        if (count == 0 && !finding_add_range(report, problem, error))
            return false;
        for (size_t at = 0; at < count; at++)
            if (!finding_add_least(report, problem, sets[at], error))
                return false;
        const struct comparison_set *middle = count > 0 ? sets[(count - 1) / 2] : NULL;
        if (middle != NULL && (!finding_add_price(report, problem, middle, error) ||
                               !finding_add_steps(report, problem, middle, error)))
            return false;
        if (!finding_add_confidence(report, problem, error))
            return false;
    }
    return report_overall_find(report, error);
}
