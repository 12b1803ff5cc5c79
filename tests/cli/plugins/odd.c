/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A plug-in for plugin.bats, which says by -D what is odd in it: one initializer more, in the
 * plug-in (OF_PLUGIN), the strategy (OF_STRATEGY) or its problem (OF_PROBLEM), wins over the sound
 * one before it. */

#include <generals/strategy.h>

#ifndef OF_PLUGIN
#define OF_PLUGIN
#endif
#ifndef OF_STRATEGY
#define OF_STRATEGY
#endif
#ifndef OF_PROBLEM
#define OF_PROBLEM
#endif
#ifndef MESSAGE
#define MESSAGE "letter"
#endif
#ifndef SENDER
#define SENDER 0
#endif
#ifndef COPIES
#define COPIES 1
#endif

enum { LETTERS, EAGER };

static void odd(struct trial *t)
{
    lanes arrived = {0};
    const lanes writes = flip(t, 0, everywhere(t), number(t, EAGER));
    for (int letter = 0; letter < whole(t, LETTERS); letter++) {
        arrived |= transmit(t, MESSAGE, SENDER, 1, writes, COPIES);
        next_round(t);
    }
    count(t, 0, writes & ~arrived);
    decide(t, writes, arrived);
}
OVER_LANES(odd)

static bool check(const double *parameter, struct error *error)
{
    (void)error;
    return parameter[LETTERS] != 7;
}

/* Another one of the same problem. */
static void even(struct trial *t)
{
    const lanes arrived = transmit(t, "letter", 0, 1, everywhere(t), 2 * whole(t, LETTERS));
    decide(t, everywhere(t), arrived);
}
OVER_LANES(even)

static const struct problem penfriends = {
    .name = "penfriends",
    .summary = "a letter is read if and only if it was written",
    .proposition = {"the first one wrote", "the second one reads"},
    .party = {"Ann", "Bob"},
    .parties_act = true,
    .cell = {{"silence", VERDICT_NOTHING},
             {"lost letter", VERDICT_FAILURE},
             {"forged letter", VERDICT_FAILURE},
             {"friendship", VERDICT_SUCCESS}},
    OF_PROBLEM};

static const struct strategy odd_strategy = {
    .name = "odd",
    .problem = &penfriends,
    .summary = "one writes some letters",
    .description = "Ann writes n letters, if she writes at all. Bob reads what arrives.",
    .parameter = {{"letters", "letters", 2, 1, 9, true, "letters that she writes (n)"},
                  {"eager", "", 0.5, 0, 1, false, "probability that she writes", PARAMETER_GIVEN}},
    .check = check,
    .counter = {"in_vain"},
    .over_lanes = odd_over_lanes,
    OF_STRATEGY};

static const struct strategy even_strategy = {
    .name = "even",
    .problem = &penfriends,
    .summary = "one writes twice as many letters",
    .description = "Ann writes 2 n letters at once.",
    .parameter = {{"letters", "letters", 1, 1, 4, true, "half of what she writes (n)"}},
    .over_lanes = even_over_lanes};

extern const struct plugin generals_plugin;
const struct plugin generals_plugin = {
    .mark = PLUGIN_MARK,
    .interface = PLUGIN_INTERFACE,
    .layout = PLUGIN_LAYOUT,
    .features = BUILD_FEATURES_OF_FLAGS,
    .step = LANES_BYTES,
    .strategies = (const struct strategy *const[]){&odd_strategy, &even_strategy, NULL},
    OF_PLUGIN};
