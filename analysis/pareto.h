/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ANALYSIS_PARETO_H
#define GENERALS_ANALYSIS_PARETO_H

/* Which contenders of a group are on the line, against each cost, and what dominates the others. */

#include "analysis/comparison.h"

/* Fills in `pareto` of the sorted contenders. Where several dominate one, it is told of the one
 * that fails least among those of which it is sure, or else among all.
 *
 * Sure are two things at once: that one fails less often, and that it sends no more messengers.
 * Each has half of the group's error, divided among the contenders that have any. The interval of
 * mean messengers, which its row has for one point alone, is made as wide as that needs: by the
 * quantiles of Student's t, or by the logarithm of its error, whichever is more, since an interval
 * that comes from hardly any event grows as that. */
bool pareto_find(struct comparison_group *group, struct error *error);

#endif
