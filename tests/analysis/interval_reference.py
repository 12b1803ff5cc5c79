#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints interval_reference.h: python3 interval_reference.py > interval_reference.h

Needs mpmath and two minutes. Nothing here is shared with analysis/interval.c: the lower tail of
the beta distribution is integrated with 40 digits on the scale of log-odds, where its density is
analytic and log-concave, and Newton's method on the logarithm of the tail finds the quantile.
"""
from mpmath import erfinv, exp, expm1, inf, log, log1p, loggamma, mp, mpf, nstr, quad, sqrt

mp.dps = 40
KINDS = {"clopper-pearson": "INTERVAL_CLOPPER_PEARSON", "jeffreys": "INTERVAL_JEFFREYS",
         "wilson": "INTERVAL_WILSON"}


def beta_quantile(a, b, tail):
    """x with P(X <= x) = tail for X ~ Beta(a, b)."""
    share, deviation = a / (a + b), sqrt(1 / a + 1 / b)
    peak = loggamma(a + b) - loggamma(a) - loggamma(b) + a * log(share) + b * log(1 - share)

    def density(u):  # of u = log(X / (1 - X)) - log(a / b)
        return exp(peak + a * u - (a + b) * log1p(share * expm1(u)))

    def slope(u):  # of log(density)
        return a - (a + b) / (1 + (1 - share) / share * exp(-u))

    def tail_below(u):  # panels short enough for the rule, until they no longer count
        total, panel = mpf(0), inf
        while panel > total * mpf(10) ** -25:
            width = deviation / max(1, deviation * abs(slope(u)) / 4)
            panel = quad(density, [u - width, u], method="gauss-legendre", maxdegree=5)
            total, u = total + panel, u - width
        return total

    u, step = mpf(0), inf  # log P is concave in u, so Newton converges from anywhere
    while abs(step) > deviation * mpf(10) ** -12:  # the next step would be the square of it
        below = tail_below(u)
        step = -log(below / tail) * below / density(u)
        u += step
    odds = a / b * exp(u)
    return odds / (1 + odds)


def lower_bound(kind, k, n, tail):
    if k == 0:
        return mpf(0)
    if kind == "clopper-pearson":
        return beta_quantile(mpf(k), mpf(n - k + 1), tail)
    if kind == "jeffreys":
        return beta_quantile(k + mpf("0.5"), n - k + mpf("0.5"), tail)
    square = 2 * erfinv(1 - 2 * tail) ** 2
    spread = sqrt(square * (mpf(k) * (n - k) / n + square / 4))
    return (k + square / 2 - spread) / (n + square)


def row(kind, k, n, level):
    tail = (1 - mpf(level)) / 2  # level as the nearest double, as the program under test gets it
    low, high = lower_bound(kind, k, n, tail), 1 - lower_bound(kind, n - k, n, tail)
    print(f"    {{{KINDS[kind]}, {k}, {n}, {level}, {nstr(low, 20)}, {nstr(high, 20)}}},")


def rows(kind, levels, trials, successes):
    for level in levels:
        for n in trials:
            for k in sorted({k for k in successes + [n // 10, n // 2, n] if k <= n}):
                row(kind, k, n, level)


print("""/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Made by interval_reference.py with mpmath, 40 digits: do not edit. 20 digits are shown, so that
 * each constant is the double nearest to the true value. Two programs that are not part of this
 * project agree: Gauss-Legendre quadrature in IEEE binary128 to the last bit of every value, and
 * qbeta of R 4.2.2 to a few units in the last place. */

#include "analysis/interval.h"

static const struct reference {
    enum interval_kind kind;
    uint64_t k, n;
    double level, low, high;
} references[] = {
    /* clang-format off */""")
rows("clopper-pearson", [0.95], [1, 2, 3, 10, 50, 1000], [0, 1, 2, 10, 30, 100, 300])
rows("clopper-pearson", [0.95], [10**4, 10**5, 10**6, 10**7, 10**8, 10**10, 10**12],
     [0, 1, 2, 10, 100, 1000, 4999, 5001])
rows("clopper-pearson", [0.1, 0.5, 0.9, 0.99, 0.999999], [10, 10**4, 10**12],
     [1, 30, 300, 4999, 5001])
rows("jeffreys", [0.1, 0.95, 0.999999], [2, 100, 10**6, 10**12], [0, 1, 30, 4999, 5000])
rows("wilson", [0.1, 0.95, 0.999999], [10, 10**12], [0, 1, 300])
print("""    /* clang-format on */
};""")
