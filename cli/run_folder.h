/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_RUN_FOLDER_H
#define GENERALS_CLI_RUN_FOLDER_H

/* The folder of a run: the ledger, which is its state, and the results that are made from it. */

#include "analysis/continuation.h"
#include "analysis/worst_cases.h"
#include "plots/manifest.h"

struct run_folder {
    const char *name;
    int lock; /* -1: it is not ours */
    struct experiment *experiment;
    struct continuation continuation;
};

/* Makes the folder ours, and loads what its ledger has of the experiment. It must be there, or can
 * be made; free; writable; and what it holds must be of this experiment. With `force`, what is of
 * another one will be replaced. run_folder_close in any case. */
bool run_folder_open(struct run_folder *folder, const char *name, struct experiment *experiment,
                     bool force, struct error *error);

/* The same for results that come from elsewhere: a folder with a run of its own is not free. */
bool run_folder_open_empty(struct run_folder *folder, const char *name,
                           struct experiment *experiment, bool force, struct error *error);
void run_folder_close(struct run_folder *folder);

/* Writes the ledger. `run_folder` is the folder: for struct experiment_keeper. */
bool run_folder_save(void *run_folder, struct error *error);

/* Takes the ledger away. */
bool run_folder_forget(const struct run_folder *folder, struct error *error);

/* Writes results.csv and what belongs to it; `cases` of no list: no worst cases. */
bool run_folder_write(const struct run_folder *folder, const struct worst_cases *cases,
                      const struct manifest *manifest, struct error *error);

#endif
