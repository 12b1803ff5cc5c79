/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/ladder.h"

#include "analysis/text.h"
#include "engine/build.h"
#include "plots/file.h"
#include "plots/gnuplot.h"
#include "plots/number.h"
#include "plots/results.h"
#include "plots/script.h"
#include "plots/templates.h"

#include <stdlib.h>
#include <string.h>

enum { SERIES_MAX = 6 };

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
    char loss[NUMBER_SIZE], back[NUMBER_SIZE], a[NUMBER_SIZE], b[NUMBER_SIZE];
    number_text(e->point->channel.loss, loss);
    number_text(e->point->channel.loss_back, back);
    for (size_t level = 0; level <= levels; level++)
        fprintf(stream, "%zu,%s,%s,%zu,%s,%s\n", series, loss, back, level,
                number_text(ladder_level(heard, level), a),
                number_text(ladder_level(both, level), b));
}

/* Each series by its loss rate, or by both where they differ: 0.1 or 0.1/0.2. */
static void write_labels(FILE *stream, const struct experiment *experiment)
{
    char label[SERIES_MAX][2 * NUMBER_SIZE + 2] = {""};
    char text[SERIES_MAX * (2 * NUMBER_SIZE + 2)] = "";
    for (size_t i = 0; i < experiment->point_count; i++) {
        const struct channel *channel = &experiment->points[i].channel;
        const size_t series = series_of(experiment, i);
        char loss[NUMBER_SIZE], back[NUMBER_SIZE];
        if (series > SERIES_MAX)
            continue;
        snprintf(label[series - 1], sizeof label[0], "%s%s%s", number_text(channel->loss, loss),
                 channel->loss_back != channel->loss ? "/" : "",
                 channel->loss_back != channel->loss ? number_text(channel->loss_back, back) : "");
    }
    for (size_t i = 0; i < SERIES_MAX; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s", i > 0 ? " " : "",
                 label[i]);
    script_write_text(stream, "labels", text);
}

static bool write_parameters(FILE *stream, const struct point *point, struct error *error)
{
    struct text text;
    if (!text_open(&text, error))
        return false;
    results_write_parameters(text.stream, point);
    char *parameters = text_close(&text, error);
    if (parameters != NULL)
        script_write_text(stream, "parameters", parameters);
    free(parameters);
    return parameters != NULL;
}

static bool write_script(FILE *stream, const struct ladder_chart *chart, struct error *error)
{
    const struct experiment *experiment = chart->experiment;
    const struct point *point = &experiment->points[0];
    char channel[CHANNEL_TEXT_SIZE];
    fprintf(
        stream,
        "# ladder.gp: drawn from ladder.csv by generals %s. Edit it as you like, then run, here:\n"
        "#     gnuplot ladder.gp\n\n",
        build_version);
    script_write_text(stream, "name", "ladder");
    script_write_text(stream, "strategy", point->strategy->name);
    if (!write_parameters(stream, point, error))
        return false;
    script_write_text(stream, "channel_text", channel_words(point->channel, channel));
    for (int i = 0; i < 2; i++)
        script_write_text(stream, i == 0 ? "party_1" : "party_2",
                          point->strategy->problem->party[i]);
    const size_t count = experiment->point_count;
    fprintf(stream, "never_common = %d\nseries = %zu\n", chart->never_common,
            count > SERIES_MAX ? SERIES_MAX : count);
    write_labels(stream, experiment);
    fprintf(stream, "\n%s\n%s", template_find("style"), template_find("ladder"));
    return true;
}

static bool remove_pictures(const char *directory, struct error *error)
{
    return file_remove(directory, "ladder.svg", error) &&
           file_remove(directory, "ladder.png", error);
}

bool ladder_remove(const char *directory, struct error *error)
{
    return file_remove(directory, LADDER_DATA, error) &&
           file_remove(directory, "ladder.gp", error) && remove_pictures(directory, error);
}

bool ladder_draw(const char *directory, const struct ladder_chart *chart, bool pictures,
                 void (*remark)(const char *text), struct error *error)
{
    struct file file;
    if (!remove_pictures(directory, error) || !file_create(&file, directory, "ladder.gp", error))
        return false;
    if (!write_script(file.stream, chart, error)) {
        file_abandon(&file);
        return false;
    }
    if (!file_commit(&file, error))
        return false;
    if (chart->experiment->point_count > SERIES_MAX)
        remark("ladder.gp draws the 6 smallest loss rates: more curves cannot be read");
    if (!pictures)
        return true;
    char said[GNUPLOT_SAID_SIZE];
    switch (gnuplot_run(directory, "suffix = ''", "ladder.gp", said, error)) {
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
