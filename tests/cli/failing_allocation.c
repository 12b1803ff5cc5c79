/* SPDX-License-Identifier: GPL-3.0-or-later */

/* To be preloaded: makes one allocation of the process fail, that with the number FAIL_ALLOCATION,
 * from 1, and writes how many there were to the file FAIL_ALLOCATION_COUNT, if that is named.
 *
 * Counted is what the program and its libraries allocate. Left out is what the OpenMP runtime and
 * the dynamic linker do for threads: where that fails, they end the process, and nothing can be
 * done about it. The processes that this one starts are not touched. Nothing waits for the disk,
 * so that thousands of runs take a minute. */

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

static atomic_ulong allocations;
static unsigned long failing; /* 0: none */
static char count_path[4096];
static bool started;

__attribute__((constructor)) static void start(void)
{
    const char *number = getenv("FAIL_ALLOCATION"), *path = getenv("FAIL_ALLOCATION_COUNT");
    failing = number != NULL ? strtoul(number, NULL, 10) : 0;
    snprintf(count_path, sizeof count_path, "%s", path != NULL ? path : "");
    unsetenv("LD_PRELOAD");
    started = true;
}

__attribute__((destructor)) static void end(void)
{
    char text[32];
    const unsigned long count = atomic_load(&allocations);
    started = false;
    const int file =
        count_path[0] != '\0' ? open(count_path, O_WRONLY | O_CREAT | O_TRUNC, 0666) : -1;
    if (file < 0)
        return;
    const int length = snprintf(text, sizeof text, "%lu\n", count);
    if (write(file, text, (size_t)length) != length)
        abort();
    close(file);
}

static bool is_left_out(const char *object)
{
    static const char *const names[] = {"libgomp", "libomp", "ld-linux"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strstr(object, names[i]) != NULL)
            return true;
    return false;
}

static bool fails(const void *caller)
{
    Dl_info info;
    if (!started || dladdr(caller, &info) == 0 || is_left_out(info.dli_fname))
        return false;
    if (atomic_fetch_add(&allocations, 1) + 1 != failing)
        return false;
    errno = ENOMEM;
    return true;
}

void *malloc(size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_realloc(memory, size);
}

void *aligned_alloc(size_t alignment, size_t size)
{
    return fails(__builtin_return_address(0)) ? NULL : __libc_memalign(alignment, size);
}

int posix_memalign(void **memory, size_t alignment, size_t size)
{
    void *made = fails(__builtin_return_address(0)) ? NULL : __libc_memalign(alignment, size);
    if (made == NULL)
        return ENOMEM;
    *memory = made;
    return 0;
}

int fsync(int file)
{
    return fcntl(file, F_GETFD) < 0 ? -1 : 0;
}
