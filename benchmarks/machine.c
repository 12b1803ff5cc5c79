/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "benchmarks/machine.h"

#include "engine/build.h"
#include "engine/kernels.h"
#include "engine/lanes.h"
#include "engine/work.h"

#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

/* The value of the first line "model name : VALUE" of /proc/cpuinfo; false where there is none, as
 * on most processors that are not x86. */
static bool read_model(char text[MACHINE_TEXT_SIZE])
{
    FILE *file = fopen("/proc/cpuinfo", "r");
    if (file == NULL)
        return false;
    char line[256];
    bool found = false;
    while (!found && fgets(line, sizeof line, file) != NULL) {
        const char *colon = strchr(line, ':');
        found = colon != NULL && strncmp(line, "model name", 10) == 0;
        if (found)
            snprintf(text, MACHINE_TEXT_SIZE, "%.*s", MACHINE_TEXT_SIZE - 1,
                     colon + 1 + strspn(colon + 1, " "));
    }
    (void)fclose(file); /* nothing was written */
    return found;
}

const char *machine_processor(char text[MACHINE_TEXT_SIZE])
{
    struct utsname host;
    if (!read_model(text))
        snprintf(text, MACHINE_TEXT_SIZE, "%s", uname(&host) == 0 ? host.machine : "unknown");
    char *to = text;
    for (const char *from = text; *from != '\0'; from++)
        if (*from >= ' ' && *from <= '~')
            *to++ = *from;
    *to = '\0';
    return text;
}

void machine_describe(FILE *stream)
{
    char processor[MACHINE_TEXT_SIZE];
    double load = 0.0;
    fprintf(stream, "processor   %s, %d for this process\n", machine_processor(processor),
            work_processors());
    if (getloadavg(&load, 1) == 1)
        fprintf(stream, "load        %.2f in the minute before the start%s\n", load,
                load > 0.3 ? " (other work disturbs the figures)" : "");
    fprintf(stream, "build       generals %s (%s), %s, flags %s, strategies in %d-bit vectors\n",
            build_version, build_git, build_compiler, build_kind, 8 * LANES_BYTES);
    fprintf(stream, "kernels     %s", kernels_available(0)->name);
    for (size_t i = 1; kernels_available(i) != NULL; i++)
        fprintf(stream, "%s %s", i == 1 ? " (chosen);" : "", kernels_available(i)->name);
    fputs("\n\n", stream);
}
