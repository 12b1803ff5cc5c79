/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/numbers.h"

#include "engine/work.h"
#include "plots/number.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

bool numbers_read_threads(const char *text, int *threads, struct error *error)
{
    uint64_t number;
    if (!number_read_integer(text, &number) || number < 1 || number > WORK_THREADS_MAX)
        return error_set(error, "--threads: '%s' is not a whole number from 1 to %d", text,
                         WORK_THREADS_MAX);
    *threads = (int)number;
    return true;
}

bool numbers_read_seed(const char *text, uint64_t *seed, struct error *error)
{
    return number_read_integer(text, seed) ||
           error_set(error, "--seed: '%s' is not a whole number from 0 to 2^64 - 1", text);
}

bool numbers_read_trials(const char *text, uint64_t *trials, struct error *error)
{
    double number;
    if (!number_read(text, &number) || number != floor(number) || number < 1.0 ||
        number > (double)WORK_TRIALS_MAX)
        return error_set(error, "--trials: '%s' is not a whole number from 1 to 1e15", text);
    *trials = (uint64_t)number;
    return true;
}

/* A number with one more letter after it, which is one of `letters`; else 0. */
static char read_with_unit(const char *text, const char *letters, double *number)
{
    char digits[64];
    const size_t length = strlen(text);
    if (length < 2 || length > sizeof digits || strchr(letters, text[length - 1]) == NULL)
        return 0;
    memcpy(digits, text, length - 1);
    digits[length - 1] = '\0';
    return number_read(digits, number) ? text[length - 1] : 0;
}

bool numbers_read_precision(const char *text, struct stopping *stopping, struct error *error)
{
    double number;
    if (read_with_unit(text, "%", &number) != 0 && number > 0.0 && number < 100.0) {
        stopping->precision = PRECISION_RELATIVE;
        stopping->half_width = number / 100.0;
    } else if (number_read(text, &number) && number > 0.0 && number < 0.5) {
        stopping->precision = PRECISION_ABSOLUTE;
        stopping->half_width = number;
    } else {
        return error_set(error,
                         "--precision: '%s' is neither a share such as 1%%, above 0%% and below "
                         "100%%, nor a probability such as 1e-6, above 0 and below 0.5",
                         text);
    }
    return true;
}

bool numbers_read_within(const char *text, double *share, struct error *error)
{
    double number;
    if (read_with_unit(text, "%", &number) == 0 || !(number >= 0.0 && number < 100.0))
        return error_set(
            error, "--within: '%s' is not a share such as 10%%, from 0%% to below 100%%", text);
    *share = (number + 0.0) / 100.0; /* -0 is 0 */
    return true;
}

/* NaN if it is none. 0.99% is 0.0099 to the last bit: as a decimal, not divided by 100. */
static double read_probability(const char *text)
{
    char shifted[64];
    const size_t length = strlen(text);
    double number;
    if (length > 1 && text[length - 1] == '%' &&
        snprintf(shifted, sizeof shifted, "%.*se-2", (int)length - 1, text) < (int)sizeof shifted)
        text = shifted;
    return number_read(text, &number) ? number : NAN;
}

bool numbers_read_failure(const char *text, double *probability, struct error *error)
{
    *probability = read_probability(text);
    return (*probability > 0.0 && *probability < 1.0) ||
           error_set(error, "--failure: '%s' is not a probability above 0 and below 1", text);
}

bool numbers_read_success(const char *text, double *probability, struct error *error)
{
    *probability = read_probability(text) + 0.0; /* -0 is 0 */
    return (*probability >= 0.0 && *probability < 1.0) ||
           error_set(error, "--success: '%s' is not a probability from 0 to below 1", text);
}

/* A whole number from 1 that ends in `end`. */
static bool read_part(const char *text, char end, uint64_t *number, const char **rest)
{
    *number = 0;
    const char *at = text;
    for (; *at >= '0' && *at <= '9' && *number < 100000000; at++)
        *number = 10 * *number + (uint64_t)(*at - '0');
    *rest = at + 1;
    return at != text && *text != '0' && *at == end;
}

bool numbers_read_shard(const char *text, struct shard *shard, struct error *error)
{
    uint64_t index, count;
    const char *rest;
    if (!read_part(text, '/', &index, &rest) || !read_part(rest, '\0', &count, &rest) ||
        index > count || count > 1000000)
        return error_set(
            error,
            "--shard: '%s' is not I/N, the I-th of N parts: whole numbers, I from 1 to "
            "N, N at most 1000000",
            text);
    *shard = (struct shard){index - 1, count};
    return true;
}

bool numbers_read_rounds(const char *text, double *rounds, struct error *error)
{
    return (number_read(text, rounds) && *rounds == floor(*rounds) && *rounds >= 1.0) ||
           error_set(error, "--rounds-p99: '%s' is not a whole number of rounds, from 1", text);
}

static const double seconds_max = 1e9; /* thirty years */

bool numbers_read_time(const char *option, const char *text, double *seconds, struct error *error)
{
    double number;
    const char unit = read_with_unit(text, "smh", &number);
    if (unit == 0 && !number_read(text, &number))
        number = NAN;
    *seconds = number * (unit == 'h' ? 3600.0 : unit == 'm' ? 60.0 : 1.0);
    return (*seconds > 0.0 && *seconds <= seconds_max) ||
           error_set(error,
                     "--%s: '%s' is not a time such as 90, 90s, 30m or 8h, above 0 and at most "
                     "1e9 seconds",
                     option, text);
}

static const double sequential_level_max = 1.0 - 1e-9;

bool numbers_read_level(const char *text, bool sequential, double *level, struct error *error)
{
    if (!number_read(text, level) || *level <= 0.0 || *level >= 1.0)
        return error_set(error, "--confidence-level: '%s' is not between 0 and 1", text);
    return !sequential || *level <= sequential_level_max ||
           error_set(error,
                     "--confidence-level: '%s' is above 1 - 1e-9, the most that can be kept where "
                     "one looks again and "
                     "again",
                     text);
}
