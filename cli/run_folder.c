/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/run_folder.h"

#include "plots/file.h"
#include "plots/results.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- opening ---------------------------------------------------------------------------------- */

/* Where memory ran out, another folder would not help. */
static bool refuse(struct error *error)
{
    if (error_is_no_memory(error))
        return false;
    const size_t length = strlen(error->message);
    snprintf(error->message + length, sizeof error->message - length,
             "; choose another folder with -o, or --force to replace it");
    return false;
}

/* Nothing of the ledger is gone on with. */
static void forget(struct run_folder *folder)
{
    struct experiment *experiment = folder->experiment;
    for (size_t i = 0; experiment->records != NULL && i < experiment->point_count; i++)
        record_release(&experiment->records[i]);
    continuation_release(&folder->continuation);
    folder->continuation.found = folder->continuation.topped_up = 0;
}

/* The ledger says whose the folder is; where there is none, the manifest does. */
static bool load(struct run_folder *folder, bool force, struct error *error)
{
    char *text;
    size_t length = 0;
    struct error why;
    if (!file_read(folder->name, LEDGER_FILE, &text, &length, error))
        return false;
    if (text == NULL)
        return force || manifest_same_experiment(folder->name, folder->experiment->seed, error) ||
               refuse(error);
    const bool good =
        continuation_load(&folder->continuation, folder->experiment, text, length, &why);
    free(text);
    if (good)
        return true;
    forget(folder);
    if (error_is_no_memory(&why))
        return error_no_memory(error);
    if (force)
        return true;
    error_set(error, "cannot go on with '%s/%s': %s", folder->name, LEDGER_FILE, why.message);
    return refuse(error);
}

static bool can_write(const char *folder, const char *name, struct error *error)
{
    struct file probe;
    if (!file_create(&probe, folder, name, error))
        return false;
    file_abandon(&probe);
    return true;
}

/* Nobody's state is written over. */
static bool has_no_ledger(const char *name, struct error *error)
{
    if (!file_exists(name, LEDGER_FILE))
        return true;
    error_set(error, "'%s/%s' is there already, with what another run has found", name,
              LEDGER_FILE);
    return refuse(error);
}

static bool make_ours(struct run_folder *folder, const char *name, struct experiment *experiment,
                      struct error *error)
{
    *folder = (struct run_folder){.name = name, .lock = -1, .experiment = experiment};
    if (name[0] == '\0')
        return error_set(error, "--output: expected the name of a folder");
    if (!file_make_directory(name, error))
        return false;
    folder->lock = file_lock_directory(name, error);
    return folder->lock >= 0;
}

static bool can_write_all(const char *name, struct error *error)
{
    return can_write(name, LEDGER_FILE, error) && can_write(name, RESULTS_FILE, error) &&
           can_write(name, COUNTERS_FILE, error) && can_write(name, ADVERSARY_FILE, error) &&
           can_write(name, MANIFEST_FILE, error);
}

bool run_folder_open(struct run_folder *folder, const char *name, struct experiment *experiment,
                     bool force, struct error *error)
{
    return make_ours(folder, name, experiment, error) && load(folder, force, error) &&
           can_write_all(name, error);
}

bool run_folder_open_empty(struct run_folder *folder, const char *name,
                           struct experiment *experiment, bool force, struct error *error)
{
    return make_ours(folder, name, experiment, error) &&
           (force ||
            (has_no_ledger(name, error) &&
             (manifest_same_experiment(name, experiment->seed, error) || refuse(error)))) &&
           can_write_all(name, error);
}

bool run_folder_forget(const struct run_folder *folder, struct error *error)
{
    return file_remove(folder->name, LEDGER_FILE, error);
}

void run_folder_close(struct run_folder *folder)
{
    continuation_release(&folder->continuation);
    if (folder->lock >= 0)
        close(folder->lock);
    folder->lock = -1;
}

/* --- writing ---------------------------------------------------------------------------------- */

bool run_folder_save(void *run_folder, struct error *error)
{
    const struct run_folder *folder = run_folder;
    struct file file;
    if (!file_create(&file, folder->name, LEDGER_FILE, error))
        return false;
    if (!continuation_save(&folder->continuation, folder->experiment, file.stream, error)) {
        file_abandon(&file);
        return false;
    }
    return file_commit(&file, error);
}

/* Written beside its name, or, if no strategy counts anything, taken away. */
static bool write_counters(const struct experiment *experiment, const char *folder,
                           struct error *error)
{
    struct file file;
    if (!results_have_counters(experiment))
        return file_remove(folder, COUNTERS_FILE, error);
    if (!file_create(&file, folder, COUNTERS_FILE, error))
        return false;
    results_write_counters(file.stream, experiment);
    return file_commit(&file, error);
}

/* The same; without an adversary there are no worst cases. */
static bool write_adversary(const struct experiment *experiment, const struct worst_cases *cases,
                            const char *folder, struct error *error)
{
    struct file file;
    if (cases->list == NULL)
        return file_remove(folder, ADVERSARY_FILE, error);
    if (!file_create(&file, folder, ADVERSARY_FILE, error))
        return false;
    results_write_adversary(file.stream, experiment, cases);
    return file_commit(&file, error);
}

bool run_folder_write(const struct run_folder *folder, const struct worst_cases *cases,
                      const struct manifest *manifest, struct error *error)
{
    const struct experiment *experiment = folder->experiment;
    struct file file;
    if (!file_create(&file, folder->name, RESULTS_FILE, error))
        return false;
    results_write(file.stream, experiment);
    /* No new results may stand beside the manifest of another experiment, not for a moment. */
    struct error difference;
    if (!manifest_same_experiment(folder->name, experiment->seed, &difference) &&
        (error_is_no_memory(&difference) ? !error_no_memory(error)
                                         : !manifest_remove(folder->name, error))) {
        file_abandon(&file);
        return false;
    }
    return file_commit(&file, error) && write_counters(experiment, folder->name, error) &&
           write_adversary(experiment, cases, folder->name, error) &&
           manifest_write(folder->name, manifest, error);
}
