/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_NUMBERS_H
#define GENERALS_CLI_NUMBERS_H

/* Numbers that several commands take as options. */

#include "engine/error.h"

#include <stdbool.h>

bool numbers_read_threads(const char *text, int *threads, struct error *error);

#endif
