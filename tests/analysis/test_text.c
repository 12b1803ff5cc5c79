/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Texts in memory, and what becomes of them where there is not enough of it. */

#include "analysis/text.h"

#include "tests/testing.h"

#include <stdlib.h>
#include <string.h>

enum { LONG = 100000 };

static int allocations_left = -1; /* before one fails; below 0: none does */

void *__real_realloc(void *memory, size_t size);
void *__wrap_realloc(void *memory, size_t size);
void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);

static bool fails(void)
{
    return allocations_left >= 0 && allocations_left-- == 0;
}

void *__wrap_realloc(void *memory, size_t size)
{
    return fails() ? NULL : __real_realloc(memory, size);
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : __real_calloc(count, size);
}

/* The digits 0 to 9, again and again; NULL: there was no memory. */
static char *write_digits(size_t length)
{
    struct text text;
    struct error error = {{0}};
    assert_true(text_open(&text, &error));
    for (size_t i = 0; i < length; i++)
        fprintf(text.stream, "%zu", i % 10);
    char *written = text_close(&text, &error);
    assert_int_equal(error_is_no_memory(&error), written == NULL);
    return written;
}

static void text_is_what_was_written(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 1, 1023, 1024, 1025, 8191, 8192, LONG};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        char *written = write_digits(lengths[i]);
        assert_non_null(written);
        assert_int_equal(strlen(written), lengths[i]);
        for (size_t at = 0; at < lengths[i]; at++)
            assert_int_equal(written[at], '0' + (int)(at % 10));
        free(written);
    }
}

static void text_is_whole_or_none(void **state)
{
    (void)state;
    static const size_t lengths[] = {0, 10, LONG};
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        int failed = 0;
        for (;; failed++) {
            allocations_left = failed;
            char *written = write_digits(lengths[i]);
            const bool all_good = allocations_left >= 0;
            allocations_left = -1;
            assert_int_equal(written != NULL, all_good);
            free(written);
            if (all_good)
                break;
        }
        assert_true(failed >= (lengths[i] == LONG ? 3 : 1));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_what_was_written),
        cmocka_unit_test(text_is_whole_or_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
