/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_BENCHMARKS_MACHINE_H
#define GENERALS_BENCHMARKS_MACHINE_H

/* What a benchmark ran on: no figure means anything without it. */

#include <stdio.h>

enum { MACHINE_TEXT_SIZE = 128 };

/* The processor's model as the system names it, or the architecture where it has no name. Holds
 * printable ASCII only. */
const char *machine_processor(char text[MACHINE_TEXT_SIZE]);

/* Some lines: processor, how many, the load that others put on it, compiler, kernels. */
void machine_describe(FILE *stream);

#endif
