/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/claim_parts.h"

#include "plots/number.h"
#include "plots/script.h"

#include <math.h>
#include <string.h>

enum { LENGTH_MAX = 80 }; /* of a title, in characters that one sees */

/* "by 10", or "by 3.3 (loss 0.3) to 100 (loss 0.01)". */
static void write_range(FILE *stream, const struct curves *curves, const struct extremes *extremes)
{
    char low[CLAIM_NUMBER_SIZE], high[CLAIM_NUMBER_SIZE], text[CLAIM_NAME_SIZE];
    if (extremes->high < 1.03 * extremes->low || extremes->highest == NULL) {
        fprintf(stream, "%s", claim_number(sqrt(extremes->low * extremes->high), low));
        return;
    }
    fprintf(stream, "%s (%s)", claim_number(extremes->low, low),
            claim_curve_name(curves, extremes->lowest, text));
    fprintf(stream, " to %s (%s)", claim_number(extremes->high, high),
            claim_curve_name(curves, extremes->highest, text));
}

static bool claim_factor(FILE *stream, const struct curves *curves)
{
    struct extremes factors = {0};
    bool about = false;
    char word[CLAIM_STEP_SIZE];
    for (size_t i = 0; i < curves->curve_count; i++) {
        double factor;
        if (!claim_find_factor(curves, &curves->curve[i], &factor, &about))
            return false;
        claim_widen(&factors, factor, &curves->curve[i]);
    }
    if (factors.lowest == NULL || (factors.low < 1.0) != (factors.high < 1.0))
        return false;
    const bool falls = factors.high < 1.0;
    if (falls)
        factors = (struct extremes){1.0 / factors.high, 1.0 / factors.low, factors.highest,
                                    factors.lowest};
    fprintf(stream, "Each further %s %s %s by %s", claim_step(curves->x, word),
            falls ? "divides" : "multiplies", claim_measure(curves->measure),
            about ? "about " : "");
    write_range(stream, curves, &factors);
    return true;
}

static bool claim_power(FILE *stream, const struct curves *curves)
{
    struct extremes factors = {0};
    char word[SWEEP_NAME_SIZE];
    if (!curves->is_x_logarithmic)
        return false;
    for (size_t i = 0; i < curves->curve_count; i++) {
        double power;
        if (!claim_find_power(curves, &curves->curve[i], &power) || power < 0.5)
            return false;
        if (fabs(power - round(power)) < 0.03 * power)
            power = round(power);
        claim_widen(&factors, pow(10.0, power), &curves->curve[i]);
    }
    if (factors.lowest == NULL)
        return false;
    fprintf(stream, "A tenth of a small %s divides %s by ", setting_word(curves->x, word),
            claim_measure(curves->measure));
    write_range(stream, curves, &factors);
    return true;
}

/* No failure anywhere, or nothing else. */
static bool claim_extreme(FILE *stream, const struct curves *curves)
{
    bool none = curves->measure == MEASURE_FAILURE, all = none;
    double bound = 0.0;
    for (size_t i = 0; i < curves->point_count; i++) {
        const struct table_value value = curve_value(&curves->point[i]);
        none = none && value.value <= 0.0;
        all = all && value.value >= 1.0;
        bound = value.high > bound ? value.high : bound;
    }
    char text[CLAIM_NUMBER_SIZE];
    if (all)
        fputs("Every trial fails", stream);
    else if (none)
        fprintf(stream, "No failure was seen: it is rarer than %s", claim_number(bound, text));
    return none || all;
}

static double change_of(const struct curves *curves, const struct curve *curve)
{
    const struct curve_point *first = &curves->point[curve->first];
    return fabs(curve_value(first).value - curve_value(first + curve->count - 1).value);
}

static bool claim_direction(FILE *stream, const struct curves *curves)
{
    const int sign = claim_direction_of(curves, &curves->curve[0]);
    const struct curve *most = &curves->curve[0];
    for (size_t i = 1; i < curves->curve_count; i++) {
        const struct curve *curve = &curves->curve[i];
        if (claim_direction_of(curves, curve) != sign)
            return false;
        if (change_of(curves, curve) > change_of(curves, most))
            most = curve;
    }
    if (sign == 0)
        return false;
    char word[SWEEP_NAME_SIZE], text[CLAIM_NAME_SIZE];
    const struct curve_point *first = &curves->point[most->first], *last = first + most->count - 1;
    fprintf(stream, "%s %s with %s: from ", claim_start(curves->measure),
            sign < 0 ? "falls" : "grows", setting_word(curves->x, word));
    claim_write_value(stream, first);
    fputs(" to ", stream);
    claim_write_value(stream, last);
    if (curves->curve_count > 1)
        fprintf(stream, " (%s)", claim_curve_name(curves, most, text));
    return true;
}

/* All intervals of every curve have a value in common. */
static bool claim_no_effect(FILE *stream, const struct curves *curves)
{
    bool exact = true;
    for (size_t i = 0; i < curves->curve_count; i++) {
        const struct curve *curve = &curves->curve[i];
        double low = 0.0, high = INFINITY;
        for (size_t j = curve->first; j < curve->first + curve->count; j++) {
            const struct table_value value = curve_value(&curves->point[j]);
            exact = exact && !isnan(curves->point[j].exact);
            low = value.low > low ? value.low : low;
            high = value.high < high ? value.high : high;
        }
        if (low > high * (1.0 + 1e-9))
            return false;
    }
    char word[SWEEP_NAME_SIZE];
    const char *name = setting_word(curves->x, word);
    if (exact)
        fprintf(stream, "%s does not depend on %s", claim_start(curves->measure), name);
    else
        fprintf(stream, "No effect of %s on %s can be told", name, claim_measure(curves->measure));
    return true;
}

/* The least value of the one curve is inside, and for sure below both ends. */
static bool claim_least(FILE *stream, const struct curves *curves)
{
    const struct curve_point *point = curves->point, *least = point;
    char word[SWEEP_NAME_SIZE], number[NUMBER_SIZE];
    if (curves->curve_count != 1 || curves->measure != MEASURE_FAILURE)
        return false;
    for (size_t i = 1; i < curves->point_count; i++)
        if (curve_value(&point[i]).value < curve_value(least).value)
            least = &point[i];
    const double high = curve_value(least).high;
    if (high >= curve_value(point).low || high >= curve_value(&point[curves->point_count - 1]).low)
        return false;
    fprintf(stream, "Failure is least with %s %s: ", setting_word(curves->x, word),
            number_text(least->x, number));
    claim_write_value(stream, least);
    return true;
}

/* --- all -------------------------------------------------------------------------------------- */

/* Characters that one sees: no mark-up, and a letter of UTF-8 is one. */
static size_t visible_length(const char *text)
{
    size_t length = 0;
    for (; *text != '\0'; text++)
        length += strchr("{}^\\", *text) == NULL && ((unsigned char)*text & 0xc0) != 0x80;
    return length;
}

static bool describe(FILE *stream, const struct curves *curves)
{
    char word[SWEEP_NAME_SIZE], name[CLAIM_NAME_SIZE];
    fprintf(stream, "%s of %s against %s", claim_start(curves->measure),
            script_plain(claim_has_strategies(curves) ? curves->problem : curves->curve[0].strategy,
                         name, sizeof name),
            setting_axis(curves->x, word));
    return true;
}

bool claim_of_curves(const struct curves *curves, char claim[CLAIM_SIZE], struct error *error)
{
    static bool (*const claims[])(FILE *, const struct curves *) = {
        claim_extreme,   claim_best,      claim_spread, claim_factor, claim_power,
        claim_no_effect, claim_direction, claim_least,  describe};
    const size_t count = sizeof claims / sizeof *claims;
    /* Of what is not among the curves nothing is known here: no claim that includes it. */
    for (size_t i = curves->is_partial ? count - 1 : 0; i < count; i++) {
        memset(claim, 0, CLAIM_SIZE);
        FILE *stream = fmemopen(claim, CLAIM_SIZE, "w");
        if (stream == NULL)
            return error_no_memory(error);
        const bool good = claims[i](stream, curves);
        const bool whole = fflush(stream) == 0 && ftell(stream) < CLAIM_SIZE;
        (void)fclose(stream);
        if (good && whole && visible_length(claim) <= LENGTH_MAX)
            return true;
    }
    return true; /* a long name: its description, cut */
}
