/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/stopping.h"

#include <stdio.h>

static const uint64_t first_look = 65536; /* trials, at least: below, hardly any precision is met */

static const char *const names[STATUS_COUNT] = {
    [STATUS_COMPLETE] = "complete",   [STATUS_IMPRECISE] = "imprecise",
    [STATUS_TIMEOUT] = "timeout",     [STATUS_SHARD] = "shard",
    [STATUS_UNSEEN] = "unseen",       [STATUS_TILTS_DISAGREE] = "tilts-disagree",
    [STATUS_DOMINATED] = "dominated", [STATUS_FEW_EFFECTIVE] = "few-effective",
    [STATUS_TOO_SMALL] = "too-small",
};

const char *status_name(enum status status)
{
    return names[status];
}

const char *stopping_text(const struct stopping *stopping, char text[STOPPING_TEXT_SIZE])
{
    const bool relative = stopping->precision == PRECISION_RELATIVE;
    snprintf(text, STOPPING_TEXT_SIZE, "%.15g%s", (relative ? 100.0 : 1.0) * stopping->half_width,
             relative ? "%" : "");
    return text;
}

double stopping_share(unsigned look)
{
    return 1.0 / ((double)look * ((double)look + 1.0));
}

double stopping_level(double level, unsigned look)
{
    return 1.0 - (1.0 - level) * stopping_share(look);
}

uint64_t stopping_trials(unsigned look, uint64_t block_trials, uint64_t trials_max)
{
    uint64_t blocks = (first_look - 1) / block_trials + 1;
    for (; look > 1 && blocks <= trials_max / block_trials; look--)
        blocks += (blocks + 1) / 2;
    /* A product that is too large is never made. */
    return blocks > trials_max / block_trials ? trials_max : blocks * block_trials;
}

double stopping_excess(const struct stopping *stopping, double estimate, struct interval interval)
{
    const double allowed = stopping->precision == PRECISION_RELATIVE
                               ? stopping->half_width * estimate
                               : stopping->half_width;
    return (interval.high - interval.low) / 2.0 / allowed;
}
