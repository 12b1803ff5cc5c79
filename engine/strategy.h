/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_STRATEGY_H
#define GENERALS_ENGINE_STRATEGY_H

/* What a strategy tells about itself. Everything that the program says of a strategy, checks of its
 * parameters and writes into its results comes from here.
 *
 * To add a strategy:
 *   1. write strategies/NAME.c with its code over lanes (engine/trial.h) and one
 *      `const struct strategy NAME_strategy`; strategies/always_attack.c is an example of 40 lines
 *   2. add the line STRATEGY(NAME) to strategies/list.h
 * The program has it then. Two tests ask for more:
 *   3. write its scalar twin, tests/strategies/scalar/NAME.c: the same strategy lived through one
 *      world at a time, with which its results are compared (tests/strategies/worlds.h)
 *   4. make its page anew: build/generals list --markdown >docs/strategies.md
 *
 * Outside the program it is a plug-in: the same file, with generals/strategy.h for its includes and
 * GENERALS_PLUGIN(&NAME_strategy) at its end. Whatever changes here for one raises PLUGIN_INTERFACE
 * (engine/plugin.h). */

#include "engine/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct panel;

enum verdict { VERDICT_NOTHING, VERDICT_SUCCESS, VERDICT_FAILURE };

/* "nothing", "success", "failure" */
const char *verdict_name(enum verdict verdict);

/* The four cells that two propositions span; a trial ends in one of them. */
enum cell { CELL_NEITHER, CELL_FIRST_ONLY, CELL_SECOND_ONLY, CELL_BOTH, CELL_COUNT };

/* Does proposition 0 or 1 hold in the cell? */
static inline bool cell_holds(enum cell cell, int proposition)
{
    return cell == CELL_BOTH || cell == (proposition == 0 ? CELL_FIRST_ONLY : CELL_SECOND_ONLY);
}

/* A pair of yes/no propositions about how a trial ended. */
struct problem {
    const char *name;
    const char *summary;        /* one line, no full stop */
    const char *proposition[2]; /* "army 1 attacks" */
    const char *party[2];       /* the first two parties, who decide each: "general 1" */
    const char *other_party;    /* the others' word, before their number; NULL: "party" */
    bool parties_act;   /* proposition i is an act of party i, both are honest: theirs to know */
    bool one_loss_rate; /* in all directions, and a memoryless channel */
    struct {
        const char *name; /* "army 1 defeated" */
        enum verdict verdict;
    } cell[CELL_COUNT];
};

enum { PARTY_SIZE = 48 };

/* What party `party`, from 0, is called. */
const char *problem_party(const struct problem *problem, int party, char text[PARTY_SIZE]);

enum { PARAMETERS_MAX = 8, COUNTERS_MAX = 8 };

/* Whose it is to say what a parameter is, for who looks for the best (analysis/advice.h). */
enum parameter_role {
    PARAMETER_CHOICE, /* of who runs the strategy: how often to try */
    PARAMETER_GIVEN,  /* it describes the task: the chunks of a file, who is a traitor */
    PARAMETER_PACE,   /* a choice of when, not of what: rounds from one attempt to the next. On a
                         memoryless channel only the rounds depend on it */
};

/* "choice", "given", "pace" */
const char *parameter_role_name(enum parameter_role role);

struct parameter {
    const char *name; /* NULL ends the list */
    const char *unit; /* "messengers"; "" if it has none */
    double initial, lowest, highest;
    bool whole; /* only whole numbers */
    const char *meaning;
    enum parameter_role role;
};

struct strategy {
    const char *name;
    const struct problem *problem;
    const char *summary;     /* one line, no full stop */
    const char *description; /* a paragraph, with the formulas that are known */
    struct parameter parameter[PARAMETERS_MAX + 1];
    /* Refuses parameters that do not go together, with the reason; NULL: all do. */
    bool (*check)(const double *parameter, struct error *error);
    const char *counter[COUNTERS_MAX + 1];   /* names of what count() counts; NULL ends the list */
    void (*over_lanes)(struct panel *panel); /* made by OVER_LANES in engine/trial.h */
};

size_t strategy_parameter_count(const struct strategy *strategy);
size_t strategy_counter_count(const struct strategy *strategy);

/* Index of the parameter of that name, or -1. */
int strategy_parameter_index(const struct strategy *strategy, const char *name);

/* Finds a strategy by its name; NULL if there is none. */
typedef const struct strategy *strategy_finder(const char *name);

#endif
