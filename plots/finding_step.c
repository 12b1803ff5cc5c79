/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/finding_kinds.h"

#include "analysis/text.h"
#include "plots/estimate_text.h"
#include "plots/finding_steps.h"
#include "plots/finding_words.h"
#include "plots/number.h"
#include "plots/report_points.h"

#include <math.h>
#include <string.h>

enum { STEPS_STRATEGIES_MAX = 4 };

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
    finding_write_set(stream, set);
    fprintf(stream, ", %s %s of ", steps->is_geometric ? "multiplying" : "raising", steps->name);
    write_label_without(stream, finding_name_of(set, steps->contender[0])->label, steps->name);
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

bool finding_add_steps(struct report *report, const struct report_problem *problem,
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
