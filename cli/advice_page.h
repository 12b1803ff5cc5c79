/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_ADVICE_PAGE_H
#define GENERALS_CLI_ADVICE_PAGE_H

/* What `generals advise` prints: the advice with its evidence, the runners-up, and what was
 * searched. */

#include "analysis/advice.h"

#include <stdbool.h>
#include <stdio.h>

bool advice_page_print(FILE *stream, const struct advice *advice, struct error *error);

#endif
