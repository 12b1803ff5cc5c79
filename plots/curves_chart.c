/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/curves_chart.h"

#include "plots/claim.h"
#include "plots/number.h"
#include "plots/script.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

struct shown {
    const struct curves *curves;
    const char *claim;
};

/* --- NAME.csv --------------------------------------------------------------------------------- */

static void write_point(FILE *stream, const struct curve_point *point)
{
    const double values[] = {point->sampled.value, point->sampled.low, point->sampled.high};
    char number[NUMBER_SIZE];
    fprintf(stream, ",%s,", number_text(point->x, number));
    if (point->trials > 0)
        fprintf(stream, "%" PRIu64, point->trials);
    for (size_t i = 0; i < 3; i++)
        fprintf(stream, ",%s", number_text(values[i], number));
    if (point->trials > 0)
        fprintf(stream, ",%d", point->is_seen);
    else
        putc(',', stream);
    fprintf(stream, ",%s\n", number_text(point->exact, number));
}

/* The number of the curve in its panel, from 1. */
static size_t number_in_panel(const struct curves *curves, size_t index)
{
    size_t number = 1;
    while (index >= number && curves->curve[index - number].panel == curves->curve[index].panel)
        number++;
    return number;
}

/* A setting may be called as another column is: "messengers" along itself, too. */
static const char *column_of(const struct curves *curves)
{
    static const char others[] = "panel series strategy curve trials low high seen exact";
    return script_is_word_of(others, curves->x) ||
                   strcmp(curves->x, measure_name(curves->measure)) == 0
               ? "x"
               : curves->x;
}

static void write_data(FILE *stream, const void *content)
{
    const struct curves *curves = ((const struct shown *)content)->curves;
    fprintf(stream, "panel,series,strategy,curve,%s,trials,%s,low,high,seen,exact\n",
            column_of(curves), measure_name(curves->measure));
    for (size_t i = 0; i < curves->curve_count; i++) {
        const struct curve *curve = &curves->curve[i];
        char strategy[CURVES_LABEL_SIZE], label[2 * CURVES_LABEL_SIZE];
        for (size_t j = curve->first; j < curve->first + curve->count; j++) {
            if (!curves->point[j].is_drawn)
                continue;
            fprintf(stream, "%zu,%zu,%s,\"%s\"", curve->panel + 1, number_in_panel(curves, i),
                    script_plain(curve->strategy, strategy, sizeof strategy),
                    script_plain(curve->label, label, sizeof label));
            write_point(stream, &curves->point[j]);
        }
    }
}

/* --- NAME.gp ---------------------------------------------------------------------------------- */

/* A list of words, each in quotes. */
static void write_word(FILE *stream, const char *word, bool first)
{
    char plain[2 * CURVES_LABEL_SIZE];
    fprintf(stream, "%s\"%s\"", first ? "" : " ", script_plain(word, plain, sizeof plain));
}

static size_t count_in_panel(const struct curves *curves, size_t panel)
{
    size_t count = 0;
    for (size_t i = 0; i < curves->curve_count; i++)
        count += curves->curve[i].panel == panel;
    return count;
}

static bool has_seen(const struct curves *curves, const struct curve *curve)
{
    for (size_t i = curve->first; i < curve->first + curve->count; i++)
        if (curves->point[i].trials > 0 && curves->point[i].is_seen)
            return true;
    return false;
}

static void write_labels(FILE *stream, const struct curves *curves)
{
    fputs("panel_labels = '", stream);
    for (size_t i = 0; i < curves->panel_count; i++)
        write_word(stream, curves->panel[i], i == 0);
    fputs("'\nlabels = '", stream);
    for (size_t i = 0; i < curves->curve_count; i++)
        write_word(stream, curves->curve[i].label, i == 0);
    fputs("'\nkey_titles = '", stream);
    for (size_t i = 0; i < curves->panel_count; i++)
        write_word(stream, curves->key[i], i == 0);
    fputs("'\nhas_seen = '", stream);
    for (size_t i = 0; i < curves->curve_count; i++)
        fprintf(stream, "%s%d", i > 0 ? " " : "", has_seen(curves, &curves->curve[i]));
    fputs("'\nseries_in = '", stream);
    for (size_t i = 0; i < curves->panel_count; i++)
        fprintf(stream, "%s%zu", i > 0 ? " " : "", count_in_panel(curves, i));
    fputs("'\n", stream);
}

static void write_plain(FILE *stream, const char *variable, const char *text)
{
    char plain[1024];
    script_write_text(stream, variable, script_plain(text, plain, sizeof plain));
}

static uint64_t common_trials(const struct curves *curves)
{
    uint64_t trials = 0;
    for (size_t i = 0; i < curves->point_count; i++) {
        const uint64_t here = curves->point[i].trials;
        if (here != 0 && trials != 0 && here != trials)
            return 0;
        trials = here != 0 ? here : trials;
    }
    return trials;
}

static size_t count_incomplete(const struct curves *curves)
{
    size_t count = 0;
    for (size_t i = 0; i < curves->point_count; i++)
        count += curves->point[i].is_incomplete;
    return count;
}

static size_t most_points(const struct curves *curves)
{
    size_t most = 0;
    for (size_t i = 0; i < curves->curve_count; i++)
        most = curves->curve[i].count > most ? curves->curve[i].count : most;
    return most;
}

static bool has_exact(const struct curves *curves)
{
    for (size_t i = 0; i < curves->point_count; i++)
        if (curves->point[i].is_drawn && !isnan(curves->point[i].exact))
            return true;
    return false;
}

static void write_variables(FILE *stream, const void *content)
{
    const struct shown *shown = content;
    const struct curves *curves = shown->curves;
    char axis[SWEEP_NAME_SIZE];
    script_write_text(stream, "claim", shown->claim);
    write_plain(stream, "subject", curves->subject);
    write_plain(stream, "left_out", curves->left_out);
    script_write_text(stream, "measure", measure_name(curves->measure));
    script_write_text(stream, "x_column", column_of(curves));
    write_plain(stream, "x_text", setting_axis(curves->x, axis));
    fprintf(stream, "is_x_logarithmic = %d\n", curves->is_x_logarithmic);
    fprintf(stream, "has_sampled = %d\n", curves->evidence != NULL);
    fprintf(stream, "has_exact = %d\n", has_exact(curves));
    if (curves->evidence != NULL) {
        script_write_trials(stream, common_trials(curves));
        script_write_interval(stream, curves->evidence->level,
                              curves->is_counted ? curves->evidence->interval : "",
                              curves->is_weighted);
        fprintf(stream, "incomplete = %zu\n", count_incomplete(curves));
    }
    fprintf(stream, "panels = %zu\nseries = %zu\nmost_points = %zu\n", curves->panel_count,
            curves->curve_count, most_points(curves));
    write_labels(stream, curves);
}

/* --- drawing ---------------------------------------------------------------------------------- */

static void write_caption(const struct curves *curves, char *caption, size_t size)
{
    char axis[SWEEP_NAME_SIZE];
    snprintf(caption, size, "%s%s against %s: %s.%s%s%s",
             curves->measure == MEASURE_FAILURE   ? "Failure, on an axis of powers of ten,"
             : curves->measure == MEASURE_SUCCESS ? "Success"
                                                  : "The mean number of messengers",
             "", setting_axis(curves->x, axis), curves->subject,
             curves->left_out[0] != '\0' ? " " : "", curves->left_out,
             curves->left_out[0] != '\0' ? "." : "");
}

bool curves_chart_draw(struct drawing *drawing, const char *name, const struct curves *curves,
                       bool in_text, struct error *error)
{
    char claim[CLAIM_SIZE], caption[1024];
    if (!claim_of_curves(curves, claim, error))
        return false;
    write_caption(curves, caption, sizeof caption);
    const struct shown shown = {curves, claim};
    const struct picture picture = {name,
                                    in_text ? "curves-text" : "curves",
                                    curves->problem,
                                    caption,
                                    &shown,
                                    write_data,
                                    write_variables};
    return drawing_add(drawing, &picture, error);
}
