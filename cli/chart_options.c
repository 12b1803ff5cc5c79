/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/chart_options.h"

#include "strategies/strategies.h"

#include <string.h>

/* Is the word one of those in the text, with spaces between? */
static bool is_among(const char *text, const char *word, size_t length)
{
    for (const char *at = text; *at != '\0'; at += strcspn(at, " "), at += *at == ' ')
        if (strcspn(at, " ") == length && strncmp(at, word, length) == 0)
            return true;
    return false;
}

/* "svg,pdf" becomes "svg pdf". */
static bool read_formats(const char *text, char formats[CHART_FORMATS_SIZE], struct error *error)
{
    formats[0] = '\0';
    for (const char *at = text; at != NULL; at = strchr(at, ',')) {
        at += *at == ',';
        const size_t length = strcspn(at, ","), used = strlen(formats);
        if (!is_among(drawing_formats, at, length))
            return error_set(error, "--format: '%.*s' is none of svg, png and pdf", (int)length,
                             at);
        if (!is_among(formats, at, length))
            snprintf(formats + used, CHART_FORMATS_SIZE - used, "%s%.*s", used > 0 ? " " : "",
                     (int)length, at);
    }
    return true;
}

bool chart_options_read(struct chart_request *request, char formats[CHART_FORMATS_SIZE],
                        const struct arguments *arguments, struct error *error)
{
    const char *text = arguments->value[OPTION_FORMAT];
    *request = (struct chart_request){
        .names = arguments->value[OPTION_CHART],
        .formats = formats,
        .of_task = strategy_parameter_is_of_task,
    };
    if (text != NULL)
        return read_formats(text, formats, error);
    snprintf(formats, CHART_FORMATS_SIZE, "%s", drawing_usual_formats);
    return true;
}
