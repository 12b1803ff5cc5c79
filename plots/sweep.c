/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/sweep.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- which points belong together ------------------------------------------------------------- */

static size_t channel_length(const struct table_point *point)
{
    return strcspn(point->channel->text, " ");
}

static int compare_texts(const char *a, const char *b)
{
    return a == b ? 0 : strcmp(a, b);
}

static int compare_channels(const struct table_point *a, const struct table_point *b)
{
    const size_t p = channel_length(a), q = channel_length(b);
    const int order = strncmp(a->channel->text, b->channel->text, p < q ? p : q);
    return order != 0 ? order : (p > q) - (p < q);
}

static int compare_sweeps(const struct table_point *a, const struct table_point *b)
{
    int order = compare_texts(a->problem, b->problem);
    if (order == 0)
        order = compare_texts(a->strategy, b->strategy);
    return order != 0 ? order : compare_channels(a, b);
}

static int compare_points(const void *left, const void *right, void *table)
{
    const size_t a = *(const size_t *)left, b = *(const size_t *)right;
    const struct table_point *point = ((const struct table *)table)->point;
    const int order = compare_sweeps(&point[a], &point[b]);
    return order != 0 ? order : (a > b) - (a < b);
}

static int by_first_point(const void *left, const void *right)
{
    const size_t a = ((const struct swept *)left)->point[0];
    const size_t b = ((const struct swept *)right)->point[0];
    return (a > b) - (a < b);
}

/* --- in which settings they differ ------------------------------------------------------------ */

static int compare_numbers(const void *left, const void *right)
{
    const double a = *(const double *)left, b = *(const double *)right;
    return (a > b) - (a < b);
}

/* Whether points differ in the setting; those that lack it are no sweep of it. */
static bool differs(const struct swept *sweep, const struct table *table, const char *name)
{
    const double first = table_setting(&table->point[sweep->point[0]], name);
    bool found = false;
    for (size_t i = 0; i < sweep->count; i++) {
        const double value = table_setting(&table->point[sweep->point[i]], name);
        if (isnan(value))
            return false;
        found = found || value < first || value > first;
    }
    return found;
}

static bool add_dimension(struct swept *sweep, const struct table *table, const char *name,
                          struct error *error)
{
    if (!differs(sweep, table, name))
        return true;
    struct dimension *dimension = &sweep->dimension[sweep->dimension_count++];
    snprintf(dimension->name, sizeof dimension->name, "%s", name);
    dimension->value = malloc(sweep->count * sizeof *dimension->value);
    if (dimension->value == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < sweep->count; i++)
        dimension->value[i] = table_setting(&table->point[sweep->point[i]], name);
    qsort(dimension->value, sweep->count, sizeof *dimension->value, compare_numbers);
    dimension->count = 1;
    for (size_t i = 1; i < sweep->count; i++)
        if (dimension->value[i] > dimension->value[dimension->count - 1])
            dimension->value[dimension->count++] = dimension->value[i];
    return true;
}

/* Is the rate back one of its own? */
static bool has_loss_back(const struct swept *sweep, const struct table *table)
{
    for (size_t i = 0; i < sweep->count; i++) {
        const struct table_point *point = &table->point[sweep->point[i]];
        if (point->loss < point->loss_back || point->loss > point->loss_back)
            return true;
    }
    return false;
}

static void sort_dimensions(struct swept *sweep)
{
    for (size_t i = 1; i < sweep->dimension_count; i++) {
        const struct dimension moved = sweep->dimension[i];
        size_t at = i;
        for (; at > 0 && sweep->dimension[at - 1].count < moved.count; at--)
            sweep->dimension[at] = sweep->dimension[at - 1];
        sweep->dimension[at] = moved;
    }
}

static bool find_dimensions(struct swept *sweep, const struct table *table, struct error *error)
{
    const struct table_point *first = &table->point[sweep->point[0]];
    for (size_t i = 0; i < first->parameters->count; i++)
        if (!add_dimension(sweep, table, first->parameters->setting[i].name, error))
            return false;
    for (size_t i = 0; i < first->channel->count; i++) {
        char name[SWEEP_NAME_SIZE];
        snprintf(name, sizeof name, "channel.%s", first->channel->setting[i].name);
        if (!add_dimension(sweep, table, name, error))
            return false;
    }
    if (!add_dimension(sweep, table, "loss", error) ||
        (has_loss_back(sweep, table) && !add_dimension(sweep, table, "loss_back", error)))
        return false;
    sort_dimensions(sweep);
    return true;
}

/* --- all -------------------------------------------------------------------------------------- */

static size_t count_sweeps(const struct sweeps *sweeps, const struct table *table)
{
    size_t count = 0;
    for (size_t i = 0; i < table->count; i++)
        count += i == 0 || compare_sweeps(&table->point[sweeps->point[i - 1]],
                                          &table->point[sweeps->point[i]]) != 0;
    return count;
}

static void start(struct swept *sweep, const struct table_point *point, const size_t *first)
{
    *sweep = (struct swept){point->problem, point->strategy, .point = first};
    snprintf(sweep->channel, sizeof sweep->channel, "%.*s", (int)channel_length(point),
             point->channel->text);
}

bool sweeps_find(struct sweeps *sweeps, const struct table *table, struct error *error)
{
    *sweeps = (struct sweeps){.count = 0};
    if (table->count == 0)
        return true;
    sweeps->point = malloc(table->count * sizeof *sweeps->point);
    if (sweeps->point == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < table->count; i++)
        sweeps->point[i] = i;
    qsort_r(sweeps->point, table->count, sizeof *sweeps->point, compare_points, (void *)table);
    sweeps->sweep = calloc(count_sweeps(sweeps, table) + 1, sizeof *sweeps->sweep);
    if (sweeps->sweep == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < table->count; i++) {
        const struct table_point *point = &table->point[sweeps->point[i]];
        if (i == 0 || compare_sweeps(&table->point[sweeps->point[i - 1]], point) != 0)
            start(&sweeps->sweep[sweeps->count++], point, &sweeps->point[i]);
        sweeps->sweep[sweeps->count - 1].count++;
    }
    qsort(sweeps->sweep, sweeps->count, sizeof *sweeps->sweep, by_first_point);
    for (size_t i = 0; i < sweeps->count; i++)
        if (!find_dimensions(&sweeps->sweep[i], table, error))
            return false;
    return true;
}

void sweeps_release(struct sweeps *sweeps)
{
    for (size_t i = 0; i < sweeps->count; i++)
        for (size_t j = 0; j < sweeps->sweep[i].dimension_count; j++)
            free(sweeps->sweep[i].dimension[j].value);
    free(sweeps->sweep);
    free(sweeps->point);
    *sweeps = (struct sweeps){.count = 0};
}

const struct dimension *sweep_dimension(const struct swept *sweep, const char *name)
{
    for (size_t i = 0; i < sweep->dimension_count; i++)
        if (strcmp(sweep->dimension[i].name, name) == 0)
            return &sweep->dimension[i];
    return NULL;
}
