/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/map_chart.h"

#include "plots/claim.h"
#include "plots/curves.h"
#include "plots/number.h"
#include "plots/script.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { SIDE_MAX = 60 };

struct side {
    const char *name;
    double value[SIDE_MAX], edge[SIDE_MAX + 1]; /* of the cells */
    size_t count, of;                           /* so many of so many values */
    bool is_logarithmic;
};

struct map {
    const struct table *table;
    const struct swept *sweep;
    struct side x, y;
    const struct table_row *cell[SIDE_MAX][SIDE_MAX]; /* [y][x]; NULL: not measured */
    const struct table_point *first;                  /* a point that is drawn */
    size_t cells, others;                             /* points of other settings, not drawn */
    double least, most;                               /* of what was seen */
    double highest; /* it may be; more than `most` where nothing was seen */
    size_t zeros;   /* cells without a failure */
    char subject[512], claim[CLAIM_SIZE];
};

/* --- the grid --------------------------------------------------------------------------------- */

static void find_side(struct side *side, const struct dimension *dimension)
{
    side->name = dimension->name;
    side->of = dimension->count;
    side->count = dimension->count < SIDE_MAX ? dimension->count : SIDE_MAX;
    for (size_t i = 0; i < side->count; i++) {
        const size_t last = side->count - 1;
        side->value[i] = dimension->value[(i * (side->of - 1) + last / 2) / last];
    }
    side->is_logarithmic = is_better_logarithmic(side->value, side->count);
}

static double between(const struct side *side, double a, double b)
{
    return side->is_logarithmic ? sqrt(a * b) : (a + b) / 2.0;
}

/* Cells end halfway to the next; the outermost reach as far out as in. */
static void find_edges(struct side *side)
{
    const size_t n = side->count;
    for (size_t i = 1; i < n; i++)
        side->edge[i] = between(side, side->value[i - 1], side->value[i]);
    const bool log = side->is_logarithmic;
    side->edge[0] = log ? side->value[0] * side->value[0] / side->edge[1]
                        : 2.0 * side->value[0] - side->edge[1];
    side->edge[n] = log ? side->value[n - 1] * side->value[n - 1] / side->edge[n - 1]
                        : 2.0 * side->value[n - 1] - side->edge[n - 1];
}

/* Which of the values it is; -1: none that is drawn. */
static int index_in(const struct side *side, double value)
{
    for (size_t i = 0; i < side->count; i++)
        if (side->value[i] >= value && side->value[i] <= value)
            return (int)i;
    return -1;
}

/* Do the points agree in all settings but the two? */
static bool is_in_plane(const struct map *map, const struct table_point *first,
                        const struct table_point *point)
{
    for (size_t i = 2; i < map->sweep->dimension_count; i++) {
        const char *name = map->sweep->dimension[i].name;
        const double a = table_setting(first, name), b = table_setting(point, name);
        if (a < b || a > b)
            return false;
    }
    return true;
}

/* A point with which most others agree. A few candidates are enough: sweeps are grids. */
static void find_plane(struct map *map)
{
    enum { CANDIDATES = 64 };
    const struct swept *sweep = map->sweep;
    const size_t step = sweep->count / CANDIDATES + 1;
    size_t most = 0;
    for (size_t i = 0; i < sweep->count; i += step) {
        const struct table_point *candidate = &map->table->point[sweep->point[i]];
        size_t same = 0;
        for (size_t j = 0; j < sweep->count; j++)
            same += is_in_plane(map, candidate, &map->table->point[sweep->point[j]]);
        if (same > most) {
            most = same;
            map->first = candidate;
        }
    }
}

static void fill(struct map *map)
{
    for (size_t i = 0; i < map->sweep->count; i++) {
        const struct table_point *point = &map->table->point[map->sweep->point[i]];
        const struct table_row *row = table_best(point);
        const int x = index_in(&map->x, table_setting(point, map->x.name));
        const int y = index_in(&map->y, table_setting(point, map->y.name));
        if (row == NULL || x < 0 || y < 0)
            continue;
        if (!is_in_plane(map, map->first, point)) {
            map->others++;
            continue;
        }
        map->cells += map->cell[y][x] == NULL;
        map->cell[y][x] = row;
        const double failure = row->failure.value;
        map->zeros += failure <= 0.0;
        map->highest = row->failure.high > map->highest ? row->failure.high : map->highest;
        if (failure > 0.0) {
            map->least = map->least > 0.0 && map->least < failure ? map->least : failure;
            map->most = map->most > failure ? map->most : failure;
        }
    }
}

/* --- what it shows ---------------------------------------------------------------------------- */

static const struct table_row *cell_along(const struct map *map, bool along_x, size_t at,
                                          size_t step)
{
    return along_x ? map->cell[at][step] : map->cell[step][at];
}

/* The first value along a side from which on failure is surely below the bound; NaN: none. */
static double first_below(const struct map *map, bool along_x, size_t at, double bound)
{
    const struct side *side = along_x ? &map->x : &map->y;
    double first = NAN;
    for (size_t i = side->count; i-- > 0;) {
        const struct table_row *row = cell_along(map, along_x, at, i);
        if (row == NULL || !(row->failure.high <= bound))
            break;
        first = side->value[i];
    }
    return first;
}

/* "Failure below 10^-6: attempts from 5 on at loss 0.02, 8 at 0.1": of a power of ten in the middle
 * of what was seen, if what it takes only grows or only falls. Rates 0 and 1 are no rates to speak
 * of. */
static bool claim_bound(struct map *map)
{
    const bool along_x = map->y.is_logarithmic || strcmp(map->y.name, "loss") == 0;
    const struct side *other = along_x ? &map->y : &map->x;
    if (!(map->most > map->least))
        return false;
    const double bound = pow(10.0, round(log10(map->least * map->most) / 2.0));
    double takes[2] = {NAN, NAN}, at[2] = {NAN, NAN};
    bool grows = true, falls = true;
    for (size_t i = 0; i < other->count; i++) {
        const double value = first_below(map, along_x, i, bound);
        const bool is_end = strncmp(other->name, "loss", 4) == 0 &&
                            (other->value[i] <= 0.0 || other->value[i] >= 1.0);
        if (isnan(value) || is_end)
            continue;
        grows = grows && !(value < takes[1]);
        falls = falls && !(value > takes[1]);
        takes[1] = value;
        at[1] = other->value[i];
        if (isnan(takes[0])) {
            takes[0] = takes[1];
            at[0] = at[1];
        }
    }
    if (grows == falls || isnan(takes[0]))
        return false;
    char number[4][NUMBER_SIZE], text[CLAIM_NUMBER_SIZE], word[2][SWEEP_NAME_SIZE];
    snprintf(map->claim, sizeof map->claim, "Failure below %s: %s from %s on at %s %s, %s at %s",
             claim_number(bound, text), setting_word(along_x ? map->x.name : map->y.name, word[0]),
             number_text(takes[0], number[0]), setting_word(other->name, word[1]),
             number_text(at[0], number[1]), number_text(takes[1], number[2]),
             number_text(at[1], number[3]));
    return true;
}

static void find_claim(struct map *map)
{
    char low[CLAIM_NUMBER_SIZE], high[CLAIM_NUMBER_SIZE];
    if (claim_bound(map))
        return;
    if (map->zeros > 0)
        snprintf(map->claim, sizeof map->claim, "Failure is at most %s",
                 claim_number(map->highest, high));
    else if (map->most > map->least)
        snprintf(map->claim, sizeof map->claim, "Failure is between %s and %s",
                 claim_number(map->least, low), claim_number(map->most, high));
    else
        snprintf(map->claim, sizeof map->claim, "Failure is %s everywhere",
                 claim_number(map->most, high));
}

static void append(char *text, size_t size, const char *name, double value)
{
    char word[SWEEP_NAME_SIZE], number[NUMBER_SIZE];
    const size_t used = strlen(text);
    snprintf(text + used, size - used, ", %s %s", setting_word(name, word),
             number_text(value, number));
}

static bool is_side(const struct map *map, const char *name)
{
    return strcmp(map->x.name, name) == 0 || strcmp(map->y.name, name) == 0;
}

static void write_subject(struct map *map)
{
    char *text = map->subject;
    const size_t size = sizeof map->subject;
    snprintf(text, size, "%s, %s channel", map->sweep->strategy, map->sweep->channel);
    for (size_t i = 0; i < map->first->parameters->count; i++) {
        const struct table_setting *setting = &map->first->parameters->setting[i];
        if (!is_side(map, setting->name))
            append(text, size, setting->name, setting->value);
    }
    for (size_t i = 0; i < map->first->channel->count; i++) {
        char name[SWEEP_NAME_SIZE];
        snprintf(name, sizeof name, "channel.%s", map->first->channel->setting[i].name);
        const double value = map->first->channel->setting[i].value;
        if (!is_side(map, name) && !setting_goes_without_saying(name, value))
            append(text, size, name, value);
    }
    if (!is_side(map, "loss"))
        append(text, size, "loss", map->first->loss);
    if (!is_side(map, "loss_back") &&
        (map->first->loss < map->first->loss_back || map->first->loss > map->first->loss_back ||
         sweep_dimension(map->sweep, "loss_back") != NULL))
        append(text, size, "loss_back", map->first->loss_back);
}

/* --- files ------------------------------------------------------------------------------------ */

static void write_cell(FILE *stream, const struct map *map, size_t x, size_t y)
{
    const struct table_row *row = map->cell[y][x];
    const double values[] = {map->x.value[x],
                             map->y.value[y],
                             map->x.edge[x],
                             map->x.edge[x + 1],
                             map->y.edge[y],
                             map->y.edge[y + 1],
                             row != NULL ? row->failure.value : NAN,
                             row != NULL ? row->failure.high : NAN};
    char number[NUMBER_SIZE];
    for (size_t i = 0; i < sizeof values / sizeof *values; i++)
        fprintf(stream, "%s%s", i > 0 ? "," : "", number_text(values[i], number));
    putc('\n', stream);
}

/* A setting may be called as another column is. */
static const char *column_of(const struct side *side, const char *letter)
{
    return script_is_word_of("x y left right bottom top failure high", side->name) ? letter
                                                                                   : side->name;
}

/* A column of the map after the other, an empty line between: gnuplot sees a grid in it. */
static void write_data(FILE *stream, const void *content)
{
    const struct map *map = content;
    fprintf(stream, "%s,%s,left,right,bottom,top,failure,high\n", column_of(&map->x, "x"),
            column_of(&map->y, "y"));
    for (size_t x = 0; x < map->x.count; x++) {
        for (size_t y = 0; y < map->y.count; y++)
            write_cell(stream, map, x, y);
        putc('\n', stream);
    }
}

static void write_plain(FILE *stream, const char *variable, const char *text)
{
    char plain[1024];
    script_write_text(stream, variable, script_plain(text, plain, sizeof plain));
}

static void write_side(FILE *stream, const char *letter, const struct side *side)
{
    char text[SWEEP_NAME_SIZE], variable[32], number[NUMBER_SIZE];
    snprintf(variable, sizeof variable, "%s_text", letter);
    write_plain(stream, variable, setting_axis(side->name, text));
    snprintf(variable, sizeof variable, "%s_column", letter);
    script_write_text(stream, variable, column_of(side, letter));
    fprintf(stream, "is_%s_logarithmic = %d\n%s_values = '", letter, side->is_logarithmic, letter);
    for (size_t i = 0; i < side->count; i++)
        fprintf(stream, "%s%s", i > 0 ? " " : "", number_text(side->value[i], number));
    fputs("'\n", stream);
    fprintf(stream, "%s_low = %.17g\n%s_high = %.17g\n", letter, side->edge[0], letter,
            side->edge[side->count]);
}

static void write_left_out(const struct map *map, char text[160])
{
    text[0] = '\0';
    if (map->x.count < map->x.of || map->y.count < map->y.of)
        snprintf(text, 160, "%zu x %zu of %zu x %zu values are shown", map->x.count, map->y.count,
                 map->x.of, map->y.of);
    else if (map->others > 0)
        snprintf(text, 160, "Points of other settings are not shown");
}

static uint64_t common_trials(const struct map *map, const struct table_row **sampled)
{
    uint64_t trials = 0;
    bool differ = false;
    *sampled = NULL;
    for (size_t y = 0; y < map->y.count; y++)
        for (size_t x = 0; x < map->x.count; x++) {
            const struct table_row *row = map->cell[y][x];
            if (row == NULL || strcmp(row->interval, "exact") == 0)
                continue;
            differ = differ || (*sampled != NULL && row->trials != trials);
            trials = row->trials;
            *sampled = row;
        }
    return differ ? 0 : trials;
}

static bool has_exact(const struct map *map)
{
    for (size_t y = 0; y < map->y.count; y++)
        for (size_t x = 0; x < map->x.count; x++)
            if (map->cell[y][x] != NULL && strcmp(map->cell[y][x]->interval, "exact") == 0)
                return true;
    return false;
}

static void write_variables(FILE *stream, const void *content)
{
    const struct map *map = content;
    const struct table_row *sampled;
    const uint64_t trials = common_trials(map, &sampled);
    char left_out[160];
    write_left_out(map, left_out);
    script_write_text(stream, "claim", map->claim);
    write_plain(stream, "subject", map->subject);
    write_plain(stream, "left_out", left_out);
    write_side(stream, "x", &map->x);
    write_side(stream, "y", &map->y);
    fprintf(stream, "has_sampled = %d\nhas_exact = 0\nseries = 1\nlabels = ''\n", sampled != NULL);
    fprintf(stream, "is_mixed = %d\n", sampled != NULL && has_exact(map));
    fprintf(stream, "has_gaps = %d\n", map->cells < map->x.count * map->y.count);
    if (sampled != NULL) {
        script_write_trials(stream, trials);
        script_write_interval(stream, sampled->level, sampled->interval, false);
    }
    fprintf(stream, "least = %.17g\nmost = %.17g\n", map->least, map->most);
}

bool map_chart_draw(struct drawing *drawing, const char *name, const struct table *table,
                    const struct swept *sweep, bool *drawn, struct error *error)
{
    static const char caption[] = "Each cell is a point. Along a line failure is the same power of "
                                  "ten; where the lines are close, a step changes much.";
    struct map *map = calloc(1, sizeof *map);
    if (map == NULL)
        return error_no_memory(error);
    map->table = table;
    map->sweep = sweep;
    find_side(&map->x, &sweep->dimension[0]);
    find_side(&map->y, &sweep->dimension[1]);
    find_edges(&map->x);
    find_edges(&map->y);
    find_plane(map);
    fill(map);
    *drawn = map->cells > 3 && map->most > 0.0;
    bool good = true;
    if (*drawn) {
        find_claim(map);
        write_subject(map);
        const struct picture picture = {name, "map",      sweep->problem, caption,
                                        map,  write_data, write_variables};
        good = drawing_add(drawing, &picture, error);
    }
    free(map);
    return good;
}
