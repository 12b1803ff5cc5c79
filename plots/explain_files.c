/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/explain_files.h"

#include "analysis/explanation.h"
#include "analysis/text.h"
#include "analysis/words.h"
#include "plots/csv.h"
#include "plots/diagram.h"
#include "plots/file.h"
#include "plots/ladder.h"
#include "plots/number.h"
#include "plots/results.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { VIEWS, KNOWLEDGE, PROOF, EXCHANGE, LADDER, FILES };

static const struct {
    const char *name, *columns;
} tables[FILES] = {
    [VIEWS] = {"views.csv", "strategy,parameters,loss,loss_back,party,view,acts,probability,"
                            "other_acts,histories\n"},
    [KNOWLEDGE] = {"knowledge.csv",
                   "strategy,parameters,loss,loss_back,event,measure,level,probability\n"},
    [PROOF] = {"proof.csv", "strategy,parameters,loss,loss_back,step,arrived,same_for,outcome,"
                            "probability\n"},
    [EXCHANGE] = {"exchange.svg", ""},
    [LADDER] = {LADDER_DATA, LADDER_COLUMNS},
};

static void write_number(FILE *stream, double number)
{
    char text[NUMBER_SIZE];
    fprintf(stream, ",%s", number_text(number, text));
}

static void write_key(FILE *stream, const struct point *point)
{
    csv_write(stream, true, point->strategy->name);
    putc(',', stream);
    results_write_parameters(stream, point);
    write_number(stream, point->channel.loss);
    write_number(stream, point->channel.loss_back);
}

/* What was written, as one field. */
static bool write_field(FILE *stream, struct text *written, struct error *error)
{
    char *field = text_close(written, error);
    if (field != NULL)
        csv_write(stream, false, field);
    free(field);
    return field != NULL;
}

static bool write_view(FILE *stream, const struct explanation *e, int party, uint32_t view,
                       struct error *error)
{
    struct text words;
    if (!text_open(&words, error))
        return false;
    const bool told = words_view(words.stream, &e->histories, party, view, error);
    return write_field(stream, &words, error) && told;
}

static bool write_views(FILE *stream, const struct explanation *e, struct error *error)
{
    for (int party = 0; party < 2; party++)
        for (size_t i = 0; i < e->views[party].count; i++) {
            const struct final_view *view = &e->views[party].view[i];
            write_key(stream, e->point);
            fprintf(stream, ",%d", party + 1);
            if (!write_view(stream, e, party, view->view, error))
                return false;
            fprintf(stream, ",%d", view->acts);
            write_number(stream, (double)view->probability);
            write_number(stream, (double)view->other_acts);
            fprintf(stream, ",%zu\n", view->histories);
        }
    return true;
}

static void write_measure(FILE *stream, const struct point *point, enum knowledge_event event,
                          const char *measure, const char *level, double probability)
{
    write_key(stream, point);
    fprintf(stream, ",%s,%s,%s", knowledge_event_name(event), measure, level);
    write_number(stream, probability);
    putc('\n', stream);
}

static void write_knowledge(FILE *stream, const struct explanation *e)
{
    char level[NUMBER_SIZE];
    for (enum knowledge_event event = 0; event < KNOWLEDGE_EVENTS; event++) {
        const struct ladder *ladder = &e->ladder[event];
        for (size_t i = 0; i < ladder->levels; i++) {
            snprintf(level, sizeof level, "%zu", i + 1);
            write_measure(stream, e->point, event, "everyone-knows", level,
                          ladder->everyone_knows[i]);
        }
        write_measure(stream, e->point, event, "common-knowledge", "", ladder->common_knowledge);
        for (int i = 0; i < BELIEFS; i++)
            write_measure(stream, e->point, event, "common-belief",
                          number_text(knowledge_beliefs[i], level), ladder->common_belief[i]);
    }
}

static bool write_proof(FILE *stream, struct explanation *e, struct error *error)
{
    struct histories *histories = e->proof.histories;
    const struct problem *problem = e->point->strategy->problem;
    enum happening *happening = malloc((e->event_count + 1) * sizeof *happening);
    bool good = happening != NULL || error_no_memory(error);
    for (size_t step = 0; good && step < e->proof.length; step++) {
        const size_t index = e->proof.chain[step];
        struct text arrived;
        write_key(stream, e->point);
        fprintf(stream, ",%zu", step + 1);
        good = histories_tell(histories, index, happening, error) && text_open(&arrived, error);
        if (!good)
            break;
        words_arrived(arrived.stream, &histories->stage.schedule, happening);
        good = write_field(stream, &arrived, error);
        csv_write(stream, false,
                  step + 1 < e->proof.length ? problem->party[e->proof.same_for[step]] : "");
        csv_write(stream, false, problem->cell[histories->history[index].cell].name);
        write_number(stream, (double)histories->history[index].probability);
        putc('\n', stream);
    }
    free(happening);
    return good;
}

static void write_exchange(FILE *stream, const struct explanation *e)
{
    char title[128];
    snprintf(title, sizeof title, "%s: who may send what to whom", e->point->strategy->name);
    const struct diagram diagram = {
        .strategy = e->point->strategy, .schedule = &e->exchange, .title = title};
    diagram_write_svg(stream, &diagram);
}

static bool write_point(struct file files[FILES], struct explanation *e, size_t number,
                        struct ladder_chart *chart, struct error *error)
{
    if (number == 0)
        write_exchange(files[EXCHANGE].stream, e);
    if (!e->views_known)
        return true;
    write_knowledge(files[KNOWLEDGE].stream, e);
    ladder_write_data(files[LADDER].stream, chart, number, e);
    for (int i = 0; i < KNOWLEDGE_EVENTS; i++)
        chart->never_common = chart->never_common && e->ladder[i].common_knowledge <= 0.0;
    return write_views(files[VIEWS].stream, e, error) && write_proof(files[PROOF].stream, e, error);
}

/* `known`: of how many points there are views. */
static bool write_points(struct file files[FILES], struct ladder_chart *chart, size_t *known,
                         struct error *error)
{
    const struct experiment *experiment = chart->experiment;
    bool good = true;
    *known = 0;
    for (size_t i = 0; good && i < experiment->point_count; i++) {
        struct explanation explanation = {.point = &experiment->points[i]};
        good = explanation_views(&explanation, error) &&
               write_point(files, &explanation, i, chart, error);
        *known += explanation.views_known;
        explanation_release(&explanation);
    }
    return good;
}

/* Without views, the diagram is all that there is: tables of earlier explanations go. */
static bool commit(struct file files[FILES], const char *directory, bool views_known,
                   struct error *error)
{
    bool good = true;
    for (int i = 0; i < FILES; i++) {
        if (!good || (!views_known && i != EXCHANGE))
            file_abandon(&files[i]);
        else
            good = file_commit(&files[i], error);
        if (!views_known && i != EXCHANGE)
            good = good && file_remove(directory, tables[i].name, error);
    }
    return good;
}

static void remark_on_views(size_t known, size_t points, void (*remark)(const char *text))
{
    char text[128];
    if (known == 0)
        remark("there are no views to write: exchange.svg is all that is left in the folder");
    else if (known < points) {
        snprintf(text, sizeof text,
                 "views are known at %zu of the %zu loss rates; the files hold those", known,
                 points);
        remark(text);
    }
}

bool explain_files_write(const char *directory, const struct experiment *experiment, bool plots,
                         void (*remark)(const char *text), struct error *error)
{
    struct file files[FILES];
    for (int i = 0; i < FILES; i++) {
        if (!file_create(&files[i], directory, tables[i].name, error)) {
            while (i-- > 0)
                file_abandon(&files[i]);
            return false;
        }
        fputs(tables[i].columns, files[i].stream);
    }
    struct ladder_chart chart = {experiment, true};
    size_t known;
    if (!write_points(files, &chart, &known, error)) {
        for (int i = 0; i < FILES; i++)
            file_abandon(&files[i]);
        return false;
    }
    remark_on_views(known, experiment->point_count, remark);
    return commit(files, directory, known > 0, error) &&
           (known > 0 ? ladder_draw(directory, &chart, plots, remark, error)
                      : ladder_remove(directory, error));
}
