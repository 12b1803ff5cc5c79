/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <generals/strategy.h>

enum { MESSENGERS, NEEDED, MOST = 20 };

static void quorum(struct trial *t)
{
    const int messengers = whole(t, MESSENGERS), needed = whole(t, NEEDED);
    lanes orders[MOST + 1] = {everywhere(t)}, answers[MOST + 1] = {everywhere(t)}; /* at least i */
    for (int sent = 0; sent < messengers; sent++, next_round(t)) {
        const lanes order = transmit(t, "order", GENERAL_1, GENERAL_2, everywhere(t), 1);
        const lanes answer = transmit(t, "answer", GENERAL_2, GENERAL_1, order, 1);
        for (int i = needed; i > 0; i--) {
            orders[i] |= orders[i - 1] & order;
            answers[i] |= answers[i - 1] & answer;
        }
    }
    decide(t, /* army 1 attacks */ answers[needed], /* army 2 attacks */ orders[needed]);
}
OVER_LANES(quorum)

static bool check(const double *parameter, struct error *error)
{
    return parameter[NEEDED] <= parameter[MESSENGERS] ||
           error_set(error, "needed is at most messengers: no more can arrive");
}

static const struct strategy quorum_strategy = {
    .name = "quorum",
    .problem = GENERALS_PROBLEM("two-generals"),
    .summary = "each general attacks if at least k messages reached him",
    .description = "General 1 sends an order in each of n rounds, and general 2 answers each that "
                   "arrives. Each attacks if at least k of the other's messages reached him.",
    .parameter = {{"messengers", "messengers", 3, 1, MOST, true, "orders sent (n)"},
                  {"needed", "messages", 2, 1, MOST, true, "messages that suffice (k)"}},
    .check = check,
    .over_lanes = quorum_over_lanes,
};
GENERALS_PLUGIN(&quorum_strategy)
