/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/pareto_chart.h"

#include "engine/build.h"
#include "plots/csv.h"
#include "plots/file.h"
#include "plots/gnuplot.h"
#include "plots/number.h"
#include "plots/script.h"
#include "plots/templates.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PANELS_MAX = 3, SERIES_MAX = 6, NAME_SIZE = 64, TEXT_SIZE = 256 };

static const char *const cost_names[COST_COUNT] = {"messengers", "rounds"};
static const char *const endings[] = {"csv", "gp", "svg", "png"};

/* What is drawn. */
struct picture {
    const struct comparison_set *panel[PANELS_MAX];
    size_t panels, losses; /* of `losses` rates, so many are shown */
    const char *series[SERIES_MAX];
    char *common[SERIES_MAX]; /* of a strategy's settings, those that all its points have */
    size_t strategies;        /* more than SERIES_MAX cannot be told apart */
    size_t problems;          /* that might have been shown, with their channels */
};

/* --- what is drawn ---------------------------------------------------------------------------- */

/* On a logarithmic axis there is no 0. */
static double drawn_failure(const struct contender *contender)
{
    const bool unseen = contender->failure <= 0.0 && contender->evidence != EVIDENCE_EXACT;
    return unseen ? contender->interval.high : contender->failure;
}

static size_t count_drawn(const struct comparison_set *set)
{
    size_t count = 0;
    for (size_t i = 0; i < set->group.count; i++)
        count += drawn_failure(&set->group.contender[i]) > 0.0;
    return count;
}

static bool are_beside(const struct comparison_set *a, const struct comparison_set *b)
{
    return strcmp(a->problem, b->problem) == 0 && strcmp(a->channel, b->channel) == 0 &&
           strcmp(a->task, b->task) == 0;
}

/* Sets of one problem and channel follow each other: from which to which there is most to draw. */
static void find_most(const struct comparison_rows *rows, struct picture *picture, size_t *first,
                      size_t *end)
{
    size_t most = 0;
    for (size_t from = 0, to; from < rows->count; from = to) {
        size_t points = 0;
        for (to = from; to < rows->count && are_beside(&rows->set[from], &rows->set[to]); to++)
            points += count_drawn(&rows->set[to]);
        picture->problems += points > 0;
        if (points > most) {
            most = points;
            *first = from;
            *end = to;
        }
    }
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Strategies have their colours by their names, so that both charts agree. */
static void find_series(struct picture *picture)
{
    for (size_t i = 0; i < picture->panels; i++)
        for (size_t j = 0; j < picture->panel[i]->group.count; j++) {
            const char *strategy = picture->panel[i]->name[j].strategy;
            size_t k = 0;
            while (k < picture->strategies && k < SERIES_MAX &&
                   strcmp(picture->series[k], strategy) != 0)
                k++;
            if (k == SERIES_MAX) {
                picture->strategies = SERIES_MAX + 1;
                return;
            }
            if (k == picture->strategies)
                picture->series[picture->strategies++] = strategy;
        }
    qsort(picture->series, picture->strategies, sizeof *picture->series, by_text);
}

/* A loss rate with few points beside others with many would be a poor panel. */
static bool is_candidate(const struct comparison_set *set, size_t most)
{
    const size_t count = count_drawn(set);
    return count > 0 && 2 * count >= most;
}

static struct picture choose(const struct comparison_rows *rows)
{
    struct picture picture = {0};
    size_t first = 0, end = 0, most = 0, candidates = 0, number = 0;
    find_most(rows, &picture, &first, &end);
    for (size_t i = first; i < end; i++) {
        const size_t count = count_drawn(&rows->set[i]);
        most = count > most ? count : most;
        picture.losses += count > 0;
    }
    for (size_t i = first; i < end; i++)
        candidates += is_candidate(&rows->set[i], most);
    for (size_t i = first; i < end; i++) {
        if (!is_candidate(&rows->set[i], most))
            continue;
        const bool ends = number == 0 || number + 1 == candidates;
        if (candidates <= PANELS_MAX || ends || number == candidates / 2)
            picture.panel[picture.panels++] = &rows->set[i];
        number++;
    }
    find_series(&picture);
    return picture;
}

static bool find_common(struct picture *picture, size_t series, struct error *error)
{
    size_t most = 0, count = 0;
    for (size_t i = 0; i < picture->panels; i++)
        most += picture->panel[i]->group.count;
    const char **texts = malloc(most * sizeof *texts);
    for (size_t i = 0; texts != NULL && i < picture->panels; i++)
        for (size_t j = 0; j < picture->panel[i]->group.count; j++)
            if (strcmp(picture->panel[i]->name[j].strategy, picture->series[series]) == 0)
                texts[count++] = picture->panel[i]->name[j].parameters;
    if (texts != NULL)
        picture->common[series] = comparison_common_words(texts, count);
    free(texts);
    return picture->common[series] != NULL || error_no_memory(error);
}

/* --- files ------------------------------------------------------------------------------------ */

static const char *file_name(enum cost cost, const char *ending, char name[NAME_SIZE])
{
    snprintf(name, NAME_SIZE, "pareto-%s.%s", cost_names[cost], ending);
    return name;
}

/* What is text of a file goes into a script without anything that gnuplot might take for more. */
static void put_plain(FILE *stream, char byte)
{
    putc(isalnum((unsigned char)byte) || strchr(" .+-_", byte) != NULL ? byte : '?', stream);
}

static void write_plain(FILE *stream, const char *text)
{
    for (; *text != '\0'; text++)
        put_plain(stream, *text == '=' ? ' ' : *text);
}

/* The settings in which a strategy's points differ, names or values alone: of "a=1 b=2" it is
 * "a/b", or "1/2". */
static void write_settings(FILE *stream, const char *parameters, const char *common, bool values)
{
    char *words = malloc(strlen(parameters) + 2);
    if (words == NULL)
        return;
    comparison_other_words(words, parameters, common);
    bool wanted = !values;
    for (const char *at = words + (*words == ' '); *at != '\0'; at++) {
        if (*at == '=' || *at == ' ') {
            wanted = (*at == '=') == values;
            if (*at == ' ')
                putc('/', stream);
        } else if (wanted) {
            put_plain(stream, *at);
        }
    }
    free(words);
}

static bool is_drawn(const struct contender *contender, enum cost cost)
{
    return drawn_failure(contender) > 0.0 && !isnan(contender->cost[cost]);
}

static void write_point(FILE *stream, const struct picture *picture, size_t panel, size_t index,
                        enum cost cost)
{
    const struct comparison_set *set = picture->panel[panel];
    const struct contender *contender = &set->group.contender[index];
    const struct comparison_name *name = &set->name[contender->id];
    static const int shown[] = {[LINE_ON] = 1, [LINE_OFF] = 0, [LINE_UNKNOWN] = -1};
    char number[NUMBER_SIZE];
    size_t series = 0;
    while (strcmp(picture->series[series], name->strategy) != 0)
        series++;
    fprintf(stream, "%zu,%zu,%s", panel + 1, series + 1, number_text(set->loss, number));
    fprintf(stream, ",%s", number_text(set->loss_back, number));
    csv_write(stream, false, name->strategy);
    csv_write(stream, false, name->parameters);
    fputs(",", stream);
    write_settings(stream, name->parameters, picture->common[series], true);
    fprintf(stream, ",%s", number_text(contender->cost[cost], number));
    fprintf(stream, ",%s", number_text(contender->failure, number));
    fprintf(stream, ",%s", number_text(contender->interval.low, number));
    fprintf(stream, ",%s", number_text(contender->interval.high, number));
    fprintf(stream, ",%d\n", shown[contender->pareto[cost].line]);
}

static void write_data(FILE *stream, const struct picture *picture, enum cost cost)
{
    fprintf(stream,
            "panel,series,loss,loss_back,strategy,parameters,setting,%s,failure,low,high,line\n",
            cost_names[cost]);
    for (size_t i = 0; i < picture->panels; i++)
        for (size_t j = 0; j < picture->panel[i]->group.count; j++)
            if (is_drawn(&picture->panel[i]->group.contender[j], cost))
                write_point(stream, picture, i, j, cost);
}

static const char *parameters_of(const struct picture *picture, const char *strategy)
{
    for (size_t i = 0; i < picture->panels; i++)
        for (size_t j = 0; j < picture->panel[i]->group.count; j++)
            if (strcmp(picture->panel[i]->name[j].strategy, strategy) == 0)
                return picture->panel[i]->name[j].parameters;
    return "";
}

/* "always-attack: messengers" */
static void write_key(FILE *stream, const struct picture *picture, size_t series)
{
    const char *parameters = parameters_of(picture, picture->series[series]);
    fputs(series > 0 ? " \"" : "\"", stream);
    write_plain(stream, picture->series[series]);
    if (strlen(picture->common[series]) < strlen(parameters))
        fputs(": ", stream);
    write_settings(stream, parameters, picture->common[series], false);
    putc('"', stream);
}

static void write_panel(FILE *stream, const struct comparison_set *set, bool first)
{
    char loss[NUMBER_SIZE], back[NUMBER_SIZE];
    fprintf(stream, "%s\"loss %s", first ? "" : " ", number_text(set->loss, loss));
    if (set->loss_back < set->loss || set->loss_back > set->loss)
        fprintf(stream, ", back %s", number_text(set->loss_back, back));
    putc('"', stream);
}

static bool has_evidence(const struct picture *picture, bool exact)
{
    for (size_t i = 0; i < picture->panels; i++)
        for (size_t j = 0; j < picture->panel[i]->group.count; j++)
            if ((picture->panel[i]->group.contender[j].evidence == EVIDENCE_EXACT) == exact)
                return true;
    return false;
}

/* Those that never fail have no place on a logarithmic axis. */
static size_t count_undrawn(const struct picture *picture)
{
    size_t count = 0;
    for (size_t i = 0; i < picture->panels; i++)
        count += picture->panel[i]->group.count - count_drawn(picture->panel[i]);
    return count;
}

static void write_script(FILE *stream, const struct picture *picture, enum cost cost)
{
    const struct comparison_set *set = picture->panel[0];
    fprintf(stream,
            "# pareto-%s.gp: drawn from pareto-%s.csv by generals %s. Edit it as you like, then "
            "run, here:\n#     gnuplot pareto-%s.gp\n\n",
            cost_names[cost], cost_names[cost], build_version, cost_names[cost]);
    fprintf(stream, "name = 'pareto-%s'\ncost = '%s'\n", cost_names[cost], cost_names[cost]);
    fputs("problem = '", stream);
    write_plain(stream, set->problem);
    fputs("'\nchannel_text = '", stream);
    write_plain(stream, set->channel);
    if (set->task[0] != '\0') {
        fputs(", ", stream);
        write_plain(stream, set->task);
    }
    fprintf(stream, "'\nany_sampled = %d\nany_exact = %d\nlevel = '%.15g %%'\n",
            has_evidence(picture, false), has_evidence(picture, true), 100.0 * set->group.level);
    fprintf(stream, "series = %zu\nlabels = '", picture->strategies);
    for (size_t i = 0; i < picture->strategies; i++)
        write_key(stream, picture, i);
    fprintf(stream, "'\npanels = %zu\npanel_labels = '", picture->panels);
    for (size_t i = 0; i < picture->panels; i++)
        write_panel(stream, picture->panel[i], i == 0);
    fprintf(stream, "'\nnever_fail = %zu\n", count_undrawn(picture));
    fprintf(stream, "\n%s\n%s", template_find("style"), template_find("pareto"));
}

static bool write_file(const char *directory, const struct picture *picture, enum cost cost,
                       const char *ending, void (*write)(FILE *, const struct picture *, enum cost),
                       struct error *error)
{
    char name[NAME_SIZE];
    struct file file;
    if (!file_create(&file, directory, file_name(cost, ending, name), error))
        return false;
    write(file.stream, picture, cost);
    return file_commit(&file, error);
}

bool pareto_charts_remove(const char *directory, struct error *error)
{
    char name[NAME_SIZE];
    for (enum cost cost = 0; cost < COST_COUNT; cost++)
        for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
            if (!file_remove(directory, file_name(cost, endings[i], name), error))
                return false;
    return true;
}

/* --- both ------------------------------------------------------------------------------------- */

static void remark_on(const struct picture *picture, void (*remark)(const char *text))
{
    char text[TEXT_SIZE];
    if (picture->panels == 0) {
        remark("no chart of the line: nobody here was seen to fail");
    } else if (picture->strategies > SERIES_MAX) {
        remark("no chart of the line: more than 6 strategies cannot be told apart");
    } else if (picture->problems > 1 || picture->losses > picture->panels) {
        snprintf(text, sizeof text,
                 "the charts of the line show %.60s, %.60s, %zu of %zu loss rates%s",
                 picture->panel[0]->problem, picture->panel[0]->channel, picture->panels,
                 picture->losses, picture->problems > 1 ? " (--problem chooses another)" : "");
        remark(text);
    }
}

static bool is_any_drawn(const struct picture *picture, enum cost cost)
{
    for (size_t i = 0; i < picture->panels; i++)
        for (size_t j = 0; j < picture->panel[i]->group.count; j++)
            if (is_drawn(&picture->panel[i]->group.contender[j], cost))
                return true;
    return false;
}

static bool make(const char *directory, const struct picture *picture, enum cost cost,
                 bool *gnuplot, void (*remark)(const char *text), struct error *error)
{
    char name[NAME_SIZE];
    if (!write_file(directory, picture, cost, "csv", write_data, error) ||
        !write_file(directory, picture, cost, "gp", write_script, error))
        return false;
    if (!*gnuplot)
        return true;
    const enum gnuplot_outcome outcome = gnuplot_run(directory, file_name(cost, "gp", name), error);
    *gnuplot = outcome != GNUPLOT_MISSING;
    if (outcome == GNUPLOT_MISSING)
        remark("gnuplot is not installed: the charts' data and scripts are written, their "
               "pictures are not");
    return outcome != GNUPLOT_FAILED;
}

bool pareto_charts_make(const char *directory, const struct comparison_rows *rows,
                        void (*remark)(const char *text), struct error *error)
{
    struct picture picture = choose(rows);
    const bool any = picture.panels > 0 && picture.strategies <= SERIES_MAX;
    bool good = pareto_charts_remove(directory, error), gnuplot = true;
    remark_on(&picture, remark);
    for (size_t i = 0; good && any && i < picture.strategies; i++)
        good = find_common(&picture, i, error);
    for (enum cost cost = 0; good && any && cost < COST_COUNT; cost++)
        if (is_any_drawn(&picture, cost))
            good = make(directory, &picture, cost, &gnuplot, remark, error);
    for (size_t i = 0; i < SERIES_MAX; i++)
        free(picture.common[i]);
    return good;
}
