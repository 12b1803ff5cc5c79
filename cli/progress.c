/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/progress.h"

#include <inttypes.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { BAR_WIDTH = 30, BAR_WIDTH_MIN = 6, USUAL_COLUMNS = 80, NUMBER_SIZE = 40 };

static double seconds_between(const struct timespec *from, const struct timespec *to)
{
    return (double)(to->tv_sec - from->tv_sec) + 1e-9 * (double)(to->tv_nsec - from->tv_nsec);
}

static bool wants_json(const struct arguments *arguments)
{
    const char *kind = arguments->value[OPTION_PROGRESS];
    return kind != NULL && strcmp(kind, "json") == 0;
}

bool progress_check(const struct arguments *arguments, struct error *error)
{
    const char *kind = arguments->value[OPTION_PROGRESS];
    return kind == NULL || strcmp(kind, "auto") == 0 || wants_json(arguments) ||
           error_set(error, "--progress: '%s' is not auto or json", kind);
}

static enum progress_form choose_form(const struct arguments *arguments)
{
    if (wants_json(arguments))
        return PROGRESS_JSON;
    if (arguments->value[OPTION_QUIET] != NULL)
        return PROGRESS_NONE;
    return isatty(STDERR_FILENO) ? PROGRESS_TERMINAL : PROGRESS_LOG;
}

void progress_start(struct progress *progress, const struct arguments *arguments, size_t points,
                    double seconds)
{
    static const double periods[] = {
        [PROGRESS_TERMINAL] = 0.15, [PROGRESS_LOG] = 60.0, [PROGRESS_JSON] = 1.0};
    const enum progress_form form = choose_form(arguments);
    *progress = (struct progress){
        .form = form, .period = periods[form], .points = points, .seconds = seconds};
    clock_gettime(CLOCK_MONOTONIC, &progress->start);
    progress->last = progress->start;
}

/* --- numbers ---------------------------------------------------------------------------------- */

/* "3.2 G": three digits and a prefix of a thousand. */
static const char *short_number(double number, char text[NUMBER_SIZE])
{
    static const char prefixes[] = " kMGTPE";
    int prefix = 0;
    for (; number >= 999.5 && prefixes[prefix + 1] != '\0'; prefix++)
        number /= 1000.0;
    snprintf(text, NUMBER_SIZE, "%.3g%s%.*s", number, prefix > 0 ? " " : "", prefix > 0,
             &prefixes[prefix]);
    return text;
}

/* "?" if it is not known. */
static const char *short_time(double seconds, char text[NUMBER_SIZE])
{
    const long long whole = seconds < 1e15 ? (long long)seconds : 0;
    if (!(seconds < 1e15))
        snprintf(text, NUMBER_SIZE, "?");
    else if (whole >= 86400)
        snprintf(text, NUMBER_SIZE, "%lld d %lld h", whole / 86400, whole / 3600 % 24);
    else if (whole >= 3600)
        snprintf(text, NUMBER_SIZE, "%lld h %02lld min", whole / 3600, whole / 60 % 60);
    else if (whole >= 60)
        snprintf(text, NUMBER_SIZE, "%lld min %02lld s", whole / 60, whole % 60);
    else
        snprintf(text, NUMBER_SIZE, "%lld s", whole);
    return text;
}

/* "3.4e9"; whole below a million. */
static const char *log_number(double number, char text[NUMBER_SIZE])
{
    if (number < 999999.5) {
        snprintf(text, NUMBER_SIZE, "%.0f", number);
    } else if (isfinite(number)) {
        snprintf(text, NUMBER_SIZE, "%.1e", number); /* 3.4e+09 */
        char *exponent = strchr(text, 'e') + 1;
        snprintf(exponent, 8, "%ld", strtol(exponent, NULL, 10));
    } else {
        snprintf(text, NUMBER_SIZE, "?");
    }
    return text;
}

/* What JSON can hold: it has no infinity. */
static const char *json_number(double number, char text[NUMBER_SIZE])
{
    if (isfinite(number))
        snprintf(text, NUMBER_SIZE, "%.6g", number);
    else
        snprintf(text, NUMBER_SIZE, "null");
    return text;
}

/* Which share of the run is over. Blocks are made to take about as long as each other; how many
 * there will be may be a guess that changes. Whichever of work and time ends first ends the run. */
static double share_done(const struct progress *progress, double elapsed)
{
    const double of_work =
        progress->blocks > 0 ? (double)progress->done.blocks / (double)progress->blocks : 0.0;
    const double of_time = progress->seconds > 0.0 ? elapsed / progress->seconds : 0.0;
    const double share = of_work > of_time ? of_work : of_time;
    return share < 1.0 ? share : 1.0; /* exact points may take more time than there was */
}

/* Seconds, or infinity while nobody can tell. */
static double time_left(double share, double elapsed)
{
    return share > 0.0 ? elapsed * (1.0 - share) / share : HUGE_VAL;
}

/* --- the forms -------------------------------------------------------------------------------- */

/* A text that is put together in a fixed place; what has no room is left out. */
struct line {
    size_t length;
    char text[256];
};

__attribute__((format(printf, 2, 3))) static void add(struct line *line, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const int more =
        vsnprintf(line->text + line->length, sizeof line->text - line->length, format, arguments);
    va_end(arguments);
    line->length += more > 0 ? (size_t)more : 0;
    if (line->length >= sizeof line->text)
        line->length = sizeof line->text - 1;
}

/* A terminal that does not say has as many as most. */
static size_t columns(void)
{
    struct winsize size;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col
                                                                           : USUAL_COLUMNS;
}

/* The bar has the room that the words leave; a line that wraps could not be drawn over. */
static void show_on_terminal(const struct progress *progress, double elapsed)
{
    const struct work_done *done = &progress->done;
    const double share = share_done(progress, elapsed);
    static const char full[] = "##############################";
    static const char empty[] = "..............................";
    char text[NUMBER_SIZE];
    struct line line = {.length = 0};
    add(&line, "%3.0f %%  %zu/%zu points", 100.0 * share, done->points, progress->points);
    if (done->trials > 0) {
        add(&line, "  %s trials", short_number((double)done->trials, text));
        add(&line, "  %s/s", short_number((double)done->trials / elapsed, text));
        add(&line, "  %s failures", short_number((double)done->failures, text));
    }
    if (done->histories > 0) {
        add(&line, "  %s histories", short_number((double)done->histories, text));
        add(&line, "  %s/s", short_number((double)done->histories / elapsed, text));
    }
    add(&line, "  %s left", short_time(time_left(share, elapsed), text));
    const size_t room = columns() - 1; /* the cursor stands behind the line */
    const size_t words = line.length < room ? line.length : room;
    int bar = room - words < BAR_WIDTH + 3 ? (int)(room - words) - 3 : BAR_WIDTH;
    bar = bar < BAR_WIDTH_MIN ? 0 : bar;
    const int filled = (int)(share * bar);
    if (bar > 0)
        fprintf(stderr, "\r[%.*s%.*s] %.*s\033[K", filled, full, bar - filled, empty, (int)words,
                line.text);
    else
        fprintf(stderr, "\r%.*s\033[K", (int)words, line.text);
    fflush(stderr);
}

static void show_in_log(const struct progress *progress, double elapsed)
{
    const struct work_done *done = &progress->done;
    char text[NUMBER_SIZE];
    struct line line = {.length = 0};
    add(&line, "generals: %zu of %zu points", done->points, progress->points);
    if (done->trials > 0) {
        add(&line, ", %s trials", log_number((double)done->trials, text));
        add(&line, ", %s trials/s", log_number((double)done->trials / elapsed, text));
        add(&line, ", %s failures", log_number((double)done->failures, text));
    }
    if (done->histories > 0) {
        add(&line, ", %s histories", log_number((double)done->histories, text));
        add(&line, ", %s histories/s", log_number((double)done->histories / elapsed, text));
    }
    fprintf(stderr, "%s, %s left\n", line.text,
            short_time(time_left(share_done(progress, elapsed), elapsed), text));
}

/* One call, so that no line of others gets into it. */
static void show_as_json(const struct progress *progress, double elapsed, bool last)
{
    const struct work_done *done = &progress->done;
    const double left = last ? 0.0 : time_left(share_done(progress, elapsed), elapsed);
    char rate[NUMBER_SIZE], seconds[NUMBER_SIZE], seconds_left[NUMBER_SIZE];
    fprintf(stderr,
            "{\"points\":%zu,\"points_total\":%zu,\"trials\":%" PRIu64 ",\"histories\":%" PRIu64
            ",\"failures\":%" PRIu64 ",\"trials_per_second\":%s,\"seconds\":%s,"
            "\"seconds_left\":%s,\"done\":%s}\n",
            done->points, progress->points, done->trials, done->histories, done->failures,
            json_number((double)done->trials / elapsed, rate), json_number(elapsed, seconds),
            json_number(left, seconds_left), last ? "true" : "false");
}

void progress_update(void *context, const struct work_done *done, uint64_t blocks)
{
    struct progress *progress = context;
    struct timespec now;
    progress->done = *done;
    progress->blocks = blocks;
    if (progress->form == PROGRESS_NONE)
        return;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (seconds_between(&progress->last, &now) < progress->period)
        return;
    progress->last = now;
    const double elapsed = seconds_between(&progress->start, &now);
    if (progress->form == PROGRESS_TERMINAL)
        show_on_terminal(progress, elapsed);
    else if (progress->form == PROGRESS_LOG)
        show_in_log(progress, elapsed);
    else
        show_as_json(progress, elapsed, false);
}

double progress_end(struct progress *progress)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    const double elapsed = seconds_between(&progress->start, &now);
    if (progress->form == PROGRESS_TERMINAL)
        fputs("\r\033[K", stderr);
    else if (progress->form == PROGRESS_JSON)
        show_as_json(progress, elapsed, true);
    return elapsed;
}
