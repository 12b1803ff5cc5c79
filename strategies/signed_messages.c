/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The algorithm SM(f) of Lamport, Shostak and Pease (1982), with messengers that may be captured.
 * Orders are signed: nobody can forge or alter one, but a traitor who commands can sign several,
 * and one who is to relay one can withhold it. Whoever has received the order to attack, and no
 * other, attacks. */

#include "strategies/problems.h"
#include "strategies/traitors.h"

enum { GENERALS, TRAITORS, COMMANDER };
enum order { ATTACK, RETREAT, ORDER_COUNT };

static struct council council_of(const double *parameter)
{
    return (struct council){(int)parameter[GENERALS], (int)parameter[TRAITORS],
                            parameter[COMMANDER] != 0.0};
}

/* Orders that can exist: a loyal commander gives one. */
static int order_count(struct council c)
{
    return c.false_commander ? ORDER_COUNT : 1;
}

/* Who has received which order: [order][lieutenant - 1]. */
struct orders {
    lanes by[ORDER_COUNT][GENERALS_MAX - 1];
};

/* One order crosses from each lieutenant who is to relay it to all others. */
LANES_INLINE void relay(struct trial *t, struct council c, const char *message, const lanes *fresh,
                        lanes *arrived)
{
    for (int from = 1; from < c.generals; from++)
        for (int to = 1; to < c.generals; to++) {
            if (to == from)
                continue;
            lanes sends = fresh[from - 1];
            if (is_traitor(c, from))
                sends = flip(t, from, sends, 0.5); /* heads: he does not withhold it */
            arrived[to - 1] |= transmit(t, message, from, to, sends, 1);
        }
}

static void signed_messages(struct trial *t)
{
    const struct council c = council_of(t->parameters);
    const int orders = order_count(c), lieutenants = c.generals - 1;
    struct orders received, fresh; /* at all; for the first time in the last round */
    for (int i = 0; i < lieutenants; i++) {
        const lanes attack = c.false_commander ? flip(t, 0, everywhere(t), 0.5) : everywhere(t);
        const lanes order = transmit(t, "order", 0, 1 + i, everywhere(t), 1);
        fresh.by[ATTACK][i] = received.by[ATTACK][i] = order & attack;
        fresh.by[RETREAT][i] = received.by[RETREAT][i] = order & ~attack;
    }
    for (int round = 2; round <= c.traitors + 1; round++) {
        next_round(t);
        for (int order = 0; order < orders; order++) {
            lanes arrived[GENERALS_MAX - 1] = {{0}};
            relay(t, c, order == ATTACK ? "relayed attack" : "relayed retreat", fresh.by[order],
                  arrived);
            for (int i = 0; i < lieutenants; i++) {
                fresh.by[order][i] = arrived[i] & ~received.by[order][i];
                received.by[order][i] |= arrived[i];
            }
        }
    }
    lanes attacks[GENERALS_MAX - 1];
    for (int i = 0; i < lieutenants; i++)
        attacks[i] = received.by[ATTACK][i] & ~received.by[RETREAT][i];
    decide_council(t, c, attacks);
}
OVER_LANES(signed_messages)

static bool check(const double *parameter, struct error *error)
{
    const struct council c = council_of(parameter);
    if (!council_check(c, error))
        return false;
    const double lieutenants = c.generals - 1, traitors = first_loyal_lieutenant(c) - 1;
    const double relays = (lieutenants - 1) * order_count(c) * c.traitors; /* of a lieutenant */
    return council_check_events(lieutenants + (c.false_commander ? lieutenants : 0.0) +
                                    lieutenants * relays + traitors * relays,
                                error);
}

const struct strategy signed_messages_strategy = {
    .name = "signed-messages",
    .problem = &byzantine_generals,
    .summary = "lieutenants relay signed orders, which nobody can forge or alter",
    .description =
        "The algorithm SM(f) of Lamport, Shostak and Pease (1982). The commander, general 0, signs "
        "the order to attack and sends it to each of the n-1 lieutenants; if he is a traitor, he "
        "signs \"attack\" or \"retreat\" to each as a coin falls. In the rounds 2 to f+1 each "
        "lieutenant relays every order that he received for the first time in the round before "
        "to all other lieutenants; a traitor withholds each single message on a fair coin. At the "
        "end, who has received the order to attack and no other attacks. While no messenger is "
        "lost, it works against any number of traitors. The relays make up for lost messengers, "
        "too; with f = 0 there are none.",
    .parameter =
        {
            {"generals", "generals", 4, 2, GENERALS_MAX, true, "generals, with the commander (n)",
             PARAMETER_GIVEN},
            {"traitors", "generals", 1, 0, GENERALS_MAX - 1, true, "traitors among them (f)",
             PARAMETER_GIVEN},
            {"commander", "", 0, 0, 1, true, "1: the commander is one of the traitors",
             PARAMETER_GIVEN},
        },
    .check = check,
    .over_lanes = signed_messages_over_lanes,
};
