/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_DRAWING_H
#define GENERALS_PLOTS_DRAWING_H

/* The charts of a folder, drawn one after the other. Of each there are
 *
 *     NAME.csv   exactly what is drawn
 *     NAME.gp    a few variables, plots/style.gp and plots/TEMPLATE.gp in one complete script
 *
 * and, if gnuplot is there, a picture NAME.FORMAT of each format. */

#include "engine/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { DRAWING_NAME_SIZE = 96 };

/* Formats that a chart can have, with spaces between, and those that it has if nobody asks. */
extern const char drawing_formats[], drawing_usual_formats[];

/* One chart to draw. Names are letters, digits, - and _. */
struct picture {
    const char *name, *template;
    const char *problem; /* that it is of; "NAME|NAME": of several */
    const char *caption; /* what there is to see, a sentence or two */
    const void *content;
    void (*write_data)(FILE *stream, const void *content);
    void (*write_variables)(FILE *stream, const void *content);
};

/* A chart that was drawn. */
struct drawn {
    char name[DRAWING_NAME_SIZE];
    char *problem, *caption;
    char *claim; /* its title, as plain text; "" without gnuplot, which works it out */
};

struct drawing {
    const char *directory;
    const char *formats; /* "svg png" */
    void (*remark)(const char *text);
    int columns; /* of a chart in characters */
    bool lacks_gnuplot;
    struct drawn *chart;
    size_t count, capacity;
};

/* Draws one more. Of pictures that were there, none stays unless it is drawn anew. That gnuplot is
 * missing is a remark, once. */
bool drawing_add(struct drawing *drawing, const struct picture *picture, struct error *error);

void drawing_release(struct drawing *drawing);

/* Removes the pictures of a chart, or all its files, if NAME.gp was made here: whatever else has
 * such a name is somebody's. */
bool drawing_remove_pictures(const char *directory, const char *name, struct error *error);
bool drawing_remove(const char *directory, const char *name, struct error *error);

/* Is a file of the chart there? If so, its name. */
bool drawing_find(const char *directory, const char *name, char file[DRAWING_NAME_SIZE]);

/* Is NAME.gp there, and a script that was made here? */
bool drawing_is_ours(const char *directory, const char *name);

#endif
