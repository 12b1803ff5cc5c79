/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_TESTS_ANALYSIS_MATCHING_H
#define GENERALS_TESTS_ANALYSIS_MATCHING_H

/* Which history of the reference is which history under test: the one in which the same happens. */

#include "engine/histories.h"
#include "tests/engine/reference_histories.h"

#include <stddef.h>

/* The history of the reference in which this happens, [event] as from histories_tell. */
size_t matching_history(const struct reference_histories *reference,
                        const enum happening *happening);

/* [history]: its match in the reference. Each has one, and all are different. Free it. */
size_t *match_histories(struct histories *histories, const struct reference_histories *reference);

/* Room for one happening per event. Free it. */
enum happening *happenings_create(const struct schedule *schedule);

#endif
