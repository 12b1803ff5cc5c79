/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/channel.h"

double channel_all_captured(struct channel channel, int from, int copies)
{
    double square = from == 0 ? channel.loss : channel.loss_back;
    double power = 1.0;
    for (; copies > 0; copies >>= 1) {
        if (copies & 1)
            power *= square;
        square *= square;
    }
    return power;
}

const char *channel_text(struct channel channel)
{
    (void)channel;
    return "memoryless";
}
