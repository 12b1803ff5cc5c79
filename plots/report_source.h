/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_REPORT_SOURCE_H
#define GENERALS_PLOTS_REPORT_SOURCE_H

/* Where results come from: what manifest.json says of it. */

#include "engine/error.h"

#include <stdbool.h>

/* Texts as they stand in the file; "" where it has none. */
struct report_source {
    bool is_known; /* there is a manifest */
    char *version, *stream_version, *git, *compiler, *build;
    char *command; /* that makes the results again, for a shell */
    char *seed, *trials, *precision, *time, *ranks, *threads;
    char *interval, *confidence_level;
    char *machine, *date, *seconds;
};

/* Without a manifest all texts are "". report_source_release in any case. */
bool report_source_read(struct report_source *source, const char *directory, struct error *error);
void report_source_release(struct report_source *source);

#endif
