/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/interval.h"

/* How the ends are found.
 *
 * Only lower bounds are computed, as pairs (p, 1 - p) of which both members carry all their digits:
 * the upper bound for k successes is one minus the lower bound for k failures.
 *
 * A quantile of X ~ Beta(a, b), with a <= b after a swap, is sought on the scale of log-odds,
 *
 *     u = log(X / (1 - X)) - log(a / b).
 *
 * Since X = G_a / (G_a + G_b), this is a difference of logarithms of independent gamma variables,
 * with the cumulants psi(a) - psi(b) - log(a / b), psi'(a) + psi'(b), psi''(a) - psi''(b), ... The
 * expansion of Cornish and Fisher in powers of a^-1/2 gives the quantile: with an error of 1e-8
 * standard deviations in the worst case, and 1e-10 at 95 %, once a >= 5000. Below, it starts a
 * search for the root in u of
 *
 *     Phi^-1(P(U <= u)) - z,    z = Phi^-1(tail),
 *
 * nearly a straight line, so that four evaluations by Brent's method are the rule. P is GSL's
 * incomplete beta function or, for large b, the incomplete gamma function: the continued fraction
 * for the upper tail of Beta(a, b) subtracts numbers that agree in all but their last digits, and
 * loses about b * 1e-17. gsl_cdf_beta_Pinv does not converge, or not even return, for large a, b.
 */

#include <float.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_roots.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stddef.h>
#include <string.h>

static const double expansion_from = 5000; /* of a: the expansion alone is enough */

static const char *const names[] = {
    [INTERVAL_CLOPPER_PEARSON] = "clopper-pearson",
    [INTERVAL_WILSON] = "wilson",
    [INTERVAL_JEFFREYS] = "jeffreys",
};

/* A probability and its complement. */
struct share {
    double part, rest;
};

/* The quantile to find: Beta(small, large), small <= large, P(X <= x) = Phi(score). */
struct target {
    double small, large, score;
};

struct guess {
    double offset;      /* u above */
    double uncertainty; /* of offset, roughly */
};

const char *interval_name(enum interval_kind kind)
{
    return names[kind];
}

bool interval_from_name(const char *name, enum interval_kind *kind)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(name, names[i]) == 0) {
            *kind = (enum interval_kind)i;
            return true;
        }
    return false;
}

/* Adds cumulants 1 to 6 of sign * (log(G) - log(parameter)), G gamma distributed. Asymptotic series
 * of polygamma functions, Abramowitz and Stegun 6.3.18 and 6.4.11 to 6.4.14, with the terms that
 * count in expand() for parameter >= expansion_from. */
static void add_cumulants(double parameter, double sign, double cumulants[7])
{
    double r = 1 / parameter, r2 = r * r;
    cumulants[1] -= sign * r * (1.0 / 2 + r * (1.0 / 12));
    cumulants[2] += r * (1 + r * (1.0 / 2 + r * (1.0 / 6)));
    cumulants[3] -= sign * r2 * (1 + r * (1 + r * (1.0 / 2)));
    cumulants[4] += r2 * r * (2 + r * 3);
    cumulants[5] -= sign * r2 * r2 * (6 + r * 12);
    cumulants[6] += r2 * r2 * r * 24;
}

/* Quantile from cumulants, R. A. Fisher and E. A. Cornish, Technometrics 2 (1960) 209-225 (also
 * Abramowitz and Stegun 26.2.49 to 26.2.51), with terms of order a^-1/2 to a^-2. */
static struct guess expand(const struct target *target)
{
    double cumulants[7] = {0};
    add_cumulants(target->small, 1, cumulants);
    add_cumulants(target->large, -1, cumulants);
    double variance = cumulants[2], deviation = sqrt(variance);
    double g1 = cumulants[3] / (variance * deviation);
    double g2 = cumulants[4] / (variance * variance);
    double g3 = cumulants[5] / (variance * variance * deviation);
    double g4 = cumulants[6] / (variance * variance * variance);
    double z = target->score, y = z * z;
    double first = g1 * (y - 1) / 6;
    double second = z * (g2 * (y - 3) / 24 - g1 * g1 * (2 * y - 5) / 36);
    double third = g3 * (y * (y - 6) + 3) / 120 - g1 * g2 * (y * (y - 5) + 2) / 24 +
                   g1 * g1 * g1 * (y * (12 * y - 53) + 17) / 324;
    double fourth = z * (g4 * (y * (y - 10) + 15) / 720 - g2 * g2 * (y * (3 * y - 24) + 29) / 384 -
                         g1 * g3 * (y * (2 * y - 17) + 21) / 180 +
                         g1 * g1 * g2 * (y * (14 * y - 103) + 107) / 288 -
                         g1 * g1 * g1 * g1 * (y * (252 * y - 1688) + 1511) / 7776);

    if (fabs(fourth) > 0.3) /* the series has not settled: tell the scale only */
        return (struct guess){0, deviation * (1 + fabs(z))};
    double next = fabs(fourth) + fabs(third) / sqrt(target->small);
    return (struct guess){cumulants[1] + deviation * (z + first + second + third + fourth),
                          deviation * (next + 1e-6)};
}

static double odds_at(const struct target *target, double offset)
{
    return target->small / target->large * exp(offset);
}

static bool is_lower(const struct target *target)
{
    return target->score <= 0;
}

/* Underflow gives 0, which is near enough to the truth for the search. Below expansion_from, GSL's
 * continued fraction has converged after at most 140 of its 512 steps (measured over a grid of
 * parameters up to 6.5 standard deviations from the mean); GSL_EMAXITER only says that its last
 * bits keep changing by more than it tolerates, as they do on processors that fuse multiply and
 * add. */
static bool is_usable(int status)
{
    return status == GSL_SUCCESS || status == GSL_EUNDRFLW || status == GSL_EMAXITER;
}

/* The tail on the target's side of x, that is P(X <= x) or P(X >= x). */
static bool tail_by_beta(const struct target *target, double odds, double *tail)
{
    double a = target->small, b = target->large;
    gsl_sf_result value;
    int status = is_lower(target) ? gsl_sf_beta_inc_e(a, b, odds / (1 + odds), &value)
                                  : gsl_sf_beta_inc_e(b, a, 1 / (1 + odds), &value);
    *tail = value.val;
    return is_usable(status);
}

/* The same for large b. With N = b + (a - 1)/2 and Y = -N log(1 - X), the density of Y is
 * proportional to y^(a-1) exp(-y) (sinh(y/2N) / (y/2N))^(a-1). Without the last factor that is a
 * gamma distribution (Abramowitz and Stegun 26.5.17); the factor, 1 + (a-1) y^2 / 24 N^2 + ...,
 * adds c (Q(a+2, y) - Q(a, y)) to the upper tail, c = (a^3 - a) / 24 N^2, with an error of order
 * c^2. */
static bool tail_by_gamma(const struct target *target, double odds, double *tail)
{
    double a = target->small, scale = target->large + (a - 1) / 2;
    double y = scale * log1p(odds);
    gsl_sf_result value;
    int status =
        is_lower(target) ? gsl_sf_gamma_inc_P_e(a, y, &value) : gsl_sf_gamma_inc_Q_e(a, y, &value);
    double difference = gsl_ran_gamma_pdf(y, a, 1) * y / a * (1 + y / (a + 1));
    double correction = a * (a * a - 1) / (24 * scale * scale) * difference;
    *tail = is_lower(target) ? value.val - correction : value.val + correction;
    return is_usable(status);
}

/* Whether the error of tail_by_gamma, measured to be below c^2, stays below about 1e-9. */
static bool is_nearly_gamma(const struct target *target)
{
    double a = target->small, b = target->large;
    return b >= 1e5 && a * a * a <= 1e-3 * b * b;
}

/* For the root finder: how far the score at `offset` is above the target's. */
static double score_excess(double offset, void *context)
{
    const struct target *target = context;
    double odds = odds_at(target, offset), tail;
    bool found = is_nearly_gamma(target) ? tail_by_gamma(target, odds, &tail)
                                         : tail_by_beta(target, odds, &tail);
    if (!found || isnan(tail))
        return NAN;
    /* A tail of 0 or 1 has no finite score, but only a far end of the bracket gets there. */
    tail = fmin(fmax(tail, DBL_MIN), 1 - DBL_EPSILON);
    double score = is_lower(target) ? gsl_cdf_ugaussian_Pinv(tail) : gsl_cdf_ugaussian_Qinv(tail);
    return score - target->score;
}

/* A bracket around the guess, widened until the root is within. */
static int set_bracket(gsl_root_fsolver *solver, gsl_function *function, struct guess guess)
{
    int status = GSL_EINVAL; /* what GSL says when both ends are on one side of the root */
    double width = guess.uncertainty;
    for (int i = 0; i < 20 && status == GSL_EINVAL; i++, width *= 4)
        status = gsl_root_fsolver_set(solver, function, guess.offset - width, guess.offset + width);
    return status;
}

/* Replaces guess->offset by the root. What the solver keeps is on the stack, and not in memory that
 * may run out: an interval that cannot be computed is then one that GSL cannot compute. */
static bool search(struct target *target, struct guess *guess)
{
    max_align_t state[16]; /* Brent's method keeps 11 numbers */
    gsl_root_fsolver solver = {.type = gsl_root_fsolver_brent, .state = state};
    if (solver.type->size > sizeof state)
        return false;
    gsl_function function = {score_excess, target};
    /* Convergence is faster than linear: after a step of this size, the error is far smaller. */
    double tolerance = 1e-8 / sqrt(target->small);
    double before = NAN;
    int status = set_bracket(&solver, &function, *guess);
    if (status == GSL_SUCCESS)
        status = GSL_CONTINUE;
    for (int i = 0; i < 100 && status == GSL_CONTINUE; i++) {
        status = gsl_root_fsolver_iterate(&solver);
        guess->offset = gsl_root_fsolver_root(&solver);
        if (status == GSL_SUCCESS)
            status = gsl_root_test_delta(guess->offset, before, tolerance, 0);
        before = guess->offset;
    }
    return status == GSL_SUCCESS;
}

/* x with P(X <= x) = tail for X ~ Beta(a, b). */
static bool beta_quantile(double a, double b, double tail, struct share *quantile)
{
    bool swap = a > b;
    double score = gsl_cdf_ugaussian_Pinv(tail);
    struct target target = {fmin(a, b), fmax(a, b), swap ? -score : score};
    struct share share;
    if (target.small == 1) { /* P(X >= x) = (1 - x)^b: in closed form */
        double log_rest = (swap ? log(tail) : log1p(-tail)) / target.large;
        share = (struct share){-expm1(log_rest), exp(log_rest)};
    } else {
        struct guess guess = expand(&target);
        if (target.small < expansion_from && !search(&target, &guess))
            return false;
        double odds = odds_at(&target, guess.offset);
        share = (struct share){odds / (1 + odds), 1 / (1 + odds)};
    }
    *quantile = swap ? (struct share){share.rest, share.part} : share;
    return isfinite(share.part) && isfinite(share.rest);
}

/* The smaller root of (k/n - p)^2 = z^2 p (1 - p) / n, without subtractions: the product of both
 * roots is k^2 / (n (n + z^2)). */
static struct share wilson(double k, double n, double tail)
{
    double z = gsl_cdf_ugaussian_Qinv(tail);
    double middle = z * z / 2, spread = z * sqrt(k / n * (n - k) + z * z / 4);
    return (struct share){k / n * k / (k + middle + spread),
                          (n - k + middle + spread) / (n + z * z)};
}

static bool lower_bound(enum interval_kind kind, uint64_t k, uint64_t n, double tail,
                        struct share *bound)
{
    double successes = (double)k, failures = (double)(n - k);
    if (k == 0) {
        *bound = (struct share){0, 1};
        return true;
    }
    switch (kind) {
    case INTERVAL_CLOPPER_PEARSON:
        return beta_quantile(successes, failures + 1, tail, bound);
    case INTERVAL_WILSON:
        *bound = wilson(successes, (double)n, tail);
        return true;
    case INTERVAL_JEFFREYS:
        return beta_quantile(successes + 0.5, failures + 0.5, tail, bound);
    }
    return false;
}

/* Near 1, the complement has more digits. */
static double nearest_double(double part, double rest)
{
    return part > 0.5 ? 1 - rest : part;
}

bool interval_of_proportion(enum interval_kind kind, uint64_t k, uint64_t n, double level,
                            struct interval *result)
{
    if (n == 0 || k > n || !(level > 0 && level < 1))
        return false;
    double tail = (1 - level) / 2;
    struct share success, failure;
    if (!lower_bound(kind, k, n, tail, &success) || !lower_bound(kind, n - k, n, tail, &failure))
        return false;
    *result = (struct interval){nearest_double(success.part, success.rest),
                                nearest_double(failure.rest, failure.part)};
    return true;
}

bool interval_of_mean(double mean, double standard_error, uint64_t batches, double level,
                      struct interval *result)
{
    if (batches < 2 || !(level > 0 && level < 1) || !(standard_error >= 0))
        return false;
    double quantile = gsl_cdf_tdist_Qinv((1 - level) / 2, (double)(batches - 1));
    double low = mean - quantile * standard_error, high = mean + quantile * standard_error;
    if (!isfinite(low) || !isfinite(high))
        return false;
    *result = (struct interval){low, high};
    return true;
}
