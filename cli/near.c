/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/near.h"

#include <stdio.h>
#include <string.h>

enum { LENGTH_MAX = 40 };

static size_t least(size_t a, size_t b, size_t c)
{
    const size_t smaller = a < b ? a : b;
    return smaller < c ? smaller : c;
}

/* Levenshtein distance: insertions, deletions and replacements that lead from one to the other. */
static size_t distance(const char *a, const char *b)
{
    size_t row[LENGTH_MAX + 1];
    const size_t length = strlen(b);
    for (size_t j = 0; j <= length; j++)
        row[j] = j;
    for (size_t i = 1; a[i - 1] != '\0'; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= length; j++) {
            const size_t replaced = diagonal + (a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = least(replaced, row[j] + 1, row[j - 1] + 1);
        }
    }
    return row[length];
}

void near_offer(struct near *near, const char *name)
{
    const size_t typed = strlen(near->typed);
    if (typed == 0 || typed > LENGTH_MAX || strlen(name) > LENGTH_MAX)
        return;
    const char *part = typed >= 3 ? strstr(name, near->typed) : NULL;
    const size_t found = part == name   ? 0 /* a beginning */
                         : part != NULL ? 1
                                        : distance(near->typed, name);
    if (found > 1 + typed / 4 || (near->best != NULL && found >= near->distance))
        return;
    near->best = name;
    near->distance = found;
}

const char *near_text(const struct near *near, char text[96])
{
    text[0] = '\0';
    if (near->best != NULL)
        snprintf(text, 96, "; did you mean '%s'?", near->best);
    return text;
}
