/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/claim_parts.h"

#include "plots/number.h"
#include "plots/script.h"

#include <string.h>

void claim_widen(struct extremes *extremes, double value, const struct curve *curve)
{
    if (extremes->lowest == NULL || value < extremes->low) {
        extremes->low = value;
        extremes->lowest = curve;
    }
    if (extremes->highest == NULL || value > extremes->high) {
        extremes->high = value;
        extremes->highest = curve;
    }
}

static const struct curve_point *point_at(const struct curves *curves, const struct curve *curve,
                                          double x)
{
    for (size_t i = curve->first; i < curve->first + curve->count; i++)
        if (curves->point[i].x >= x && curves->point[i].x <= x)
            return &curves->point[i];
    return NULL;
}

/* Of all curves at x, the lowest and the next; false if one has no point there. */
static bool find_best(const struct curves *curves, double x, const struct curve *best[2],
                      struct table_value value[2])
{
    best[0] = best[1] = NULL;
    for (size_t i = 0; i < curves->curve_count; i++) {
        const struct curve *curve = &curves->curve[i];
        const struct curve_point *point = point_at(curves, curve, x);
        if (point == NULL)
            return false;
        const struct table_value here = curve_value(point);
        const int place = best[0] == NULL || here.value < value[0].value   ? 0
                          : best[1] == NULL || here.value < value[1].value ? 1
                                                                           : 2;
        if (place == 0) {
            best[1] = best[0];
            value[1] = value[0];
        }
        if (place < 2) {
            best[place] = curve;
            value[place] = here;
        }
    }
    return best[1] != NULL;
}

/* Were all curves measured at the same places, and more than one? */
static bool has_same_places(const struct curves *curves)
{
    const struct curve *first = &curves->curve[0];
    for (size_t i = 0; i < curves->curve_count; i++) {
        if (curves->curve[i].count != first->count)
            return false;
        for (size_t j = 0; j < first->count; j++)
            if (point_at(curves, &curves->curve[i], curves->point[first->first + j].x) == NULL)
                return false;
    }
    return first->count > 1;
}

/* One is best wherever all were measured, and for sure; or at the last such place. */
bool claim_best(FILE *stream, const struct curves *curves)
{
    const struct curve *always = NULL, *best[2], *last[2] = {NULL, NULL};
    struct table_value value[2], at_last[2] = {{0, 0, 0}, {0, 0, 0}};
    double x = 0.0;
    bool everywhere = has_same_places(curves);
    if (curves->measure != MEASURE_FAILURE || !claim_has_strategies(curves))
        return false;
    for (size_t i = 0; i < curves->curve[0].count; i++) {
        const double here = curves->point[curves->curve[0].first + i].x;
        if (!find_best(curves, here, best, value))
            continue;
        always = always == NULL ? best[0] : always;
        everywhere = everywhere && best[0] == always && value[0].high < value[1].low;
        memcpy(last, best, sizeof last);
        memcpy(at_last, value, sizeof at_last);
        x = here;
    }
    if (last[0] == NULL || at_last[0].high >= at_last[1].low)
        return false;
    char name[CLAIM_NAME_SIZE], word[SWEEP_NAME_SIZE], number[NUMBER_SIZE];
    char factor[CLAIM_NUMBER_SIZE];
    if (everywhere) {
        fprintf(stream, "Whatever the %s, %s fails least", setting_word(curves->x, word),
                claim_curve_name(curves, always, name));
        return true;
    }
    fprintf(stream, "At %s %s, %s fails least", setting_word(curves->x, word),
            number_text(x, number), claim_curve_name(curves, last[0], name));
    if (at_last[0].value > 0.0)
        fprintf(stream, ": %s times less than the next",
                claim_number(at_last[1].value / at_last[0].value, factor));
    return true;
}

/* By the strategy alone, where that tells it from the other. */
static const char *name_briefly(const struct curves *curves, const struct curve *curve,
                                const struct curve *other, char name[CLAIM_NAME_SIZE])
{
    return strcmp(curve->strategy, other->strategy) != 0
               ? script_plain(curve->strategy, name, CLAIM_NAME_SIZE)
               : claim_curve_name(curves, curve, name);
}

/* Where no strategy is best for sure, from where to where they go at the last place that all have.
 */
bool claim_spread(FILE *stream, const struct curves *curves)
{
    const struct curve *first = &curves->curve[0];
    const double x = curves->point[first->first + first->count - 1].x;
    struct extremes extremes = {0};
    for (size_t i = 0; i < curves->curve_count; i++) {
        const struct curve_point *point = point_at(curves, &curves->curve[i], x);
        if (point == NULL)
            return false;
        claim_widen(&extremes, curve_value(point).value, &curves->curve[i]);
    }
    char word[SWEEP_NAME_SIZE], number[2][CLAIM_NUMBER_SIZE], name[2][CLAIM_NAME_SIZE],
        at[NUMBER_SIZE];
    if (!claim_has_strategies(curves) || extremes.lowest == NULL || extremes.highest == NULL ||
        !(extremes.low > 0.0) || extremes.low >= extremes.high)
        return false;
    fprintf(stream, "At %s %s, %s is between %s (%s) and %s (%s)", setting_word(curves->x, word),
            number_text(x, at), claim_measure(curves->measure),
            claim_number(extremes.low, number[0]),
            name_briefly(curves, extremes.lowest, extremes.highest, name[0]),
            claim_number(extremes.high, number[1]),
            name_briefly(curves, extremes.highest, extremes.lowest, name[1]));
    return true;
}
