/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_TEMPLATES_H
#define GENERALS_PLOTS_TEMPLATES_H

/* The gnuplot files of this folder, built into the program so that it finds them wherever it is.
 * The build makes templates.c from them (plots/templates.cmake). */

/* The text of plots/NAME.gp; NULL if there is none. */
const char *template_find(const char *name);

#endif
