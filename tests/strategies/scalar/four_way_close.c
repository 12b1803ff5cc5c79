/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/strategies/worlds.h"

enum client { FIN_WAIT, ACKNOWLEDGED, TIME_WAIT, GONE };

static void four_way_close(struct world *w)
{
    const int retries = (int)world_parameter(w, 0), time_wait = (int)world_parameter(w, 1);
    enum client client = FIN_WAIT;
    bool owes_ack = false, client_closed = false;
    int time_left = 0; /* rounds in TIME_WAIT, this one included */
    bool server_asked = false, server_closed = false;
    int fins_left = retries + 1; /* of the server */
    for (int round = 1; round <= 2 * retries + 3; round++) {
        if (round > 1)
            world_next_round(w);
        if (client == FIN_WAIT && round > retries + 1)
            client = GONE;
        const bool fin = client == FIN_WAIT && world_send(w, 0, 1);
        if (owes_ack && world_send(w, 0, 1))
            server_closed = true;
        owes_ack = false;

        server_asked = server_asked || fin;
        if (fin && world_send(w, 1, 1) && client == FIN_WAIT)
            client = ACKNOWLEDGED;
        bool server_fin = false;
        if (server_asked && !server_closed && fins_left > 0) {
            fins_left--;
            server_fin = world_send(w, 1, 1);
        }
        if (server_fin && client != GONE) {
            client = TIME_WAIT;
            client_closed = owes_ack = true;
            time_left = time_wait;
        } else if (client == TIME_WAIT) {
            time_left--;
        }
        if (client == TIME_WAIT && time_left == 0)
            client = GONE;
    }
    world_decide(w, client_closed, server_closed);
}

/* Retries 0 without TIME_WAIT is tested in test_published.c: here all zeros are the end. */
const struct scalar four_way_close_scalar = {
    "four-way-close",
    four_way_close,
    {{0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}, {2, 0}, {2, 1}, {2, 2}, {3, 1}, {3, 2}, {3, 7}}};
