/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/ladder.h"

#include "engine/build.h"
#include "plots/file.h"
#include "plots/gnuplot.h"
#include "plots/number.h"
#include "plots/results.h"
#include "plots/script.h"
#include "plots/templates.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { SERIES_MAX = 6 };

/* Level 0 is the event itself; from the last level on, all are the same. */
static double level_of(const struct ladder *ladder, size_t level)
{
    if (level == 0)
        return ladder->probability;
    return ladder->everyone_knows[(level < ladder->levels ? level : ladder->levels) - 1];
}

/* Number of the point's series, from 1: series are sorted by loss rate. */
static size_t series_of(const struct experiment *experiment, size_t index)
{
    const struct point *points = experiment->points;
    size_t series = 1;
    for (size_t i = 0; i < experiment->point_count; i++)
        series += points[i].channel.loss < points[index].channel.loss ||
                  (points[i].channel.loss == points[index].channel.loss && i < index);
    return series;
}

void ladder_write_data(FILE *stream, const struct ladder_chart *chart, size_t index,
                       const struct explanation *e)
{
    const size_t series = series_of(chart->experiment, index);
    const struct ladder *heard = &e->ladder[KNOWLEDGE_HEARD], *both = &e->ladder[KNOWLEDGE_BOTH];
    const size_t levels = heard->levels > both->levels ? heard->levels : both->levels;
    char loss[NUMBER_SIZE], a[NUMBER_SIZE], b[NUMBER_SIZE];
    for (size_t level = 0; level <= levels; level++)
        fprintf(stream, "%zu,%s,%zu,%s,%s\n", series, number_text(e->point->channel.loss, loss),
                level, number_text(level_of(heard, level), a),
                number_text(level_of(both, level), b));
}

static void write_script(FILE *stream, const struct ladder_chart *chart)
{
    const struct experiment *experiment = chart->experiment;
    const struct point *point = &experiment->points[0];
    char *parameters = NULL;
    size_t size, count = experiment->point_count;
    double loss[SERIES_MAX];
    for (size_t i = 0; i < count; i++)
        if (series_of(experiment, i) <= SERIES_MAX)
            loss[series_of(experiment, i) - 1] = experiment->points[i].channel.loss;
    count = count > SERIES_MAX ? SERIES_MAX : count;
    fprintf(
        stream,
        "# ladder.gp: drawn from ladder.csv by generals %s. Edit it as you like, then run, here:\n"
        "#     gnuplot ladder.gp\n\n",
        build_version);
    script_write_text(stream, "name", "ladder");
    script_write_text(stream, "strategy", point->strategy->name);
    FILE *text = open_memstream(&parameters, &size);
    if (text != NULL) {
        results_write_parameters(text, point);
        script_write_text(stream, "parameters", fclose(text) == 0 ? parameters : "");
    }
    free(parameters);
    script_write_text(stream, "channel_text", channel_text(point->channel));
    for (int i = 0; i < 2; i++)
        script_write_text(stream, i == 0 ? "party_1" : "party_2",
                          point->strategy->problem->party[i]);
    fprintf(stream, "never_common = %d\nseries = %zu\n", chart->never_common, count);
    script_write_losses(stream, loss, count);
    fprintf(stream, "\n%s\n%s", template_find("style"), template_find("ladder"));
}

static bool remove_picture(const char *directory, const char *name, struct error *error)
{
    char *path = file_path(directory, name);
    if (path == NULL)
        return error_no_memory(error);
    const bool good =
        unlink(path) == 0 || errno == ENOENT ||
        error_set(error, "cannot remove the old chart '%s': %s", path, strerror(errno));
    free(path);
    return good;
}

bool ladder_draw(const char *directory, const struct ladder_chart *chart, bool pictures,
                 void (*remark)(const char *text), struct error *error)
{
    struct file file;
    if (!remove_picture(directory, "ladder.svg", error) ||
        !remove_picture(directory, "ladder.png", error) ||
        !file_create(&file, directory, "ladder.gp", error))
        return false;
    write_script(file.stream, chart);
    if (!file_commit(&file, error))
        return false;
    if (chart->experiment->point_count > SERIES_MAX)
        remark("ladder.gp draws the 6 smallest loss rates: more curves cannot be read");
    if (!pictures)
        return true;
    switch (gnuplot_run(directory, "ladder.gp", error)) {
    case GNUPLOT_MISSING:
        remark(
            "gnuplot is not installed: the chart's data and script are written, its pictures are "
            "not");
        return true;
    case GNUPLOT_FAILED:
        return false;
    case GNUPLOT_DONE:
        break;
    }
    return true;
}
