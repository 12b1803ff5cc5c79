/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How the four-way close of TCP fares (RFC 9293, section 3.6), with time in retransmission
 * timeouts: one round is one. The client asks to close with a FIN and the server acknowledges it;
 * the server asks with a FIN of its own and the client acknowledges that. Each repeats its FIN at
 * most r times. The client stays for w rounds more, in TIME_WAIT, in case that the server has not
 * heard it. */

#include "engine/trial.h"
#include "strategies/problems.h"

enum { RETRIES, TIME_WAIT };
enum { CLIENT, SERVER };
enum { RETRIES_MAX = 100 };

/* Of the client in a round: it is in TIME_WAIT, as the server's FIN reached it in one of the last
 * `time_wait` rounds. `reached`: [round], from 1. */
LANES_INLINE lanes in_time_wait(const lanes *reached, int round, int time_wait)
{
    lanes waits = {0};
    for (int before = round - 1; before >= 1 && before >= round - time_wait; before--)
        waits |= reached[before];
    return waits;
}

static void four_way_close(struct trial *t)
{
    const int retries = whole(t, RETRIES);
    const int time_wait = whole(t, TIME_WAIT);
    const int tries = retries + 1;
    lanes acknowledged = {0};             /* an ACK of the client's FIN reached it */
    lanes client_closed = {0};            /* the server's FIN reached the client */
    lanes server_closed = {0};            /* an ACK of the server's FIN reached it */
    lanes asked[RETRIES_MAX + 2] = {{0}}; /* [round]: the client's FIN has reached the server */
    lanes reached[2 * RETRIES_MAX + 3];   /* [round]: in it, the server's reached the client */
    for (int round = 1; round <= 2 * tries; round++) {
        lanes fin = {0}; /* of the client: arrived */
        if (round > 1)
            next_round(t);
        if (round <= tries) {
            fin = transmit(t, "client's FIN", CLIENT, SERVER, ~acknowledged & ~client_closed, 1);
            asked[round] = asked[round - 1] | fin;
        }
        if (round > 1)
            server_closed |= transmit(t, "client's ACK", CLIENT, SERVER, reached[round - 1], 1);
        if (round <= tries)
            acknowledged |= transmit(t, "server's ACK", SERVER, CLIENT, fin, 1);
        if (round == 2 * tries)
            break; /* the server, asked in round r+1 at the latest, has no more tries */

        const lanes has_begun = asked[round <= tries ? round : tries];
        const lanes has_tried_all = asked[round <= tries ? 0 : round - tries];
        lanes expects_fin = ~client_closed;
        if (round > tries)
            expects_fin &= acknowledged; /* else it gave up */
        reached[round] = transmit(t, "server's FIN", SERVER, CLIENT,
                                  has_begun & ~has_tried_all & ~server_closed, 1) &
                         (expects_fin | in_time_wait(reached, round, time_wait));
        client_closed |= reached[round];
    }
    decide(t, /* the client closed cleanly */ client_closed,
           /* the server closed cleanly */ server_closed);
}
OVER_LANES(four_way_close)

const struct strategy four_way_close_strategy = {
    .name = "four-way-close",
    .problem = &connection_close,
    .summary = "FIN and ACK, FIN and ACK: each FIN is repeated, and the client waits a while",
    .description =
        "How TCP closes a connection (RFC 9293, section 3.6), with one round for each "
        "retransmission timeout. The client sends a FIN until an ACK or the server's FIN arrives, "
        "in rounds 1 to r+1 at most, and then gives up. The server answers each FIN that arrives "
        "with an ACK, and from the first one on sends a FIN of its own until an ACK of it arrives, "
        "r+1 times at most. The client answers each FIN that arrives with one ACK in the next "
        "round; after each it stays for w rounds in TIME_WAIT, and then no longer answers. The "
        "client closed cleanly if it received the server's FIN, the server if an ACK of it "
        "arrived: TIME_WAIT is there since the last ACK is never acknowledged, and however long it "
        "is, the server may be left waiting.",
    .parameter =
        {
            {"retries", "retries", 2, 0, RETRIES_MAX, true, "repeats of a FIN, at most (r)",
             PARAMETER_CHOICE},
            {"time_wait", "rounds", 2, 0, 1000, true,
             "rounds that the client waits for further FINs (w)", PARAMETER_CHOICE},
        },
    .over_lanes = four_way_close_over_lanes,
};
