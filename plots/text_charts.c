/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/text_charts.h"

#include "plots/file.h"
#include "plots/sweep_charts.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- a folder for gnuplot to draw in ---------------------------------------------------------- */

static char *make_folder(struct error *error)
{
    const char *parent = getenv("TMPDIR");
    char *path =
        file_path(parent != NULL && parent[0] != '\0' ? parent : "/tmp", "generals-XXXXXX");
    if (path == NULL)
        error_no_memory(error);
    else if (mkdtemp(path) == NULL) {
        error_set(error, "cannot make a folder '%s': %s", path, strerror(errno));
        free(path);
        path = NULL;
    }
    return path;
}

/* It is in nobody's way if that fails. */
static void remove_folder(char *path)
{
    DIR *listing = opendir(path);
    struct error ignored;
    for (const struct dirent *entry; listing != NULL && (entry = readdir(listing)) != NULL;)
        if (entry->d_name[0] != '.')
            (void)file_remove(path, entry->d_name, &ignored);
    if (listing != NULL)
        closedir(listing);
    (void)rmdir(path);
    free(path);
}

/* --- drawing ---------------------------------------------------------------------------------- */

static bool copy_panel(FILE *stream, const char *folder, const char *chart, size_t panel,
                       bool *found, struct error *error)
{
    char name[DRAWING_NAME_SIZE + 32], *text;
    size_t length;
    snprintf(name, sizeof name, "%s-%zu.txt", chart, panel);
    if (!file_read(folder, name, &text, &length, error))
        return false;
    *found = text != NULL;
    if (text != NULL)
        fputs(text + strspn(text, "\f\n"), stream);
    free(text);
    return true;
}

static bool copy(FILE *stream, const char *folder, const struct drawn *drawn, struct error *error)
{
    bool found = true;
    fprintf(stream, "%s:\n%s\n\n", drawn->name, drawn->claim);
    for (size_t panel = 1; found; panel++)
        if (!copy_panel(stream, folder, drawn->name, panel, &found, error))
            return false;
    putc('\n', stream);
    return true;
}

static bool nothing_is_shown(const struct swept *sweep, const void *context)
{
    (void)sweep;
    (void)context;
    return false;
}

static bool is_wanted(const struct sweep_chart *chart, const char *names)
{
    if (names == NULL)
        return chart->is_usual && chart->kind != SWEEP_MAP;
    return folder_charts_is_named(names, chart->name);
}

static bool draw_all(struct drawing *drawing, const char *directory, const char *names,
                     struct error *error)
{
    struct table table;
    struct sweeps sweeps = {.count = 0};
    struct sweep_charts list = {.count = 0};
    bool good = table_read(&table, directory, error) && sweeps_find(&sweeps, &table, error) &&
                sweep_charts_find(&list, &sweeps, nothing_is_shown, NULL, error);
    for (size_t i = 0; good && i < list.count; i++) {
        bool drawn;
        if (is_wanted(&list.chart[i], names))
            good = sweep_chart_draw(&list.chart[i], &table, drawing, true, &drawn, error);
    }
    free(list.chart);
    sweeps_release(&sweeps);
    table_release(&table);
    return good;
}

bool text_charts_draw(FILE *stream, const char *directory, const char *names, int columns,
                      void (*remark)(const char *text), size_t *drawn, struct error *error)
{
    char *folder = make_folder(error);
    if (folder == NULL)
        return false;
    struct drawing drawing = {
        .directory = folder, .formats = "", .remark = remark, .columns = columns};
    bool good = draw_all(&drawing, directory, names, error);
    for (size_t i = 0; good && !drawing.lacks_gnuplot && i < drawing.count; i++)
        good = copy(stream, folder, &drawing.chart[i], error);
    *drawn = drawing.count;
    drawing_release(&drawing);
    remove_folder(folder);
    return good;
}
