/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_NEAR_H
#define GENERALS_CLI_NEAR_H

/* The nearest of several names to what was typed, for "did you mean". */

#include <stddef.h>

struct near {
    const char *typed;
    const char *best; /* NULL: none is near */
    size_t distance;
};

/* Start with .typed set alone; then offer every name. */
void near_offer(struct near *near, const char *name);

/* "; did you mean 'NAME'?" or "" */
const char *near_text(const struct near *near, char text[96]);

#endif
