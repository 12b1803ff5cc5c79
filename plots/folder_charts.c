/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/folder_charts.h"

#include "plots/chart.h"
#include "plots/comparison_rows.h"
#include "plots/file.h"
#include "plots/pareto_chart.h"
#include "plots/sweep_charts.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* --- the charts of sweeps that are in a folder -------------------------------------------------
 */

/* Calls `each` with the name of every chart of a sweep that was drawn here; stops where it says
 * false. A folder that is not there has none. */
static bool for_each_sweep_chart(const char *directory,
                                 bool (*each)(const char *directory, const char *name,
                                              void *context, struct error *error),
                                 void *context, struct error *error)
{
    DIR *listing = opendir(directory);
    if (listing == NULL)
        return errno == ENOENT || errno == ENOTDIR ||
               error_set(error, "cannot read '%s': %s", directory, strerror(errno));
    bool good = true;
    for (const struct dirent *entry; good && (entry = readdir(listing)) != NULL;) {
        char name[DRAWING_NAME_SIZE];
        const size_t length = strlen(entry->d_name);
        if (length < 4 || length >= sizeof name || strcmp(entry->d_name + length - 3, ".gp") != 0)
            continue;
        snprintf(name, sizeof name, "%.*s", (int)(length - 3), entry->d_name);
        if (sweep_chart_is_name(name) && drawing_is_ours(directory, name))
            good = each(directory, name, context, error);
    }
    closedir(listing);
    return good;
}

static bool remove_pictures(const char *directory, const char *name, void *context,
                            struct error *error)
{
    (void)context;
    return drawing_remove_pictures(directory, name, error);
}

static bool is_drawn(const struct drawing *drawing, const char *name)
{
    for (size_t i = 0; i < drawing->count; i++)
        if (strcmp(drawing->chart[i].name, name) == 0)
            return true;
    return false;
}

/* `context`: the drawing whose charts stay, or NULL. */
static bool remove_others(const char *directory, const char *name, void *context,
                          struct error *error)
{
    return (context != NULL && is_drawn(context, name)) || drawing_remove(directory, name, error);
}

static bool note_name(const char *directory, const char *name, void *context, struct error *error)
{
    (void)directory;
    (void)error;
    snprintf(context, DRAWING_NAME_SIZE, "%.90s.gp", name);
    return false;
}

bool folder_charts_find(const char *directory, char name[DRAWING_NAME_SIZE])
{
    struct error ignored; /* what cannot be read cannot be written either, and that will be told */
    for (const struct chart *chart = charts; chart->name != NULL; chart++)
        if (drawing_find(directory, chart->name, name))
            return true;
    name[0] = '\0';
    (void)for_each_sweep_chart(directory, note_name, name, &ignored);
    return name[0] != '\0';
}

bool folder_charts_remove(const char *directory, struct error *error)
{
    for (const struct chart *chart = charts; chart->name != NULL; chart++)
        if (!drawing_remove(directory, chart->name, error))
            return false;
    return pareto_charts_remove(directory, error) &&
           for_each_sweep_chart(directory, remove_others, NULL, error);
}

/* Whatever happens later, no picture of earlier results stays. */
static bool remove_all_pictures(const char *directory, struct error *error)
{
    for (const struct chart *chart = charts; chart->name != NULL; chart++)
        if (!drawing_remove_pictures(directory, chart->name, error))
            return false;
    return pareto_charts_remove(directory, error) &&
           for_each_sweep_chart(directory, remove_pictures, NULL, error);
}

/* --- what there may be ------------------------------------------------------------------------ */

enum { CHARTS_MAX = 64 };

struct folder {
    const char *directory;
    struct table table;
    struct sweeps sweeps;
    struct sweep_charts sweep_charts;
    bool shows[CHARTS_MAX];               /* of `charts`: can it be drawn? */
    char why[CHARTS_MAX][CHART_WHY_SIZE]; /* if there are too many points for that */
};

static bool has_strategy_of(const struct folder *folder, const struct chart *chart)
{
    for (size_t i = 0; i < folder->sweeps.count; i++) {
        const struct swept *sweep = &folder->sweeps.sweep[i];
        if (chart_is_of(chart, sweep->problem, sweep->strategy, sweep->channel))
            return true;
    }
    return false;
}

/* Is the sweep in a chart that tells a story of its own? */
static bool is_shown(const struct swept *sweep, const void *context)
{
    const struct folder *folder = context;
    for (size_t i = 0; charts[i].name != NULL; i++)
        if (folder->shows[i] &&
            chart_is_of(&charts[i], sweep->problem, sweep->strategy, sweep->channel))
            return true;
    return false;
}

static bool open_folder(struct folder *folder, const char *directory, struct error *error)
{
    *folder = (struct folder){.directory = directory};
    if (!table_read(&folder->table, directory, error) ||
        !sweeps_find(&folder->sweeps, &folder->table, error))
        return false;
    for (size_t i = 0; charts[i].name != NULL; i++)
        if (has_strategy_of(folder, &charts[i]) &&
            !chart_can_be_drawn(&charts[i], directory, &folder->shows[i], folder->why[i], error))
            return false;
    return sweep_charts_find(&folder->sweep_charts, &folder->sweeps, is_shown, folder, error);
}

static void close_folder(struct folder *folder)
{
    free(folder->sweep_charts.chart);
    sweeps_release(&folder->sweeps);
    table_release(&folder->table);
}

/* Have two strategies of a problem the same channel, and does no other chart show one of them? */
static bool is_pareto_usual(const struct folder *folder, bool *possible)
{
    const struct sweeps *sweeps = &folder->sweeps;
    bool usual = false;
    *possible = false;
    for (size_t i = 1; i < sweeps->count && i < SWEEP_STRATEGIES_MAX; i++)
        for (size_t j = 0; j < i; j++) {
            const struct swept *a = &sweeps->sweep[i], *b = &sweeps->sweep[j];
            if (strcmp(a->problem, b->problem) != 0 || strcmp(a->channel, b->channel) != 0)
                continue;
            *possible = true;
            usual = usual || !is_shown(a, folder) || !is_shown(b, folder);
        }
    return usual;
}

static const char *what_curves_show(const struct sweep_chart *chart)
{
    if (chart->kind == SWEEP_MAP)
        return "failure over two settings, with lines where it is a power of ten";
    if (chart->kind == SWEEP_COMPARISON)
        return "failure of several strategies";
    return chart->measure == MEASURE_FAILURE   ? "failure"
           : chart->measure == MEASURE_SUCCESS ? "success"
                                               : "the mean number of messengers";
}

static void tell_all(const struct folder *folder, folder_charts_teller *tell, void *context)
{
    bool possible;
    const bool usual = is_pareto_usual(folder, &possible);
    for (size_t i = 0; charts[i].name != NULL; i++)
        if (folder->shows[i])
            tell(charts[i].name, true, charts[i].caption, context);
    for (size_t i = 0; i < folder->sweep_charts.count; i++) {
        const struct sweep_chart *chart = &folder->sweep_charts.chart[i];
        char text[SWEEP_NAME_SIZE + 128], axis[SWEEP_NAME_SIZE];
        snprintf(text, sizeof text, "%s%s%s", what_curves_show(chart),
                 chart->kind == SWEEP_MAP ? "" : " against ",
                 chart->kind == SWEEP_MAP ? "" : setting_axis(chart->x, axis));
        tell(chart->name, chart->is_usual, text, context);
    }
    if (possible) {
        tell("pareto-messengers", usual, "failure against the mean number of messengers", context);
        tell("pareto-rounds", usual, "failure against the mean number of rounds", context);
    }
}

bool folder_charts_list(const char *directory, folder_charts_teller *tell, void *context,
                        struct error *error)
{
    struct folder folder;
    const bool good = open_folder(&folder, directory, error);
    if (good)
        tell_all(&folder, tell, context);
    close_folder(&folder);
    return good;
}

/* --- what is asked for ------------------------------------------------------------------------ */

/* Is the name one of "NAME,NAME"? */
bool folder_charts_is_named(const char *names, const char *name)
{
    const size_t length = strlen(name);
    for (const char *at = names;; at++) {
        const size_t here = strcspn(at, ",");
        if (here == length && strncmp(at, name, length) == 0)
            return true;
        at += here;
        if (*at == '\0')
            return false;
    }
}

struct search {
    const char *name;
    size_t length;
    bool found;
    char all[700];
};

static void look(const char *name, bool usual, const char *what, void *context)
{
    (void)usual;
    (void)what;
    struct search *search = context;
    const size_t used = strlen(search->all);
    search->found = search->found || (strlen(name) == search->length &&
                                      strncmp(name, search->name, search->length) == 0);
    snprintf(search->all + used, sizeof search->all - used, "%s%s", used > 0 ? ", " : "", name);
}

/* Why a chart has too many points; NULL if that is not what it lacks. */
static const char *why_not(const struct folder *folder, const char *name, size_t length)
{
    for (size_t i = 0; charts[i].name != NULL; i++)
        if (strlen(charts[i].name) == length && strncmp(charts[i].name, name, length) == 0)
            return folder->why[i][0] != '\0' ? folder->why[i] : NULL;
    return NULL;
}

static bool check_names(const struct folder *folder, const char *names, struct error *error)
{
    for (const char *at = names; at != NULL; at = strchr(at, ',')) {
        at += *at == ',';
        struct search search = {.name = at, .length = strcspn(at, ",")};
        tell_all(folder, look, &search);
        const char *why = why_not(folder, at, search.length);
        if (why != NULL)
            return error_set(error, "%s", why);
        if (!search.found)
            return error_set(error,
                             "'%.*s' is no chart that these results have the points for; %s%s",
                             (int)search.length, at,
                             search.all[0] != '\0' ? "there are " : "there are none", search.all);
    }
    return true;
}

bool folder_charts_check(const char *directory, const char *names, struct error *error)
{
    struct folder folder;
    const bool good = open_folder(&folder, directory, error) &&
                      (names == NULL || check_names(&folder, names, error));
    close_folder(&folder);
    return good;
}

/* --- drawing ---------------------------------------------------------------------------------- */

static bool draw_stories(const struct folder *folder, struct drawing *drawing, const char *names,
                         struct error *error)
{
    for (size_t i = 0; charts[i].name != NULL; i++) {
        const bool wanted =
            folder->shows[i] && (names == NULL || folder_charts_is_named(names, charts[i].name));
        if (wanted ? !chart_draw(&charts[i], drawing, error)
                   : !drawing_remove(drawing->directory, charts[i].name, error))
            return false;
    }
    return true;
}

/* A sweep that never fails has its success drawn. */
static bool draw_success(const struct folder *folder, size_t at, struct drawing *drawing,
                         struct error *error)
{
    const struct sweep_charts *list = &folder->sweep_charts;
    const struct sweep_chart *failure = &list->chart[at];
    bool drawn;
    for (size_t i = at + 1; failure->kind == SWEEP_CURVES && i < list->count; i++)
        if (list->chart[i].sweep[0] == failure->sweep[0] &&
            list->chart[i].measure == MEASURE_SUCCESS)
            return sweep_chart_draw(&list->chart[i], &folder->table, drawing, false, &drawn, error);
    return true;
}

static bool draw_sweeps(const struct folder *folder, struct drawing *drawing, const char *names,
                        struct error *error)
{
    if (folder->sweeps.count > SWEEP_STRATEGIES_MAX)
        drawing->remark("charts of the first 64 strategies alone: there are more");
    for (size_t i = 0; i < folder->sweep_charts.count; i++) {
        const struct sweep_chart *chart = &folder->sweep_charts.chart[i];
        bool drawn = true;
        if (names != NULL ? !folder_charts_is_named(names, chart->name) : !chart->is_usual)
            continue;
        if (!sweep_chart_draw(chart, &folder->table, drawing, false, &drawn, error))
            return false;
        if (!drawn && names != NULL)
            drawing->remark("a chart that was asked for has no two points that can be drawn: they "
                            "were not measured, or are 0 on an axis of powers of ten");
        if (!drawn && names == NULL && !draw_success(folder, i, drawing, error))
            return false;
    }
    return true;
}

enum { PARETO_POINTS_MAX = 20000 };

static bool draw_pareto(const struct folder *folder, struct drawing *drawing,
                        const struct chart_request *request, struct error *error)
{
    bool possible;
    const bool usual = is_pareto_usual(folder, &possible);
    const char *names = request->names;
    const bool wanted = names == NULL ? usual
                                      : folder_charts_is_named(names, "pareto-messengers") ||
                                            folder_charts_is_named(names, "pareto-rounds");
    if (!possible || !wanted)
        return true;
    if (folder->table.count > PARETO_POINTS_MAX) {
        drawing->remark("too many points to compare all: no chart of failure against cost; "
                        "generals compare --problem draws those of one problem");
        return true;
    }
    struct comparison_rows rows = {0};
    bool good = true;
    if (comparison_rows_read(&rows, folder->directory, NULL, request->of_task, 0.95, error))
        good = pareto_charts_make(drawing, &rows, error);
    else
        good = !error_is_no_memory(error) && (drawing->remark(error->message), true);
    comparison_rows_release(&rows);
    return good;
}

bool folder_charts_make(struct drawing *drawing, const struct chart_request *request,
                        struct error *error)
{
    struct folder folder;
    drawing->formats = request->formats;
    const bool good = open_folder(&folder, drawing->directory, error) &&
                      (request->names == NULL || check_names(&folder, request->names, error)) &&
                      remove_all_pictures(drawing->directory, error) &&
                      draw_stories(&folder, drawing, request->names, error) &&
                      draw_sweeps(&folder, drawing, request->names, error) &&
                      draw_pareto(&folder, drawing, request, error) &&
                      for_each_sweep_chart(drawing->directory, remove_others, drawing, error);
    close_folder(&folder);
    return good;
}
