/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_HEADING_H
#define GENERALS_CLI_HEADING_H

/* The heading of a page about one point. */

#include "engine/point.h"
#include "engine/replay.h"

#include <stdio.h>

/* "ack-chain:messages=3,messengers=1" */
void heading_strategy(FILE *stream, const struct point *point);

/* "at loss 0.1, on the way back 0.2" or "at loss 0.1, channel burst length=8 capture=1 leak=0" */
void heading_loss(FILE *stream, const struct point *point);

/* "at loss 0.1, seed 1, trial 7" */
void heading_trial(FILE *stream, const struct point *point, const struct replay *replay);

/* Strategy and loss on one line, and the strategy's summary on the next. */
void heading_print(FILE *stream, const struct point *point);

#endif
