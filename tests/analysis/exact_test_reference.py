#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints exact_test_reference.h: python3 exact_test_reference.py > exact_test_reference.h

Needs mpmath and a minute. Nothing here is shared with analysis/exact_test.c: small counts are summed
as fractions of whole numbers; large ones term by term, with 40 digits, from binomial coefficients by
loggamma.
"""
from fractions import Fraction
from math import comb

from mpmath import exp, log, loggamma, mp, mpf, nstr

mp.dps = 40


def two_sided(upper, lower):
    return min(1, 2 * min(upper, lower))


def fisher_fractions(a, m, b, n):
    def chance(x):
        return Fraction(comb(m, x) * comb(n, a + b - x), comb(m + n, a + b))
    return two_sided(sum(chance(x) for x in range(a, min(m, a + b) + 1)),
                     sum(chance(x) for x in range(max(0, a + b - n), a + 1)))


def binomial_fractions(k, n, p):
    p = Fraction(p)  # of the double that the program gets

    def chance(x):
        return comb(n, x) * p**x * (1 - p) ** (n - x)
    return two_sided(sum(chance(x) for x in range(k, n + 1)), sum(chance(x) for x in range(k + 1)))


def log_choose(n, k):
    return loggamma(mpf(n) + 1) - loggamma(mpf(k) + 1) - loggamma(mpf(n - k) + 1)


def summed(first, ratio, x):
    total = term = first
    while term > total * mpf(10) ** -25:
        term *= ratio(x)
        total += term
        x += 1
    return min(1, 2 * total)


def fisher_terms(a, m, b, n):
    if a * n < b * m:
        a, b = m - a, n - b
    k = a + b
    return summed(exp(log_choose(m, a) + log_choose(n, b) - log_choose(m + n, k)),
                  lambda x: mpf((m - x) * (k - x)) / ((x + 1) * (n - k + x + 1)), a)


def binomial_terms(k, n, p):
    p = mpf(p)
    if k < n * p:
        k, p = n - k, 1 - p
    return summed(exp(log_choose(n, k) + k * log(p) + (n - k) * log(1 - p)),
                  lambda x: (n - x) * p / ((x + 1) * (1 - p)), k)


def text(value):
    if isinstance(value, Fraction):
        value = mpf(value.numerator) / value.denominator
    return nstr(mpf(value), 18)


FISHER = [(0, 1, 1, 1), (0, 5, 5, 5), (3, 10, 3, 10), (1, 10, 9, 10), (2, 3, 20, 200), (7, 50, 1, 40),
          (0, 1000, 6, 1000), (12, 300, 31, 250), (299, 300, 100, 120), (150, 300, 151, 300)]
FISHER_LARGE = [(100, 10**6, 150, 10**6), (0, 10**12, 30, 10**12), (5, 10**12, 0, 10**3),
                (500000, 10**6, 501500, 10**6), (7 * 10**6, 10**7, 69 * 10**7 + 123456, 10**9),
                (10**8, 10**12, 10**8 + 40000, 10**12), (10**9 + 300000, 10**12, 10**5, 10**8),
                (999000, 10**6, 999 * 10**5 + 1200, 10**8), (200, 10**12, 3, 10**10)]
BINOMIAL = [(0, 1, 0.5), (3, 10, 0.3), (0, 100, 0.01), (5, 100, 0.01), (100, 100, 0.99), (17, 40, 0.75),
            (1, 7, 1e-9)]
BINOMIAL_LARGE = [(100, 10**6, 1.2e-4), (501000, 10**6, 0.5), (10**8 + 35000, 10**12, 1e-4),
                  (0, 10**9, 3e-9), (12, 10**12, 2e-12), (999 * 10**6 + 3100, 10**9, 0.999),
                  (3 * 10**7, 10**8, 0.2999)]

print("/* SPDX-License-Identifier: GPL-3.0-or-later */\n/* Made by exact_test_reference.py. */\n")
print("static const struct {\n    uint64_t a, trials_a, b, trials_b;\n    long double p;\n"
      "} fisher_reference[] = {")
for function, cases in (fisher_fractions, FISHER), (fisher_terms, FISHER_LARGE):
    for case in cases:
        print("    {%d, %d, %d, %d, %sL}," % (*case, text(function(*case))))
print("};\n\nstatic const struct {\n    uint64_t k, trials;\n    double probability;\n"
      "    long double p;\n} binomial_reference[] = {")
for function, cases in (binomial_fractions, BINOMIAL), (binomial_terms, BINOMIAL_LARGE):
    for case in cases:
        print("    {%d, %d, %r, %sL}," % (*case, text(function(*case))))
print("};")
