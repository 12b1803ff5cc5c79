/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/manifest.h"

#include "engine/build.h"
#include "engine/random.h"
#include "plots/chart.h"
#include "plots/comparison_files.h"
#include "plots/file.h"
#include "plots/results.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

/* jansson calls a text no JSON where it lacks the memory to read it: what it asks for is noted.
 * Each thread has its own note. */
static _Thread_local bool no_memory;

static void *allocate(size_t size)
{
    void *memory = malloc(size);
    no_memory |= memory == NULL && size > 0;
    return memory;
}

/* JSON text is UTF-8, words of a command line need not be: bytes that are not become U+FFFD. */
static json_t *json_text(const char *text)
{
    json_t *whole = json_string(text);
    if (whole != NULL)
        return whole;
    char *copy = malloc(3 * strlen(text) + 1);
    if (copy == NULL)
        return NULL;
    char *end = copy;
    for (const char *at = text; *at != '\0'; at++) {
        if ((unsigned char)*at < 128)
            *end++ = *at;
        else
            end = stpcpy(end, "\xef\xbf\xbd");
    }
    *end = '\0';
    whole = json_string(copy);
    free(copy);
    return whole;
}

static json_t *json_words(char *const *words)
{
    json_t *array = json_array();
    for (; *words != NULL; words++)
        if (json_array_append_new(array, json_text(*words)) != 0) {
            json_decref(array);
            return NULL;
        }
    return array;
}

/* NULL: none was asked for. */
static json_t *json_precision(const struct stopping *stopping)
{
    if (stopping->precision == PRECISION_NONE)
        return NULL;
    char text[STOPPING_TEXT_SIZE];
    return json_string(stopping_text(stopping, text));
}

static json_t *describe(const struct manifest *manifest)
{
    const struct experiment *experiment = manifest->experiment;
    struct utsname host;
    const bool known = uname(&host) == 0;
    char date[32] = "";
    struct tm utc;
    if (gmtime_r(&manifest->started, &utc) != NULL)
        strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", &utc);
    /* A seed has 64 bits without a sign, JSON's integers have 63: it is written as text. */
    char seed[32];
    snprintf(seed, sizeof seed, "%" PRIu64, experiment->seed);
    char interval[EXPERIMENT_INTERVAL_SIZE];
    const struct stopping *stopping = &experiment->stopping;
    return json_pack(
        "{s:s, s:i, s:s, s:s, s:s, s:o, s:s, s:I, s:o*, s:o*, s:I, s:i, s:s, s:f, s:s, s:s, s:s, "
        "s:f}",
        "version", build_version, "stream_version", STREAM_VERSION, "git", build_git, "compiler",
        build_compiler, "build", build_kind, "command", json_words(manifest->command), "seed", seed,
        "trials", (json_int_t)experiment->trials, "precision", json_precision(stopping), "time",
        stopping->seconds > 0.0 ? json_real(stopping->seconds) : NULL, "points",
        (json_int_t)experiment->point_count, "threads", experiment->threads, "interval",
        experiment_interval(experiment, METHOD_MONTE_CARLO, interval), "confidence_level",
        experiment->options.level, "host", known ? host.nodename : "", "machine",
        known ? host.machine : "", "date", date, "seconds", manifest->seconds);
}

bool manifest_remove(const char *directory, struct error *error)
{
    char *path = file_path(directory, MANIFEST_FILE);
    if (path == NULL)
        return error_no_memory(error);
    bool good = unlink(path) == 0 || errno == ENOENT;
    if (!good)
        error_set(error, "cannot remove '%s': %s", path, strerror(errno));
    free(path);
    return good;
}

bool manifest_write(const char *directory, const struct manifest *manifest, struct error *error)
{
    json_t *json = describe(manifest);
    if (json == NULL)
        return error_no_memory(error);
    struct file file;
    bool good = file_create(&file, directory, MANIFEST_FILE, error);
    if (good) {
        if (json_dumpf(json, file.stream, JSON_INDENT(2)) == 0 && putc('\n', file.stream) != EOF) {
            good = file_commit(&file, error);
        } else {
            good = error_set(error, "cannot write '%s': %s", file.path, strerror(errno));
            file_abandon(&file);
        }
    }
    json_decref(json);
    return good;
}

static bool compare(const char *path, json_t *json, uint64_t seed, struct error *error)
{
    const char *found = json_string_value(json_object_get(json, "seed"));
    const json_t *version = json_object_get(json, "stream_version");
    if (found == NULL || !json_is_integer(version))
        return error_set(error, "'%s' is not a manifest of this program", path);
    char wanted[32];
    snprintf(wanted, sizeof wanted, "%" PRIu64, seed);
    if (strcmp(found, wanted) != 0)
        return error_set(error, "'%s' is of another experiment: seed %s, not %s", path, found,
                         wanted);
    if (json_integer_value(version) != STREAM_VERSION)
        return error_set(
            error, "'%s' is of another experiment: stream version %" JSON_INTEGER_FORMAT ", not %d",
            path, json_integer_value(version), STREAM_VERSION);
    return true;
}

static bool check_manifest(const char *path, uint64_t seed, struct error *error)
{
    json_error_t problem;
    no_memory = false;
    json_set_alloc_funcs(allocate, free);
    errno = 0;
    json_t *json = json_load_file(path, 0, &problem);
    if (no_memory || (json == NULL && errno == ENOMEM)) { /* jansson's, or that of the stream */
        json_decref(json);
        return error_no_memory(error);
    }
    if (json == NULL)
        return error_set(error, "cannot read '%s': %s", path, problem.text);
    const bool good = compare(path, json, seed, error);
    json_decref(json);
    return good;
}

/* Without a manifest, nobody knows whose these files are. */
static bool check_no_results(const char *directory, struct error *error)
{
    char name[CHART_FILE_SIZE];
    char *results = file_path(directory, RESULTS_FILE);
    if (results == NULL)
        return error_no_memory(error);
    const bool found = access(results, F_OK) == 0;
    free(results);
    const char *compared = comparison_files_find(directory);
    if (found || compared != NULL || charts_find(directory, name))
        return error_set(error, "'%s/%s' has no %s beside it, so it may be of something else",
                         directory,
                         found              ? RESULTS_FILE
                         : compared != NULL ? compared
                                            : name,
                         MANIFEST_FILE);
    return true;
}

bool manifest_same_experiment(const char *directory, uint64_t seed, struct error *error)
{
    char *manifest = file_path(directory, MANIFEST_FILE);
    if (manifest == NULL)
        return error_no_memory(error);
    const bool good = access(manifest, F_OK) == 0 ? check_manifest(manifest, seed, error)
                                                  : check_no_results(directory, error);
    free(manifest);
    return good;
}
