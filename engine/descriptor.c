/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/descriptor.h"

#include <math.h>
#include <string.h>

bool descriptor_is_text(const char *text, size_t longest)
{
    if (text == NULL || text[0] == '\0')
        return false;
    size_t length = 0;
    while (length < longest && text[length] >= ' ' && text[length] <= '~')
        length++;
    return text[length] == '\0';
}

/* As descriptor_is_name, with `other` in place of the hyphen. */
static bool is_name(const char *name, char other)
{
    if (!descriptor_is_text(name, DESCRIPTOR_NAME_MAX))
        return false;
    const char *at = name;
    while ((*at >= 'a' && *at <= 'z') ||
           (at > name && ((*at >= '0' && *at <= '9') || *at == other)))
        at++;
    return *at == '\0';
}

bool descriptor_is_name(const char *name)
{
    return is_name(name, '-');
}

static bool check_text(const char *what, const char *text, size_t longest, struct error *error)
{
    return descriptor_is_text(text, longest) ||
           error_set(error,
                     text == NULL ? "%s is missing"
                                  : "%s is not one line of 1 to %zu characters of ASCII",
                     what, longest);
}

/* --- the problem ------------------------------------------------------------------------------ */

static bool check_cells(const struct problem *problem, struct error *error)
{
    int successes = 0;
    for (int i = 0; i < CELL_COUNT; i++) {
        const enum verdict verdict = problem->cell[i].verdict;
        char what[64];
        snprintf(what, sizeof what, "the name of cell %d", i);
        if (!check_text(what, problem->cell[i].name, DESCRIPTOR_NAME_MAX, error))
            return false;
        if (verdict != VERDICT_NOTHING && verdict != VERDICT_SUCCESS && verdict != VERDICT_FAILURE)
            return error_set(error, "the verdict on cell %d, %d, is none", i, (int)verdict);
        successes += verdict == VERDICT_SUCCESS;
    }
    return successes == 1 ||
           error_set(error, "%d of its cells are a success, where one has to be", successes);
}

bool descriptor_check_problem(const struct problem *problem, struct error *error)
{
    return check_text("its summary", problem->summary, DESCRIPTOR_LINE_MAX, error) &&
           check_text("its first proposition", problem->proposition[0], DESCRIPTOR_LINE_MAX,
                      error) &&
           check_text("its second proposition", problem->proposition[1], DESCRIPTOR_LINE_MAX,
                      error) &&
           check_text("the name of its first party", problem->party[0], DESCRIPTOR_NAME_MAX,
                      error) &&
           check_text("the name of its second party", problem->party[1], DESCRIPTOR_NAME_MAX,
                      error) &&
           (problem->other_party == NULL ||
            check_text("the word for its other parties", problem->other_party,
                       DESCRIPTOR_NAME_MAX / 2, error)) &&
           check_cells(problem, error);
}

/* --- parameters ------------------------------------------------------------------------------- */

static bool check_range(const struct parameter *parameter, struct error *error)
{
    const double lowest = parameter->lowest, highest = parameter->highest;
    const double initial = parameter->initial;
    if (!isfinite(lowest) || !isfinite(highest) || !isfinite(initial))
        return error_set(error, "its default, its lowest and its highest value have to be finite");
    if (lowest > highest)
        return error_set(error, "its lowest value, %g, is above its highest, %g", lowest, highest);
    if (initial < lowest || initial > highest)
        return error_set(error, "its default, %g, is not from %g to %g", initial, lowest, highest);
    if (parameter->whole && (fabs(lowest) >= 0x1p31 || fabs(highest) >= 0x1p31))
        return error_set(error, "a whole number has to be below 2^31, unlike %g",
                         fabs(lowest) >= 0x1p31 ? lowest : highest);
    if (parameter->whole &&
        (floor(lowest) < lowest || floor(highest) < highest || floor(initial) < initial))
        return error_set(error,
                         "it is a whole number, and its default %g, its lowest value %g or its "
                         "highest %g is not",
                         initial, lowest, highest);
    return true;
}

static bool check_parameter(const struct parameter *parameter, struct error *error)
{
    const enum parameter_role role = parameter->role;
    if (parameter->unit == NULL || parameter->unit[0] != '\0')
        if (!check_text("its unit (or \"\")", parameter->unit, DESCRIPTOR_NAME_MAX, error))
            return false;
    if (role != PARAMETER_CHOICE && role != PARAMETER_GIVEN && role != PARAMETER_PACE)
        return error_set(error, "its role, %d, is none", (int)role);
    return check_text("its meaning", parameter->meaning, DESCRIPTOR_LINE_MAX, error) &&
           check_range(parameter, error);
}

static bool check_parameters(const struct strategy *strategy, struct error *error)
{
    struct error why;
    const size_t count = strategy_parameter_count(strategy);
    for (size_t i = 0; i <= PARAMETERS_MAX; i++) {
        const struct parameter *parameter = &strategy->parameter[i];
        const char *name = parameter->name;
        if (i >= count && name != NULL)
            return error_set(error,
                             "its parameters do not end: at most %d, one after another, and then a "
                             "name that is NULL",
                             PARAMETERS_MAX);
        if (i >= count)
            continue;
        if (!is_name(name, '_'))
            return error_set(error,
                             "the name of its parameter %zu is not a letter a-z, then a-z, 0-9 and "
                             "_, at most %d",
                             i + 1, DESCRIPTOR_NAME_MAX);
        if (strategy_parameter_index(strategy, name) != (int)i)
            return error_set(error, "it has two parameters '%s'", name);
        if (!check_parameter(parameter, &why))
            return error_set(error, "parameter '%s': %s", name, why.message);
    }
    return true;
}

/* --- counters --------------------------------------------------------------------------------- */

/* What conditions and --event call something else (analysis/condition.h, engine/point.h). */
static bool is_taken(const char *name)
{
    static const char *const taken[] = {
        "success", "failure", "confidence_first", "confidence_second", "messengers", "rounds_p99",
    };
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
        if (strcmp(name, taken[i]) == 0)
            return true;
    return false;
}

static bool check_counters(const struct strategy *strategy, struct error *error)
{
    const size_t count = strategy_counter_count(strategy);
    for (size_t i = 0; i <= COUNTERS_MAX; i++) {
        const char *name = strategy->counter[i];
        if (i >= count && name != NULL)
            return error_set(error,
                             "its counters do not end: at most %d, one after another, and then "
                             "NULL",
                             COUNTERS_MAX);
        if (i >= count)
            continue;
        if (!is_name(name, '_'))
            return error_set(error,
                             "the name of its counter %zu is not a letter a-z, then a-z, 0-9 and "
                             "_, at most %d",
                             i + 1, DESCRIPTOR_NAME_MAX);
        if (is_taken(name))
            return error_set(error, "its counter '%s' is called what the program calls a number",
                             name);
        for (size_t j = 0; j < i; j++)
            if (strcmp(strategy->counter[j], name) == 0)
                return error_set(error, "it has two counters '%s'", name);
    }
    return true;
}

bool descriptor_check(const struct strategy *strategy, struct error *error)
{
    return check_text("its summary", strategy->summary, DESCRIPTOR_LINE_MAX, error) &&
           check_text("its description", strategy->description, DESCRIPTOR_PARAGRAPH_MAX, error) &&
           check_parameters(strategy, error) && check_counters(strategy, error) &&
           (strategy->over_lanes != NULL ||
            error_set(error, "it has no function over_lanes (OVER_LANES makes one)"));
}
