/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/gnuplot.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { SECONDS_MAX = 60 };

/* The user's environment without what would change the picture; one locale for all. */
static char **plain_environment(void)
{
    size_t count = 0;
    while (environ[count] != NULL)
        count++;
    char **plain = calloc(count + 2, sizeof *plain);
    if (plain == NULL)
        return NULL;
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (strncmp(environ[i], "GNUPLOT", 7) != 0 && strncmp(environ[i], "GNUTERM", 7) != 0 &&
            strncmp(environ[i], "LC_ALL=", 7) != 0)
            plain[kept++] = environ[i];
    static char locale[] = "LC_ALL=C.UTF-8";
    plain[kept] = locale;
    return plain;
}

static bool is_program(const char *path)
{
    struct stat status;
    return stat(path, &status) == 0 && S_ISREG(status.st_mode) && access(path, X_OK) == 0;
}

/* The whole path of gnuplot, NULL if there is none; false without memory. It is sought here, and
 * not once the process is in the results folder, where a PATH with relative parts would mean other
 * places. */
static bool find_gnuplot(char **found, struct error *error)
{
    const char *path = getenv("PATH");
    char *parts = strdup(path != NULL ? path : "/usr/local/bin:/usr/bin:/bin");
    char *rest = parts;
    bool good = parts != NULL;
    *found = NULL;
    for (char *part; good && *found == NULL && (part = strsep(&rest, ":")) != NULL;) {
        char *name;
        good = asprintf(&name, "%s/gnuplot", part[0] != '\0' ? part : ".") >= 0;
        if (!good)
            break;
        if (is_program(name)) {
            *found = realpath(name, NULL);
            good = *found != NULL || errno != ENOMEM;
        }
        free(name);
    }
    free(parts);
    return good || error_no_memory(error);
}

/* Starts gnuplot with what it says on `said`; returns an error number. */
static int start(char *gnuplot, const char *directory, const char *setting, const char *script,
                 int said, pid_t *process)
{
    char *const words[] = {gnuplot,         (char[]){"-d"}, (char[]){"-e"},
                           (char *)setting, (char *)script, NULL};
    char **environment = plain_environment();
    posix_spawn_file_actions_t actions;
    if (environment == NULL || posix_spawn_file_actions_init(&actions) != 0) {
        free(environment);
        return ENOMEM;
    }
    int problem = posix_spawn_file_actions_addchdir_np(&actions, directory);
    if (problem == 0)
        problem = posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    if (problem == 0)
        problem = posix_spawn_file_actions_adddup2(&actions, said, 1);
    if (problem == 0)
        problem = posix_spawn_file_actions_adddup2(&actions, said, 2);
    if (problem == 0)
        problem = posix_spawn(process, gnuplot, &actions, NULL, words, environment);
    posix_spawn_file_actions_destroy(&actions);
    free(environment);
    return problem;
}

static int milliseconds_until(const struct timespec *end)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    const long long left =
        (end->tv_sec - now.tv_sec) * 1000LL + (end->tv_nsec - now.tv_nsec) / 1000000;
    return left > 0 ? (int)left : 0;
}

/* Adds what was said; of very much the first half and the end is kept. */
static size_t keep(char text[GNUPLOT_SAID_SIZE], size_t length, const char *said, size_t count)
{
    enum { FIRST = GNUPLOT_SAID_SIZE / 2, ROOM = GNUPLOT_SAID_SIZE - 1 };
    if (length + count > ROOM) {
        const size_t lost = length + count - ROOM;
        memmove(text + FIRST, text + FIRST + lost, length - FIRST - lost);
        length -= lost;
    }
    memcpy(text + length, said, count);
    text[length + count] = '\0';
    return length + count;
}

/* Reads until the other end closes. False when the time is over. */
static bool listen_to(int said, char text[GNUPLOT_SAID_SIZE])
{
    struct timespec end;
    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += SECONDS_MAX;
    size_t length = 0;
    for (;;) {
        struct pollfd wait = {.fd = said, .events = POLLIN};
        const int ready = poll(&wait, 1, milliseconds_until(&end));
        if (ready == 0)
            return false;
        char buffer[GNUPLOT_SAID_SIZE / 4];
        const ssize_t count = ready > 0 ? read(said, buffer, sizeof buffer) : -1;
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return true;
        length = keep(text, length, buffer, (size_t)count);
    }
}

/* gnuplot frames its messages in empty lines. */
static void trim(char *text)
{
    const size_t before = strspn(text, "\n ");
    size_t length = strlen(text + before);
    memmove(text, text + before, length + 1);
    while (length > 0 && strchr("\n ", text[length - 1]) != NULL)
        text[--length] = '\0';
}

static void tell_failure(const char *directory, const char *script, bool in_time, int status,
                         char said[GNUPLOT_SAID_SIZE], struct error *error)
{
    char end[64] = "it took more than a minute";
    if (in_time && WIFSIGNALED(status))
        snprintf(end, sizeof end, "%s", strsignal(WTERMSIG(status)));
    else if (in_time)
        snprintf(end, sizeof end, "exit status %d", WEXITSTATUS(status));
    for (char *at = said; *at != '\0'; at++)
        if (*at == '\n')
            *at = ' ';
    error_set(error, "gnuplot failed on '%s/%s': %s%s%s%s", directory, script, said,
              said[0] != '\0' ? " (" : "", end, said[0] != '\0' ? ")" : "");
}

enum gnuplot_outcome gnuplot_run(const char *directory, const char *setting, const char *script,
                                 char said[GNUPLOT_SAID_SIZE], struct error *error)
{
    said[0] = '\0';
    char *gnuplot;
    if (!find_gnuplot(&gnuplot, error))
        return GNUPLOT_FAILED;
    if (gnuplot == NULL)
        return GNUPLOT_MISSING;
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) {
        error_set(error, "cannot run gnuplot: %s", strerror(errno));
        free(gnuplot);
        return GNUPLOT_FAILED;
    }
    pid_t process;
    const int problem = start(gnuplot, directory, setting, script, ends[1], &process);
    free(gnuplot);
    close(ends[1]);
    if (problem != 0) {
        close(ends[0]);
        error_set(error, "cannot run gnuplot: %s", strerror(problem));
        return GNUPLOT_FAILED;
    }
    const bool in_time = listen_to(ends[0], said);
    close(ends[0]);
    if (!in_time)
        kill(process, SIGKILL);
    int status = 0;
    while (waitpid(process, &status, 0) < 0 && errno == EINTR)
        ;
    trim(said);
    if (in_time && WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return GNUPLOT_DONE;
    tell_failure(directory, script, in_time, status, said, error);
    return GNUPLOT_FAILED;
}
