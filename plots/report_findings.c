/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/report_findings.h"

#include "analysis/text.h"
#include "plots/estimate_text.h"
#include "plots/finding_steps.h"
#include "plots/number.h"
#include "plots/report_overall.h"
#include "plots/report_points.h"

#include <math.h>
#include <string.h>

enum { SETS_MAX = 3, STEPS_STRATEGIES_MAX = 4 };

static const char *plural(size_t count)
{
    return count == 1 ? "" : "s";
}

/* "95 %" */
static void write_level(FILE *stream, double level)
{
    fprintf(stream, "%.15g %%", 100.0 * level);
}

/* --- sets that are told of ---------------------------------------------------------------------
 */

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

static const struct comparison_name *name_of(const struct comparison_set *set, size_t contender)
{
    return &set->name[set->group.contender[contender].id];
}

static bool is_exact(const struct contender *contender)
{
    return contender->evidence == EVIDENCE_EXACT;
}

/* "At loss rate 0.1, with chunks=64" */
static void write_set(FILE *stream, const struct comparison_set *set)
{
    report_write_place(stream, true, set->loss, set->loss_back, set->channel);
    if (set->task[0] != '\0')
        fprintf(stream, ", with %s", set->task);
}

/* "with probability 0.1 (exact)" */
static void write_known(FILE *stream, const struct proportion *probability, bool exact)
{
    fputs("with probability ", stream);
    report_write_probability(stream, probability, exact);
    fputs(exact ? " (exact)" : "", stream);
}

static void write_failure(FILE *stream, const struct contender *contender)
{
    const struct proportion failure = {contender->failure, 1.0 - contender->failure,
                                       contender->interval};
    if (is_exact(contender) && contender->failure <= 0.0 && contender->interval.high <= 0.0)
        fputs("never (exact)", stream);
    else
        write_known(stream, &failure, is_exact(contender));
}

/* --- which fails least --------------------------------------------------------------------------
 */

/* How the best stands to the others. */
struct standing {
    size_t sure, same, open;
    size_t first_open; /* contender */
    bool has_chance;
};

static struct standing standing_of(const struct comparison_group *group)
{
    struct standing standing = {.sure = 0};
    for (size_t i = 0; i < group->comparison_count; i++) {
        const struct comparison *pair = &group->comparison[i];
        if (pair->first != 0)
            continue;
        standing.has_chance = standing.has_chance || pair->test != TEST_NONE;
        if (pair->told_apart)
            standing.sure++;
        else if (pair->test == TEST_NONE)
            standing.same++;
        else if (standing.open++ == 0)
            standing.first_open = pair->second;
    }
    return standing;
}

static size_t count_strategies(const struct comparison_set *set)
{
    size_t count = 0;
    for (size_t i = 0; i < set->group.count; i++) /* by id they stand together */
        count += i == 0 || strcmp(set->name[i - 1].strategy, set->name[i].strategy) != 0;
    return count;
}

static void write_standing(FILE *stream, const struct comparison_set *set)
{
    const struct standing standing = standing_of(&set->group);
    if (standing.same > 0)
        fprintf(stream, " %zu other%s %s as rarely.", standing.same, plural(standing.same),
                standing.same == 1 ? "fails" : "fail");
    if (!standing.has_chance) {
        fputs(" All of this is exact.", stream);
        return;
    }
    if (standing.sure > 0) {
        fprintf(stream, " That %zu other%s %s more often is sure at ", standing.sure,
                plural(standing.sure), standing.sure == 1 ? "fails" : "fail");
        write_level(stream, set->group.level);
        fputs(", all comparisons at this loss rate together.", stream);
    }
    if (standing.open > 0)
        fprintf(stream, " The trials do not tell it from %zu %s%s (%s%s).", standing.open,
                standing.sure > 0 ? "more" : "other",
                standing.sure > 0 ? "" : plural(standing.open),
                name_of(set, standing.first_open)->label, standing.open > 1 ? ", ..." : "");
}

/* The point that a contender is. */
static const struct table_point *point_of(const struct report *report,
                                          const struct report_problem *problem,
                                          const struct comparison_set *set, size_t contender)
{
    const struct comparison_name *name = name_of(set, contender);
    for (size_t i = 0; i < problem->count; i++) {
        const struct table_point *point = &report->table.point[problem->point[i]];
        if (point->loss >= set->loss && point->loss <= set->loss &&
            point->loss_back >= set->loss_back && point->loss_back <= set->loss_back &&
            strcmp(point->strategy, name->strategy) == 0 &&
            strcmp(point->parameters->text, name->parameters) == 0 &&
            strcmp(point->channel->text, set->channel) == 0)
            return point;
    }
    return NULL;
}

/* ". It succeeds with probability 0.81 and sends 3 messengers in a trial on average" */
static void write_rest(FILE *stream, const struct report_problem *problem,
                       const struct table_point *point)
{
    const struct table_row *row = point != NULL ? table_best_of_all(point) : NULL;
    if (row == NULL)
        return;
    const struct proportion success = report_success(problem, row);
    fputs(". It succeeds with probability ", stream);
    report_write_probability(stream, &success, row == point->row[METHOD_EXACT]);
    fprintf(stream, ", and sends %.4g messenger%s in a trial on average", row->messengers.value,
            row->messengers.value == 1.0 ? "" : "s");
}

/* Settings that trials never saw to fail: of those none is the best. */
static size_t count_unseen(const struct comparison_set *set)
{
    size_t count = 0;
    for (size_t i = 0; i < set->group.count; i++)
        count += !is_exact(&set->group.contender[i]) && set->group.contender[i].failure <= 0.0;
    return count;
}

static void write_unseen(FILE *stream, const struct comparison_set *set, size_t unseen)
{
    double most = 0.0;
    for (size_t i = 0; i < set->group.count; i++)
        if (set->group.contender[i].failure <= 0.0)
            most = fmax(most, set->group.contender[i].interval.high);
    write_set(stream, set);
    fputs(", ", stream);
    if (unseen == set->group.count)
        fprintf(stream, unseen == 2 ? "both" : "all %zu", unseen);
    else
        fprintf(stream, "%zu of %zu", unseen, set->group.count);
    fprintf(stream,
            " settings were not seen to fail in their trials, so none of them can be "
            "called the best: each fails with probability %.2g or less (",
            most);
    write_level(stream, set->group.level);
    fputs(" for all together).", stream);
}

static void write_least(FILE *stream, const struct report *report,
                        const struct report_problem *problem, const struct comparison_set *set)
{
    const size_t unseen = count_unseen(set);
    if (unseen > 1 && set->group.contender[0].failure <= 0.0) {
        write_unseen(stream, set, unseen);
        return;
    }
    const struct contender *best = &set->group.contender[0];
    const size_t strategies = count_strategies(set);
    write_set(stream, set);
    fprintf(stream, ", of %zu settings of %zu strateg%s, %s fails least: ", set->group.count,
            strategies, strategies == 1 ? "y" : "ies", name_of(set, 0)->label);
    write_failure(stream, best);
    write_rest(stream, problem, point_of(report, problem, set, 0));
    fputs(".", stream);
    write_standing(stream, set);
}

static bool add_least(struct report *report, const struct report_problem *problem,
                      const struct comparison_set *set, struct error *error)
{
    struct text text;
    const struct contender *best = &set->group.contender[0];
    if (!text_open(&text, error))
        return false;
    write_least(text.stream, report, problem, set);
    return findings_add(&report->findings,
                        (struct finding){.kind = FINDING_LEAST,
                                         .problem = problem->name,
                                         .sentence = text_close(&text, error),
                                         .value = best->failure,
                                         .low = best->interval.low,
                                         .high = best->interval.high,
                                         .is_exact = is_exact(best)},
                        error);
}

/* --- where nothing can be compared ---------------------------------------------------------------
 */

static void write_point(FILE *stream, const struct report_problem *problem,
                        const struct table_point *point)
{
    const struct report_strategy *strategy = report_strategy_of(problem, point);
    fprintf(stream, "%s%s", strategy->name,
            strcmp(strategy->common, point->parameters->text) != 0 ? " " : "");
    report_write_settings(stream, strategy, point);
    putc(' ', stream);
    report_write_place(stream, false, point->loss, point->loss_back, point->channel->text);
}

static void write_point_failure(FILE *stream, const struct report_problem *problem,
                                const struct table_point *point)
{
    const struct table_row *row = table_best(point);
    const struct proportion failure = report_failure(problem, row);
    write_known(stream, &failure, row == point->row[METHOD_EXACT]);
}

static bool add_range(struct report *report, const struct report_problem *problem,
                      struct error *error)
{
    const struct table_point *least = NULL, *most = NULL;
    size_t count = 0;
    for (size_t i = 0; i < problem->count; i++) {
        const struct table_point *point = &report->table.point[problem->point[i]];
        const struct table_row *row = table_best(point);
        if (row == NULL)
            continue;
        if (count == 0 || row->failure.value < table_best(least)->failure.value)
            least = point;
        if (count == 0 || row->failure.value > table_best(most)->failure.value)
            most = point;
        count++;
    }
    struct text text;
    if (count == 0)
        return true;
    if (!text_open(&text, error))
        return false;
    if (count > 1)
        fprintf(text.stream,
                "The %zu points have different tasks or loss rates, so that they cannot be "
                "compared as strategies. Of all, ",
                count);
    else
        fputs("There is one point to tell of: ", text.stream);
    write_point(text.stream, problem, least);
    fputs(count > 1 ? " fails least, " : " fails ", text.stream);
    write_point_failure(text.stream, problem, least);
    if (count > 1) {
        fputs(", and ", text.stream);
        write_point(text.stream, problem, most);
        fputs(" fails most, ", text.stream);
        write_point_failure(text.stream, problem, most);
    }
    fputs(".", text.stream);
    const struct table_row *row = table_best(least);
    return findings_add(&report->findings,
                        (struct finding){.kind = FINDING_RANGE,
                                         .problem = problem->name,
                                         .sentence = text_close(&text, error),
                                         .value = row->failure.value,
                                         .low = row->failure.low,
                                         .high = row->failure.high,
                                         .is_exact = row == least->row[METHOD_EXACT]},
                        error);
}

/* --- what it costs ------------------------------------------------------------------------------
 */

static bool is_on_line(const struct contender *contender)
{
    return contender->pareto[COST_MESSENGERS].line == LINE_ON &&
           !isnan(contender->cost[COST_MESSENGERS]);
}

static void write_end(FILE *stream, const struct comparison_set *set, size_t contender)
{
    const struct contender *it = &set->group.contender[contender];
    fprintf(stream, "%s (%.4g messenger%s, fails ", name_of(set, contender)->label,
            it->cost[COST_MESSENGERS], it->cost[COST_MESSENGERS] == 1.0 ? "" : "s");
    write_failure(stream, it);
    fputs(")", stream);
}

static bool add_price(struct report *report, const struct report_problem *problem,
                      const struct comparison_set *set, struct error *error)
{
    const struct contender *contender = set->group.contender;
    size_t count = 0, cheapest = 0, dearest = 0, unknown = 0;
    for (size_t i = 0; i < set->group.count; i++) {
        unknown += contender[i].pareto[COST_MESSENGERS].line == LINE_UNKNOWN;
        if (!is_on_line(&contender[i]))
            continue;
        if (count == 0 ||
            contender[i].cost[COST_MESSENGERS] < contender[cheapest].cost[COST_MESSENGERS])
            cheapest = i;
        if (count == 0 ||
            contender[i].cost[COST_MESSENGERS] > contender[dearest].cost[COST_MESSENGERS])
            dearest = i;
        count++;
    }
    struct text text;
    if (count == 0)
        return true;
    if (!text_open(&text, error))
        return false;
    write_set(text.stream, set);
    fprintf(
        text.stream,
        ", %zu of %zu settings %s worth %s messengers: no other fails less often with no more. ",
        count, set->group.count, count == 1 ? "is" : "are", count == 1 ? "its" : "their");
    fputs(count == 1 ? "It is " : "They go from ", text.stream);
    write_end(text.stream, set, cheapest);
    if (count > 1) {
        fputs(" to ", text.stream);
        write_end(text.stream, set, dearest);
    }
    fputs(".", text.stream);
    if (unknown > 0)
        fprintf(text.stream, " Of %zu others that is not known: they were not seen to fail.",
                unknown);
    return findings_add(&report->findings,
                        (struct finding){.kind = FINDING_PRICE,
                                         .problem = problem->name,
                                         .sentence = text_close(&text, error),
                                         .value = (double)count,
                                         .low = NAN,
                                         .high = NAN,
                                         .is_exact = is_exact(&contender[cheapest]) &&
                                                     is_exact(&contender[dearest])},
                        error);
}

/* --- one more step ------------------------------------------------------------------------------
 */

/* The contender's label without one of its settings. */
static void write_label_without(FILE *stream, const char *label, const char *setting)
{
    const size_t length = strlen(setting);
    for (const char *at = label; *at != '\0'; at += strspn(at, " ")) {
        const size_t here = strcspn(at, " ");
        if (here <= length || at[length] != '=' || strncmp(at, setting, length) != 0)
            fprintf(stream, "%s%.*s", at > label ? " " : "", (int)here, at);
        at += here;
    }
}

static void write_factor(FILE *stream, const struct steps *steps)
{
    char text[ESTIMATE_TEXT_SIZE];
    const struct proportion factor = {steps->factor, NAN, {steps->low, steps->high}};
    if (steps->is_regular && steps->is_exact)
        fprintf(stream, "%.4g (exact)", steps->factor);
    else if (steps->is_regular)
        fputs(mean_text(&factor, false, text), stream);
    else
        fprintf(stream, "%.3g to %.3g%s", steps->least, steps->most,
                steps->is_exact ? " (exact)" : ", by the estimates");
}

static void write_steps(FILE *stream, const struct comparison_set *set, const struct steps *steps)
{
    char first[NUMBER_SIZE], last[NUMBER_SIZE];
    const double by =
        steps->is_geometric ? steps->value[1] / steps->value[0] : steps->value[1] - steps->value[0];
    write_set(stream, set);
    fprintf(stream, ", %s %s of ", steps->is_geometric ? "multiplying" : "raising", steps->name);
    write_label_without(stream, name_of(set, steps->contender[0])->label, steps->name);
    fprintf(stream, " by %.4g (from %s up to %s) ", by, number_text(steps->value[0], first),
            number_text(steps->value[steps->count - 1], last));
    if (steps->is_exact && fabs(steps->least - 1.0) < 1e-9 && fabs(steps->most - 1.0) < 1e-9) {
        fputs("makes no difference to failure (exact).", stream);
        return;
    }
    fputs("multiplies failure by ", stream);
    write_factor(stream, steps);
    fputs(".", stream);
}

static bool add_steps(struct report *report, const struct report_problem *problem,
                      const struct comparison_set *set, struct error *error)
{
    size_t told = 0;
    for (size_t i = 0; i < problem->strategy_count && told < STEPS_STRATEGIES_MAX; i++) {
        struct steps steps;
        struct text text;
        if (!steps_find(set, problem->strategy[i].name, &steps))
            continue;
        if (!text_open(&text, error))
            return false;
        write_steps(text.stream, set, &steps);
        if (!findings_add(&report->findings,
                          (struct finding){.kind = FINDING_STEP,
                                           .problem = problem->name,
                                           .sentence = text_close(&text, error),
                                           .value = steps.factor,
                                           .low = steps.low,
                                           .high = steps.high,
                                           .is_exact = steps.is_exact},
                          error))
            return false;
        told++;
    }
    return true;
}

/* --- confidence ---------------------------------------------------------------------------------
 */

struct surest {
    const struct table_point *point;
    struct proportion confidence;
    int party;
    bool is_exact;
    size_t certain; /* points at which it is 1, exactly */
};

/* Exact before sampled; then by what is missing to 1, or by the lower end. */
static bool is_surer(const struct surest *a, const struct surest *b)
{
    if (b->point == NULL)
        return true;
    if (a->is_exact != b->is_exact)
        return a->is_exact;
    return a->is_exact ? a->confidence.rest < b->confidence.rest
                       : a->confidence.interval.low > b->confidence.interval.low;
}

static struct surest find_surest(const struct report *report, const struct report_problem *problem)
{
    struct surest best = {.point = NULL};
    size_t certain = 0;
    for (size_t i = 0; i < problem->count; i++) {
        struct surest here = {.point = &report->table.point[problem->point[i]]};
        const struct table_row *row = table_best_of_all(here.point);
        if (row == NULL || !report_is_lossy(here.point->loss, here.point->loss_back))
            continue;
        here.is_exact = row == here.point->row[METHOD_EXACT];
        here.confidence = report_confidence(row, &here.party);
        if (here.party < 0)
            continue;
        if (here.is_exact && here.confidence.rest <= 0.0)
            certain++;
        else if (is_surer(&here, &best))
            best = here;
    }
    best.certain = certain;
    return best;
}

static void write_surest(FILE *stream, const struct report_problem *problem,
                         const struct surest *best)
{
    const struct problem *known = problem->known;
    fputs("The less sure party is surest with ", stream);
    write_point(stream, problem, best->point);
    fprintf(stream, ": when %s acts, %s does, too, ", known->party[best->party],
            known->party[1 - best->party]);
    write_known(stream, &best->confidence, best->is_exact);
    fputs(".", stream);
    if (best->is_exact)
        fputs(" That is not 1.", stream);
    else if (best->confidence.interval.high < 1.0)
        fputs(" All of the interval is below 1.", stream);
    else
        fputs(" The interval reaches 1, since no trial showed the contrary: what is known is its "
              "lower end.",
              stream);
}

static bool add_confidence(struct report *report, const struct report_problem *problem,
                           struct error *error)
{
    struct text text;
    if (problem->known == NULL || !problem->known->parties_act)
        return true;
    const struct surest best = find_surest(report, problem);
    if (best.point == NULL && best.certain == 0)
        return true;
    if (!text_open(&text, error))
        return false;
    if (best.point != NULL)
        write_surest(text.stream, problem, &best);
    if (best.certain > 0)
        fprintf(text.stream,
                "%sAt %zu point%s whoever acts is never wrong (exact): confidence is 1 there.",
                best.point != NULL ? " " : "", best.certain, plural(best.certain));
    return findings_add(
        &report->findings,
        (struct finding){.kind = FINDING_CONFIDENCE,
                         .problem = problem->name,
                         .sentence = text_close(&text, error),
                         .value = best.point != NULL ? best.confidence.value : 1.0,
                         .low = best.point != NULL ? best.confidence.interval.low : 1.0,
                         .high = best.point != NULL ? best.confidence.interval.high : 1.0,
                         .is_exact = best.point == NULL || best.is_exact},
        error);
}

bool report_findings_find(struct report *report, struct error *error)
{
    for (size_t i = 0; i < report_sections(report); i++) {
        const struct report_problem *problem = &report->problem[i];
        const struct comparison_set *sets[SETS_MAX];
        const size_t count = choose_sets(report, problem, sets);
        if (count == 0 && !add_range(report, problem, error))
            return false;
        for (size_t at = 0; at < count; at++)
            if (!add_least(report, problem, sets[at], error))
                return false;
        const struct comparison_set *middle = count > 0 ? sets[(count - 1) / 2] : NULL;
        if (middle != NULL && (!add_price(report, problem, middle, error) ||
                               !add_steps(report, problem, middle, error)))
            return false;
        if (!add_confidence(report, problem, error))
            return false;
    }
    return report_overall_find(report, error);
}
