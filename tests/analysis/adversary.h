/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_TESTS_ANALYSIS_ADVERSARY_H
#define GENERALS_TESTS_ANALYSIS_ADVERSARY_H

/* An adversary who goes through every choice of captures, with lists of single histories: what the
 * faster search is tested against. */

#include "tests/engine/reference_histories.h"

#include <stddef.h>

struct adversary {
    long double failure;    /* the most that a choice can force */
    unsigned captured;      /* the fewest messengers with which one does */
    size_t choices;         /* that differ in what is sent */
    long double on_average; /* P(failure) if chance captures */
};

struct adversary adversary_try_all(const struct point *point);

/* What a choice leads to that captures the transmits of these events, in order, and no other. */
struct choice {
    long double failure;
    unsigned captured; /* messengers */
    size_t unsent;     /* transmits of the choice that are not sent, however the coins fall */
};

struct choice adversary_try(const struct point *point, const size_t *events, size_t count);

#endif
