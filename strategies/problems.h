/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_STRATEGIES_PROBLEMS_H
#define GENERALS_STRATEGIES_PROBLEMS_H

#include "engine/strategy.h"

/* Two armies must attack together; their generals talk over messengers who cross the city. */
extern const struct problem two_generals;

#endif
