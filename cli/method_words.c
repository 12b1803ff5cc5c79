/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/method_words.h"

#include <string.h>

static bool read_method(struct experiment *experiment, const char *word, size_t length,
                        struct error *error)
{
    enum method method = 0;
    while (method < METHOD_COUNT && (strlen(method_name(method)) != length ||
                                     strncmp(method_name(method), word, length) != 0))
        method++;
    if (method == METHOD_COUNT)
        return error_set(error, "--method: '%.*s' is not monte-carlo, exact or importance%s",
                         (int)length, word,
                         length == 4 && strncmp(word, "auto", 4) == 0 ? "; auto stands alone" : "");
    for (size_t i = 0; i < experiment->method_count; i++)
        if (experiment->method[i] == method)
            return error_set(error, "--method: '%s' is given twice", method_name(method));
    experiment->method[experiment->method_count++] = method;
    return true;
}

bool methods_read(struct experiment *experiment, const char *text, struct error *error)
{
    experiment->method_count = 0;
    experiment->automatic = strcmp(text, "auto") == 0;
    if (experiment->automatic)
        text = method_name(METHOD_MONTE_CARLO);
    for (;;) {
        const size_t length = strcspn(text, ",");
        if (!read_method(experiment, text, length, error))
            return false;
        if (text[length] == '\0')
            return true;
        text += length + 1;
    }
}

bool methods_have(const struct experiment *experiment, enum method method)
{
    for (size_t i = 0; i < experiment->method_count; i++)
        if (experiment->method[i] == method)
            return true;
    return false;
}

bool methods_sample_rare(const struct experiment *experiment)
{
    return experiment->automatic || methods_have(experiment, METHOD_IMPORTANCE);
}

bool methods_check_event(const struct experiment *experiment, const char *event,
                         struct error *error)
{
    return event == NULL || methods_sample_rare(experiment) ||
           error_set(error, "--event needs importance sampling: give --method importance or "
                            "--method auto, too");
}
