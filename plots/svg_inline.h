/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_SVG_INLINE_H
#define GENERALS_PLOTS_SVG_INLINE_H

/* A picture of gnuplot's, to stand inside a page. Somebody may have edited the file, so it is not
 * copied but read, and what is known to be harmless is written anew: elements and attributes that
 * draw, and references to what is in the picture itself. Anything else is refused. No `style`
 * attribute is known, so that a page need not allow any.
 *
 * Every id begins with the prefix, so that several pictures in one page do not share any. Width and
 * height are left out: the picture is as wide as there is room. */

#include "engine/error.h"

/* The picture as an <svg> with the role of an image, this title and this description; memory that
 * the caller frees. NULL, with the reason, if the text is no such picture or there is no memory
 * (error_is_no_memory). The prefix is of letters, digits and '-', and begins with a letter. */
char *svg_inline(const char *text, const char *prefix, const char *title, const char *description,
                 struct error *error);

#endif
