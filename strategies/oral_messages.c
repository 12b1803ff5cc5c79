/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The algorithm OM(m) of Lamport, Shostak and Pease (1982), with messengers that may be captured.
 *
 * OM(0): the commander sends his order to every lieutenant, who takes what he receives.
 * OM(m): the commander sends his order to every lieutenant; each lieutenant passes on what he
 * received, as the commander of OM(m-1) among the lieutenants without him; each takes the majority
 * of what he received and what he took from the others.
 * Who receives nothing takes and passes on "retreat"; so does a majority on a tie.
 *
 * All orders that have been passed on k times are sent in round k+1. They are kept by the path on
 * which they came: after the commander's own orders to L lieutenants there are L(L-1) that one of
 * them passed on, L(L-1)(L-2) that two did, and so on. Path q, followed by the j-th of the K
 * lieutenants who are not on it, is path qK + j of the next length. */

#include "strategies/problems.h"
#include "strategies/traitors.h"

enum { GENERALS, TRAITORS, DEPTH, COMMANDER };
enum { KEPT_MAX = 1 << 14 }; /* orders, on the stack */

static struct council council_of(const double *parameter)
{
    return (struct council){(int)parameter[GENERALS], (int)parameter[TRAITORS],
                            parameter[COMMANDER] != 0.0};
}

/* A message, and what is taken from it: a traitor says what a coin tells him. */
LANES_INLINE lanes tell(struct trial *t, struct council c, const char *message, int from, int to,
                        lanes attack)
{
    if (is_traitor(c, from))
        attack = flip(t, from, everywhere(t), 0.5);
    return transmit(t, message, from, to, everywhere(t), 1) & attack;
}

/* Counts votes to attack, one binary digit to each lanes, from where the last vote that a majority
 * needs carries over. */
struct votes {
    int digits;
    lanes digit[7];
    lanes majority;
};

LANES_INLINE struct votes votes_of(int voters)
{
    const int needed = voters / 2 + 1;
    struct votes votes = {0};
    while (1 << votes.digits < needed)
        votes.digits++;
    const int start = (1 << votes.digits) - needed;
    for (int i = 0; i < votes.digits; i++)
        votes.digit[i] = votes.majority - (uint64_t)(start >> i & 1); /* all ones, or none */
    return votes;
}

LANES_INLINE void vote(struct votes *votes, lanes attack)
{
    for (int i = 0; i < votes->digits; i++) {
        const lanes carry = votes->digit[i] & attack;
        votes->digit[i] ^= attack;
        attack = carry;
    }
    votes->majority |= attack;
}

/* Where orders are kept, by the number of lieutenants on their path. */
struct paths {
    int lieutenants;
    int count[GENERALS_MAX];
    int first[GENERALS_MAX + 1]; /* of them in what is kept; of the empty path nothing is */
};

LANES_INLINE struct paths paths_of(int lieutenants, int longest)
{
    struct paths paths = {.lieutenants = lieutenants, .count = {1}};
    for (int length = 1; length <= longest; length++) {
        paths.count[length] = paths.count[length - 1] * (lieutenants - length + 1);
        paths.first[length + 1] = paths.first[length] + paths.count[length];
    }
    return paths;
}

/* Fills in the lieutenants who are not on path `q` of this length; returns their number. */
LANES_INLINE int beside(const struct paths *paths, int length, int q, int rest[GENERALS_MAX])
{
    int count = paths->lieutenants;
    for (int i = 0; i < count; i++)
        rest[i] = 1 + i;
    for (int left = paths->count[length]; length > 0; length--) {
        left /= count--;
        for (int i = q / left; i < count; i++)
            rest[i] = rest[i + 1];
        q %= left;
    }
    return count;
}

/* What came on paths of this length is passed on, and kept. */
LANES_INLINE void pass_on(struct trial *t, struct council c, const struct paths *paths, int length,
                          lanes *kept)
{
    int rest[GENERALS_MAX];
    lanes *passed_on = kept + paths->first[length + 1];
    for (int q = 0; q < paths->count[length - 1]; q++) {
        const int count = beside(paths, length - 1, q, rest);
        const lanes *heard = kept + paths->first[length] + q * count;
        for (int i = 0; i < count; i++)
            for (int j = 0; j < count; j++)
                if (j != i)
                    *passed_on++ = tell(t, c, "order passed on", rest[i], rest[j], heard[i]);
    }
}

/* What came on paths of this length gives way to the majority of that and of what was passed on:
 * which was kept, or, if it is the last of all, is passed on now. */
LANES_INLINE void take_majority(struct trial *t, struct council c, const struct paths *paths,
                                int length, bool last, lanes *kept)
{
    int rest[GENERALS_MAX];
    lanes taken[GENERALS_MAX];
    for (int q = 0; q < paths->count[length - 1]; q++) {
        const int count = beside(paths, length - 1, q, rest);
        lanes *heard = kept + paths->first[length] + q * count;
        const lanes *passed_on = kept + paths->first[length + 1] + q * count * (count - 1);
        for (int j = 0; j < count; j++) {
            struct votes votes = votes_of(count);
            vote(&votes, heard[j]);
            for (int i = 0; i < count; i++)
                if (i != j)
                    vote(&votes, last ? tell(t, c, "order passed on", rest[i], rest[j], heard[i])
                                      : passed_on[i * (count - 1) + (j < i ? j : j - 1)]);
            taken[j] = votes.majority;
        }
        for (int j = 0; j < count; j++)
            heard[j] = taken[j];
    }
}

static void oral_messages(struct trial *t)
{
    const struct council c = council_of(t->parameters);
    const int depth = whole(t, DEPTH);
    const struct paths paths = paths_of(c.generals - 1, depth);
    lanes kept[KEPT_MAX];
    for (int i = 0; i < c.generals - 1; i++)
        kept[i] = tell(t, c, "order", 0, 1 + i, everywhere(t));
    for (int length = 1; length < depth; length++) {
        next_round(t);
        pass_on(t, c, &paths, length, kept);
    }
    if (depth > 0)
        next_round(t);
    for (int length = depth; length > 0; length--)
        take_majority(t, c, &paths, length, length == depth, kept);
    decide_council(t, c, kept);
}
OVER_LANES(oral_messages)

static bool check(const double *parameter, struct error *error)
{
    const struct council c = council_of(parameter);
    const int depth = (int)parameter[DEPTH];
    if (!council_check(c, error))
        return false;
    if (depth > c.generals - 2)
        return error_set(error,
                         "depth=%d: among generals=%d an order can be passed on at most n-2 = %d "
                         "times",
                         depth, c.generals, c.generals - 2);
    const double lieutenants = c.generals - 1, traitors = first_loyal_lieutenant(c) - 1;
    double orders = lieutenants, kept = orders; /* on paths of one length; on those kept */
    double events = orders + (c.false_commander ? orders : 0.0);
    for (int length = 1; length <= depth; length++) {
        orders *= lieutenants - length;
        events += orders + orders / lieutenants * traitors;
        kept += length < depth ? orders : 0.0;
    }
    if (!council_check_events(events, error))
        return false;
    return kept <= KEPT_MAX ||
           error_set(error,
                     "generals=%d depth=%d: %.0f orders have to be kept until all are there; at "
                     "most %d are possible; choose smaller parameters",
                     c.generals, depth, kept, KEPT_MAX);
}

const struct strategy oral_messages_strategy = {
    .name = "oral-messages",
    .problem = &byzantine_generals,
    .summary = "lieutenants tell each other what they were told, and follow the majority",
    .description =
        "The algorithm OM(m) of Lamport, Shostak and Pease (1982). The commander, general 0, "
        "orders each of the n-1 lieutenants to attack. In OM(0) they take the order as they "
        "receive it. In OM(m) each of them passes on what he received to the others by OM(m-1), "
        "and takes the majority of what he received and of what he so has from the others. Who "
        "receives nothing takes and passes on \"retreat\", and so does a tie. A traitor says "
        "\"attack\" or \"retreat\" in each message as a coin falls. While no messenger is lost, "
        "m = f is enough against f traitors if n > 3f. One that may be lost breaks it: with "
        "n = 4, f = 1 and one in ten lost, a loyal commander is obeyed with probability 0.756. "
        "At most 2^20 messages and coins are possible, and of the orders that were passed on fewer "
        "than m times, which are kept until all are there, at most 2^14: larger n and m are "
        "refused.",
    .parameter =
        {
            {"generals", "generals", 4, 2, GENERALS_MAX, true, "generals, with the commander (n)",
             PARAMETER_GIVEN},
            {"traitors", "generals", 1, 0, GENERALS_MAX - 1, true, "traitors among them (f)",
             PARAMETER_GIVEN},
            {"depth", "times", 1, 0, GENERALS_MAX - 2, true, "times that an order is passed on (m)",
             PARAMETER_CHOICE},
            {"commander", "", 0, 0, 1, true, "1: the commander is one of the traitors",
             PARAMETER_GIVEN},
        },
    .check = check,
    .over_lanes = oral_messages_over_lanes,
};
