/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/fuzz/fuzz.h"

#include "cli/command.h"

#include <gsl/gsl_errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void fuzz_require(int holds, const char *what, const char *file, int line)
{
    if (holds)
        return;
    fprintf(stderr, "%s:%d: does not hold: %s\n", file, line, what);
    abort();
}

bool fuzz_has_control_character(const char *text)
{
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at++)
        if (*at < ' ' || *at == 127 || (at[0] == 0xc2 && at[1] >= 0x80 && at[1] < 0xa0))
            return true;
    return false;
}

void fuzz_require_sentence(const struct error *error)
{
    char *printed = NULL;
    size_t size = 0;
    require(memchr(error->message, '\0', sizeof error->message) != NULL);
    require(error->message[0] != '\0');
    FILE *stream = open_memstream(&printed, &size);
    require(stream != NULL);
    command_put(stream, error->message);
    require(fclose(stream) == 0);
    require(printed[0] != '\0' && !fuzz_has_control_character(printed));
    free(printed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    gsl_set_error_handler_off();
    /* No longer than it has to be, so that AddressSanitizer sees whoever reads beyond its end. */
    const size_t length = size > 0 ? strnlen((const char *)data, size) : 0;
    char *text = malloc(length + 1);
    if (text == NULL)
        return 0;
    if (length > 0)
        memcpy(text, data, length);
    text[length] = '\0';
    fuzz_text(text);
    free(text);
    return 0;
}
