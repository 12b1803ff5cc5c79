/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Both generals tell each other their information level in every round and attack if theirs is at
 * least k at the end: random-attack with a key that is no secret. */

#include "engine/trial.h"
#include "strategies/levels.h"
#include "strategies/problems.h"

enum { ROUNDS, LEVEL };

static void level_threshold(struct trial *t)
{
    const int rounds = whole(t, ROUNDS);
    const int level = whole(t, LEVEL);
    struct levels levels;
    exchange_levels(t, rounds, &levels);

    /* Every message of general 1 carries the order: at level 1 general 2 has it. */
    const lanes ordered = levels.at_least[GENERAL_2][1];
    decide(t, /* army 1 attacks */ levels.at_least[GENERAL_1][level],
           /* army 2 attacks */ levels.at_least[GENERAL_2][level] & ordered);
}
OVER_LANES(level_threshold)

static bool level_can_be_reached(const double *parameter, struct error *error)
{
    return parameter[LEVEL] <= parameter[ROUNDS] ||
           error_set(error,
                     "level=%.0f is never reached with rounds=%.0f; expected a level of at most "
                     "the rounds",
                     parameter[LEVEL], parameter[ROUNDS]);
}

const struct strategy level_threshold_strategy = {
    .name = "level-threshold",
    .problem = &two_generals,
    .summary = "attack when news have gone back and forth a fixed number of times",
    .description =
        "Both generals start at information level 0. In each of r rounds both send at once the "
        "level that they had when the round began; a message that says level l lifts its receiver "
        "to at least l + 1. General 1 attacks if his level is at least k at the end; general 2 "
        "too, if a message with the order reached him: every message of general 1 carries it. A "
        "key that is drawn from k = 1..r makes this random-attack: where chance captures the "
        "messengers the best k fails no more often than that, but who knows k can choose them so "
        "that one army attacks alone for certain. With k = 0, army 1 attacks whatever happens, and "
        "alone with probability p^r at loss rate p.",
    .parameter =
        {
            {"rounds", "rounds", 3, 1, LEVEL_MAX, true, "rounds in which both send",
             PARAMETER_CHOICE},
            {"level", "levels", 2, 0, LEVEL_MAX, true,
             "level from which a general attacks; at most the rounds", PARAMETER_CHOICE},
        },
    .check = level_can_be_reached,
    .over_lanes = level_threshold_over_lanes,
};
