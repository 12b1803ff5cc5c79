/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/claim.h"

#include "plots/number.h"
#include "plots/script.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

enum { LENGTH_MAX = 80 }; /* of a title, in characters that one sees */

const char *claim_number(double number, char text[CLAIM_NUMBER_SIZE])
{
    if (number <= 0.0 || (number >= 0.001 && number < 9999.5)) {
        snprintf(text, CLAIM_NUMBER_SIZE, "%.*g", number >= 999.5 ? 4 : 3, number);
        return text;
    }
    int exponent = (int)floor(log10(number));
    /* In two steps: 10^320 is no double. */
    double mantissa = exponent < -300 ? number * 1e300 * pow(10.0, -exponent - 300)
                                      : number * pow(10.0, -exponent);
    if (mantissa >= 9.95) {
        mantissa /= 10.0;
        exponent++;
    }
    char sign[8] = "";
    if (exponent < 0)
        snprintf(sign, sizeof sign, "−");
    if (mantissa < 1.05)
        snprintf(text, CLAIM_NUMBER_SIZE, "10^{%s%d}", sign, abs(exponent));
    else
        snprintf(text, CLAIM_NUMBER_SIZE, "%.2g×10^{%s%d}", mantissa, sign, abs(exponent));
    return text;
}

/* Characters that one sees: no mark-up, and a letter of UTF-8 is one. */
static size_t visible_length(const char *text)
{
    size_t length = 0;
    for (; *text != '\0'; text++)
        length += strchr("{}^\\", *text) == NULL && ((unsigned char)*text & 0xc0) != 0x80;
    return length;
}

/* --- words ------------------------------------------------------------------------------------ */

static const char *word_of(enum measure measure)
{
    static const char *const subjects[] = {"failure", "success", "the number of messengers"};
    return subjects[measure];
}

static const char *start_of(enum measure measure)
{
    static const char *const subjects[] = {"Failure", "Success", "The number of messengers"};
    return subjects[measure];
}

/* "further messenger", or "further step of spacing". */
static const char *step_word(const char *x, char text[SWEEP_NAME_SIZE + 16])
{
    char word[SWEEP_NAME_SIZE];
    snprintf(text, SWEEP_NAME_SIZE + 16, "%s", setting_word(x, word));
    const size_t length = strlen(text);
    if (length > 3 && strcmp(text + length - 3, "ies") == 0)
        strcpy(text + length - 3, "y");
    else if (length > 2 && text[length - 1] == 's' && text[length - 2] != 's')
        text[length - 1] = '\0';
    else
        snprintf(text, SWEEP_NAME_SIZE + 16, "step of %s", setting_word(x, word));
    return text;
}

enum { NAME_SIZE = 4 * CURVES_LABEL_SIZE };

/* "loss 0.1", as in "at loss 0.1"; of several strategies, which one. */
static const char *name_curve(const struct curves *curves, const struct curve *curve,
                              char name[NAME_SIZE])
{
    char text[NAME_SIZE];
    const char *panel = curves->panel[curve->panel], *key = curves->key[curve->panel];
    const bool has_panels = curves->panel_count > 1;
    snprintf(text, sizeof text, "%s%s%s%s%s", has_panels ? panel : "",
             has_panels && panel[0] != '\0' && curve->label[0] != '\0' ? ", " : "", key,
             key[0] != '\0' ? " " : "", curve->label);
    return script_plain(text, name, NAME_SIZE);
}

/* --- the shape of one curve ------------------------------------------------------------------- */

/* Is a point known well enough to measure a slope with? */
static bool is_sharp(const struct curve_point *point)
{
    const struct table_value value = curve_value(point);
    return value.value > 0.0 && value.high <= 1.3 * value.low;
}

/* How far the logarithm of the point may be from the truth. */
static double slack(const struct curve_point *point)
{
    const struct table_value value = curve_value(point);
    return log(value.high / value.low) / 2.0;
}

static double position(const struct curve_point *point, bool logarithmic)
{
    return logarithmic ? log(point->x) : point->x;
}

/* The slope of log y from the first to the last point, if all points between lie on that line, as
 * far as one can tell: a step that is lost in the noise tells nothing. */
static bool is_straight(const struct curve_point *point, size_t count, bool logarithmic,
                        double tolerance, double *slope)
{
    const struct curve_point *last = &point[count - 1];
    const double start = position(point, logarithmic), y = log(curve_value(point).value);
    const double span = position(last, logarithmic) - start;
    *slope = (log(curve_value(last).value) - y) / span;
    for (size_t i = 1; i < count; i++) {
        const double here = position(&point[i], logarithmic);
        const double step = here - position(&point[i - 1], logarithmic);
        const double off =
            log(curve_value(&point[i]).value / curve_value(&point[i - 1]).value) - *slope * step;
        const double noise = slack(&point[i]) + slack(&point[i - 1]);
        if (noise > 0.2 * fabs(*slope * step) ||
            fabs(off) > tolerance * fabs(*slope * step) + noise)
            return false;
    }
    return fabs(*slope * span) > 0.1;
}

/* The points from the first on that are sharp. */
static size_t count_sharp(const struct curves *curves, const struct curve *curve)
{
    size_t count = 0;
    while (count < curve->count && is_sharp(&curves->point[curve->first + count]))
        count++;
    return count;
}

static bool is_sampled(const struct curve_point *point, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (isnan(point[i].exact))
            return true;
    return false;
}

/* May what comes behind lie on the line, too? Within intervals that are twice as far. */
static bool goes_on(const struct curves *curves, const struct curve *curve, size_t from,
                    double slope)
{
    const struct curve_point *start = &curves->point[curve->first + from - 1];
    for (size_t i = from; i < curve->count; i++) {
        const struct table_value value = curve_value(&curves->point[curve->first + i]);
        const double expected =
            curve_value(start).value * exp(slope * (curves->point[curve->first + i].x - start->x));
        if (expected < value.low / 2.0 || expected > value.high * 2.0)
            return false;
    }
    return true;
}

static bool is_evenly_spaced(const struct curve_point *point, size_t count)
{
    const double step = point[1].x - point[0].x;
    for (size_t i = 2; i < count; i++)
        if (fabs(point[i].x - point[i - 1].x - step) > 1e-9 * fabs(step))
            return false;
    return true;
}

/* By what each step along x multiplies y; `about` if that is so at the end of the curve alone. */
static bool find_factor(const struct curves *curves, const struct curve *curve, double *factor,
                        bool *about)
{
    const struct curve_point *point = &curves->point[curve->first];
    const size_t count = count_sharp(curves, curve), half = count / 2;
    double slope;
    if (count < 3 || !is_evenly_spaced(point, count))
        return false;
    if (!is_straight(point, count, false, 0.02, &slope)) {
        if (count - half < 3 || !is_straight(point + half, count - half, false, 0.1, &slope))
            return false;
        *about = true;
    }
    *about = *about || is_sampled(point, count);
    *factor = exp(slope * (point[1].x - point[0].x));
    return goes_on(curves, curve, count, slope);
}

/* The power of x to which y is proportional where x is least: in the first factor of ten. */
static bool find_power(const struct curves *curves, const struct curve *curve, double *power)
{
    const struct curve_point *point = &curves->point[curve->first];
    size_t first = 0, count;
    while (first < curve->count && !is_sharp(&point[first]))
        first++;
    for (count = 0; first + count < curve->count && is_sharp(&point[first + count]); count++)
        if (point[first + count].x > 10.0 * point[first].x)
            break;
    return count >= 3 && is_straight(point + first, count, true, 0.05, power);
}

/* --- claims of all curves --------------------------------------------------------------------- */

struct extremes {
    double low, high;
    const struct curve *lowest, *highest;
};

static void widen(struct extremes *extremes, double value, const struct curve *curve)
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

/* "by 10", or "by 3.3 (loss 0.3) to 100 (loss 0.01)". */
static void write_range(FILE *stream, const struct curves *curves, const struct extremes *extremes)
{
    char low[CLAIM_NUMBER_SIZE], high[CLAIM_NUMBER_SIZE], text[NAME_SIZE];
    if (extremes->high < 1.03 * extremes->low || extremes->highest == NULL) {
        fprintf(stream, "%s", claim_number(sqrt(extremes->low * extremes->high), low));
        return;
    }
    fprintf(stream, "%s (%s)", claim_number(extremes->low, low),
            name_curve(curves, extremes->lowest, text));
    fprintf(stream, " to %s (%s)", claim_number(extremes->high, high),
            name_curve(curves, extremes->highest, text));
}

static bool claim_factor(FILE *stream, const struct curves *curves)
{
    struct extremes factors = {0};
    bool about = false;
    char word[SWEEP_NAME_SIZE + 16];
    for (size_t i = 0; i < curves->curve_count; i++) {
        double factor;
        if (!find_factor(curves, &curves->curve[i], &factor, &about))
            return false;
        widen(&factors, factor, &curves->curve[i]);
    }
    if (factors.lowest == NULL || (factors.low < 1.0) != (factors.high < 1.0))
        return false;
    const bool falls = factors.high < 1.0;
    if (falls)
        factors = (struct extremes){1.0 / factors.high, 1.0 / factors.low, factors.highest,
                                    factors.lowest};
    fprintf(stream, "Each further %s %s %s by %s", step_word(curves->x, word),
            falls ? "divides" : "multiplies", word_of(curves->measure), about ? "about " : "");
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
        if (!find_power(curves, &curves->curve[i], &power) || power < 0.5)
            return false;
        if (fabs(power - round(power)) < 0.03 * power)
            power = round(power);
        widen(&factors, pow(10.0, power), &curves->curve[i]);
    }
    if (factors.lowest == NULL)
        return false;
    fprintf(stream, "A tenth of a small %s divides %s by ", setting_word(curves->x, word),
            word_of(curves->measure));
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

/* -1: the curve falls everywhere, as far as one can tell, and from its first to its last point for
 * sure; 1: it grows; 0: neither. */
static int direction(const struct curves *curves, const struct curve *curve)
{
    const struct curve_point *point = &curves->point[curve->first];
    const struct table_value first = curve_value(point);
    const struct table_value last = curve_value(&point[curve->count - 1]);
    const int sign = last.high < first.low ? -1 : last.low > first.high ? 1 : 0;
    for (size_t i = 1; i < curve->count; i++) {
        const struct table_value before = curve_value(&point[i - 1]), here = curve_value(&point[i]);
        if ((sign < 0 && here.low > before.high) || (sign > 0 && here.high < before.low))
            return 0;
    }
    return sign;
}

/* "below 1.2×10^{−6}" where a failure was not seen; "1 − 10^{−6}" of what is nearly 1. */
static void write_value(FILE *stream, const struct curve_point *point)
{
    const struct table_value value = curve_value(point);
    char text[CLAIM_NUMBER_SIZE];
    if (value.value <= 0.0 && value.high > 0.0)
        fprintf(stream, "below %s", claim_number(value.high, text));
    else if (value.value > 0.9994 && value.value < 1.0)
        fprintf(stream, "1 − %s", claim_number(1.0 - value.value, text));
    else
        fprintf(stream, "%s", claim_number(value.value, text));
}

static double change_of(const struct curves *curves, const struct curve *curve)
{
    const struct curve_point *first = &curves->point[curve->first];
    return fabs(curve_value(first).value - curve_value(first + curve->count - 1).value);
}

static bool claim_direction(FILE *stream, const struct curves *curves)
{
    const int sign = direction(curves, &curves->curve[0]);
    const struct curve *most = &curves->curve[0];
    for (size_t i = 1; i < curves->curve_count; i++) {
        const struct curve *curve = &curves->curve[i];
        if (direction(curves, curve) != sign)
            return false;
        if (change_of(curves, curve) > change_of(curves, most))
            most = curve;
    }
    if (sign == 0)
        return false;
    char word[SWEEP_NAME_SIZE], text[NAME_SIZE];
    const struct curve_point *first = &curves->point[most->first], *last = first + most->count - 1;
    fprintf(stream, "%s %s with %s: from ", start_of(curves->measure), sign < 0 ? "falls" : "grows",
            setting_word(curves->x, word));
    write_value(stream, first);
    fputs(" to ", stream);
    write_value(stream, last);
    if (curves->curve_count > 1)
        fprintf(stream, " (%s)", name_curve(curves, most, text));
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
        fprintf(stream, "%s does not depend on %s", start_of(curves->measure), name);
    else
        fprintf(stream, "No effect of %s on %s can be told", name, word_of(curves->measure));
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
    write_value(stream, least);
    return true;
}

/* --- claims that compare ---------------------------------------------------------------------- */

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

static bool has_strategies(const struct curves *curves)
{
    for (size_t i = 1; i < curves->curve_count; i++)
        if (strcmp(curves->curve[i].strategy, curves->curve[0].strategy) != 0)
            return true;
    return false;
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
static bool claim_best(FILE *stream, const struct curves *curves)
{
    const struct curve *always = NULL, *best[2], *last[2] = {NULL, NULL};
    struct table_value value[2], at_last[2] = {{0, 0, 0}, {0, 0, 0}};
    double x = 0.0;
    bool everywhere = has_same_places(curves);
    if (curves->measure != MEASURE_FAILURE || !has_strategies(curves))
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
    char name[NAME_SIZE], word[SWEEP_NAME_SIZE], number[NUMBER_SIZE];
    char factor[CLAIM_NUMBER_SIZE];
    if (everywhere) {
        fprintf(stream, "Whatever the %s, %s fails least", setting_word(curves->x, word),
                name_curve(curves, always, name));
        return true;
    }
    fprintf(stream, "At %s %s, %s fails least", setting_word(curves->x, word),
            number_text(x, number), name_curve(curves, last[0], name));
    if (at_last[0].value > 0.0)
        fprintf(stream, ": %s times less than the next",
                claim_number(at_last[1].value / at_last[0].value, factor));
    return true;
}

/* By the strategy alone, where that tells it from the other. */
static const char *name_briefly(const struct curves *curves, const struct curve *curve,
                                const struct curve *other, char name[NAME_SIZE])
{
    return strcmp(curve->strategy, other->strategy) != 0
               ? script_plain(curve->strategy, name, NAME_SIZE)
               : name_curve(curves, curve, name);
}

/* Where no strategy is best for sure, from where to where they go at the last place that all have.
 */
static bool claim_spread(FILE *stream, const struct curves *curves)
{
    const struct curve *first = &curves->curve[0];
    const double x = curves->point[first->first + first->count - 1].x;
    struct extremes extremes = {0};
    for (size_t i = 0; i < curves->curve_count; i++) {
        const struct curve_point *point = point_at(curves, &curves->curve[i], x);
        if (point == NULL)
            return false;
        widen(&extremes, curve_value(point).value, &curves->curve[i]);
    }
    char word[SWEEP_NAME_SIZE], number[2][CLAIM_NUMBER_SIZE], name[2][NAME_SIZE], at[NUMBER_SIZE];
    if (!has_strategies(curves) || extremes.lowest == NULL || extremes.highest == NULL ||
        !(extremes.low > 0.0) || extremes.low >= extremes.high)
        return false;
    fprintf(stream, "At %s %s, %s is between %s (%s) and %s (%s)", setting_word(curves->x, word),
            number_text(x, at), word_of(curves->measure), claim_number(extremes.low, number[0]),
            name_briefly(curves, extremes.lowest, extremes.highest, name[0]),
            claim_number(extremes.high, number[1]),
            name_briefly(curves, extremes.highest, extremes.lowest, name[1]));
    return true;
}

/* --- all -------------------------------------------------------------------------------------- */

static bool describe(FILE *stream, const struct curves *curves)
{
    char word[SWEEP_NAME_SIZE], name[NAME_SIZE];
    fprintf(stream, "%s of %s against %s", start_of(curves->measure),
            script_plain(has_strategies(curves) ? curves->problem : curves->curve[0].strategy, name,
                         sizeof name),
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
