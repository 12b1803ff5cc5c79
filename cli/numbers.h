/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_NUMBERS_H
#define GENERALS_CLI_NUMBERS_H

/* Numbers that several commands take as options. */

#include "analysis/stopping.h"
#include "engine/error.h"
#include "engine/work.h"

#include <stdbool.h>

bool numbers_read_threads(const char *text, int *threads, struct error *error);
bool numbers_read_seed(const char *text, uint64_t *seed, struct error *error);
bool numbers_read_trials(const char *text, uint64_t *trials, struct error *error);

/* "1%" is relative, "1e-6" absolute. */
bool numbers_read_precision(const char *text, struct stopping *stopping, struct error *error);

/* "10%": a share from 0 to below 1. */
bool numbers_read_within(const char *text, double *share, struct error *error);

/* Targets: "1e-9" or "99%". The most that failure may be is above 0 and below 1, the least that
 * success may be from 0 to below 1. */
bool numbers_read_failure(const char *text, double *probability, struct error *error);
bool numbers_read_success(const char *text, double *probability, struct error *error);

/* A whole number of rounds, from 1. */
bool numbers_read_rounds(const char *text, double *rounds, struct error *error);

/* "90", "90s", "30m" or "8h"; `option` names it in messages. */
bool numbers_read_time(const char *option, const char *text, double *seconds, struct error *error);

/* "3/8": the third of eight shards. */
bool numbers_read_shard(const char *text, struct shard *shard, struct error *error);

/* Of confidence; where one looks again and again it may not be so near to 1 that nothing is left to
 * share among looks. */
bool numbers_read_level(const char *text, bool sequential, double *level, struct error *error);

#endif
