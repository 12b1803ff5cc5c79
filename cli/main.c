/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Compiled for any processor of the architecture: the first thing is to see whether this one has
 * what the rest of the build needs. */

#include "cli/command.h"
#include "engine/build.h"
#include "engine/build_features.h"
#include "engine/work.h"
#include "strategies/strategies.h"

#include <stdio.h>

int main(int count, char **words)
{
    const char *missing = build_missing_instructions(build_features);
    if (missing != NULL) {
        fprintf(stderr,
                "generals: error: this build needs a processor with %s, which this one lacks; "
                "build it here, or with -DGENERALS_NATIVE=OFF for any processor\n",
                missing);
        return EXIT_UNFINISHED;
    }
    struct error error;
    enum exit_code code = EXIT_DONE;
    if (!work_join(&error))
        return (int)command_error(EXIT_UNFINISHED, &error);
    if (work_is_first())
        code = command_main(count, words);
    else
        work_serve(strategy_find, command_load_plugins(count, words, &error) ? NULL : &error);
    work_leave();
    return (int)code;
}
