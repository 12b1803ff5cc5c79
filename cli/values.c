/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/values.h"

#include "plots/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS_MAX = 4 };

/* For `more` values; said before they are worked out, which takes a second for a million. */
static bool has_room(const struct values *values, size_t more, const char *what, const char *text,
                     struct error *error)
{
    return more <= EXPERIMENT_POINTS_MAX - values->count ||
           error_set(error, "%s: '%.60s' has more than %d values", what, text,
                     EXPERIMENT_POINTS_MAX);
}

static bool append(struct values *values, const char *what, const char *text, double number,
                   struct error *error)
{
    if (!has_room(values, 1, what, text, error))
        return false;
    /* Room for a power of two, found from the count alone. */
    if ((values->count & (values->count - 1)) == 0) {
        const size_t capacity = values->count > 0 ? 2 * values->count : 1;
        double *value = realloc(values->value, capacity * sizeof *value);
        if (value == NULL)
            return error_no_memory(error);
        values->value = value;
    }
    values->value[values->count++] = number + 0.0; /* -0 is 0 */
    return true;
}

/* `number` to 12 significant digits of `scale`, which no number of its range exceeds: so that the 0
 * of -0.3:0.1:0.3 is 0. */
static double rounded(double number, double scale)
{
    char text[400];
    if (!(scale > 0.0))
        return number;
    const double digits = 12.0 - ceil(log10(scale));
    if (digits < 0.0)
        snprintf(text, sizeof text, "%.12g", number);
    else
        snprintf(text, sizeof text, "%.*f", (int)digits, number);
    return strtod(text, NULL);
}

static bool add_steps(struct values *values, const char *what, const char *text, double low,
                      double step, double high, struct error *error)
{
    if (!(step > 0.0))
        return error_set(error, "%s: '%.60s': expected a step above 0", what, text);
    if (low > high)
        return error_set(error,
                         "%s: '%.60s' runs the wrong way: expected low:high with low <= high", what,
                         text);
    /* A billionth of a step decides whether the last step falls on the end. */
    const double steps = (high - low) / step;
    const size_t last = (size_t)fmin(steps + 1e-9, EXPERIMENT_POINTS_MAX);
    const double scale = fmax(fabs(low), fabs(high));
    if (last > 0 && last < EXPERIMENT_POINTS_MAX && step < 1e-11 * scale)
        return error_set(error, "%s: '%.60s': the steps are too small for 12 digits", what, text);
    if (!has_room(values, last + 1, what, text, error))
        return false;
    for (size_t i = 0; i <= last; i++) {
        const bool at_end = i == last && fabs(steps - (double)i) <= 1e-9;
        const double inside = fmin(rounded(low + (double)i * step, scale), high);
        if (!append(values, what, text, i == 0 ? low : at_end ? high : inside, error))
            return false;
    }
    return true;
}

static bool add_ratios(struct values *values, const char *what, const char *text, double low,
                       double high, double count, struct error *error)
{
    if (!(low > 0.0))
        return error_set(error, "%s: '%.60s': expected a lower end above 0", what, text);
    if (low > high)
        return error_set(error,
                         "%s: '%.60s' runs the wrong way: expected log:low:high:count with "
                         "low <= high",
                         what, text);
    if (count < 2.0 || count != floor(count))
        return error_set(error, "%s: '%.60s': expected a whole count of at least 2", what, text);
    const size_t last = (size_t)fmin(count, EXPERIMENT_POINTS_MAX + 1) - 1;
    if (!has_room(values, last + 1, what, text, error))
        return false;
    for (size_t i = 0; i <= last; i++) {
        const double share = (double)i / (double)last;
        const double exact = pow(low, 1.0 - share) * pow(high, share);
        const double inside = fmin(fmax(rounded(exact, exact), low), high);
        if (!append(values, what, text, i == 0 ? low : i == last ? high : inside, error))
            return false;
    }
    return true;
}

/* One number or one range out of the list `text`; `element` is cut up. */
static bool add_element(struct values *values, const char *what, const char *text, char *element,
                        struct error *error)
{
    const bool ratios = strncmp(element, "log:", 4) == 0;
    char *rest = ratios ? element + 4 : element;
    double number[PARTS_MAX];
    int parts = 0;
    for (char *part; parts < PARTS_MAX && (part = strsep(&rest, ":")) != NULL; parts++)
        if (!number_read(part, &number[parts]))
            return strcmp(part, text) == 0
                       ? error_set(error, "%s: '%.60s' %s", what, text, number_problem(part))
                       : error_set(error, "%s: '%.60s': '%.60s' %s", what, text, part,
                                   number_problem(part));
    if (ratios && parts == 3 && rest == NULL)
        return add_ratios(values, what, text, number[0], number[1], number[2], error);
    if (!ratios && parts == 1)
        return append(values, what, text, number[0], error);
    if (!ratios && parts == 2)
        return add_steps(values, what, text, number[0], 1.0, number[1], error);
    if (!ratios && parts == 3 && rest == NULL)
        return add_steps(values, what, text, number[0], number[1], number[2], error);
    return error_set(
        error, "%s: '%.60s': expected a number, low:high, low:step:high or log:low:high:count",
        what, text);
}

bool values_read(struct values *values, const char *what, const char *text, struct error *error)
{
    char *copy = strdup(text);
    if (copy == NULL)
        return error_no_memory(error);
    char *rest = copy;
    bool good = true;
    for (char *element; good && (element = strsep(&rest, ",")) != NULL;)
        good = add_element(values, what, text, element, error);
    free(copy);
    return good;
}

bool values_read_probabilities(struct values *values, const char *what, const char *text,
                               struct error *error)
{
    const size_t before = values->count;
    if (!values_read(values, what, text, error))
        return false;
    for (size_t i = before; i < values->count; i++) {
        char number[NUMBER_SIZE];
        if (!(values->value[i] >= 0.0 && values->value[i] <= 1.0))
            return error_set(error, "%s: '%.60s' is not a probability in [0, 1]", what,
                             number_text(values->value[i], number));
    }
    return true;
}
