/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/analysis/honest.h"

#include "engine/trial.h"
#include "strategies/problems.h"

enum { ROUNDS, HEADS, WILLING };

static void hesitant(struct trial *t)
{
    const int rounds = whole(t, ROUNDS);
    const lanes eager = flip(t, GENERAL_1, everywhere(t), number(t, HEADS));
    lanes informed = {0};
    lanes content = {0};
    for (int i = 0; i < rounds; i++) {
        informed |= transmit(t, "news", GENERAL_1, GENERAL_2, eager & ~content, 2);
        next_round(t);
        const lanes willing = flip(t, GENERAL_2, informed, number(t, WILLING));
        content |= transmit(t, "answer", GENERAL_2, GENERAL_1, willing, 3);
    }
    const lanes bold = flip(t, GENERAL_1, ~content, 0.125);
    decide(t, content | bold, informed);
}
OVER_LANES(hesitant)

const struct strategy hesitant_strategy = {
    .name = "hesitant",
    .problem = &two_generals,
    .summary = "all that a strategy can do, honestly",
    .parameter =
        {
            {"rounds", "rounds", 2, 1, 1000, true, "rounds in which news are sent"},
            {"heads", "", 0.75, 0, 1, false, "probability that general 1 sends"},
            {"willing", "", 0.25, 0, 1, false, "probability that general 2 answers"},
        },
    .over_lanes = hesitant_over_lanes,
};

static void acts_upon_silence(struct trial *t)
{
    const lanes warning = transmit(t, "warning", GENERAL_1, GENERAL_2, everywhere(t), 1);
    next_round(t);
    const lanes answer = transmit(t, "answer", GENERAL_2, GENERAL_1, ~warning, 1);
    decide(t, ~answer, ~warning);
}
OVER_LANES(acts_upon_silence)

const struct strategy acts_upon_silence_strategy = {
    .name = "acts-upon-silence",
    .problem = &two_generals,
    .summary = "general 2 acts, and says so, unless it is warned",
    .over_lanes = acts_upon_silence_over_lanes,
};

static void asked_first(struct trial *t)
{
    const lanes question = transmit(t, "question", GENERAL_2, GENERAL_1, everywhere(t), 1);
    const lanes order = transmit(t, "order", GENERAL_1, GENERAL_2, question, 2);
    next_round(t);
    const lanes again = transmit(t, "order", GENERAL_1, GENERAL_2, question, 1);
    decide(t, question, order | again);
}
OVER_LANES(asked_first)

const struct strategy asked_first_strategy = {
    .name = "asked-first",
    .problem = &two_generals,
    .summary = "general 1 sends two orders, if asked to",
    .over_lanes = asked_first_over_lanes,
};

static void polite(struct trial *t)
{
    lanes complete[2] = {everywhere(t), everywhere(t)};
    lanes arrived = everywhere(t);
    for (int from = GENERAL_1, k = 0; k < 4; from = 1 - from, k++) {
        next_round(t);
        arrived = transmit(t, "acknowledgement", from, 1 - from, arrived, 3);
        complete[1 - from] = arrived;
    }
    transmit(t, "farewell", GENERAL_2, GENERAL_1, everywhere(t), 1);
    decide(t, complete[GENERAL_1], complete[GENERAL_2]);
}
OVER_LANES(polite)

const struct strategy polite_strategy = {
    .name = "polite",
    .problem = &two_generals,
    .summary = "acknowledgements, and a farewell",
    .over_lanes = polite_over_lanes,
};

static void never_acts(struct trial *t)
{
    const lanes order = transmit(t, "order", GENERAL_1, GENERAL_2, everywhere(t), 1);
    transmit(t, "reply", GENERAL_2, GENERAL_1, order, 2);
    decide(t, (lanes){0}, (lanes){0});
}
OVER_LANES(never_acts)

const struct strategy never_acts_strategy = {
    .name = "never-acts",
    .problem = &two_generals,
    .summary = "orders and replies, and no attack",
    .over_lanes = never_acts_over_lanes,
};

static void acts_untold(struct trial *t)
{
    const lanes order = transmit(t, "order", GENERAL_1, GENERAL_2, everywhere(t), 1);
    transmit(t, "reply", GENERAL_2, GENERAL_1, order, 2);
    decide(t, everywhere(t), everywhere(t));
}
OVER_LANES(acts_untold)

const struct strategy acts_untold_strategy = {
    .name = "acts-untold",
    .problem = &two_generals,
    .summary = "both attack whatever happens",
    .over_lanes = acts_untold_over_lanes,
};

static void sends_nothing(struct trial *t)
{
    decide(t, everywhere(t), everywhere(t));
}
OVER_LANES(sends_nothing)

const struct strategy sends_nothing_strategy = {
    .name = "sends-nothing",
    .problem = &two_generals,
    .summary = "both attack and say nothing",
    .over_lanes = sends_nothing_over_lanes,
};

static void two_coins(struct trial *t)
{
    const lanes first = flip(t, GENERAL_1, everywhere(t), 0.75);
    const lanes second = flip(t, GENERAL_1, first, 0.375);
    const lanes order = transmit(t, "order", GENERAL_1, GENERAL_2, second, 1);
    next_round(t);
    const lanes reply = transmit(t, "reply", GENERAL_2, GENERAL_1, order, 1);
    decide(t, second & reply, order);
}
OVER_LANES(two_coins)

const struct strategy two_coins_strategy = {
    .name = "two-coins",
    .problem = &two_generals,
    .summary = "general 1 flips two coins before it sends",
    .over_lanes = two_coins_over_lanes,
};

const struct strategy *const honest_strategies[] = {
    &two_coins_strategy,  &acts_upon_silence_strategy, &asked_first_strategy,   &polite_strategy,
    &never_acts_strategy, &acts_untold_strategy,       &sends_nothing_strategy, NULL,
};
