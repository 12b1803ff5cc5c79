/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/progress.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { BAR_WIDTH = 30 };

static double seconds_between(const struct timespec *from, const struct timespec *to)
{
    return (double)(to->tv_sec - from->tv_sec) + 1e-9 * (double)(to->tv_nsec - from->tv_nsec);
}

void progress_start(struct progress *progress, bool quiet, size_t points, double seconds)
{
    *progress = (struct progress){.points = points, .seconds = seconds};
    progress->shown = !quiet && isatty(STDERR_FILENO);
    clock_gettime(CLOCK_MONOTONIC, &progress->start);
    progress->last = progress->start;
}

/* "3.2 G": three digits and a prefix of a thousand. */
static const char *short_number(double number, char text[16])
{
    static const char prefixes[] = " kMGTPE";
    int prefix = 0;
    for (; number >= 999.5 && prefixes[prefix + 1] != '\0'; prefix++)
        number /= 1000.0;
    snprintf(text, 16, "%.3g%s%.*s", number, prefix > 0 ? " " : "", prefix > 0, &prefixes[prefix]);
    return text;
}

static const char *short_time(double seconds, char text[32])
{
    const long long whole = (long long)seconds;
    if (seconds >= 86400.0)
        snprintf(text, 32, "%lld d %lld h", whole / 86400, whole / 3600 % 24);
    else if (whole >= 3600)
        snprintf(text, 32, "%lld h %02lld min", whole / 3600, whole / 60 % 60);
    else if (whole >= 60)
        snprintf(text, 32, "%lld min %02lld s", whole / 60, whole % 60);
    else
        snprintf(text, 32, "%lld s", whole);
    return text;
}

/* Which share of the run is over. Blocks are made to take about as long as each other; how many
 * there will be may be a guess that changes. Whichever of work and time ends first ends the run. */
static double share_done(const struct progress *progress, const struct work_done *done,
                         uint64_t blocks, double elapsed)
{
    const double of_work = blocks > 0 ? (double)done->blocks / (double)blocks : 0.0;
    const double of_time = progress->seconds > 0.0 ? elapsed / progress->seconds : 0.0;
    const double share = of_work > of_time ? of_work : of_time;
    return share < 1.0 ? share : 1.0; /* exact points may take more time than there was */
}

void progress_update(void *context, const struct work_done *done, uint64_t blocks)
{
    struct progress *progress = context;
    struct timespec now;
    if (!progress->shown)
        return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (seconds_between(&progress->last, &now) < 0.15)
        return;
    progress->last = now;
    const double elapsed = seconds_between(&progress->start, &now);
    const double share = share_done(progress, done, blocks, elapsed);
    const double left = share > 0.0 ? elapsed * (1.0 - share) / share : 0.0;
    const int filled = (int)(share * BAR_WIDTH);
    static const char full[] = "##############################";
    static const char empty[] = "..............................";
    char text[32];
    fprintf(stderr, "\r[%.*s%.*s] %3.0f %%  %zu/%zu points", filled, full, BAR_WIDTH - filled,
            empty, 100.0 * share, done->points, progress->points);
    if (done->trials > 0)
        fprintf(stderr, "  %s trials/s", short_number((double)done->trials / elapsed, text));
    if (done->histories > 0)
        fprintf(stderr, "  %s histories/s", short_number((double)done->histories / elapsed, text));
    fprintf(stderr, "  %s left \033[K", short_time(left, text));
    fflush(stderr);
}

double progress_end(struct progress *progress)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (progress->shown)
        fputs("\r\033[K", stderr);
    return seconds_between(&progress->start, &now);
}
