/* SPDX-License-Identifier: GPL-3.0-or-later */

/* peak_memory FILE COMMAND [ARGUMENT...]: runs the command and writes "KILOBYTES BUSY SECONDS" to
 * FILE: the most memory that it held at a time, the processor's seconds that it used, and how long
 * it took. Ends as the command does. The kernel keeps these numbers, so they are right however
 * short the command runs. */

#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { EXIT_TROUBLE = 125 };

static double seconds_of(struct timeval time)
{
    return (double)time.tv_sec + 1e-6 * (double)time.tv_usec;
}

int main(int count, char **words)
{
    struct timespec start, end;
    struct rusage usage;
    int status;
    if (count < 3) {
        fputs("usage: peak_memory FILE COMMAND [ARGUMENT...]\n", stderr);
        return EXIT_TROUBLE;
    }
    clock_gettime(CLOCK_MONOTONIC, &start);
    const pid_t process = fork();
    if (process == 0) {
        execvp(words[2], words + 2);
        perror(words[2]);
        _exit(EXIT_TROUBLE);
    }
    if (process < 0 || waitpid(process, &status, 0) < 0 || getrusage(RUSAGE_CHILDREN, &usage) != 0)
        return EXIT_TROUBLE;
    clock_gettime(CLOCK_MONOTONIC, &end);
    FILE *file = fopen(words[1], "w");
    if (file == NULL)
        return EXIT_TROUBLE;
    fprintf(file, "%ld %.3f %.3f\n", usage.ru_maxrss,
            seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime),
            (double)(end.tv_sec - start.tv_sec) + 1e-9 * (double)(end.tv_nsec - start.tv_nsec));
    if (fclose(file) != 0 || !WIFEXITED(status))
        return EXIT_TROUBLE;
    return WEXITSTATUS(status);
}
