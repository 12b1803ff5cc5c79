/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_FILE_H
#define GENERALS_PLOTS_FILE_H

/* Files that are whole or not there: written beside their name, flushed to disk, then renamed, so
 * that a reader sees the old one or the new one and never half. */

#include "engine/error.h"

#include <stdbool.h>
#include <stdio.h>

struct file {
    FILE *stream; /* write here */
    char *path;
    char *beside;
};

/* Opens DIRECTORY/NAME for writing. */
bool file_create(struct file *file, const char *directory, const char *name, struct error *error);

/* Flushes and renames; every write error since file_create shows here at the latest. On failure the
 * old file stays and nothing is left beside it. */
bool file_commit(struct file *file, struct error *error);

/* Removes what was written so far. */
void file_abandon(struct file *file);

/* Reads all of DIRECTORY/NAME, in memory that the caller frees, with a '\0' behind it; a file that
 * is not there leaves NULL and is no error. */
bool file_read(const char *directory, const char *name, char **text, size_t *length,
               struct error *error);

/* Is there DIRECTORY/NAME? Needs no memory. */
bool file_exists(const char *directory, const char *name);

/* Removes DIRECTORY/NAME, if it is there. */
bool file_remove(const char *directory, const char *name, struct error *error);

/* DIRECTORY/NAME in memory of its own, or NULL without memory. */
char *file_path(const char *directory, const char *name);

/* Makes the directory, and those above it, unless they exist. */
bool file_make_directory(const char *path, struct error *error);

/* Makes this process the only writer of the directory: -1, with the error, if another one is. The
 * lock ends when the descriptor that is returned is closed, at the latest with the process. */
int file_lock_directory(const char *path, struct error *error);

#endif
