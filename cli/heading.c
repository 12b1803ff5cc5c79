/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/heading.h"

#include "plots/number.h"

#include <inttypes.h>

void heading_strategy(FILE *stream, const struct point *point)
{
    char number[NUMBER_SIZE];
    fputs(point->strategy->name, stream);
    for (size_t i = 0; i < strategy_parameter_count(point->strategy); i++)
        fprintf(stream, "%s%s=%s", i == 0 ? ":" : ",", point->strategy->parameter[i].name,
                number_text(point->parameter[i], number));
}

void heading_loss(FILE *stream, const struct point *point)
{
    char number[NUMBER_SIZE], channel[CHANNEL_TEXT_SIZE];
    fprintf(stream, "at loss %s", number_text(point->channel.loss, number));
    if (point->channel.loss_back != point->channel.loss)
        fprintf(stream, ", on the way back %s", number_text(point->channel.loss_back, number));
    if (point->channel.kind != CHANNEL_MEMORYLESS)
        fprintf(stream, ", channel %s", channel_words(point->channel, channel));
}

void heading_trial(FILE *stream, const struct point *point, const struct replay *replay)
{
    heading_loss(stream, point);
    fprintf(stream, ", seed %" PRIu64 ", trial %" PRIu64, replay->seed, replay->trial);
}

void heading_print(FILE *stream, const struct point *point)
{
    heading_strategy(stream, point);
    putc(' ', stream);
    heading_loss(stream, point);
    fprintf(stream, "\n%s\n", point->strategy->summary);
}
