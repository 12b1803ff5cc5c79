/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/comparison.h"

#include "analysis/exact_test.h"
#include "analysis/pareto.h"
#include "analysis/stopping.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

const double comparison_rounding = 1e-11;

const char *comparison_test_name(enum comparison_test test)
{
    static const char *const names[] = {[TEST_NONE] = "none",
                                        [TEST_FISHER] = "fisher",
                                        [TEST_BINOMIAL] = "binomial",
                                        [TEST_LOOKS] = "looks",
                                        [TEST_INTERVALS] = "intervals"};
    return names[test];
}

/* --- intervals -------------------------------------------------------------------------------- */

/* The part of an error that the contender's own look may have. */
static double share_of(const struct contender *contender)
{
    return contender->evidence == EVIDENCE_LOOKS ? stopping_share(contender->look) : 1.0;
}

/* The ends of Fay and Feuer's interval are quantiles of gamma distributions. E. B. Wilson and M. M.
 * Hilferty (Proc. Nat. Acad. Sci. 17 (1931) 684-688) have them as mean (1 - u^2 + z u)^3, z the
 * quantile of the normal distribution: from the end at one level follows u, and so the end at
 * another. That the mean of the upper one is larger than the estimate is taken for spread, which
 * errs to the safe side. NaN if there is no such u. */
static double moved_end(double estimate, double end, double own_z, double z)
{
    const double root = cbrt(end / estimate), half = own_z / 2.0;
    const double u = half > 0.0 ? half - sqrt(half * half - (root - 1.0))
                                : half + sqrt(half * half + (1.0 - root));
    const double moved_root = 1.0 - u * u + z * u;
    return moved_root < 0.0 ? 0.0 : estimate * moved_root * moved_root * moved_root;
}

static struct interval moved(const struct contender *contender, double miss)
{
    const double own = gsl_cdf_ugaussian_Qinv((1.0 - contender->own_level) / 2.0),
                 z = gsl_cdf_ugaussian_Qinv(miss / 2.0);
    const double low = moved_end(contender->failure, contender->own.low, -own, -z),
                 high = moved_end(contender->failure, contender->own.high, own, z);
    return (struct interval){low >= 0.0 ? low : 0.0, high <= 1.0 ? high : 1.0};
}

bool comparison_interval(const struct contender *contender, double miss, struct interval *interval)
{
    switch (contender->evidence) {
    case EVIDENCE_EXACT:
        *interval = (struct interval){contender->failure, contender->failure};
        return true;
    case EVIDENCE_COUNTS:
    case EVIDENCE_LOOKS:
        return interval_of_proportion(INTERVAL_CLOPPER_PEARSON, contender->failures,
                                      contender->trials, 1.0 - miss * share_of(contender),
                                      interval);
    case EVIDENCE_WEIGHTS:
        *interval = moved(contender, miss);
        return true;
    case EVIDENCE_INTERVAL: /* whoever may miss less often than it does knows nothing from it */
        *interval = 1.0 - contender->own_level <= miss ? contender->own : (struct interval){0, 1};
        return true;
    }
    return false;
}

static size_t count_uncertain(const struct comparison_group *group)
{
    size_t count = 0;
    for (size_t i = 0; i < group->count; i++)
        count += group->contender[i].evidence != EVIDENCE_EXACT;
    return count;
}

static bool find_intervals(struct comparison_group *group, struct error *error)
{
    const size_t uncertain = count_uncertain(group);
    for (size_t i = 0; i < group->count; i++)
        if (!comparison_interval(&group->contender[i], (1.0 - group->level) / (double)uncertain,
                                 &group->contender[i].interval))
            return error_set(error, "the level %.15g is too near to 1 for an interval",
                             group->level);
    return true;
}

/* Of 0/0 nothing is known. */
static struct interval ratio_of(struct interval over, struct interval under)
{
    return (struct interval){under.high > 0.0 ? over.low / under.high : 0.0,
                             under.low > 0.0 ? over.high / under.low : INFINITY};
}

/* --- pairs ------------------------------------------------------------------------------------ */

static bool is_exact(const struct contender *contender)
{
    return contender->evidence == EVIDENCE_EXACT;
}

static bool same(double a, double b)
{
    return fabs(a - b) <= comparison_rounding * fmax(fabs(a), fabs(b));
}

/* The p-value of a contender's counts against a known probability; of an exact one, whether it is
 * that. */
static double p_against(const struct contender *contender, double probability)
{
    if (is_exact(contender))
        return same(contender->failure, probability) ? 1.0 : 0.0;
    return exact_test_binomial(contender->failures, contender->trials, probability) /
           share_of(contender);
}

static bool has_counts(const struct contender *contender)
{
    return contender->evidence == EVIDENCE_COUNTS || contender->evidence == EVIDENCE_LOOKS;
}

/* Is all of a's interval below b's, with this error? What cannot be computed is not known. */
static bool are_apart(const struct contender *a, const struct contender *b, double error)
{
    const double miss = is_exact(a) || is_exact(b) ? error : error / 2.0;
    struct interval of_a, of_b;
    return comparison_interval(a, miss, &of_a) && comparison_interval(b, miss, &of_b) &&
           of_a.high < of_b.low;
}

/* No interval has a smaller error than the first; the search ends within 1e-6 of the p-value. */
static double p_of_intervals(const struct contender *a, const struct contender *b)
{
    double apart = 1.0, meet = 1e-13;
    if (are_apart(a, b, meet))
        return meet;
    for (double middle; apart / meet > 1.0 + 1e-6;) {
        middle = sqrt(apart * meet);
        *(are_apart(a, b, middle) ? &apart : &meet) = middle;
    }
    return apart;
}

static double p_value_of(const struct contender *a, const struct contender *b,
                         enum comparison_test *test)
{
    *test = TEST_INTERVALS;
    if ((!has_counts(a) && !is_exact(a)) || (!has_counts(b) && !is_exact(b)))
        return p_of_intervals(a, b);
    *test = is_exact(a) && is_exact(b)   ? TEST_NONE
            : is_exact(a) || is_exact(b) ? TEST_BINOMIAL
                                         : TEST_FISHER;
    const double p = *test == TEST_FISHER
                         ? exact_test_fisher(a->failures, a->trials, b->failures, b->trials) /
                               (share_of(a) * share_of(b))
                     : is_exact(a) ? p_against(b, a->failure)
                                   : p_against(a, b->failure);
    if (a->evidence == EVIDENCE_LOOKS || b->evidence == EVIDENCE_LOOKS)
        *test = TEST_LOOKS;
    return p;
}

static bool compare(const struct comparison_group *group, size_t first, size_t second,
                    struct comparison *comparison, struct error *error)
{
    const struct contender *a = &group->contender[first], *b = &group->contender[second];
    *comparison = (struct comparison){
        .first = first,
        .second = second,
        .difference = b->failure - a->failure,
        .difference_interval = {b->interval.low - a->interval.high,
                                b->interval.high - a->interval.low},
        .ratio = b->failure / a->failure,
        .ratio_interval = ratio_of(b->interval, a->interval),
    };
    comparison->p_value = fmin(1.0, p_value_of(a, b, &comparison->test));
    if (!(comparison->p_value >= 0.0))
        return error_set(error, "a p-value cannot be computed");
    comparison->p_holm = comparison->p_value;
    return true;
}

static bool find_comparisons(struct comparison_group *group, struct error *error)
{
    const size_t n = group->count;
    group->pairwise = n <= COMPARISON_PAIRWISE_MAX;
    group->comparison =
        calloc(group->pairwise ? n * (n - 1) / 2 + 1 : n, sizeof *group->comparison);
    if (group->comparison == NULL)
        return error_no_memory(error);
    bool good = true;
    for (size_t i = 0; good && i < (group->pairwise ? n - 1 : 1); i++)
        for (size_t j = i + 1; good && j < n; j++)
            good = compare(group, i, j, &group->comparison[group->comparison_count++], error);
    return good;
}

/* --- Holm ------------------------------------------------------------------------------------- */

struct tested {
    double p_value;
    size_t index; /* among the comparisons */
};

static int by_p_value(const void *a, const void *b)
{
    const double left = ((const struct tested *)a)->p_value,
                 right = ((const struct tested *)b)->p_value;
    return (left > right) - (left < right);
}

/* The i-th smallest p-value of m, from 0, is multiplied by m - i, and is no smaller than those
 * before. What is not told counts as if its p-value were 1. */
static bool adjust(struct comparison_group *group, struct error *error)
{
    const double exact = (double)(group->count - count_uncertain(group)), n = (double)group->count;
    group->family = n * (n - 1.0) / 2.0 - exact * (exact - 1.0) / 2.0;
    struct tested *tested = calloc(group->comparison_count + 1, sizeof *tested);
    if (tested == NULL)
        return error_no_memory(error);
    size_t count = 0;
    for (size_t i = 0; i < group->comparison_count; i++)
        if (group->comparison[i].test != TEST_NONE)
            tested[count++] = (struct tested){group->comparison[i].p_value, i};
    qsort(tested, count, sizeof *tested, by_p_value);
    double before = 0.0;
    for (size_t i = 0; i < count; i++) {
        before = fmin(1.0, fmax(before, (group->family - (double)i) * tested[i].p_value));
        group->comparison[tested[i].index].p_holm = before;
    }
    free(tested);
    for (size_t i = 0; i < group->comparison_count; i++)
        group->comparison[i].told_apart = group->comparison[i].p_holm <= 1.0 - group->level;
    return true;
}

/* --- ranks ------------------------------------------------------------------------------------ */

static void rank_by_pairs(struct comparison_group *group)
{
    for (size_t i = 0; i < group->comparison_count; i++) {
        const struct comparison *comparison = &group->comparison[i];
        group->contender[comparison->second].rank_low += comparison->told_apart;
        group->contender[comparison->first].rank_high -= comparison->told_apart;
    }
}

static int by_value(const void *a, const void *b)
{
    const double left = *(const double *)a, right = *(const double *)b;
    return (left > right) - (left < right);
}

/* How many of the sorted values are below `value`, or at most that. */
static size_t count_below(const double *sorted, size_t count, double value, bool or_same)
{
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (sorted[middle] < value || (or_same && sorted[middle] <= value))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Exact ones are apart only by more than rounding. */
static double widened(double end, double sign)
{
    return end * (1.0 + sign * comparison_rounding / 2.0);
}

static bool rank_by_intervals(struct comparison_group *group, struct error *error)
{
    const size_t n = group->count;
    double *low = calloc(2 * n + 1, sizeof *low);
    if (low == NULL)
        return error_no_memory(error);
    double *high = low + n;
    for (size_t i = 0; i < n; i++) {
        low[i] = widened(group->contender[i].interval.low, -1.0);
        high[i] = widened(group->contender[i].interval.high, 1.0);
    }
    qsort(low, n, sizeof *low, by_value);
    qsort(high, n, sizeof *high, by_value);
    for (size_t i = 0; i < n; i++) {
        struct contender *own = &group->contender[i];
        own->rank_low += count_below(high, n, widened(own->interval.low, -1.0), false);
        own->rank_high -= n - count_below(low, n, widened(own->interval.high, 1.0), true);
    }
    free(low);
    return true;
}

static bool rank(struct comparison_group *group, struct error *error)
{
    for (size_t i = 0; i < group->count; i++) {
        group->contender[i].rank_low = 1;
        group->contender[i].rank_high = group->count;
    }
    if (!group->pairwise)
        return rank_by_intervals(group, error);
    rank_by_pairs(group);
    return true;
}

/* --- the whole -------------------------------------------------------------------------------- */

/* By failure; what is not told apart so by the upper end, by messengers, and by the caller's order.
 */
static int by_failure(const void *a, const void *b)
{
    const struct contender *left = a, *right = b;
    const double l[] = {left->failure, left->interval.high, left->cost[COST_MESSENGERS]},
                 r[] = {right->failure, right->interval.high, right->cost[COST_MESSENGERS]};
    for (size_t i = 0; i < sizeof l / sizeof *l; i++)
        if (l[i] < r[i] || l[i] > r[i])
            return l[i] < r[i] ? -1 : 1;
    return (left->id > right->id) - (left->id < right->id);
}

bool comparison_find(struct comparison_group *group, struct error *error)
{
    group->comparison = NULL;
    group->comparison_count = 0;
    if (!find_intervals(group, error))
        return false;
    qsort(group->contender, group->count, sizeof *group->contender, by_failure);
    return find_comparisons(group, error) && adjust(group, error) && rank(group, error) &&
           pareto_find(group, error);
}

void comparison_release(struct comparison_group *group)
{
    free(group->comparison);
    group->comparison = NULL;
}
