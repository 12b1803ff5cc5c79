/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "benchmarks/arguments.h"

#include "plots/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const struct argument *find(const struct argument *table, const char *name)
{
    for (const struct argument *argument = table; argument->name != NULL; argument++)
        if (strcmp(argument->name, name) == 0)
            return argument;
    return NULL;
}

static bool store(const struct argument *argument, const char *value)
{
    if (argument->text != NULL) {
        *argument->text = value;
        return value[0] != '\0';
    }
    double number;
    if (!number_read(value, &number) || number < argument->lowest || number > argument->highest ||
        (argument->whole && number != floor(number)))
        return false;
    *argument->number = number;
    return true;
}

static void help(const struct argument *table, const char *question, const char *program)
{
    printf("%s\n\nusage: %s [OPTION VALUE]...\n\n", question, program);
    for (const struct argument *argument = table; argument->name != NULL; argument++) {
        printf("  %-10s %-5s  %s", argument->name, argument->value, argument->meaning);
        if (argument->number != NULL)
            printf(" (%g)", *argument->number);
        putchar('\n');
    }
    printf("  %-10s %-5s  this help\n", "--help", "");
}

static enum arguments_outcome wrong_value(const struct argument *argument, const char *program,
                                          const char *value)
{
    fprintf(stderr, "%s: error: %s: '%s': expected ", program, argument->name, value);
    if (argument->text != NULL)
        fputs("a name\n", stderr);
    else
        fprintf(stderr, "a %s from %g to %g\n", argument->whole ? "whole number" : "number",
                argument->lowest, argument->highest);
    return ARGUMENTS_WRONG;
}

enum arguments_outcome arguments_read(const struct argument *table, const char *question, int count,
                                      char *const *words)
{
    const char *slash = strrchr(words[0], '/');
    const char *program = slash != NULL ? slash + 1 : words[0];
    for (int i = 1; i < count; i += 2) {
        if (strcmp(words[i], "--help") == 0 || strcmp(words[i], "-h") == 0) {
            help(table, question, program);
            return ARGUMENTS_HELPED;
        }
        const struct argument *argument = find(table, words[i]);
        if (argument == NULL || i + 1 == count) {
            fprintf(stderr,
                    argument == NULL ? "%s: error: '%s': expected an option; try --help\n"
                                     : "%s: error: %s: expected a value after it\n",
                    program, words[i]);
            return ARGUMENTS_WRONG;
        }
        if (!store(argument, words[i + 1]))
            return wrong_value(argument, program, words[i + 1]);
    }
    return ARGUMENTS_READ;
}
