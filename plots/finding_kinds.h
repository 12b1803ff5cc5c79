/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_FINDING_KINDS_H
#define GENERALS_PLOTS_FINDING_KINDS_H

/* The findings of a problem, a kind each. Each is added to the report's; that nothing is to be said
 * is no error. */

#include "plots/report.h"

/* Which setting of the set fails least, and how sure that is. */
bool finding_add_least(struct report *report, const struct report_problem *problem,
                       const struct comparison_set *set, struct error *error);

/* Where no two points can be compared: the least and the most failure. */
bool finding_add_range(struct report *report, const struct report_problem *problem,
                       struct error *error);

/* Which settings of the set are worth their messengers. */
bool finding_add_price(struct report *report, const struct report_problem *problem,
                       const struct comparison_set *set, struct error *error);

/* The factor of one more step, for some of the strategies. */
bool finding_add_steps(struct report *report, const struct report_problem *problem,
                       const struct comparison_set *set, struct error *error);

/* What the less sure party's confidence reaches. */
bool finding_add_confidence(struct report *report, const struct report_problem *problem,
                            struct error *error);

#endif
