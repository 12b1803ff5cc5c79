/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_MANIFEST_H
#define GENERALS_PLOTS_MANIFEST_H

/* manifest.json: where the results beside it come from. */

#include "analysis/experiment.h"
#include "engine/error.h"

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#define MANIFEST_FILE "manifest.json"

struct manifest {
    const struct experiment *experiment;
    char *const *command; /* the words of the command line; NULL ends them */
    const char *const
        *plugins; /* the paths of plug-ins, of which the names are told; NULL ends them */
    time_t started;
    double seconds; /* that the run took */
};

/* Takes the manifest away before the results change: without one, results are nobody's. */
bool manifest_remove(const char *directory, struct error *error);

bool manifest_write(const char *directory, const struct manifest *manifest, struct error *error);

/* May results with this seed and stream version be written to the directory? True if it has no
 * results yet, or those of the same seed and stream version. False, with what differs, if it holds
 * another experiment, or files that are not of this program. */
bool manifest_same_experiment(const char *directory, uint64_t seed, struct error *error);

#endif
