/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/pareto_chart.h"

#include "plots/csv.h"
#include "plots/number.h"
#include "plots/script.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PANELS_MAX = 3, SERIES_MAX = 6, TEXT_SIZE = 256 };

static const char *const cost_names[COST_COUNT] = {"messengers", "rounds"};

/* What is drawn. */
struct selection {
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
static void find_most(const struct comparison_rows *rows, struct selection *selection,
                      size_t *first, size_t *end)
{
    size_t most = 0;
    for (size_t from = 0, to; from < rows->count; from = to) {
        size_t points = 0;
        for (to = from; to < rows->count && are_beside(&rows->set[from], &rows->set[to]); to++)
            points += count_drawn(&rows->set[to]);
        selection->problems += points > 0;
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
static void find_series(struct selection *selection)
{
    for (size_t i = 0; i < selection->panels; i++)
        for (size_t j = 0; j < selection->panel[i]->group.count; j++) {
            const char *strategy = selection->panel[i]->name[j].strategy;
            size_t k = 0;
            while (k < selection->strategies && k < SERIES_MAX &&
                   strcmp(selection->series[k], strategy) != 0)
                k++;
            if (k == SERIES_MAX) {
                selection->strategies = SERIES_MAX + 1;
                return;
            }
            if (k == selection->strategies)
                selection->series[selection->strategies++] = strategy;
        }
    qsort(selection->series, selection->strategies, sizeof *selection->series, by_text);
}

/* A loss rate with few points beside others with many would be a poor panel. */
static bool is_candidate(const struct comparison_set *set, size_t most)
{
    const size_t count = count_drawn(set);
    return count > 0 && 2 * count >= most;
}

static struct selection choose(const struct comparison_rows *rows)
{
    struct selection selection = {0};
    size_t first = 0, end = 0, most = 0, candidates = 0, number = 0;
    find_most(rows, &selection, &first, &end);
    for (size_t i = first; i < end; i++) {
        const size_t count = count_drawn(&rows->set[i]);
        most = count > most ? count : most;
        selection.losses += count > 0;
    }
    for (size_t i = first; i < end; i++)
        candidates += is_candidate(&rows->set[i], most);
    for (size_t i = first; i < end; i++) {
        if (!is_candidate(&rows->set[i], most))
            continue;
        const bool ends = number == 0 || number + 1 == candidates;
        if (candidates <= PANELS_MAX || ends || number == candidates / 2)
            selection.panel[selection.panels++] = &rows->set[i];
        number++;
    }
    find_series(&selection);
    return selection;
}

static bool find_common(struct selection *selection, size_t series, struct error *error)
{
    size_t most = 0, count = 0;
    for (size_t i = 0; i < selection->panels; i++)
        most += selection->panel[i]->group.count;
    const char **texts = malloc(most * sizeof *texts);
    for (size_t i = 0; texts != NULL && i < selection->panels; i++)
        for (size_t j = 0; j < selection->panel[i]->group.count; j++)
            if (strcmp(selection->panel[i]->name[j].strategy, selection->series[series]) == 0)
                texts[count++] = selection->panel[i]->name[j].parameters;
    if (texts != NULL)
        selection->common[series] = comparison_common_words(texts, count);
    free(texts);
    return selection->common[series] != NULL || error_no_memory(error);
}

/* --- files ------------------------------------------------------------------------------------ */

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

static void write_point(FILE *stream, const struct selection *selection, size_t panel, size_t index,
                        enum cost cost)
{
    const struct comparison_set *set = selection->panel[panel];
    const struct contender *contender = &set->group.contender[index];
    const struct comparison_name *name = &set->name[contender->id];
    static const int shown[] = {[LINE_ON] = 1, [LINE_OFF] = 0, [LINE_UNKNOWN] = -1};
    char number[NUMBER_SIZE];
    size_t series = 0;
    while (strcmp(selection->series[series], name->strategy) != 0)
        series++;
    fprintf(stream, "%zu,%zu,%s", panel + 1, series + 1, number_text(set->loss, number));
    fprintf(stream, ",%s", number_text(set->loss_back, number));
    csv_write(stream, false, name->strategy);
    csv_write(stream, false, name->parameters);
    fputs(",", stream);
    write_settings(stream, name->parameters, selection->common[series], true);
    fprintf(stream, ",%s", number_text(contender->cost[cost], number));
    fprintf(stream, ",%s", number_text(contender->failure, number));
    fprintf(stream, ",%s", number_text(contender->interval.low, number));
    fprintf(stream, ",%s", number_text(contender->interval.high, number));
    fprintf(stream, ",%d\n", shown[contender->pareto[cost].line]);
}

struct shown {
    const struct selection *selection;
    enum cost cost;
};

static void write_data(FILE *stream, const void *content)
{
    const struct shown *shown = content;
    const struct selection *selection = shown->selection;
    fprintf(stream,
            "panel,series,loss,loss_back,strategy,parameters,setting,%s,failure,low,high,line\n",
            cost_names[shown->cost]);
    for (size_t i = 0; i < selection->panels; i++)
        for (size_t j = 0; j < selection->panel[i]->group.count; j++)
            if (is_drawn(&selection->panel[i]->group.contender[j], shown->cost))
                write_point(stream, selection, i, j, shown->cost);
}

static const char *parameters_of(const struct selection *selection, const char *strategy)
{
    for (size_t i = 0; i < selection->panels; i++)
        for (size_t j = 0; j < selection->panel[i]->group.count; j++)
            if (strcmp(selection->panel[i]->name[j].strategy, strategy) == 0)
                return selection->panel[i]->name[j].parameters;
    return "";
}

/* "always-attack: messengers" */
static void write_key(FILE *stream, const struct selection *selection, size_t series)
{
    const char *parameters = parameters_of(selection, selection->series[series]);
    fputs(series > 0 ? " \"" : "\"", stream);
    write_plain(stream, selection->series[series]);
    if (strlen(selection->common[series]) < strlen(parameters))
        fputs(": ", stream);
    write_settings(stream, parameters, selection->common[series], false);
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

static bool has_evidence(const struct selection *selection, bool exact)
{
    for (size_t i = 0; i < selection->panels; i++)
        for (size_t j = 0; j < selection->panel[i]->group.count; j++)
            if ((selection->panel[i]->group.contender[j].evidence == EVIDENCE_EXACT) == exact)
                return true;
    return false;
}

/* Those that never fail have no place on a logarithmic axis. */
static size_t count_undrawn(const struct selection *selection)
{
    size_t count = 0;
    for (size_t i = 0; i < selection->panels; i++)
        count += selection->panel[i]->group.count - count_drawn(selection->panel[i]);
    return count;
}

static void write_variables(FILE *stream, const void *content)
{
    const struct shown *shown = content;
    const struct selection *selection = shown->selection;
    const struct comparison_set *set = selection->panel[0];
    fprintf(stream, "cost = '%s'\n", cost_names[shown->cost]);
    fputs("problem = '", stream);
    write_plain(stream, set->problem);
    fputs("'\nchannel_text = '", stream);
    write_plain(stream, set->channel);
    if (set->task[0] != '\0') {
        fputs(", ", stream);
        write_plain(stream, set->task);
    }
    fprintf(stream, "'\nany_sampled = %d\nany_exact = %d\nlevel = '%.15g %%'\n",
            has_evidence(selection, false), has_evidence(selection, true),
            100.0 * set->group.level);
    fprintf(stream, "series = %zu\nlabels = '", selection->strategies);
    for (size_t i = 0; i < selection->strategies; i++)
        write_key(stream, selection, i);
    fprintf(stream, "'\npanels = %zu\npanel_labels = '", selection->panels);
    for (size_t i = 0; i < selection->panels; i++)
        write_panel(stream, selection->panel[i], i == 0);
    fprintf(stream, "'\nnever_fail = %zu\n", count_undrawn(selection));
}

static const char *chart_name(enum cost cost, char name[DRAWING_NAME_SIZE])
{
    snprintf(name, DRAWING_NAME_SIZE, "pareto-%s", cost_names[cost]);
    return name;
}

bool pareto_charts_remove(const char *directory, struct error *error)
{
    char name[DRAWING_NAME_SIZE];
    return drawing_remove(directory, chart_name(COST_MESSENGERS, name), error) &&
           drawing_remove(directory, chart_name(COST_ROUNDS, name), error);
}

bool pareto_charts_find(const char *directory, char file[DRAWING_NAME_SIZE])
{
    char name[DRAWING_NAME_SIZE];
    return drawing_find(directory, chart_name(COST_MESSENGERS, name), file) ||
           drawing_find(directory, chart_name(COST_ROUNDS, name), file);
}

/* --- both ------------------------------------------------------------------------------------- */

static void remark_on(const struct selection *selection, void (*remark)(const char *text))
{
    char text[TEXT_SIZE];
    if (selection->panels == 0) {
        remark("no chart of the line: nobody here was seen to fail");
    } else if (selection->strategies > SERIES_MAX) {
        remark("no chart of the line: more than 6 strategies cannot be told apart");
    } else if (selection->problems > 1 || selection->losses > selection->panels) {
        snprintf(text, sizeof text,
                 "the charts of the line show %.60s, %.60s, %zu of %zu loss rates%s",
                 selection->panel[0]->problem, selection->panel[0]->channel, selection->panels,
                 selection->losses, selection->problems > 1 ? " (--problem chooses another)" : "");
        remark(text);
    }
}

static bool is_any_drawn(const struct selection *selection, enum cost cost)
{
    for (size_t i = 0; i < selection->panels; i++)
        for (size_t j = 0; j < selection->panel[i]->group.count; j++)
            if (is_drawn(&selection->panel[i]->group.contender[j], cost))
                return true;
    return false;
}

static bool make(struct drawing *drawing, const struct selection *selection, enum cost cost,
                 struct error *error)
{
    static const char caption[] =
        "Each point is a strategy with its settings. Left and below is better; on the line are "
        "those that no other beats in both failure and cost.";
    char name[DRAWING_NAME_SIZE];
    const struct shown shown = {selection, cost};
    const struct picture picture = {
        chart_name(cost, name), "pareto", selection->panel[0]->problem, caption, &shown, write_data,
        write_variables};
    return drawing_add(drawing, &picture, error);
}

bool pareto_charts_make(struct drawing *drawing, const struct comparison_rows *rows,
                        struct error *error)
{
    struct selection selection = choose(rows);
    const bool any = selection.panels > 0 && selection.strategies <= SERIES_MAX;
    bool good = pareto_charts_remove(drawing->directory, error);
    remark_on(&selection, drawing->remark);
    for (size_t i = 0; good && any && i < selection.strategies; i++)
        good = find_common(&selection, i, error);
    for (enum cost cost = 0; good && any && cost < COST_COUNT; cost++)
        if (is_any_drawn(&selection, cost))
            good = make(drawing, &selection, cost, error);
    for (size_t i = 0; i < SERIES_MAX; i++)
        free(selection.common[i]);
    return good;
}
