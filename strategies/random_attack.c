/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Randomized attack of Varghese and Lynch (Lynch, Distributed Algorithms, 5.2). Both generals tell
 * each other their information level in every round; a secret key, uniform on 1..r, says which
 * level is enough. With equal loss rates p and s = p^2 + (1-p)^2: failure (1-s^r)/r, success (1-p)
 * - (1-s^r)/(2r). Failure is at most 1/r whatever is lost. */

#include "engine/trial.h"
#include "strategies/levels.h"
#include "strategies/problems.h"

enum { ROUNDS };

static void random_attack(struct trial *t)
{
    const int rounds = whole(t, ROUNDS);
    lanes key_is[LEVEL_MAX + 1];
    lanes undecided = everywhere(t);
    for (int key = 1; key < rounds; key++) {
        key_is[key] = flip(t, GENERAL_1, undecided, 1.0 / (rounds - key + 1));
        undecided &= ~key_is[key];
    }
    key_is[rounds] = undecided;

    struct levels levels;
    exchange_levels(t, rounds, &levels);

    /* Every message of general 1 carries the key: who is at level 1, the lowest key, knows it. */
    lanes attacks[2] = {{0}, {0}};
    for (int key = 1; key <= rounds; key++)
        for (int general = GENERAL_1; general <= GENERAL_2; general++)
            attacks[general] |= key_is[key] & levels.at_least[general][key];
    decide(t, /* army 1 attacks */ attacks[GENERAL_1], /* army 2 attacks */ attacks[GENERAL_2]);
}
OVER_LANES(random_attack)

const struct strategy random_attack_strategy = {
    .name = "random-attack",
    .problem = &two_generals,
    .summary = "a secret random key says how often news must have gone back and forth",
    .description =
        "Varghese and Lynch; Lynch, Distributed Algorithms, section 5.2. Both generals start at "
        "information level 0. In each of r rounds both send at once the level that they had when "
        "the round began, and the key if they know it; a message that says level l lifts its "
        "receiver to at least l + 1. General 1 draws the key before the first round, uniform on "
        "1..r. At the end each attacks if he knows the key and his level is at least the key. "
        "Their "
        "levels never differ by more than 1, so whoever chooses the messengers to be captured, "
        "without knowing the key, makes one attack alone with probability 1/r at most. With equal "
        "loss rates p and s = p^2 + (1-p)^2, one attacks alone with probability (1-s^r)/r and both "
        "attack with (1-p) - (1-s^r)/(2r).",
    .parameter =
        {
            {"rounds", "rounds", 3, 1, LEVEL_MAX, true,
             "rounds in which both send; also the highest key", PARAMETER_CHOICE},
        },
    .over_lanes = random_attack_over_lanes,
};
