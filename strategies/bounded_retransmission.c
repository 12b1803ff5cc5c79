/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The bounded retransmission protocol, as D'Argenio, Jeannet, Jensen and Larsen (2001) analyse it
 * and as PRISM's model brp has it: a file is sent chunk by chunk; each frame that arrives is
 * acknowledged; a frame that is not is repeated, at most MAX times, then the sender gives up. With
 * loss rate p on the way there, b on the way back, f = 1-(1-p)(1-b) and g = f^(MAX+1): the sender
 * gives up with probability 1-(1-g)^N, on the last chunk with (1-g)^(N-1) g, and nothing ever
 * arrives with p^(MAX+1). */

#include "engine/trial.h"
#include "strategies/problems.h"

enum { CHUNKS, RETRIES };
enum { SENDER, RECEIVER };
enum { NOT_REPORTED, UNCERTAIN, NOTHING_ARRIVED };

static void bounded_retransmission(struct trial *t)
{
    const int chunks = whole(t, CHUNKS);
    const int retries = whole(t, RETRIES);
    lanes begun = everywhere(t); /* the sender has come to this chunk */
    lanes complete = {0};        /* the receiver has this chunk, and so all before it */
    lanes something_arrived = {0};
    lanes gave_up_on_last = {0};
    for (int chunk = 0; chunk < chunks; chunk++) {
        lanes acknowledged = {0};
        complete = acknowledged;
        for (int attempt = 0; attempt <= retries; attempt++) {
            if (chunk > 0 || attempt > 0)
                next_round(t);
            const lanes frame = transmit(t, "frame", SENDER, RECEIVER, begun & ~acknowledged, 1);
            acknowledged |= transmit(t, "acknowledgement", RECEIVER, SENDER, frame, 1);
            complete |= frame;
        }
        something_arrived |= complete;
        gave_up_on_last = begun & ~acknowledged;
        begun = acknowledged;
    }
    const lanes reported = begun; /* beyond the last chunk */
    count(t, NOT_REPORTED, ~reported);
    count(t, UNCERTAIN, gave_up_on_last);
    count(t, NOTHING_ARRIVED, ~something_arrived);
    decide(t, /* the sender reports success */ reported,
           /* the receiver has the whole file */ complete);
}
OVER_LANES(bounded_retransmission)

const struct strategy bounded_retransmission_strategy = {
    .name = "bounded-retransmission",
    .problem = &file_transfer,
    .summary = "a file chunk by chunk, each repeated until it is acknowledged, a few times at most",
    .description =
        "A file of N chunks is sent one after the other. Each frame that arrives is acknowledged "
        "in the same round; a frame without acknowledgement is repeated, at most MAX times, then "
        "the sender gives up the file. The attempts of a chunk have fixed slots, one round each. "
        "With loss rate p on the way there and b on the way back, f = 1-(1-p)(1-b) and "
        "g = f^(MAX+1), the sender gives up with probability 1-(1-g)^N. If it gives up on the last "
        "chunk, (1-g)^(N-1) g, it cannot know whether the receiver has the file: that is where "
        "the two end up disagreeing, with (1-g)^(N-1) (g - p^(MAX+1)). Nothing at all arrives with "
        "p^(MAX+1). (The protocol of D'Argenio, Jeannet, Jensen and Larsen, 2001; PRISM's model "
        "brp.)",
    .parameter =
        {
            {"chunks", "chunks", 16, 1, 10000, true, "chunks of the file (N)", PARAMETER_GIVEN},
            {"retries", "retries", 2, 0, 1000, true, "repeats of a frame, at most (MAX)",
             PARAMETER_CHOICE},
        },
    .counter = {"not_reported", "uncertain", "nothing_arrived"},
    .over_lanes = bounded_retransmission_over_lanes,
};
