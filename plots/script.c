/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/script.h"

void script_write_text(FILE *stream, const char *variable, const char *text)
{
    fprintf(stream, "%s = '", variable);
    for (; *text != '\0'; text++)
        fprintf(stream, *text == '\'' ? "''" : "%c", *text);
    fputs("'\n", stream);
}
