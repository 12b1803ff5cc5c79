/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/script.h"

#include "plots/number.h"

void script_write_text(FILE *stream, const char *variable, const char *text)
{
    fprintf(stream, "%s = '", variable);
    for (; *text != '\0'; text++)
        fprintf(stream, *text == '\'' ? "''" : "%c", *text);
    fputs("'\n", stream);
}

void script_write_losses(FILE *stream, const double *losses, size_t count)
{
    char number[NUMBER_SIZE];
    fputs("labels = '", stream);
    for (size_t i = 0; i < count; i++)
        fprintf(stream, "%s%s", i > 0 ? " " : "", number_text(losses[i], number));
    fprintf(stream, "'\narray loss[%zu] = [", count);
    for (size_t i = 0; i < count; i++)
        fprintf(stream, "%s%s", i > 0 ? ", " : "", number_text(losses[i], number));
    fputs("]\n", stream);
}
