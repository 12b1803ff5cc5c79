/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strategies/plugin.h"

#include "engine/build.h"
#include "engine/descriptor.h"
#include "engine/plugin.h"
#include "strategies/strategies.h"

#include <dlfcn.h>
#include <errno.h>
#include <fenv.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { STRATEGIES_MAX = 1000 }; /* of one plug-in: a list that has no end is found to be one */

_Static_assert(PLUGIN_LAYOUT == 70297729u,
               "structures of plug-ins have changed: raise PLUGIN_INTERFACE, then this number");

/* --- the shared object ------------------------------------------------------------------------ */

/* Does the file hold all that is to be mapped from it? Where it is not, as in one that was copied
 * halfway, the loader would end the program by a signal. What is no ELF file the loader refuses. */
static bool is_whole(FILE *stream, off_t size)
{
    ElfW(Ehdr) header;
    ElfW(Phdr) part;
    if (fread(&header, sizeof header, 1, stream) != 1 ||
        memcmp(header.e_ident, ELFMAG, SELFMAG) != 0 || header.e_phentsize != sizeof part)
        return true;
    if (header.e_phoff > (ElfW(Off))size || fseek(stream, (long)header.e_phoff, SEEK_SET) != 0)
        return false;
    for (unsigned i = 0; i < header.e_phnum; i++)
        if (fread(&part, sizeof part, 1, stream) != 1 ||
            (part.p_type == PT_LOAD &&
             (part.p_offset > (ElfW(Off))size || part.p_filesz > (ElfW(Off))size - part.p_offset)))
            return false;
    return true;
}

static bool check_file(const char *path, struct error *error)
{
    struct stat file;
    FILE *stream = NULL;
    if (stat(path, &file) == 0 && !S_ISREG(file.st_mode))
        return error_set(error, "'%s' is no file; expected a shared object, such as my_strategy.so",
                         path);
    if ((stream = fopen(path, "rb")) == NULL)
        return error_set(error, "cannot open '%s': %s", path, strerror(errno));
    const bool good = is_whole(stream, file.st_size);
    (void)fclose(stream); /* it was read alone */
    return good || error_set(error,
                             "cannot load '%s': it is cut off; expected a shared object for this "
                             "machine, built as examples/plugin says",
                             path);
}

/* What the loader says, without the path that it may begin with. */
static const char *loader_says(const char *path)
{
    const char *text = dlerror();
    const size_t length = strlen(path);
    if (text == NULL)
        return "no reason is given";
    return strncmp(text, path, length) == 0 && strncmp(text + length, ": ", 2) == 0
               ? text + length + 2
               : text;
}

/* What is linked with -ffast-math has code, run when it is loaded, that makes the processor take
 * tiny numbers for 0: the processor is put back. */
static void *open_object(const char *path, struct error *error)
{
    fenv_t environment;
    fegetenv(&environment);
    void *object = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    fesetenv(&environment);
    if (object == NULL)
        error_set(error,
                  "cannot load '%s': %s; expected a shared object for this machine, built as "
                  "examples/plugin says",
                  path, loader_says(path));
    return object;
}

static const struct plugin *find_plugin(void *object, struct error *error)
{
    const struct plugin *plugin = dlsym(object, "generals_plugin");
    if (plugin == NULL || memcmp(plugin->mark, PLUGIN_MARK, sizeof plugin->mark) != 0) {
        error_set(error, "it has no symbol generals_plugin, as GENERALS_PLUGIN of the header "
                         "generals/strategy.h makes one");
        return NULL;
    }
    return plugin;
}

/* --- what it says ----------------------------------------------------------------------------- */

static bool check_plugin(const struct plugin *plugin, struct error *error)
{
    if (plugin->interface != PLUGIN_INTERFACE)
        return error_set(error,
                         "it is for interface %u of plug-ins, this program has %d: build it again "
                         "with the headers of this program",
                         plugin->interface, PLUGIN_INTERFACE);
    if (plugin->layout != PLUGIN_LAYOUT)
        return error_set(error, "its compiler laid out the structures of generals/strategy.h in "
                                "another way: build it with the flags that pkg-config tells, and "
                                "none that change structures");
    const char *missing = build_missing_instructions(plugin->features);
    if (missing != NULL)
        return error_set(error,
                         "it is compiled for a processor with %s, which this one lacks: build it "
                         "here, or without -march",
                         missing);
    if (plugin->step != 16 && plugin->step != 32 && plugin->step != 64)
        return error_set(error,
                         "its code takes %u bytes of a row in a step; 16, 32 and 64 are "
                         "possible",
                         plugin->step);
    if (plugin->strategies == NULL || plugin->strategies[0] == NULL)
        return error_set(error, "it has no strategies");
    for (size_t i = 0; i <= STRATEGIES_MAX; i++)
        if (plugin->strategies[i] == NULL)
            return true;
    return error_set(error, "its list of strategies does not end: at most %d, and then NULL",
                     STRATEGIES_MAX);
}

/* Is the problem a name alone, as GENERALS_PROBLEM makes it? */
static bool is_reference(const struct problem *problem)
{
    bool filled = problem->summary != NULL || problem->other_party != NULL;
    for (int i = 0; i < 2; i++)
        filled = filled || problem->proposition[i] != NULL || problem->party[i] != NULL;
    for (int i = 0; i < CELL_COUNT; i++)
        filled = filled || problem->cell[i].name != NULL;
    return !filled;
}

static const struct problem *find_problem(const char *name)
{
    for (const struct strategy *const *at = strategy_list(); *at != NULL; at++)
        if (strcmp((*at)->problem->name, name) == 0)
            return (*at)->problem;
    return NULL;
}

/* The problem that is meant; NULL, with the reason, if it is none. */
static const struct problem *resolve_problem(const struct problem *problem, struct error *error)
{
    struct error why;
    if (problem == NULL || !descriptor_is_name(problem->name)) {
        error_set(error, "its problem has no name of a-z, 0-9 and -, at most %d characters",
                  DESCRIPTOR_NAME_MAX);
        return NULL;
    }
    const struct problem *found = find_problem(problem->name);
    if (found == problem || (found != NULL && is_reference(problem)))
        return found;
    if (found != NULL)
        error_set(error,
                  "there is a problem '%s' already: call yours something else, or take that by "
                  "GENERALS_PROBLEM",
                  problem->name);
    else if (is_reference(problem))
        error_set(error,
                  "there is no problem '%s' (generals list shows all); one of your own needs all "
                  "of struct problem",
                  problem->name);
    else if (!descriptor_check_problem(problem, &why))
        error_set(error, "problem '%s': %s", problem->name, why.message);
    else
        return problem;
    return NULL;
}

/* --- adding it -------------------------------------------------------------------------------- */

static bool add(const struct strategy *strategy, struct error *error)
{
    struct error why;
    const struct problem *problem = resolve_problem(strategy->problem, &why);
    if (problem == NULL || !descriptor_check(strategy, &why))
        return error_set(error, "strategy '%s': %s", strategy->name, why.message);
    if (strategy_find(strategy->name) != NULL)
        return error_set(error, "there is a strategy '%s' already: call yours something else",
                         strategy->name);
    struct strategy *copy = malloc(sizeof *copy);
    if (copy == NULL)
        return error_no_memory(error);
    *copy = *strategy;
    copy->problem = problem;
    if (strategy_add(copy, error))
        return true;
    free(copy);
    return false;
}

static bool add_all(const struct plugin *plugin, struct error *error)
{
    for (size_t i = 0; plugin->strategies[i] != NULL; i++) {
        if (!descriptor_is_name(plugin->strategies[i]->name))
            return error_set(error,
                             "the name of its strategy %zu is not a letter a-z, then a-z, 0-9 and "
                             "-, at most %d characters",
                             i + 1, DESCRIPTOR_NAME_MAX);
        if (!add(plugin->strategies[i], error))
            return false;
    }
    return true;
}

static bool load(const char *path, struct error *error)
{
    struct error why;
    void *object = check_file(path, error) ? open_object(path, error) : NULL;
    if (object == NULL)
        return false;
    const struct plugin *plugin = find_plugin(object, &why);
    if (plugin != NULL && check_plugin(plugin, &why) && add_all(plugin, &why))
        return true; /* it is never closed: its strategies are in the list */
    if (error_is_no_memory(&why))
        return error_no_memory(error);
    return error_set(error, "'%s': %s", path, why.message);
}

bool plugin_load(const char *path, struct error *error)
{
    if (strchr(path, '/') != NULL)
        return load(path, error);
    char *here = malloc(strlen(path) + 3); /* or the loader would look in folders of its own */
    if (here == NULL)
        return error_no_memory(error);
    strcpy(stpcpy(here, "./"), path);
    const bool good = load(here, error);
    free(here);
    return good;
}
