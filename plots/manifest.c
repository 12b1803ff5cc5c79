/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/manifest.h"

#include "engine/build.h"
#include "engine/random.h"
#include "plots/comparison_files.h"
#include "plots/file.h"
#include "plots/folder_charts.h"
#include "plots/json_fields.h"
#include "plots/results.h"

#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

/* --- writing ---------------------------------------------------------------------------------- */

/* JSON text is UTF-8, words of a command line need not be: bytes that are not become U+FFFD. */
static json_t *json_text(const char *text)
{
    errno = 0;
    json_t *whole = json_string(text);
    if (whole != NULL || errno == ENOMEM)
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

/* The names of files alone: where they are is the host's. */
static json_t *json_names(const char *const *paths)
{
    json_t *array = json_array();
    for (; *paths != NULL; paths++) {
        const char *slash = strrchr(*paths, '/');
        if (json_array_append_new(array, json_text(slash != NULL ? slash + 1 : *paths)) != 0) {
            json_decref(array);
            return NULL;
        }
    }
    return array;
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
    char precision[STOPPING_TEXT_SIZE];
    json_t *json =
        json_pack("{s:s, s:i, s:s, s:s, s:s, s:o, s:o, s:s, s:I, s:s, s:f, s:I, s:i, s:i, s:s, "
                  "s:f, s:s, s:s, "
                  "s:s, s:f}",
                  "version", build_version, "stream_version", STREAM_VERSION, "git", build_git,
                  "compiler", build_compiler, "build", build_kind, "command",
                  json_words(manifest->command), "plugins", json_names(manifest->plugins), "seed",
                  seed, "trials", (json_int_t)experiment->trials, "precision",
                  stopping->precision != PRECISION_NONE ? stopping_text(stopping, precision) : "",
                  "time", stopping->seconds, "points", (json_int_t)experiment->point_count, "ranks",
                  work_ranks(), "threads", experiment->threads, "interval",
                  experiment_interval(experiment, METHOD_MONTE_CARLO, interval), "confidence_level",
                  experiment->options.level, "host", known ? host.nodename : "", "machine",
                  known ? host.machine : "", "date", date, "seconds", manifest->seconds);
    /* Not packed as what may be missing (s*, o*): then it is missing, too, where memory runs out.
     */
    if (json != NULL && manifest->plugins[0] == NULL)
        json_object_del(json, "plugins");
    if (json != NULL && stopping->precision == PRECISION_NONE)
        json_object_del(json, "precision");
    if (json != NULL && stopping->seconds <= 0.0)
        json_object_del(json, "time");
    return json;
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

/* --- reading ---------------------------------------------------------------------------------- */

/* What is before an integer without a sign, and behind it. */
static bool read_integer(const char *text, const char *before, const char *behind, uint64_t *number)
{
    const size_t length = strlen(before);
    if (strncmp(text, before, length) != 0 || text[length] < '0' || text[length] > '9')
        return false;
    char *end;
    errno = 0;
    *number = strtoull(text + length, &end, 10);
    return errno == 0 && *end != '\0' && strchr(behind, *end) != NULL;
}

static bool compare(const char *directory, const char *text, uint64_t seed, struct error *error)
{
    uint64_t found, version;
    if (!read_integer(json_field(text, "seed"), "\"", "\"", &found) ||
        !read_integer(json_field(text, "stream_version"), "", " \t\r\n,}", &version))
        return error_set(error, "'%s/%s' is not a manifest of this program", directory,
                         MANIFEST_FILE);
    if (found != seed)
        return error_set(error, "'%s/%s' is of another experiment: seed %" PRIu64 ", not %" PRIu64,
                         directory, MANIFEST_FILE, found, seed);
    if (version != STREAM_VERSION)
        return error_set(error,
                         "'%s/%s' is of another experiment: stream version %" PRIu64 ", not %d",
                         directory, MANIFEST_FILE, version, STREAM_VERSION);
    return true;
}

/* Without a manifest, nobody knows whose these files are. */
static bool check_no_results(const char *directory, struct error *error)
{
    char name[DRAWING_NAME_SIZE] = RESULTS_FILE;
    if (file_exists(directory, RESULTS_FILE) || comparison_files_find(directory, name) ||
        folder_charts_find(directory, name))
        return error_set(error, "'%s/%s' has no %s beside it, so it may be of something else",
                         directory, name, MANIFEST_FILE);
    return true;
}

bool manifest_same_experiment(const char *directory, uint64_t seed, struct error *error)
{
    char *text;
    size_t length;
    if (!file_read(directory, MANIFEST_FILE, &text, &length, error))
        return false;
    if (text == NULL)
        return check_no_results(directory, error);
    const bool good = compare(directory, text, seed, error);
    free(text);
    return good;
}
