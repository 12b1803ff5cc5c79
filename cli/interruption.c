/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/interruption.h"

#include <signal.h>
#include <stdatomic.h>
#include <stddef.h>

static const int signals[] = {SIGINT, SIGTERM};
enum { SIGNALS = sizeof signals / sizeof *signals };

/* A handler can reach nothing else. */
static atomic_int came;
static struct sigaction before[SIGNALS];

static void note(int signal)
{
    atomic_store(&came, signal);
}

void interruption_begin(void)
{
    struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART | (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    atomic_store(&came, 0);
    for (size_t i = 0; i < SIGNALS; i++) {
        sigaction(signals[i], NULL, &before[i]);
        if (before[i].sa_handler != SIG_IGN)
            sigaction(signals[i], &action, NULL);
    }
}

void interruption_end(void)
{
    for (size_t i = 0; i < SIGNALS; i++)
        sigaction(signals[i], &before[i], NULL);
}

bool interruption_came(void *context)
{
    (void)context;
    return atomic_load(&came) != 0;
}

int interruption_signal(void)
{
    return atomic_load(&came);
}
