/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_LADDER_H
#define GENERALS_PLOTS_LADDER_H

/* The chart of the ladder of knowledge: the probability of each level, for several loss rates. */

#include "analysis/experiment.h"
#include "analysis/explanation.h"

#include <stdbool.h>
#include <stdio.h>

#define LADDER_DATA "ladder.csv"
#define LADDER_COLUMNS "series,loss,loss_back,level,heard,both\n"

/* What the chart has to know of all its series. */
struct ladder_chart {
    const struct experiment *experiment;
    bool never_common; /* knowledge, at any loss rate */
};

/* The rows of the explanation of point `index`. */
void ladder_write_data(FILE *stream, const struct ladder_chart *chart, size_t index,
                       const struct explanation *explanation);

/* Removes its files. */
bool ladder_remove(const char *directory, struct error *error);

/* Writes ladder.gp beside its data and, if `pictures`, draws ladder.svg and .png. */
bool ladder_draw(const char *directory, const struct ladder_chart *chart, bool pictures,
                 void (*remark)(const char *text), struct error *error);

#endif
