/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/list_markdown.h"

#include "engine/schedule.h"
#include "plots/diagram.h"
#include "plots/number.h"
#include "strategies/strategies.h"

#include <string.h>

enum { LINE = 100 };

static const char head[] =
    "# The strategies\n\n"
    "Made by `generals list --markdown` from what each strategy says of itself; a test keeps this\n"
    "page fresh. Formulas are for the memoryless channel, with loss rate p from the first party "
    "to\n"
    "the second and b back.\n\n"
    "**Not modelled**, here or anywhere in the program: messages that arrive late (a message sent "
    "in\n"
    "a round arrives in it or never) or twice, messages that are changed on their way, parties "
    "that\n"
    "crash, and clocks that disagree. Of TCP, no reset, no half-open connection that is found out\n"
    "later, and no data; of a shop, no fraud and no chargeback; of a file transfer, no error in a\n"
    "chunk.\n\n"
    "The role of a parameter says what `generals advise` does with it: a choice it may choose, "
    "what "
    "is\n"
    "given describes the task, and a pace, rounds from one attempt to the next, matters under "
    "bursts\n"
    "alone (else only the rounds depend on it).\n";

static void write_wrapped(FILE *stream, const char *text)
{
    int column = 0;
    while (*text != '\0') {
        const int length = (int)strcspn(text, " ");
        if (column > 0 && column + 1 + length > LINE) {
            putc('\n', stream);
            column = 0;
        }
        column += fprintf(stream, "%s%.*s", column > 0 ? " " : "", length, text);
        text += length;
        text += strspn(text, " ");
    }
    putc('\n', stream);
}

static void write_problem(FILE *stream, const struct problem *problem)
{
    fprintf(stream, "\n## %s\n\n", problem->name);
    fprintf(stream, "Wanted: %s.\n\n", problem->summary);
    fprintf(stream, "| | not: %s | %s |\n|---|---|---|\n", problem->proposition[1],
            problem->proposition[1]);
    for (int first = 0; first < 2; first++) {
        const enum cell cells[] = {first ? CELL_FIRST_ONLY : CELL_NEITHER,
                                   first ? CELL_BOTH : CELL_SECOND_ONLY};
        fprintf(stream, "| %s%s |", first ? "" : "not: ", problem->proposition[0]);
        for (int i = 0; i < 2; i++)
            fprintf(stream, " %s (%s) |", problem->cell[cells[i]].name,
                    verdict_name(problem->cell[cells[i]].verdict));
        putc('\n', stream);
    }
}

static void write_parameters(FILE *stream, const struct strategy *strategy)
{
    if (strategy_parameter_count(strategy) == 0)
        return;
    fputs("\n| parameter | default | range | role | meaning |\n|---|---|---|---|---|\n", stream);
    for (size_t i = 0; i < strategy_parameter_count(strategy); i++) {
        const struct parameter *parameter = &strategy->parameter[i];
        char initial[NUMBER_SIZE], lowest[NUMBER_SIZE], highest[NUMBER_SIZE];
        fprintf(stream, "| `%s` | %s | %s to %s%s%s | %s | %s |\n", parameter->name,
                number_text(parameter->initial, initial), number_text(parameter->lowest, lowest),
                number_text(parameter->highest, highest), parameter->unit[0] != '\0' ? " " : "",
                parameter->unit, parameter_role_name(parameter->role), parameter->meaning);
    }
}

static void write_counters(FILE *stream, const struct strategy *strategy)
{
    for (size_t i = 0; i < strategy_counter_count(strategy); i++)
        fprintf(stream, "%s`%s`", i == 0 ? "\nCounters: " : ", ", strategy->counter[i]);
    if (strategy_counter_count(strategy) > 0)
        fputs(".\n", stream);
}

/* The exchange with the default parameters. */
static bool write_exchange(FILE *stream, const struct strategy *strategy, struct error *error)
{
    struct schedule schedule = {0};
    double parameters[PARAMETERS_MAX] = {0};
    for (size_t i = 0; i < strategy_parameter_count(strategy); i++)
        parameters[i] = strategy->parameter[i].initial;
    const bool good =
        schedule_record(&schedule, strategy, parameters, (struct channel){.loss = 0.5}, error);
    if (good) {
        schedule_keep_acts(&schedule);
        fputs("\nWho may send what, with the defaults:\n\n```\n", stream);
        diagram_write_text(stream, &(struct diagram){.strategy = strategy, .schedule = &schedule});
        fputs("```\n", stream);
    }
    schedule_release(&schedule);
    return good;
}

bool list_markdown(FILE *stream, struct error *error)
{
    const struct problem *problem = NULL;
    fputs(head, stream);
    for (const struct strategy *const *at = strategy_list(); *at != NULL; at++) {
        if ((*at)->problem != problem)
            write_problem(stream, problem = (*at)->problem);
        fprintf(stream, "\n### %s\n\n", (*at)->name);
        write_wrapped(stream, (*at)->description);
        write_parameters(stream, *at);
        write_counters(stream, *at);
        if (!write_exchange(stream, *at, error))
            return false;
    }
    return true;
}
