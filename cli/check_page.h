/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_CHECK_PAGE_H
#define GENERALS_CLI_CHECK_PAGE_H

/* What `generals check` prints: the answer, why, and what it has cost. */

#include "analysis/check.h"

#include <stdio.h>

/* Of a check that was run; `text` is the condition as it was typed. */
void check_page_print(FILE *stream, const struct check *check, const struct experiment *experiment,
                      const char *text);

#endif
