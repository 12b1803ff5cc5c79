/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strategies/strategies.h"

#include <string.h>

extern const struct strategy always_attack_strategy;
extern const struct strategy await_reply_strategy;
extern const struct strategy ack_chain_strategy;
extern const struct strategy retransmit_strategy;

const struct strategy *const strategies[] = {
    &always_attack_strategy, &await_reply_strategy, &ack_chain_strategy, &retransmit_strategy, NULL,
};

const struct strategy *strategy_find(const char *name)
{
    for (const struct strategy *const *strategy = strategies; *strategy != NULL; strategy++)
        if (strcmp((*strategy)->name, name) == 0)
            return *strategy;
    return NULL;
}
