/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/claim_parts.h"

#include <math.h>

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

bool claim_find_factor(const struct curves *curves, const struct curve *curve, double *factor,
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

bool claim_find_power(const struct curves *curves, const struct curve *curve, double *power)
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

int claim_direction_of(const struct curves *curves, const struct curve *curve)
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
