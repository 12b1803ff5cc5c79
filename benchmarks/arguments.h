/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_BENCHMARKS_ARGUMENTS_H
#define GENERALS_BENCHMARKS_ARGUMENTS_H

/* The command line of a benchmark: a table of options that take a value each, and --help. */

#include <stdbool.h>

/* A NULL name ends the table. One of `number` and `text` is set, and holds the default. */
struct argument {
    const char *name;  /* as typed: "--pairs" */
    const char *value; /* what follows it, for the help: "N" */
    double *number;
    double lowest, highest; /* of the number */
    bool whole;             /* only whole numbers */
    const char **text;
    const char *meaning;
};

enum arguments_outcome { ARGUMENTS_READ, ARGUMENTS_HELPED, ARGUMENTS_WRONG };

/* Reads words[1] .. words[count - 1] into what the table points at. --help prints `question`, what
 * the program answers, and the table; a mistake prints a sentence on stderr. */
enum arguments_outcome arguments_read(const struct argument *table, const char *question, int count,
                                      char *const *words);

#endif
