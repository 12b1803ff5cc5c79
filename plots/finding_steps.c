/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/finding_steps.h"

#include "plots/number.h"

#include <math.h>
#include <string.h>

/* A setting of "name=value name=value"; NaN: none of that name. */
static double setting(const char *parameters, const char *name)
{
    const size_t length = strlen(name);
    for (const char *at = parameters; *at != '\0'; at += strspn(at, " ")) {
        const size_t here = strcspn(at, " ");
        if (here > length && at[length] == '=' && strncmp(at, name, length) == 0) {
            char text[64];
            double value;
            const size_t digits = here - length - 1;
            if (digits >= sizeof text)
                return NAN;
            memcpy(text, at + length + 1, digits);
            text[digits] = '\0';
            return number_read(text, &value) ? value : NAN;
        }
        at += here;
    }
    return NAN;
}

/* Are the settings the same but for the one of that name? Both have it, in the same place. */
static bool same_but(const char *a, const char *b, const char *name)
{
    const size_t length = strlen(name);
    while (*a != '\0' && *b != '\0') {
        const size_t left = strcspn(a, " "), right = strcspn(b, " ");
        const bool is_it = left > length && a[length] == '=' && strncmp(a, name, length) == 0 &&
                           right > length && b[length] == '=' && strncmp(b, name, length) == 0;
        if (!is_it && (left != right || strncmp(a, b, left) != 0))
            return false;
        a += left + strspn(a + left, " ");
        b += right + strspn(b + right, " ");
    }
    return *a == *b;
}

static bool is_seen(const struct contender *contender)
{
    return contender->failure > 0.0 && contender->interval.low > 0.0;
}

/* All that differ from `base` in this parameter alone, by its value. */
static void gather(const struct comparison_set *set, size_t base, struct steps *steps)
{
    const struct comparison_name *of_base = &set->name[set->group.contender[base].id];
    steps->count = 0;
    for (size_t i = 0; i < set->group.count && steps->count < STEPS_MAX; i++) {
        const struct comparison_name *name = &set->name[set->group.contender[i].id];
        const double value = setting(name->parameters, steps->name);
        if (isnan(value) || !is_seen(&set->group.contender[i]) ||
            strcmp(name->strategy, of_base->strategy) != 0 ||
            !same_but(name->parameters, of_base->parameters, steps->name))
            continue;
        size_t at = steps->count++;
        for (; at > 0 && steps->value[at - 1] > value; at--) {
            steps->value[at] = steps->value[at - 1];
            steps->contender[at] = steps->contender[at - 1];
        }
        steps->value[at] = value;
        steps->contender[at] = i;
    }
}

/* How many from the first on have the same difference, or the same factor, between them. */
static size_t even_values(const struct steps *steps, bool geometric)
{
    const double *value = steps->value;
    size_t count = 2;
    if (geometric && value[0] <= 0.0)
        return 0;
    for (; count < steps->count; count++) {
        const double first = geometric ? value[1] / value[0] : value[1] - value[0];
        const double here =
            geometric ? value[count] / value[count - 1] : value[count] - value[count - 1];
        if (fabs(here / first - 1.0) > 1e-6)
            break;
    }
    return count;
}

static void keep_even_values(struct steps *steps)
{
    if (steps->count < 2)
        return;
    const size_t equal = even_values(steps, false), geometric = even_values(steps, true);
    steps->is_geometric = geometric > equal;
    steps->count = geometric > equal ? geometric : equal;
}

static const struct contender *at(const struct comparison_set *set, const struct steps *steps,
                                  size_t i)
{
    return &set->group.contender[steps->contender[i]];
}

static void measure(const struct comparison_set *set, struct steps *steps)
{
    const struct contender *first = at(set, steps, 0), *last = at(set, steps, steps->count - 1);
    const double power = 1.0 / (double)(steps->count - 1);
    steps->factor = pow(last->failure / first->failure, power);
    steps->low = pow(last->interval.low / first->interval.high, power);
    steps->high = pow(last->interval.high / first->interval.low, power);
    steps->least = INFINITY;
    steps->most = 0.0;
    steps->is_regular = true;
    steps->is_exact = first->evidence == EVIDENCE_EXACT;
    for (size_t i = 1; i < steps->count; i++) {
        const struct contender *a = at(set, steps, i - 1), *b = at(set, steps, i);
        const double factor = b->failure / a->failure;
        const bool fits = b->interval.low / a->interval.high <= steps->factor &&
                          steps->factor <= b->interval.high / a->interval.low;
        steps->least = fmin(steps->least, factor);
        steps->most = fmax(steps->most, factor);
        steps->is_exact = steps->is_exact && b->evidence == EVIDENCE_EXACT;
        const bool sampled = a->evidence != EVIDENCE_EXACT || b->evidence != EVIDENCE_EXACT;
        steps->is_regular =
            steps->is_regular && ((sampled && fits) || fabs(factor / steps->factor - 1.0) <= 0.005);
    }
}

/* The name of the setting that begins here. */
static bool take_name(const char *word, char name[STEPS_NAME_SIZE])
{
    const size_t length = strcspn(word, "= ");
    if (word[length] != '=' || length >= STEPS_NAME_SIZE)
        return false;
    memcpy(name, word, length);
    name[length] = '\0';
    return true;
}

bool steps_find(const struct comparison_set *set, const char *strategy, struct steps *steps)
{
    enum { BASES_MAX = 100 }; /* of very many settings, the first are enough */
    size_t bases = 0;
    steps->count = 0;
    for (size_t i = 0; i < set->group.count && bases < BASES_MAX; i++) {
        const struct comparison_name *name = &set->name[set->group.contender[i].id];
        if (strcmp(name->strategy, strategy) != 0 || !is_seen(&set->group.contender[i]))
            continue;
        bases++;
        for (const char *word = name->parameters; *word != '\0';
             word += strcspn(word, " "), word += strspn(word, " ")) {
            struct steps found;
            if (!take_name(word, found.name))
                continue;
            gather(set, i, &found);
            keep_even_values(&found);
            if (found.count > 1 && found.count > steps->count)
                *steps = found;
        }
    }
    if (steps->count < 2)
        return false;
    measure(set, steps);
    return true;
}
