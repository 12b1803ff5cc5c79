/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_COMPARE_PAGE_H
#define GENERALS_CLI_COMPARE_PAGE_H

/* What compare prints: for each group a table of its contenders, and the pairs where they are few.
 */

#include "plots/comparison_rows.h"

#include <stdio.h>

void compare_page_print(FILE *stream, const struct comparison_rows *rows);

#endif
