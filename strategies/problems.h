/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_STRATEGIES_PROBLEMS_H
#define GENERALS_STRATEGIES_PROBLEMS_H

#include "engine/strategy.h"

/* Two armies must attack together; their generals talk over messengers who cross the city. */
extern const struct problem two_generals;

/* A shop sells over the network and is paid through a payments service. */
extern const struct problem online_shop;

/* How the four-way close of TCP fares. */
extern const struct problem connection_close;

/* A file is sent in chunks, and the sender wants to know whether it arrived. */
extern const struct problem file_transfer;

/* A commander and his lieutenants, some of them traitors. */
extern const struct problem byzantine_generals;

#endif
