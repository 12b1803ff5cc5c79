/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_CHART_OPTIONS_H
#define GENERALS_CLI_CHART_OPTIONS_H

/* --chart and --format, of the commands that draw. */

#include "cli/options.h"
#include "plots/folder_charts.h"

enum { CHART_FORMATS_SIZE = 32 };

/* `formats` holds the request's text. */
bool chart_options_read(struct chart_request *request, char formats[CHART_FORMATS_SIZE],
                        const struct arguments *arguments, struct error *error);

#endif
