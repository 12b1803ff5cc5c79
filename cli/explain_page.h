/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_EXPLAIN_PAGE_H
#define GENERALS_CLI_EXPLAIN_PAGE_H

#include "analysis/explanation.h"

#include <stdio.h>

/* The page of `generals explain`. `party` and `view` choose what is looked behind: a place in
 * explanation->views[party]. */
bool explain_page_print(FILE *stream, struct explanation *explanation, int party, size_t view,
                        struct error *error);

#endif
