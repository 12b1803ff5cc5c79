/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Files that are whole or not there. Each test has a folder of its own and works inside it. */

#include "plots/file.h"
#include "tests/testing.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int enter_folder(void **state)
{
    const char *base = getenv("TMPDIR");
    char *path;
    if (asprintf(&path, "%s/generals-XXXXXX", base != NULL ? base : P_tmpdir) < 0)
        return -1;
    *state = path;
    return mkdtemp(path) != NULL ? chdir(path) : -1;
}

static int remove_one(const char *path, const struct stat *status, int type, struct FTW *walk)
{
    (void)status;
    (void)type;
    (void)walk;
    return remove(path);
}

static int leave_folder(void **state)
{
    const int left = chdir("/") | nftw(*state, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    free(*state);
    return left;
}

static bool exists(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0;
}

static void put_text(const char *path, const char *text)
{
    FILE *stream = fopen(path, "w");
    assert_non_null(stream);
    fputs(text, stream);
    assert_int_equal(fclose(stream), 0);
}

static void assert_text(const char *path, const char *expected)
{
    char text[256];
    FILE *stream = fopen(path, "r");
    assert_non_null(stream);
    text[fread(text, 1, sizeof text - 1, stream)] = '\0';
    assert_int_equal(fclose(stream), 0);
    assert_string_equal(text, expected);
}

static struct file created(const char *directory, const char *name)
{
    struct file file;
    struct error error;
    if (!file_create(&file, directory, name, &error))
        fail_msg("%s", error.message);
    return file;
}

/* The commit fails and says "cannot write 'PATH': REASON". */
static void assert_commit_fails(struct file *file, const char *path, int reason)
{
    struct error error;
    char expected[512];
    snprintf(expected, sizeof expected, "cannot write '%s': %s", path, strerror(reason));
    assert_false(file_commit(file, &error));
    assert_string_equal(error.message, expected);
    file_abandon(file); /* harmless */
}

/* Everything that is written from now on meets a full disk. */
static void fill_disk(struct file *file)
{
    const int full = open("/dev/full", O_WRONLY);
    assert_true(full >= 0);
    assert_true(dup2(full, fileno(file->stream)) >= 0);
    assert_int_equal(close(full), 0);
}

static void old_content_stays_until_commit(void **state)
{
    (void)state;
    struct error error;
    put_text("a.txt", "old");
    struct file file = created(".", "a.txt");
    fputs("new and longer", file.stream);
    assert_int_equal(fflush(file.stream), 0);
    assert_text("a.txt", "old");
    assert_true(file_commit(&file, &error));
    assert_text("a.txt", "new and longer");
    assert_false(exists("a.txt.new"));
    file_abandon(&file); /* too late: harmless */
    assert_text("a.txt", "new and longer");
}

static void a_new_file_appears_with_the_commit(void **state)
{
    (void)state;
    struct error error;
    assert_int_equal(mkdir("folder", 0777), 0);
    struct file file = created("folder", "a.txt");
    fputs("text", file.stream);
    assert_false(exists("folder/a.txt"));
    assert_true(file_commit(&file, &error));
    assert_text("folder/a.txt", "text");
    assert_false(exists("folder/a.txt.new"));
}

static void shorter_content_replaces_longer(void **state)
{
    (void)state;
    struct error error;
    put_text("a.txt", "a long old text");
    put_text("a.txt.new", "what a process that was killed has left behind");
    struct file file = created(".", "a.txt");
    fputs("new", file.stream);
    assert_true(file_commit(&file, &error));
    assert_text("a.txt", "new");
    assert_false(exists("a.txt.new"));
}

static void abandoned_files_leave_no_trace(void **state)
{
    (void)state;
    put_text("a.txt", "old");
    struct file file = created(".", "a.txt");
    fputs("new", file.stream);
    file_abandon(&file);
    assert_text("a.txt", "old");
    assert_false(exists("a.txt.new"));
    file_abandon(&file); /* twice is harmless */
    file = created(".", "b.txt");
    file_abandon(&file);
    assert_false(exists("b.txt"));
    assert_false(exists("b.txt.new"));
}

static void others_may_read_what_the_user_lets_them(void **state)
{
    (void)state;
    struct error error;
    struct stat status;
    const mode_t before = umask(027);
    struct file file = created(".", "a.txt");
    umask(before);
    assert_true(file_commit(&file, &error));
    assert_int_equal(stat("a.txt", &status), 0);
    assert_int_equal(status.st_mode & 0777, 0640);
}

static void a_missing_folder_is_an_error(void **state)
{
    (void)state;
    struct file file;
    struct error error;
    assert_false(file_create(&file, "missing", "a.txt", &error));
    assert_non_null(strstr(error.message, "cannot write 'missing/a.txt"));
    assert_non_null(strstr(error.message, strerror(ENOENT)));
    assert_false(exists("missing"));
    file_abandon(&file); /* harmless */
}

static void a_vanished_folder_is_an_error(void **state)
{
    (void)state;
    assert_int_equal(mkdir("folder", 0777), 0);
    struct file file = created("folder", "a.txt");
    fputs("text", file.stream);
    assert_int_equal(unlink("folder/a.txt.new"), 0);
    assert_int_equal(rmdir("folder"), 0);
    assert_commit_fails(&file, "folder/a.txt", ENOENT);
    assert_false(exists("folder"));
}

static void a_folder_in_the_place_of_the_file_is_an_error(void **state)
{
    (void)state;
    struct error error;
    struct file file;
    assert_int_equal(mkdir("a.txt", 0777), 0);
    assert_false(file_create(&file, ".", "a.txt", &error)); /* at once, not after hours */
    assert_string_equal(error.message, "cannot write './a.txt': Is a directory");
    assert_false(exists("a.txt.new"));
    assert_int_equal(rmdir("a.txt"), 0); /* it is still there, and a folder */
}

static void a_full_disk_keeps_the_old_file(void **state)
{
    (void)state;
    put_text("a.txt", "old");
    struct file file = created(".", "a.txt");
    fill_disk(&file);
    fputs("new", file.stream);
    assert_commit_fails(&file, "./a.txt", ENOSPC);
    assert_text("a.txt", "old");
    assert_false(exists("a.txt.new"));
}

/* The error came long before the commit, and other calls have changed errno since. */
static void an_early_write_error_is_not_forgotten(void **state)
{
    (void)state;
    struct error error;
    put_text("a.txt", "old");
    struct file file = created(".", "a.txt");
    fill_disk(&file);
    for (int i = 0; i < 100000; i++)
        fputs("more than a buffer holds\n", file.stream);
    assert_false(file_commit(&file, &error));
    assert_text("a.txt", "old");
    assert_false(exists("a.txt.new"));
}

/* ... not even if there is room again at the end: the file would have a hole. */
static void room_at_the_end_does_not_mend_a_file(void **state)
{
    (void)state;
    struct error error;
    put_text("a.txt", "old");
    struct file file = created(".", "a.txt");
    const int good = dup(fileno(file.stream));
    assert_true(good >= 0);
    fill_disk(&file);
    for (int i = 0; i < 100000; i++)
        fputs("more than a buffer holds\n", file.stream);
    assert_true(dup2(good, fileno(file.stream)) >= 0);
    assert_int_equal(close(good), 0);
    assert_false(file_commit(&file, &error));
    assert_text("a.txt", "old");
    assert_false(exists("a.txt.new"));
}

static void an_early_write_error_keeps_its_reason(void **state)
{
    (void)state;
    struct error error;
    struct file file = created(".", "a.txt");
    fill_disk(&file);
    for (int i = 0; i < 100000; i++)
        fputs("more than a buffer holds\n", file.stream);
    errno = ENOENT; /* say, from a look at a file that may be missing */
    assert_false(file_commit(&file, &error));
    assert_null(strstr(error.message, strerror(ENOENT)));
    struct file other = created(".", "b.txt");
    fill_disk(&other);
    for (int i = 0; i < 100000; i++)
        fputs("more than a buffer holds\n", other.stream);
    errno = 0;
    assert_false(file_commit(&other, &error));
    assert_null(strstr(error.message, strerror(0)));
}

static void paths_are_joined(void **state)
{
    (void)state;
    char *path = file_path("a folder/with 'quotes'", "%s.csv");
    assert_string_equal(path, "a folder/with 'quotes'/%s.csv");
    free(path);
}

static void folders_are_made_with_those_above(void **state)
{
    (void)state;
    struct error error;
    struct stat status;
    static const char *const paths[] = {"one", "two/three/four",    "five//six/", "./seven", "one",
                                        ".",   "two/three/../eight"};
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        if (!file_make_directory(paths[i], &error))
            fail_msg("%s", error.message);
        assert_int_equal(stat(paths[i], &status), 0);
        assert_true(S_ISDIR(status.st_mode));
    }
    assert_true(file_make_directory("/", &error));
}

/* What was made before the one that cannot be made is removed again; nothing else is. */
static void folders_are_made_all_or_none(void **state)
{
    (void)state;
    struct error error;
    char path[512] = "old/one/two/";
    assert_int_equal(mkdir("old", 0777), 0);
    memset(path + strlen(path), 'x', 300); /* longer than a name may be */
    assert_false(file_make_directory(path, &error));
    assert_non_null(strstr(error.message, strerror(ENAMETOOLONG)));
    assert_false(exists("old/one"));
    assert_int_equal(mkdir("old/one", 0777), 0);
    assert_false(file_make_directory(path, &error));
    assert_true(exists("old/one"));
    assert_false(exists("old/one/two"));
}

static void a_file_is_no_folder(void **state)
{
    (void)state;
    struct error error;
    static const char *const paths[] = {"file", "file/below", "file/below/below"};
    char expected[128];
    put_text("file", "text");
    snprintf(expected, sizeof expected, "cannot make the folder 'file': %s", strerror(ENOTDIR));
    for (size_t i = 0; i < COUNT_OF(paths); i++) {
        assert_false(file_make_directory(paths[i], &error));
        assert_string_equal(error.message, expected);
    }
    assert_text("file", "text");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(old_content_stays_until_commit),
        TEST(a_new_file_appears_with_the_commit),
        TEST(shorter_content_replaces_longer),
        TEST(abandoned_files_leave_no_trace),
        TEST(others_may_read_what_the_user_lets_them),
        TEST(a_missing_folder_is_an_error),
        TEST(a_vanished_folder_is_an_error),
        TEST(a_folder_in_the_place_of_the_file_is_an_error),
        TEST(a_full_disk_keeps_the_old_file),
        TEST(an_early_write_error_is_not_forgotten),
        TEST(room_at_the_end_does_not_mend_a_file),
        TEST(an_early_write_error_keeps_its_reason),
        TEST(paths_are_joined),
        TEST(folders_are_made_with_those_above),
        TEST(folders_are_made_all_or_none),
        TEST(a_file_is_no_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
