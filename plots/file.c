/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

char *file_path(const char *directory, const char *name)
{
    char *path;
    return asprintf(&path, "%s/%s", directory, name) < 0 ? NULL : path;
}

static void file_free(struct file *file)
{
    free(file->path);
    free(file->beside);
    *file = (struct file){0};
}

static bool is_directory(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* Not through a link that somebody has left there. */
static FILE *open_new(const char *path)
{
    const int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW;
    const int descriptor = open(path, flags, 0666);
    FILE *stream = descriptor >= 0 ? fdopen(descriptor, "w") : NULL;
    if (stream == NULL && descriptor >= 0) {
        const int cause = errno;
        close(descriptor);
        unlink(path);
        errno = cause;
    }
    return stream;
}

bool file_create(struct file *file, const char *directory, const char *name, struct error *error)
{
    *file = (struct file){.path = file_path(directory, name)};
    if (file->path == NULL || asprintf(&file->beside, "%s.new", file->path) < 0) {
        file->beside = NULL;
        file_free(file);
        return error_no_memory(error);
    }
    errno = EISDIR; /* the rename at the end would fail, perhaps after hours */
    if (!is_directory(file->path))
        file->stream = open_new(file->beside);
    if (file->stream == NULL) {
        error_set(error, "cannot write '%s': %s", file->path, strerror(errno));
        file_free(file);
        return false;
    }
    return true;
}

/* A rename is on disk once its directory is. The path is cut off, for a moment only: now that the
 * new file is there, nothing may fail for lack of memory. */
static bool flush_directory(char *path)
{
    char *cut = strrchr(path, '/');
    cut += cut == path; /* keep the root's own slash */
    const char after = *cut;
    *cut = '\0';
    const int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *cut = after;
    if (descriptor < 0)
        return false;
    /* Some file systems cannot flush a directory and say EINVAL: nothing more can be done there. */
    const bool good = fsync(descriptor) == 0 || errno == EINVAL;
    close(descriptor);
    return good;
}

/* A stream remembers that a write failed, but not why: one more write tells. */
static bool flush(FILE *stream)
{
    const bool failed = ferror(stream) != 0;
    clearerr(stream);
    errno = EIO;
    if (failed && (putc('\n', stream) == EOF || fflush(stream) != 0))
        return false;
    return !failed && fflush(stream) == 0 && fsync(fileno(stream)) == 0;
}

bool file_commit(struct file *file, struct error *error)
{
    bool good = flush(file->stream);
    int cause = errno;
    if (fclose(file->stream) != 0 && good) {
        good = false;
        cause = errno;
    }
    file->stream = NULL;
    if (good && (rename(file->beside, file->path) != 0 || !flush_directory(file->path))) {
        good = false;
        cause = errno;
    }
    if (!good) {
        error_set(error, "cannot write '%s': %s", file->path, strerror(cause));
        unlink(file->beside);
    }
    file_free(file);
    return good;
}

void file_abandon(struct file *file)
{
    if (file->stream == NULL)
        return;
    (void)fclose(file->stream);
    unlink(file->beside);
    file_free(file);
}

/* The end of the first part of `path` that is no directory. */
static char *first_missing(char *path)
{
    for (char *at = path + 1;; at++) {
        const char here = *at;
        if (here != '/' && here != '\0')
            continue;
        *at = '\0';
        const bool missing = !is_directory(path);
        *at = here;
        if (missing || here == '\0')
            return at;
    }
}

/* Makes `part`, then those below it; what was made is removed again where the next cannot be. */
static bool make_parts(char *part, char *end, struct error *error)
{
    const char here = *end;
    *end = '\0';
    const bool made = mkdir(part, 0777) == 0;
    const int cause = errno == EEXIST ? ENOTDIR : errno;
    if (!made && !is_directory(part))
        return error_set(error, "cannot make the folder '%s': %s", part, strerror(cause));
    *end = here;
    if (here == '\0')
        return true;
    char *next = end + 1 + strcspn(end + 1, "/");
    if (make_parts(part, next, error))
        return true;
    *end = '\0';
    if (made)
        rmdir(part);
    return false;
}

bool file_make_directory(const char *path, struct error *error)
{
    char *part = strdup(path);
    if (part == NULL)
        return error_no_memory(error);
    const bool good = make_parts(part, first_missing(part), error);
    free(part);
    return good;
}

/* "1: FLOCK ADVISORY WRITE 1234 08:01:5678 0 EOF": the process, if the line is of a lock like ours
 * on this inode, else 0. */
static long holder_on_line(char *line, ino_t inode)
{
    char *rest, *word[6];
    size_t words = 0;
    for (char *at = strtok_r(line, " \n", &rest); at != NULL && words < 6;
         at = strtok_r(NULL, " \n", &rest))
        word[words++] = at;
    if (words < 6 || strcmp(word[1], "FLOCK") != 0)
        return 0;
    const char *number = strrchr(word[5], ':');
    return number != NULL && strtoull(number + 1, NULL, 10) == inode ? strtol(word[4], NULL, 10)
                                                                     : 0;
}

/* The process that has the lock, as the system's list of locks has it; 0: who knows. */
static long lock_holder(int descriptor)
{
    struct stat status;
    FILE *locks = fopen("/proc/locks", "re");
    char line[256];
    long holder = 0;
    if (locks == NULL)
        return 0;
    const bool known = fstat(descriptor, &status) == 0;
    while (known && holder <= 0 && fgets(line, sizeof line, locks) != NULL)
        holder = holder_on_line(line, status.st_ino);
    (void)fclose(locks);
    return holder;
}

int file_lock_directory(const char *path, struct error *error)
{
    const int descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        error_set(error, "cannot open the folder '%s': %s", path, strerror(errno));
        return -1;
    }
    /* Some file systems have no locks: there, that one writes at a time is up to the user. */
    if (flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK)
        return descriptor;
    const long holder = lock_holder(descriptor);
    close(descriptor);
    char who[48] = "";
    if (holder > 0)
        snprintf(who, sizeof who, " (process %ld)", holder);
    error_set(error, "another run is writing to the folder '%s'%s; choose another with -o", path,
              who);
    return -1;
}

static bool read_all(FILE *stream, char **text, size_t *length)
{
    struct stat status;
    if (fstat(fileno(stream), &status) != 0)
        return false;
    errno = EISDIR;
    if (!S_ISREG(status.st_mode))
        return false;
    errno = ENOMEM;
    *text = malloc((size_t)status.st_size + 1);
    if (*text == NULL)
        return false;
    *length = fread(*text, 1, (size_t)status.st_size, stream);
    (*text)[*length] = '\0';
    return ferror(stream) == 0;
}

bool file_read(const char *directory, const char *name, char **text, size_t *length,
               struct error *error)
{
    *text = NULL;
    char *path = file_path(directory, name);
    if (path == NULL)
        return error_no_memory(error);
    FILE *stream = fopen(path, "re");
    bool good = stream != NULL ? read_all(stream, text, length) : errno == ENOENT;
    if (!good) {
        (void)(errno == ENOMEM ? error_no_memory(error)
                               : error_set(error, "cannot read '%s': %s", path, strerror(errno)));
        free(*text);
        *text = NULL;
    }
    if (stream != NULL)
        (void)fclose(stream); /* nothing was written */
    free(path);
    return good;
}

bool file_exists(const char *directory, const char *name)
{
    char path[PATH_MAX]; /* there is no file with a longer one */
    const int length = snprintf(path, sizeof path, "%s/%s", directory, name);
    return length > 0 && (size_t)length < sizeof path && access(path, F_OK) == 0;
}

bool file_remove(const char *directory, const char *name, struct error *error)
{
    char *path = file_path(directory, name);
    if (path == NULL)
        return error_no_memory(error);
    const bool good = unlink(path) == 0 || errno == ENOENT ||
                      error_set(error, "cannot remove the old '%s': %s", path, strerror(errno));
    free(path);
    return good;
}
