/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/strategies/worlds.h"

enum { NOT_REPORTED, UNCERTAIN, NOTHING_ARRIVED };

static void bounded_retransmission(struct world *w)
{
    const int chunks = (int)world_parameter(w, 0), retries = (int)world_parameter(w, 1);
    int sent_chunks = 0; /* and acknowledged */
    int arrived_chunks = 0;
    while (sent_chunks < chunks) {
        bool acknowledged = false;
        for (int attempt = 0; attempt <= retries; attempt++) {
            if (!acknowledged && world_send(w, 0, 1)) {
                arrived_chunks = sent_chunks + 1;
                acknowledged = world_send(w, 1, 1);
            }
            world_next_round(w);
        }
        if (!acknowledged)
            break;
        sent_chunks++;
    }
    if (sent_chunks < chunks)
        world_count(w, NOT_REPORTED);
    if (sent_chunks == chunks - 1)
        world_count(w, UNCERTAIN);
    if (arrived_chunks == 0)
        world_count(w, NOTHING_ARRIVED);
    world_decide(w, sent_chunks == chunks, arrived_chunks == chunks);
}

const struct scalar bounded_retransmission_scalar = {
    "bounded-retransmission",
    bounded_retransmission,
    {{1, 0}, {1, 2}, {2, 1}, {3, 1}, {4, 2}, {2, 5}, {7, 1}, {20, 0}}};
