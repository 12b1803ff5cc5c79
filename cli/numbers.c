/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/numbers.h"

#include "engine/work.h"
#include "plots/number.h"

bool numbers_read_threads(const char *text, int *threads, struct error *error)
{
    uint64_t number;
    if (!number_read_integer(text, &number) || number < 1 || number > WORK_THREADS_MAX)
        return error_set(error, "--threads: '%s' is not a whole number from 1 to %d", text,
                         WORK_THREADS_MAX);
    *threads = (int)number;
    return true;
}
