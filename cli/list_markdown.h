/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_LIST_MARKDOWN_H
#define GENERALS_CLI_LIST_MARKDOWN_H

#include "engine/error.h"

#include <stdbool.h>
#include <stdio.h>

/* The page docs/strategies.md: all about all strategies, from their descriptors and schedules. */
bool list_markdown(FILE *stream, struct error *error);

#endif
