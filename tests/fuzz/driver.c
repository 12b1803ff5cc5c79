/* SPDX-License-Identifier: GPL-3.0-or-later */

/* fuzz_NAME FOLDER: where there is no libFuzzer, runs the target once with each file of the folder:
 * what was found once stays mended. */

#include "tests/fuzz/fuzz.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

static void run_file(const char *folder, const char *name)
{
    char path[4096];
    static uint8_t data[1 << 20];
    require(snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path);
    FILE *file = fopen(path, "rb");
    require(file != NULL);
    const size_t size = fread(data, 1, sizeof data, file);
    require(ferror(file) == 0 && size < sizeof data);
    require(fclose(file) == 0);
    fprintf(stderr, "%s\n", name); /* the last one, if it does not come back */
    LLVMFuzzerTestOneInput(data, size);
}

int main(int count, char **words)
{
    if (count != 2) {
        fprintf(stderr, "usage: %s FOLDER\n", words[0]);
        return 2;
    }
    DIR *folder = opendir(words[1]);
    if (folder == NULL) {
        perror(words[1]);
        return 1;
    }
    int files = 0;
    LLVMFuzzerTestOneInput(NULL, 0);
    for (const struct dirent *entry; (entry = readdir(folder)) != NULL;)
        if (entry->d_name[0] != '.') {
            run_file(words[1], entry->d_name);
            files++;
        }
    require(closedir(folder) == 0);
    require(files > 0);
    return 0;
}
