/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What progress prints for made-up work: lines of a log and objects, which a parser of JSON reads.
 */

#include "cli/progress.h"
#include "tests/testing.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What is written to stderr is read here: no terminal. */
struct capture {
    FILE *file;
    int usual; /* stderr */
};

static struct capture capture_begin(void)
{
    const struct capture capture = {tmpfile(), dup(STDERR_FILENO)};
    assert_non_null(capture.file);
    assert_true(capture.usual >= 0 && dup2(fileno(capture.file), STDERR_FILENO) >= 0);
    return capture;
}

/* To be freed. */
static char *capture_end(struct capture capture)
{
    char *text = calloc(1, 4096);
    fflush(stderr);
    dup2(capture.usual, STDERR_FILENO);
    close(capture.usual);
    rewind(capture.file);
    assert_non_null(text);
    text[fread(text, 1, 4095, capture.file)] = '\0';
    fclose(capture.file);
    return text;
}

/* As if the run had begun so many seconds ago, and each line were due. */
static struct progress started(const char *kind, bool quiet, double seconds_ago)
{
    struct arguments arguments = {.word_count = 0};
    struct progress progress;
    arguments.value[OPTION_PROGRESS] = kind;
    arguments.value[OPTION_QUIET] = quiet ? "" : NULL;
    progress_start(&progress, &arguments, 232, 0.0);
    progress.start.tv_sec -= (time_t)seconds_ago;
    progress.period = 0.0;
    return progress;
}

static json_int_t whole(json_t *object, const char *name)
{
    json_t *value = json_object_get(object, name);
    if (!json_is_integer(value))
        fail_msg("'%s' is no whole number", name);
    return json_integer_value(value);
}

/* Counts beyond what a double holds are exact. */
static void json_is_exact(void **state)
{
    (void)state;
    const struct work_done done = {25, UINT64_C(9007199254740993), 5, UINT64_C(9007199254740995),
                                   12};
    struct progress progress = started("json", true, 100.0);
    const struct capture capture = capture_begin();
    progress_update(&progress, &done, 100);
    progress_end(&progress);
    char *text = capture_end(capture);
    char *rest = text;
    for (int line = 0; line < 2; line++) {
        char *end = strchr(rest, '\n');
        assert_non_null(end);
        *end = '\0';
        json_t *object = json_loads(rest, JSON_REJECT_DUPLICATES, NULL);
        if (object == NULL)
            fail_msg("not JSON: %s", rest);
        assert_int_equal(json_object_size(object), 9);
        assert_int_equal(whole(object, "points"), 12);
        assert_int_equal(whole(object, "points_total"), 232);
        assert_true(whole(object, "trials") == 9007199254740993);
        assert_int_equal(whole(object, "histories"), 5);
        assert_true(whole(object, "failures") == 9007199254740995);
        const double seconds = json_number_value(json_object_get(object, "seconds"));
        const double left = json_number_value(json_object_get(object, "seconds_left"));
        const double rate = json_number_value(json_object_get(object, "trials_per_second"));
        assert_true(seconds >= 100.0 && seconds < 150.0);
        assert_true(rate > 5e13 && rate < 9.1e13);
        assert_true(line == 1 ? left == 0.0 : left >= 299.0 && left < 450.0);
        assert_true(json_is_boolean(json_object_get(object, "done")));
        assert_true(json_is_true(json_object_get(object, "done")) == (line == 1));
        json_decref(object);
        rest = end + 1;
    }
    assert_string_equal(rest, "");
    free(text);
}

/* Nothing is done, and nobody knows of how much. */
static void json_has_null(void **state)
{
    (void)state;
    struct progress progress = started("json", false, 0.0);
    const struct capture capture = capture_begin();
    progress_update(&progress, &(struct work_done){0}, 0);
    char *text = capture_end(capture);
    json_t *object = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
    if (object == NULL)
        fail_msg("not JSON: %s", text);
    assert_true(json_is_null(json_object_get(object, "seconds_left")));
    json_decref(object);
    free(text);
}

static void assert_log(struct work_done done, uint64_t blocks, double seconds, const char *expected)
{
    const struct capture capture = capture_begin();
    struct progress progress = started(NULL, false, seconds);
    progress_update(&progress, &done, blocks);
    progress_end(&progress);
    char *text = capture_end(capture);
    assert_string_equal(text, expected);
    free(text);
}

static void log_lines(void **state)
{
    (void)state;
    assert_log((struct work_done){1000, 3400000000, 0, 512, 12}, 4100, 100.0,
               "generals: 12 of 232 points, 3.4e9 trials, 3.4e7 trials/s, 512 failures, "
               "5 min 10 s left\n");
    assert_log((struct work_done){1, 0, 999999, 0, 0}, 2, 100.0,
               "generals: 0 of 232 points, 999999 histories, 10000 histories/s, 1 min 40 s left\n");
    assert_log((struct work_done){0}, 0, 100.0, "generals: 0 of 232 points, ? left\n");
    assert_log((struct work_done){0, 9999999999, 0, 1000000, 0}, 0, 100.0,
               "generals: 0 of 232 points, 1.0e10 trials, 1.0e8 trials/s, 1.0e6 failures, "
               "? left\n");
}

/* In the first minute a log has no line, then one. */
static void a_line_a_minute(void **state)
{
    (void)state;
    struct arguments arguments = {.word_count = 0};
    const struct work_done done = {1, 64, 0, 0, 0};
    struct progress progress;
    const struct capture capture = capture_begin();
    progress_start(&progress, &arguments, 1, 0.0);
    progress.last.tv_sec -= 57;
    progress_update(&progress, &done, 2);
    progress.last.tv_sec -= 3;
    progress_update(&progress, &done, 2);
    progress_update(&progress, &done, 2);
    progress_end(&progress);
    char *text = capture_end(capture);
    assert_non_null(strchr(text, '\n'));
    assert_string_equal(strchr(text, '\n'), "\n");
    free(text);
}

static void quiet_is_silent(void **state)
{
    (void)state;
    struct progress progress = started("auto", true, 100.0);
    const struct capture capture = capture_begin();
    progress_update(&progress, &(struct work_done){1, 64, 0, 0, 0}, 2);
    progress_end(&progress);
    char *text = capture_end(capture);
    assert_string_equal(text, "");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_is_exact),   cmocka_unit_test(json_has_null),
        cmocka_unit_test(log_lines),       cmocka_unit_test(a_line_a_minute),
        cmocka_unit_test(quiet_is_silent),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
